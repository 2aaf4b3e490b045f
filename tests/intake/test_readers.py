"""The other formats, the child process and its limits, and several files at once."""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.intake import child
from pipeline.intake.cells import CellType, Sheet, Workbook
from pipeline.intake.child import read_in_child
from pipeline.intake.column_cells import Cells
from pipeline.intake.formats import calamine, delimited, parquet, read_file
from pipeline.intake.formats.grid import Grid, Strings, Styles
from pipeline.intake.limits import ROWS
from pipeline.intake.merged_cells import column_letters
from pipeline.intake.readers import read_workbooks
from pipeline.intake.refusal import Refused
from tests.intake.hostile_parts import number, row, workbook

TEXT, NUMBER, BOOL, ERROR, DATE = CellType.TEXT, CellType.NUMBER, CellType.BOOL, CellType.ERROR, CellType.DATE


def cells(sheet: Sheet) -> dict[str, tuple[CellType, str]]:
    return {
        f"{column_letters(number)}{row}": (kind, text)
        for number, column in sheet.columns.items()
        for row, text, kind, _ in column.cells()
    }


def codes(workbook: Workbook) -> list[str]:
    return [finding.code for finding in workbook.findings]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize(("encoding", "found"), [("utf-8", []), ("utf-8-sig", []), ("gb18030", ["csv-encoding"])])
def test_a_csv_reads_in_each_encoding_and_with_each_delimiter(
    delimiter: str, encoding: str, found: list[str], tmp_path: Path
) -> None:
    lines = [["工号", "姓名", "金额"], ["001", 'O"Brien', "1,200;5"], ["002", "李四", ""]]
    quoted = [[f'"{field.replace(chr(34), chr(34) * 2)}"' if field else "" for field in line] for line in lines]
    text = "\r\n".join(delimiter.join(line) for line in quoted)
    (tmp_path / "人员.csv").write_bytes(text.encode(encoding))
    read = read_file(tmp_path / "人员.csv", "人员.csv")
    assert codes(read) == found
    (sheet,) = read.sheets
    assert sheet.name == "人员"
    assert cells(sheet) == {
        "A1": (TEXT, "工号"),
        "A2": (TEXT, "001"),
        "A3": (TEXT, "002"),
        "B1": (TEXT, "姓名"),
        "B2": (TEXT, 'O"Brien'),
        "B3": (TEXT, "李四"),
        "C1": (TEXT, "金额"),
        "C2": (TEXT, "1,200;5"),
    }


def test_a_csv_with_a_declared_delimiter_and_lines_in_a_field_counts_records(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b'sep=;\r\na;b,c\r\n"1\r\n2";3\r\n\r\n4;5\r\n')
    (sheet,) = read_file(tmp_path / "a.csv", "a.csv").sheets
    assert {place: text for place, (_, text) in cells(sheet).items()} == {
        "A2": "a",
        "B2": "b,c",
        "A3": "1\r\n2",
        "B3": "3",
        "A5": "4",
        "B5": "5",
    }


def test_a_csv_of_an_old_mac_reads_too(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"a;b\r1;2\r")
    (sheet,) = read_file(tmp_path / "a.csv", "a.csv").sheets
    assert [text for _, text in cells(sheet).values()] == ["a", "1", "b", "2"]


def test_a_file_that_may_not_be_read_is_a_finding(tmp_path: Path) -> None:
    assert codes(read_file(tmp_path / "gone.xlsx", "gone.xlsx")) == ["file-unreadable"]


FIELDS = st.text(st.characters(codec="utf-8", exclude_characters="\x00\r", exclude_categories=["Cs"]), max_size=8)


@given(st.lists(st.lists(FIELDS, min_size=2, max_size=4), min_size=1, max_size=6), st.sampled_from(",;\t"))
def test_what_the_csv_module_quotes_is_read_back(records: list[list[str]], delimiter: str) -> None:
    text = "".join(
        delimiter.join(f'"{field.replace(chr(34), chr(34) * 2)}"' for field in line) + "\n" for line in records
    )
    assert list(delimited._records(io.StringIO(text, newline=""), delimiter)) == records


