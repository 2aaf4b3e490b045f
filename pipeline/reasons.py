"""Why there is a further revision where nobody says: the inputs whose content changed since the one before (SPEC 5)."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from pipeline.archive.revisions import Revision
from pipeline.inputs import SUFFIXES, Inputs
from pipeline.intake.cells import Sheet
from pipeline.intake.readers import read_workbooks
from pipeline.order import SEALED_INPUTS
from pipeline.wording import Wording


def reason_for(replaced: Revision, inputs: Inputs, read: Mapping[str, str], words: Wording) -> str:
    """The names of files that came, went or say something else; one that was merely saved again is not among them.

    `read`: the sha256 of what this close read, by its place in the seal.
    """
    sealed = replaced.manifest["files"]
    files = {f"seal/{name}": path for name, path in inputs.sealed_files.items()}
    differ = [name for name in sorted(read) if sealed.get(name) != read[name]]
    changed = [name for name in differ if name not in sealed or says_otherwise(replaced.folder / name, files.get(name))]
    changed += [name for name in sorted(sealed) if name.startswith(SEALED_INPUTS) and name not in read]
    names = words("sep").join(dict.fromkeys(name.rpartition("/")[2] for name in changed))
    return words("close.changed", files=names) if names else words("close.again")


def says_otherwise(sealed: Path, now: Path | None) -> bool:
    """Whether two workbooks differ in a cell; what is no workbook differs because its bytes do."""
    return now is None or now.suffix.lower() not in SUFFIXES or _content(sealed) != _content(now)


def _content(path: Path) -> tuple[object, ...]:
    (book,) = read_workbooks([path], path.parent)
    sheets = sorted((sheet.name, sheet.merged, _cells(sheet)) for sheet in book.sheets)
    return book.date1904, sheets, [(one.code, one.value) for one in book.findings]


def _cells(sheet: Sheet) -> list[tuple[object, ...]]:
    """Row, text, type and number format of every cell, column by column."""
    return [
        (number, row, text, kind, sheet.formats[shown])
        for number, column in sorted(sheet.columns.items())
        for row, text, kind, shown in column.cells()
    ]
