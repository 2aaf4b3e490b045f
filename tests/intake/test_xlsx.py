"""The reader of `.xlsx`: every cell as it stands in the file, by both ways through the XML, as openpyxl reads it."""

from __future__ import annotations

import re
import warnings
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.cell.cell import Cell
from openpyxl.utils.datetime import to_excel

from pipeline.intake.cells import CellType, Sheet, Workbook
from pipeline.intake.formats import read_file, shared_strings, sheet_xml
from pipeline.intake.formats.plain import NotPlain
from pipeline.intake.merged_cells import column_letters
from pipeline.intake.number_text import float_text, number_text
from tests.intake.hostile_parts import MAIN, OFFICE, number, parts, row, workbook, zipped
from tests.intake.messy import MESSY, Messy

FOLDERS = ("../shared/examples", "input/2023Q3", "input/plans")
EXAMPLES = sorted(path for folder in FOLDERS for path in Path(folder).glob("**/*.xlsx"))


def cells(sheet: Sheet) -> dict[str, tuple[CellType, str]]:
    return {
        f"{column_letters(number)}{row}": (kind, text)
        for number, column in sheet.columns.items()
        for row, text, kind, _ in column.cells()
    }


def read(content: bytes, folder: Path) -> Workbook:
    path = folder / "workbook.xlsx"
    path.write_bytes(content)
    found = read_file(path, "workbook.xlsx")
    assert not [finding for finding in found.findings if finding.blocks]
    return found


@pytest.fixture(params=["plain", "parsed"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Through the short way where the file allows it, or through expat for every part."""

    def refuse(*_: object) -> None:
        raise NotPlain

    if request.param == "parsed":
        monkeypatch.setattr(sheet_xml, "without_items", refuse)
        monkeypatch.setattr(shared_strings, "without_items", refuse)
    return str(request.param)


@pytest.mark.usefixtures("way")
@pytest.mark.parametrize("messy", MESSY, ids=lambda messy: messy.name)
def test_a_messy_workbook_reads_as_a_careful_person_reads_it(messy: Messy, tmp_path: Path) -> None:
    (sheet,) = read(messy.make(), tmp_path).sheets
    assert cells(sheet) == messy.cells


@pytest.mark.parametrize("messy", [messy for messy in MESSY if not messy.openpyxl_fails], ids=lambda messy: messy.name)
def test_openpyxl_reads_the_same_but_for_what_is_listed(messy: Messy, tmp_path: Path) -> None:
    ours = read(messy.make(), tmp_path)
    differing = differences(ours, tmp_path / "workbook.xlsx")
    assert differing == {("订单", reference) for reference in messy.openpyxl_differs}


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_the_examples_read_as_openpyxl_reads_them(path: Path) -> None:
    ours = read_file(path, path.name)
    assert ours.sheets
    assert differences(ours, path) == set()


def differences(ours: Workbook, path: Path) -> set[tuple[str, str]]:
    """The cells that openpyxl reads otherwise, by sheet and reference."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(path, data_only=True)
    found: set[tuple[str, str]] = set()
    for sheet in ours.sheets:
        theirs = sparse(book, sheet.name)
        mine = cells(sheet)
        found |= {
            (sheet.name, place) for place in mine.keys() | theirs.keys() if not same(mine.get(place), theirs.get(place))
        }
    return found


def sparse(book: Any, name: str) -> dict[str, Cell]:
    """Openpyxl's cells that hold something; a far corner must not make it walk the grid."""
    known = book[name]._cells.values() if name in book.sheetnames else []
    return {cell.coordinate: cell for cell in known if cell.value not in {None, ""}}


def same(mine: tuple[CellType, str] | None, theirs: Cell | None) -> bool:
    if mine is None or theirs is None:
        return mine is None and theirs is None
    kind, text = mine
    value: Any = theirs.value
    if isinstance(value, bool):
        return (kind, text) == (CellType.BOOL, str(value).upper())
    if isinstance(value, date | datetime | time | timedelta):
        return text == iso(value) if kind is CellType.DATE else abs(float(text) - serial(value)) < 1e-6
    if isinstance(value, int | float):
        return kind is CellType.NUMBER and Decimal(text) == Decimal(repr(value))
    return kind is (CellType.ERROR if value.startswith("#") else CellType.TEXT) and text == value


def serial(value: date | datetime | time | timedelta) -> float:
    return float(to_excel(value))  # type: ignore[no-untyped-call]


def iso(value: date | datetime | time | timedelta) -> str:
    return str(value).removesuffix(" 00:00:00")


@pytest.mark.usefixtures("way")
def test_number_formats_come_with_their_cells(tmp_path: Path) -> None:
    content = next(messy for messy in MESSY if messy.name == "formats").make()
    (sheet,) = read(content, tmp_path).sheets
    shown = [sheet.formats[shown] for column in sheet.columns.values() for *_, shown in column.cells()]
    assert shown == [
        "General",
        "0000",
        "yyyy/m/d",
        'yyyy"年"m"月"d"日"',
    ]


@pytest.mark.usefixtures("way")
def test_hidden_sheets_rows_merges_formulas_and_the_1904_system_are_told(tmp_path: Path) -> None:
    rows = '<row r="1"><c r="A1"><f>1</f><v>1</v></c></row><row r="2" hidden="1"><c r="A2"><v>2</v></c></row>'
    book = (
        f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><workbookPr date1904="1"/><sheets>'
        '<sheet name="订单" sheetId="1" state="veryHidden" r:id="s1"/></sheets></workbook>'
    )
    found = read(workbook(rows, after='<mergeCell ref="A1:B1"/>', workbook=book), tmp_path)
    (sheet,) = found.sheets
    assert found.date1904
    assert (sheet.hidden, sheet.hidden_rows, sheet.merged, sheet.formulas) == (True, frozenset({2}), ["A1:B1"], 1)


def test_a_value_under_a_merge_is_dropped_with_a_warning(tmp_path: Path) -> None:
    content = next(messy for messy in MESSY if messy.name == "merged").make()
    (finding,) = read(content, tmp_path).findings
    assert (finding.code, finding.place.cell, finding.value, finding.blocks) == (
        "cell-under-merge",
        "A1:B2",
        "3、2",
        False,
    )


def test_a_workbook_that_wants_its_formulas_recalculated_is_warned_about(tmp_path: Path) -> None:
    made = parts(row(1, '<c r="A1"><f>1+1</f><v>0</v></c>'))
    made["xl/workbook.xml"] = made["xl/workbook.xml"].replace(
        b"</workbook>", b'<calcPr fullCalcOnLoad="1"/></workbook>'
    )
    assert [finding.code for finding in read(zipped(made), tmp_path).findings] == ["formulas-stale"]


def test_sheets_come_in_the_order_of_the_workbook(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for name in ("丙", "甲", "乙"):
        book.create_sheet(name)["A1"] = name
    book.save(tmp_path / "workbook.xlsx")
    found = read_file(tmp_path / "workbook.xlsx", "workbook.xlsx")
    assert [sheet.name for sheet in found.sheets] == ["Sheet", "丙", "甲", "乙"]


VALUES = st.one_of(
    st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=12),
    st.integers(-(10**14), 10**14),
    st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**9), max_value=10**9).map(float),
    st.booleans(),
    st.dates(date(1901, 1, 1), date(2199, 1, 1)),
    st.sampled_from(["=1+1", "#N/A", "_x0041_", "a&b<c>", " x ", "NA", "'"]),
    st.none(),
)