def test_parquet_gives_exact_decimals_dates_and_blanks(tmp_path: Path) -> None:
    table = pa.table(
        {
            "订单号": pa.array(["001", None, ""]),
            "金额": pa.array([Decimal("1234567890123456.70"), Decimal("-0.05"), None], pa.decimal128(20, 2)),
            "数量": pa.array([2**60, 0, None]),
            "比例": pa.array([0.1 + 0.2, float("nan"), float("inf")]),
            "日期": pa.array([date(2026, 9, 1), None, None]),
            "时间": pa.array([datetime(2026, 9, 1, 8, 30), None, None]),  # noqa: DTZ001 - workbooks know no zones
            "有效": pa.array([True, False, None]),
            "区域": pa.array(["华东", "华东", None]).dictionary_encode(),
        }
    )
    pq.write_table(table, tmp_path / "订单.parquet")
    (sheet,) = read_file(tmp_path / "订单.parquet", "订单.parquet").sheets
    assert sheet.name == "订单"
    found = cells(sheet)
    assert [found[f"{letter}1"][1] for letter in "ABCDEFGH"] == table.column_names
    assert {place: cell for place, cell in found.items() if place[1:] != "1"} == {
        "A2": (TEXT, "001"),
        "B2": (NUMBER, "1234567890123456.70"),
        "B3": (NUMBER, "-0.05"),
        "C2": (NUMBER, "1152921504606846976"),
        "C3": (NUMBER, "0"),
        "D2": (NUMBER, "0.3"),
        "D3": (ERROR, "nan"),
        "D4": (ERROR, "inf"),
        "E2": (DATE, "2026-09-01"),
        "F2": (DATE, "2026-09-01T08:30:00"),
        "G2": (BOOL, "TRUE"),
        "G3": (BOOL, "FALSE"),
        "H2": (TEXT, "华东"),
        "H3": (TEXT, "华东"),
    }


@pytest.mark.parametrize("suffix", ["csv", "parquet"])
def test_text_and_parquet_go_on_where_the_grid_of_excel_ends(suffix: str, tmp_path: Path) -> None:
    last, path = ROWS + 2, tmp_path / f"订单.{suffix}"
    if suffix == "csv":
        path.write_text("订单号\n" + "A1\n" * (last - 2) + "Z9\n", encoding="utf-8")
    else:
        pq.write_table(pa.table({"订单号": ["A1"] * (last - 2) + ["Z9"]}), path)
    (sheet,) = read_file(path, path.name).sheets
    assert [one.rows[-1] for one in sheet.columns[1].blocks[-1:]] == [last]
    assert Cells.of(sheet.columns[1], sheet.formats).cell(last - 1) == ("Z9", TEXT)


@pytest.mark.parametrize("suffix", ["csv", "parquet"])
def test_text_and_parquet_end_with_the_cells_of_a_file(
    suffix: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delimited, "CELLS", 5)
    monkeypatch.setattr(parquet, "CELLS", 5)
    path = tmp_path / f"a.{suffix}"
    if suffix == "csv":
        path.write_text("a,b\n1,2\n3,4\n", encoding="utf-8")
    else:
        pq.write_table(pa.table({"a": [1, 3, 5], "b": [2, 4, 6]}), path)
    assert codes(read_file(path, path.name)) == ["cells-too-many"]


def test_parquet_comes_out_of_its_child_as_it_was_read(tmp_path: Path) -> None:
    """Words that repeat are handed over once, ids as they follow each other."""
    table = pa.table({"订单号": [f"A{row}" for row in range(40)], "区域": ["华东", None, "华南", "华东"] * 10})
    pq.write_table(table, tmp_path / "订单.parquet")
    (read,) = read_workbooks([tmp_path / "订单.parquet"], tmp_path)
    assert codes(read) == []
    assert cells(read.sheets[0]) == cells(read_file(tmp_path / "订单.parquet", "订单.parquet").sheets[0])
    assert len(cells(read.sheets[0])) == 72


OLD_CELLS = {
    "C3": (TEXT, "工号"),
    "C6": (NUMBER, "1001"),
    "D3": (TEXT, "是"),
    "E4": (NUMBER, "0.3"),
    "F4": (DATE, "2026-09-01"),
    "G4": (DATE, "2026-09-01T08:00:00"),
}


@pytest.fixture(scope="module")
def new_workbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("old") / "old.xlsx"
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    morning = datetime(2026, 9, 1, 8)  # noqa: DTZ001 - workbooks know no zones
    sheet["C3"], sheet["D3"], sheet["E4"] = "工号", "是", 0.1 + 0.2
    sheet["F4"], sheet["G4"], sheet["C6"] = date(2026, 9, 1), morning, 1001
    sheet.merge_cells("C8:D9")
    book.create_sheet("隐藏").sheet_state = "hidden"
    book.save(path)
    return path


@pytest.mark.skipif(shutil.which("soffice") is None, reason="only LibreOffice writes these formats")
@pytest.mark.parametrize("suffix", ["xls", "ods"])
def test_an_old_workbook_keeps_its_cells_and_their_places(suffix: str, new_workbook: Path) -> None:
    folder = new_workbook.parent
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", suffix, "--outdir", str(folder), str(new_workbook)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    (read,) = read_workbooks([folder / f"old.{suffix}"], folder)
    assert codes(read) == ["format-tells-less"]
    assert [(one.name, one.hidden) for one in read.sheets] == [("Sheet", False), ("隐藏", True)]
    assert cells(read.sheets[0]) == OLD_CELLS


