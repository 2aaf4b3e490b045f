"""Whatever stands in a workbook ends as values or as findings with words; damage is found where it is."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.checks import check
from pipeline.findings import Finding, Place, error
from pipeline.history import History
from pipeline.intake.cells import CellType, Column, Lists, Sheet, Workbook
from pipeline.intake.control_totals import control_totals, wrong_signoffs
from pipeline.intake.mapping import Mapping
from pipeline.intake.merged_cells import column_letters
from pipeline.intake.merged_findings import merged
from pipeline.intake.proposals import proposed
from pipeline.intake.reading_tables import Read, read_tables
from pipeline.period import Period
from pipeline.wording import wording
from schemas import TABLES
from schemas.field import Table
from schemas.plan import PLAN_SHEETS, WIDE_SHEETS
from schemas.terms import Cycle

FORMATS = ["General", "0%", "yyyy-mm-dd", "yyyy-mm", "000000", "h:mm", '"A"00']
NASTY = (
    *("", " ", "\u200b", "合计", "小计", "示例行", "备注：x", "张三", "E1", "e1", "Е1", "Ｅ１", "订单号", "是", "\n"),
    *("1e400", "NaN", "#N/A", "=1+1", "9" * 20, "-", "95%", "（5）", "50万", "1.5", "100", "None", "nan", "NaT"),
    *("12/31/2023", "2023-02-30", "2023-09-01", "a\u202eb", "\u0007", "长" * 300, "\U0001f600", "{value}", "%s", "'"),
)
NO_HISTORY = History()
Cell = tuple[CellType, str, int]

numbers = st.one_of(
    st.integers(-(10**18), 10**18).map(str), st.decimals(-1000, 10**6, places=3).map(str), st.just("45170")
)
cells: st.SearchStrategy[Cell | None] = st.one_of(
    st.none(),
    st.tuples(st.just(CellType.TEXT), st.sampled_from(NASTY) | st.text(max_size=12), st.integers(0, 6)),
    st.tuples(st.just(CellType.NUMBER), numbers, st.integers(0, 6)),
    st.tuples(st.just(CellType.DATE), st.dates().map(str), st.just(0)),
    st.tuples(st.just(CellType.BOOL), st.sampled_from("01"), st.just(0)),
    st.tuples(st.just(CellType.ERROR), st.just("#REF!"), st.just(0)),
    st.tuples(st.just(CellType.NO_VALUE), st.just(""), st.just(0)),
)


def sheet(name: str, headers: Sequence[str], rows: Sequence[Sequence[Cell | None]]) -> Sheet:
    made = Sheet(name, formats=list(FORMATS))
    for number, header in enumerate(headers, 1):
        column = Lists([1], [header], [CellType.TEXT], [0])
        for row, record in enumerate(rows, 2):
            if (cell := record[number - 1]) is not None:
                column.rows.append(row)
                column.types.append(cell[0])
                column.texts.append(cell[1])
                column.formats.append(cell[2])
        made.columns[number] = Column(last=column)
    return made


def told_in_both_languages(read: Read) -> None:
    totals = control_totals(read.tables, TABLES)
    for one in (*read.findings, *wrong_signoffs(read.tables, totals, TABLES)):
        for lang in ("zh", "en"):
            for part in ("what", "do"):
                assert wording(lang)(f"finding.{one.code}.{part}", value=one.value, **dict(one.params))


@pytest.mark.parametrize("table", [*TABLES, *PLAN_SHEETS], ids=lambda table: table.name)
@settings(max_examples=5, deadline=None)
@given(data=st.data())
def test_any_cells_end_as_values_or_findings(table: Table, data: st.DataObject) -> None:
    schemas = TABLES if table in TABLES else PLAN_SHEETS
    headers = [field.header for field in table.fields]
    record = st.lists(cells, min_size=len(headers), max_size=len(headers))
    made = sheet(table.header, headers, data.draw(st.lists(record, max_size=4)))
    people = sheet("人员", [field.header for field in TABLES[0].fields][:3], [text("E1", "张三", "甲")])
    books = [Workbook("a.xlsx", [made] if table is TABLES[0] else [made, people])]
    read = read_tables(books, schemas, Mapping(), WIDE_SHEETS)
    told_in_both_languages(read)
    proposed(read.sheets)
    frame = read.tables.frames[table.name]
    assert {field.name for field in table.fields} <= set(frame.columns)


def text(*words: str) -> list[Cell | None]:
    return [(CellType.TEXT, word, 0) if word else None for word in words]


HEADERS = ["订单号", "工号", "签约日期", "签约金额", "状态"]
PEOPLE = sheet(
    "人员",
    ["工号", "姓名", "团队", "职级", "入职日期"],
    [text(f"E{n}", f"人{n}", "甲", "骨干", "2020-01-01") for n in range(3)],
)


def orders() -> list[list[Cell | None]]:
    return [text(f"A{n}", f"E{n % 3}", f"2023-09-{n + 1:02}", f"{n}.50", "有效") for n in range(9)]


def read_orders(headers: Sequence[str], rows: Sequence[Sequence[Cell | None]]) -> Read:
    return read_tables([Workbook("a.xlsx", [PEOPLE, sheet("订单", headers, rows)])], TABLES, Mapping(), {})


def check_people(read: Read) -> list[Finding]:
    return list(
        check(Period("2023Q3", date(2023, 7, 1), date(2023, 9, 30), Cycle.QUARTER), read.tables, (), NO_HISTORY)
    )


def errors(read: Read) -> list[tuple[str, str]]:
    return [(one.code, one.place.cell) for one in read.findings if one.blocks]


def test_the_sound_workbook_has_no_finding() -> None:
    assert errors(read_orders(HEADERS, orders())) == []


@given(row=st.integers(0, 8), column=st.integers(0, 3))
@settings(max_examples=8, deadline=None)
def test_a_blanked_required_cell_is_located(row: int, column: int) -> None:
    rows = orders()
    rows[row][column] = None
    assert errors(read_orders(HEADERS, rows)) == [("cell-missing", f"{column_letters(column + 1)}{row + 2}")]


@given(row=st.integers(0, 8), column=st.sampled_from([1, 2, 3, 4]), word=st.sampled_from(["无", "x y", "1.2.3", "#"]))
@settings(max_examples=8, deadline=None)
def test_a_word_in_the_wrong_place_is_located(row: int, column: int, word: str) -> None:
    rows = orders()
    rows[row][column] = (CellType.TEXT, word, 0)
    assert [cell for _, cell in errors(read_orders(HEADERS, rows))] == [f"{column_letters(column + 1)}{row + 2}"]


@given(row=st.integers(0, 8))
@settings(max_examples=9, deadline=None)
def test_a_repeated_row_is_located(row: int) -> None:
    rows = orders()
    assert errors(read_orders(HEADERS, [*rows, rows[row]])) == [("row-repeated", "A11")]


@given(column=st.integers(0, 3))
@settings(max_examples=4, deadline=None)
def test_a_renamed_required_header_is_named(column: int) -> None:
    headers = [*HEADERS]
    headers[column] = "列"
    found = read_orders(headers, orders())
    assert [code.removesuffix("-near") for code, _ in errors(found)] == ["column-missing"]
    assert dict(next(one for one in found.findings if one.blocks).params)["field"] == HEADERS[column]


@given(pair=st.permutations(range(4)).map(lambda order: sorted(order[:2])))
@settings(max_examples=6, deadline=None)
def test_two_swapped_headers_are_found_in_their_columns(pair: list[int]) -> None:
    headers = [*HEADERS]
    headers[pair[0]], headers[pair[1]] = headers[pair[1]], headers[pair[0]]
    read = read_orders(headers, orders())
    found = [*read.findings, *check_people(read)]
    columns = {re.sub(r"[0-9:].*", "", one.place.cell) for one in found if one.blocks}
    assert columns & {column_letters(place + 1) for place in pair}


@given(column=st.integers(0, 3), row=st.integers(0, 8))
@settings(max_examples=8, deadline=None)
def test_cells_shifted_up_are_found_where_the_first_is_missing(column: int, row: int) -> None:
    """A deleted cell moves the rest of its column up, so that the last row lacks one."""
    rows = orders()
    for place in range(row, 8):
        rows[place][column] = rows[place + 1][column]
    rows[8][column] = None
    assert errors(read_orders(HEADERS, rows)) == [("cell-missing", f"{column_letters(column + 1)}10")]


@given(column=st.integers(0, 3), row=st.integers(0, 8), right=st.booleans())
@settings(max_examples=8, deadline=None)
def test_cells_shifted_sideways_are_found_in_their_row(column: int, row: int, right: bool) -> None:
    """A cell put in, or deleted, moves the rest of its row."""
    rows = orders()
    before, rest = rows[row][:column], rows[row][column:]
    rows[row] = [*before, None, *rest[:-1]] if right else [*before, *rest[1:], None]
    found = errors(read_orders(HEADERS, rows))
    assert found
    assert {re.sub("[A-Z]", "", cell) for _, cell in found} == {str(row + 2)}


@pytest.mark.parametrize("column", range(4))
def test_columns_shifted_below_their_headers_are_found_with_their_range(column: int) -> None:
    rows = [[*row[:column], None, *row[column:-1]] for row in orders()]
    letter = column_letters(column + 1)
    assert ("cell-missing", f"{letter}2:{letter}10") in errors(read_orders(HEADERS, rows))


@given(row=st.integers(0, 8))
@settings(max_examples=4, deadline=None)
def test_a_changed_order_of_a_receipt_is_located(row: int) -> None:
    receipts = [text(f"R{n}", f"A{n}" if n != row else "B1", "2023-09-20", "1") for n in range(9)]
    sheets = [
        PEOPLE,
        sheet("订单", HEADERS, orders()),
        sheet("回款", ["回款编号", "订单号", "回款日期", "回款金额"], receipts),
    ]
    found = check_people(read_tables([Workbook("a.xlsx", sheets)], TABLES, Mapping(), {}))
    assert [(one.code, one.place.cell) for one in found if one.blocks] == [("receipt-order-unknown", f"B{row + 2}")]


@pytest.mark.parametrize("change", [str.lower, lambda word: "Ａ" + word[1:], lambda word: "А" + word[1:]])
@given(row=st.integers(0, 8))
@settings(max_examples=4, deadline=None)
def test_an_identifier_changed_unseen_is_located(change: Callable[[str], str], row: int) -> None:
    rows = [*orders(), text(change(f"A{row}"), "E9", "2023-09-01", "1", "有效")]
    assert errors(read_orders(HEADERS, rows)) == [("id-looks-alike", "A11")]


@given(row=st.integers(0, 8))
@settings(max_examples=4, deadline=None)
def test_a_changed_employee_is_located(row: int) -> None:
    rows = orders()
    rows[row][1] = (CellType.TEXT, "E77", 0)
    found = check_people(read_orders(HEADERS, rows))
    assert [(one.place.cell, one.value) for one in found if one.blocks] == [(f"B{row + 2}", "E77")]


def test_what_turns_the_direction_of_text_is_shown_by_its_code_point() -> None:
    rows = orders()
    rows[0][1] = (CellType.TEXT, "E\u202e1", 0)
    (one,) = [one for one in read_orders(HEADERS, rows).findings if one.blocks]
    assert (one.code, one.place.cell, one.value) == ("control-character", "B2", "E\\u202e1")


def test_rows_whose_key_cannot_be_read_repeat_no_other() -> None:
    rows = orders()
    rows[3], rows[4] = rows[2][:], rows[2][:]
    rows[3][1], rows[4][1] = (CellType.ERROR, "#N/A", 0), (CellType.NO_VALUE, "", 0)
    assert sorted(errors(read_orders(HEADERS, rows))) == [("cell-error", "B5"), ("formula-without-value", "B6")]


def test_a_sign_off_says_nothing_of_an_amount_that_was_not_read() -> None:
    signed = sheet(
        "数据确认",
        ["表", "确认部门", "确认人", "确认日期", "行数", "金额合计"],
        [text("订单", "财务部", "王", "2023-10-08", "9", "40.5")],
    )
    books = [
        Workbook("a.xlsx", [PEOPLE, signed, sheet("订单", ["订单号", "工号", "签约日期", "列", "状态"], orders())])
    ]
    read = read_tables(books, TABLES, Mapping(), {})
    assert list(wrong_signoffs(read.tables, control_totals(read.tables, TABLES), TABLES)) == []


def test_findings_of_one_column_are_told_once_with_the_rows_they_stand_for() -> None:
    found = [
        error("unknown-employee", Place("a.xlsx", "订单", f"B{row}", "工号"), f"E{row}") for row in range(2, 30, 2)
    ]
    (one,) = merged(found)
    assert (one.place.cell, one.count, one.runs[:2], one.value) == ("B2:B28", 14, ((2, 2), (4, 4)), "E2、E4、E6…")
    assert merged([one]) == [one]


@given(order=st.permutations(range(9)), columns=st.permutations(range(5)), sheets=st.permutations(range(2)))
@settings(max_examples=8, deadline=None)
def test_order_of_rows_columns_and_sheets_changes_nothing(
    order: list[int], columns: list[int], sheets: list[int]
) -> None:
    rows = orders()
    shuffled = [[rows[row][column] for column in columns] for row in order]
    both = [PEOPLE, sheet("订单", [HEADERS[column] for column in columns], shuffled)]
    read = read_tables([Workbook("a.xlsx", [both[place] for place in sheets])], TABLES, Mapping(), {})
    plain = read_orders(HEADERS, rows)
    kept = ["order_id", "employee_id", "signed_date", "amount", "status"]
    frames = [one.tables.frames["orders"][kept].sort_values("order_id").to_dict("list") for one in (read, plain)]
    assert frames[0] == frames[1]
    assert errors(read) == []
