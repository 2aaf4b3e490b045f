"""`.xlsx` and `.xlsm`: the parts of a workbook by their relationships, transitional or Strict."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree.ElementTree import Element

from pipeline.findings import Place, warning
from pipeline.intake.cells import Sheet, Workbook
from pipeline.intake.formats.grid import Grid, Styles
from pipeline.intake.formats.number_formats import GENERAL, format_codes
from pipeline.intake.formats.package import Package, open_package
from pipeline.intake.formats.shared_strings import read_strings
from pipeline.intake.formats.sheet_xml import read_sheet
from pipeline.intake.limits import CELLS
from pipeline.intake.refusal import Refused


def read_xlsx(path: Path, name: str) -> Workbook:
    """The workbook, all worksheets in their order; charts and dialogs are no sheets."""
    with open_package(path, "xlsx") as package:
        main = _target(package, "", "officeDocument")
        if main is None:
            raise Refused("workbook-part-missing", "officeDocument")
        return _read(package, main, name)


def sheet_parts(path: Path) -> tuple[str, dict[str, str]]:
    """The workbook's own part and the part of each worksheet by its name, of a file that `read_xlsx` can read."""
    with open_package(path, "xlsx") as package:
        main = _target(package, "", "officeDocument") or ""
        return main, {sheet.name: part for sheet, part in _sheets(package, main, package.tree(main))}


def _read(package: Package, main: str, name: str) -> Workbook:
    book = package.tree(main)
    if book.tag != "workbook":
        raise Refused("workbook-part-missing", book.tag)
    formats, styles = _styles(package, _target(package, main, "styles"))
    strings = read_strings(package, _target(package, main, "sharedStrings"))
    workbook = Workbook(name, date1904=_flag(book.find("workbookPr"), "date1904"))
    room = CELLS
    for sheet, part in _sheets(package, main, book):
        sheet.formats = formats
        room -= read_sheet(package, part, Grid(sheet, strings, styles, room))
        workbook.sheets.append(sheet)
    formulas = sum(sheet.formulas for sheet in workbook.sheets)
    if formulas and _flag(book.find("calcPr"), "fullCalcOnLoad"):
        workbook.findings.append(warning("formulas-stale", Place(name), formulas))
    return workbook


def _sheets(package: Package, main: str, book: Element) -> Iterator[tuple[Sheet, str]]:
    """Each worksheet of the workbook with the part that holds its cells."""
    relations = {relation.id: relation for relation in _relations(package, main)}
    seen: set[str] = set()
    for entry in book.iterfind("sheets/sheet"):
        name = entry.get("name", "")
        if name.casefold() in seen:
            raise Refused("sheet-twice", name)
        seen.add(name.casefold())
        relation = relations.get(entry.get("id", ""))
        if relation is None:
            raise Refused("sheet-part-missing", name, sheet=name)
        if relation.kind == "worksheet":
            yield Sheet(name, hidden=entry.get("state", "visible") != "visible"), relation.target


def _styles(package: Package, part: str | None) -> tuple[list[str], Styles]:
    codes, indexes = format_codes(package.tree(part)) if part else ([GENERAL], [0])
    return codes, Styles({"": 0} | {str(style): index for style, index in enumerate(indexes)})


@dataclass(frozen=True, slots=True)
class _Relation:
    id: str
    kind: str
    target: str


def _relations(package: Package, part: str) -> list[_Relation]:
    """What a part refers to inside the container; kinds are the last word of their type, in both flavours of OOXML."""
    folder, file = posixpath.split(part)
    listing = posixpath.join(folder, "_rels", f"{file}.rels")
    if listing not in package:
        return []
    return [
        _Relation(
            item.get("Id", ""),
            item.get("Type", "").rpartition("/")[2],
            posixpath.normpath(posixpath.join("/", folder, item.get("Target", ""))).lstrip("/"),
        )
        for item in package.tree(listing)
        if item.get("TargetMode") != "External"
    ]


def _target(package: Package, part: str, kind: str) -> str | None:
    """The one part of a kind that `part` refers to."""
    targets = [relation.target for relation in _relations(package, part) if relation.kind == kind]
    if len(targets) > 1:
        raise Refused("zip-part-twice", kind)
    return targets[0] if targets else None


def _flag(element: Element | None, name: str) -> bool:
    return element is not None and element.get(name) in {"1", "true"}