def test_calamine_tells_merged_ranges(new_workbook: Path) -> None:
    """Through the reader of old formats, on a new workbook, so that it runs everywhere."""
    read = calamine.read_old(new_workbook, "old.xlsx")
    assert read.sheets[0].merged == ["C8:D9"]
    assert cells(read.sheets[0]) == OLD_CELLS


def test_a_workbook_has_room_for_so_many_cells_and_no_more() -> None:
    grid = Grid(Sheet("a"), Strings(), Styles({"": 0}), room=3)
    grid.row({"r": "1"}, [("A", "1", "", "", "", "1"), ("B", "1", "", "", "", "2")])
    with pytest.raises(Refused) as refusal:
        grid.row({"r": "2"}, [("A", "2", "", "", "", "1"), ("B", "2", "", "", "", "2")])
    assert (refusal.value.code, refusal.value.cell) == ("cells-too-many", "2:2")


@pytest.mark.parametrize(
    ("deed", "code", "value"),
    [
        ("time.sleep(60)", "reader-too-slow", "3"),
        ("sum(iter(int, 1))", "reader-too-slow", "3"),
        ("os.abort()", "reader-died", "-6"),
        ("bytearray(1 << 30)", "reader-out-of-memory", ""),
        ("1 / 0", "reader-died", "ZeroDivisionError: division by zero"),
    ],
)
def test_whatever_happens_in_a_child_is_a_finding(
    deed: str, code: str, value: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    lines = (
        "import os, sys, time",
        "from pipeline.intake import child",
        f"child.read_file = lambda path, name: {deed}",
        "child.serve(*sys.argv[1:])",
    )
    monkeypatch.setattr(child, "PATIENCE", 1 if "sleep" in deed else 5)
    monkeypatch.setattr(child, "COMMAND", (sys.executable, "-c", "\n".join(lines)))
    (tmp_path / "a.xlsx").write_bytes(b"anything")
    read = read_in_child(tmp_path / "a.xlsx", "a.xlsx", seconds=3, memory=256 << 20)
    assert [(finding.code, finding.value) for finding in read.findings] == [(code, value)]
    assert not read.sheets


def test_a_caller_without_a_main_guard_is_not_run_again(tmp_path: Path) -> None:
    """Children of a script, a notebook or a pipe never import what called them."""
    (tmp_path / "a.csv").write_bytes(b"a,b\n1,2\n")
    script = (
        "from pathlib import Path\n"
        "from pipeline.intake.readers import read_workbooks\n"
        f"folder = Path({str(tmp_path)!r})\n"
        "print('once', len(read_workbooks([folder / 'a.csv'], folder)[0].sheets))\n"
    )
    done = subprocess.run([sys.executable, "-"], input=script, capture_output=True, text=True, check=True, timeout=60)
    assert (done.stdout, done.stderr) == ("once 1\n", "")


def test_many_files_come_back_in_the_order_given_with_progress(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    names = [f"{place}.xlsx" for place in range(6)] + ["sub/x.csv", "notes.txt"]
    for place, name in enumerate(names):
        content = workbook(row(1, number("A1", str(place)))) if name.endswith("xlsx") else b"a,b\n1,2\n"
        (tmp_path / name).write_bytes(content)
    seen: list[tuple[int, int, str]] = []
    paths = [tmp_path / name for name in reversed(names)]
    read = read_workbooks(paths, tmp_path, workers=3, progress=lambda *step: seen.append(step))
    assert [one.name for one in read] == names[::-1]
    assert [list(cells(one.sheets[0]).values()) for one in read[2:]] == [
        [(NUMBER, str(place))] for place in range(5, -1, -1)
    ]
    assert [(done, total) for done, total, _ in seen] == [(place, len(names)) for place in range(1, len(names) + 1)]
    assert {name for _, _, name in seen} == set(names)


def test_what_a_merge_covers_goes_and_rows_without_a_gap_are_held_as_a_range(tmp_path: Path) -> None:
    rows = "".join(row(place, *(number(f"{letter}{place}") for letter in "ABC")) for place in range(1, 6))
    (tmp_path / "a.xlsx").write_bytes(workbook(rows, after='<mergeCell ref="B2:B3"/>'))
    (sheet,) = read_file(tmp_path / "a.xlsx", "a.xlsx").sheets
    held = [block.rows for column in sheet.columns.values() for block in column.blocks]
    assert [list(one) for one in held] == [[1, 2, 3, 4, 5], [1, 2, 4, 5], [1, 2, 3, 4, 5]]
    assert [isinstance(one, range) for one in held] == [True, False, True]


def test_no_file_is_no_work(tmp_path: Path) -> None:
    assert read_workbooks([], tmp_path) == []