@given(st.lists(st.lists(VALUES, max_size=6), max_size=8))
def test_whatever_openpyxl_writes_is_read_as_openpyxl_reads_it(rows: list[list[Any]]) -> None:
    import tempfile  # noqa: PLC0415 - hypothesis forbids function-scoped fixtures

    book = openpyxl.Workbook()
    for values in rows:
        book.active.append(values)  # type: ignore[union-attr]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "written.xlsx"
        book.save(path)
        ours = read_file(path, path.name)
        listed = {
            (sheet.title, cell.coordinate)
            for sheet in book.worksheets
            for line in sheet.iter_rows()
            for cell in line
            if cell.data_type == "f" or "_x" in str(cell.value)
        }
        assert differences(ours, path) <= listed


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e15, max_value=1e15))
def test_a_float_is_its_15_significant_digits(value: float) -> None:
    text = float_text(value)
    assert text is not None
    assert re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", text)
    stored = Decimal(repr(value))
    assert abs(Decimal(text) - stored) <= abs(stored) * Decimal("5e-15")


@pytest.mark.parametrize(
    "text", ["", "-", ".", "1,000", "0x10", "1_000", "１", "1e", "++1", "nan", "inf", "1e309", "1e-999"]
)
def test_what_is_no_number_has_no_number_text(text: str) -> None:
    assert number_text(text) is None


def test_plain_rows_are_the_short_way(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Else the other tests of both ways would compare expat with itself."""

    def fail(*_: object) -> None:
        raise AssertionError("parsed")

    monkeypatch.setattr(sheet_xml._SheetParser, "_end_cell", fail)
    monkeypatch.setattr(shared_strings._StringsParser, "characters", fail)
    rows = row(1, '<c r="A1" s="1" t="s"><v>0</v></c>', number("B1")) + row(2, '<c r="A2"><f>1+1</f><v>2</v></c>')
    (sheet,) = read(workbook(rows, strings="<si><t>A&amp;B</t></si>"), tmp_path).sheets
    assert [text for _, text in cells(sheet).values()] == ["A&B", "2", "1"]
