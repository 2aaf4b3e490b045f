"""Cells as people write them, read exactly or refused with their address."""

from __future__ import annotations

from contextlib import nullcontext
from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pandera.errors import SchemaErrors

from pipeline.decimal_array import Decimals
from pipeline.intake.cells import CellType
from pipeline.intake.column_cells import TEXTS, Cells
from pipeline.intake.conversion import convert
from pipeline.intake.dates import day
from pipeline.intake.number_text import number_text
from pipeline.intake.numbers import number
from pipeline.intake.plain_columns import plain_values
from pipeline.intake.typed import needs_a_look
from pipeline.intake.words import identifier, text, yes_or_no
from schemas.export_terms import Entry
from schemas.field import Field, Table, Type
from schemas.frames import all_pass, text_schema, typed_schema

S, N, B, D = CellType.TEXT, CellType.NUMBER, CellType.BOOL, CellType.DATE
ORDERS = ["订单号", "工号", "签约日期", "签约金额"]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("1234.5", "1234.5"),
        ("1,234.5", "1234.5"),
        ("¥1,234.50", "1234.50"),
        ("￥１，２３４．５０", "1234.50"),
        ("50万", "500000"),
        ("50万元", "500000"),
        ("1.2亿", "120000000.0"),
        ("3千元", "3000"),
        ("1,234.50元", "1234.50"),
        ("95%", "0.95"),
        ("９５％", "0.95"),
        ("（1,200）", "-1200"),
        ("(1,200.00)", "-1200.00"),
        ("-¥300", "-300"),
        ("¥-300", "-300"),
        ("−5", "-5"),
        (" 7 ", "7"),
        ("\u200b8\u00a0", "8"),
    ],
)
def test_figures_are_read_exactly(cell: str, expected: str) -> None:
    assert number(cell, S, "General").value == Decimal(expected)


@pytest.mark.parametrize(
    "cell",
    [
        "",
        "abc",
        "12,34",
        "1,23,456",
        "1.2.3",
        "NaN",
        "inf",
        "1e400",
        "1E5",
        "5 6",
        "(5",
        "5)",
        "--5",
        "O.5",
        "5%%",
        "1/2",
        "万",
    ],
)
def test_what_is_no_figure_is_refused(cell: str) -> None:
    assert number(cell, S, "General").problem == "number-unreadable"


def test_numbers_beyond_reason_are_refused() -> None:
    assert number("1" + "0" * 15, N, "General").problem == "number-out-of-range"
    assert number("1" + "0" * 20, S, "General").problem == "number-out-of-range"
    assert number("0", N, "General").value == 0


def test_a_percent_format_marks_its_number() -> None:
    assert (number("0.95", N, "0.00%").value, number("0.95", N, "0%").percent) == (Decimal("0.95"), True)
    assert number("45170", N, "yyyy-mm-dd").problem == "number-is-date"


@pytest.mark.parametrize(
    ("cell", "kind", "shown", "expected"),
    [
        ("2026-09-01", S, "General", date(2026, 9, 1)),
        ("2026/9/1", S, "General", date(2026, 9, 1)),
        ("2026.9.1", S, "General", date(2026, 9, 1)),
        ("2026年9月1日", S, "General", date(2026, 9, 1)),
        ("２０２６年９月１日", S, "General", date(2026, 9, 1)),
        ("20260901", S, "General", date(2026, 9, 1)),
        ("20260901", N, "General", date(2026, 9, 1)),
        ("2026-09-01 08:30:00", S, "General", date(2026, 9, 1)),
        ("45170", N, "yyyy-mm-dd", date(2023, 9, 1)),
        ("45170.5", N, 'yyyy"年"m"月"d"日"', date(2023, 9, 1)),
        ("45170", N, "General", date(2023, 9, 1)),
        ("61", N, "yyyy-mm-dd", date(1900, 3, 1)),
        ("59", N, "yyyy-mm-dd", date(1900, 2, 28)),
        ("2023-09-01", D, "General", date(2023, 9, 1)),
    ],
)
def test_days_are_read(cell: str, kind: CellType, shown: str, expected: date) -> None:
    assert day(cell, kind, shown).value == expected


@pytest.mark.parametrize(
    ("cell", "kind", "shown", "problem"),
    [
        ("2026-02-30", S, "General", "date-impossible"),
        ("20261301", S, "General", "date-impossible"),
        ("9/1/2026", S, "General", "date-unreadable"),
        ("2026-9", S, "General", "date-unreadable"),
        ("26-09-01", S, "General", "date-unreadable"),
        ("2026-09/01", S, "General", "date-unreadable"),
        ("2026-09-01T00:00:00Z", S, "General", "date-unreadable"),
        ("2023", N, "General", "date-unreadable"),
        ("60", N, "yyyy-mm-dd", "date-unreadable"),
        ("0.5", N, "h:mm", "date-unreadable"),
        ("99999999999", N, "yyyy-mm-dd", "date-unreadable"),
        ("1", B, "General", "date-unreadable"),
    ],
)
def test_what_is_no_certain_day_is_refused(cell: str, kind: CellType, shown: str, problem: str) -> None:
    assert day(cell, kind, shown).problem == problem


def test_the_1904_system_shifts_days() -> None:
    assert day("43708", N, "yyyy-mm-dd", date1904=True).value == date(2023, 9, 1)


@pytest.mark.parametrize(
    ("cell", "kind", "shown", "expected"),
    [
        ("1001", N, "General", "1001"),
        ("1001.0", N, "General", "1001"),
        ("42", N, "000000", "000042"),
        ("42", N, '"A"0000', "A0042"),
        ("00042", S, "General", "00042"),
        (" E1\u00a0", S, "General", "E1"),
        ("Ｅ１", S, "General", "E1"),
        ("NA", S, "General", "NA"),
    ],
)
def test_identifiers_stay_text(cell: str, kind: CellType, shown: str, expected: str) -> None:
    assert identifier(cell, kind, shown).value == expected


@pytest.mark.parametrize(
    ("cell", "kind", "shown", "problem"),
    [
        ("1234567890123456", N, "General", "id-too-many-digits"),
        ("1.23457E+17", S, "General", "id-scientific"),
        ("45170", N, "yyyy-mm-dd", "id-is-date"),
    ],
)
def test_damaged_identifiers_are_refused(cell: str, kind: CellType, shown: str, problem: str) -> None:
    assert identifier(cell, kind, shown).problem == problem


@pytest.mark.parametrize(
    ("cell", "kind", "shown", "expected"),
    [
        ("1.5", N, "0%", "150%"),
        ("0.125", N, "0.0%", "12.5%"),
        ("100", N, "General", "100"),
        ("45170", N, "yyyy-mm-dd", "2023-09-01"),
        ("45170", N, "yyyy-mm", "2023-09"),
        ("45170", N, 'yyyy"年"m"月"', "2023-09"),
        ("None", S, "General", "None"),
        ("  甲\u3000乙\n丙 ", S, "General", "甲 乙 丙"),
        ("ＡＢ１２（华东）", S, "General", "AB12（华东）"),
        ("Jose\u0301", S, "General", "José"),
    ],
)
def test_text_is_what_prints(cell: str, kind: CellType, shown: str, expected: str) -> None:
    assert text(cell, kind, shown).value == expected


@pytest.mark.parametrize(("cell", "kind"), [("是", S), ("y", S), ("TRUE", S), ("1", N), ("1", B), ("Ｙ", S)])
def test_yes(cell: str, kind: CellType) -> None:
    assert yes_or_no(cell, kind, "General").value is True


@pytest.mark.parametrize(("cell", "kind"), [("否", S), ("N", S), ("false", S), ("0", N), ("0", B)])
def test_no(cell: str, kind: CellType) -> None:
    assert yes_or_no(cell, kind, "General").value is False


def test_neither_yes_nor_no() -> None:
    assert yes_or_no("也许", S, "General").problem == yes_or_no("2", N, "General").problem == "bool-unreadable"


def column(name: str, *cells: tuple[str, CellType, str], unit: str | None = None) -> tuple[list[Any], list[str]]:
    """Values and problems of a percent column."""
    rows = list(range(2, 2 + len(cells)))
    texts, types, formats = (list(parts) for parts in zip(*cells, strict=True))
    scale = Decimal(unit) if unit else None
    field = Field(name, name, Type.PERCENT)
    each = Cells.made(rows, texts, list(zip(types, formats, strict=True)))
    found = convert(field, each, np.array(rows), unit=scale, means={})
    values = [found.typed[code] if code >= 0 else None for code in found.codes.tolist()]
    return values, [fault.code for fault in found.faults]


def bare(*cells: str) -> list[tuple[str, CellType, str]]:
    return [(cell, N, "General") for cell in cells]


def test_bare_numbers_of_a_percent_column_are_decided_together() -> None:
    assert column("rate", *bare("0.5", "1.5", "0")) == ([Decimal("0.5"), Decimal("1.5"), Decimal(0)], [])
    assert column("rate", *bare("50", "100", "0")) == ([Decimal("0.5"), Decimal(1), Decimal(0)], [])
    assert column("rate", *bare("0.5", "50"))[1] == ["percent-mixed", "percent-mixed"]


def test_marked_percentages_do_not_take_part_in_the_decision() -> None:
    values, problems = column("rate", ("95%", S, "General"), ("0.3", N, "0%"), ("40", N, "General"))
    assert (values, problems) == ([Decimal("0.95"), Decimal("0.3"), Decimal("0.4")], [])


def test_a_percent_header_decides_unless_the_cell_has_its_own() -> None:
    values, _ = column("rate", ("1", N, "General"), ("95%", S, "General"), ("0.3", N, "0%"), unit="0.01")
    assert values == [Decimal("0.01"), Decimal("0.95"), Decimal("0.3")]


def test_a_bare_share_is_never_guessed() -> None:
    values, problems = column("share", *bare("1", "100", "60", "0.6"), ("60%", S, "General"))
    assert values == [1, 1, None, None, Decimal("0.6")]
    assert problems == ["share-bare", "share-bare"]


def test_a_share_that_cannot_be_read_is_not_taken_for_the_default(read: Any) -> None:
    header = ["订单号", "工号", "签约日期", "签约金额", "分成比例"]
    rows = [["A1", "E1", date(2023, 9, 1), 5, share] for share in ("60%", 40, None)]
    found = read({"a.xlsx": {"订单": [header, *rows]}})
    first, second, empty = found.tables.frames["orders"]["share"]
    assert (first, pd.isna(second), empty) == (Decimal("0.6"), True, 1)


def test_normalisations_are_counted_per_column(read: Any) -> None:
    rows = [
        [*ORDERS],
        ["A1", "E1", "2023/9/1", " 1,000"],
        ["A2", "E1", date(2023, 9, 2), "2万"],
        ["A3", "E2", "２０２３-9-3", 3],
    ]
    kinds = {
        (part.source.headers[name], kind): count
        for part in read({"a.xlsx": {"订单": rows}}).parts
        for name, counted in part.rows.kinds.items()
        for kind, count in counted.items()
    }
    assert kinds == {
        ("签约日期", "date_text"): 2,
        ("签约日期", "full_width"): 1,
        ("签约金额", "blanks"): 1,
        ("签约金额", "thousands"): 1,
        ("签约金额", "unit_in_cell"): 1,
    }


def test_types_of_a_frame(read: Any) -> None:
    header = [*ORDERS, "分成比例", "首单"]
    rows = [header, ["A1", "E1", date(2023, 9, 1), 0.1, "50%", "是"], ["A2", "E1", (45171.5, "yyyy-mm-dd"), 7.25]]
    frame = read({"a.xlsx": {"订单": rows}}).tables.frames["orders"]
    assert frame["amount"].tolist() == [Decimal("0.1"), Decimal("7.25")]
    assert frame["share"].tolist() == [Decimal("0.5"), Decimal(1)]
    assert frame["status"].tolist() == ["有效", "有效"]
    assert frame["first_order"].tolist() == [True, pd.NA]
    assert (str(frame["signed_date"].dtype), str(frame["overlay"].dtype), str(frame["order_id"].dtype)) == (
        "datetime64[s]",
        "boolean",
        "str",
    )
    assert frame["sheet_row"].tolist() == [2, 3]


PLAIN = st.one_of(
    st.from_regex(r"-?[0-9]{1,16}(\.[0-9]{1,4})?", fullmatch=True),
    st.from_regex(r"[A-Za-z0-9_-]{1,9}", fullmatch=True),
    st.sampled_from(["1\n2", "", " 7", "1E+05", "007", "-0", "１", "A1\n", "1.", "-", "9" * 16]),
)


@given(
    st.lists(PLAIN, min_size=1, max_size=5),
    st.sampled_from(["ID", "MONEY", "NUMBER"]),
    st.sampled_from(["0.00", "0%", "yyyy-mm-dd"]),
)
def test_columns_taken_as_they_are_mean_what_their_cells_mean(texts: list[str], name: str, shown: str) -> None:
    field, types = Field("x", "x", Type[name]), [CellType.TEXT] * len(texts)
    if name != "ID" and all(number_text(text) == text for text in texts):
        types = [CellType.NUMBER] * len(texts)
    taken = plain_values(field.type, types[0], shown, pa.array(texts, TEXTS))
    if taken is not None:
        read = identifier if name == "ID" else number
        readings = [read(text, types[0], shown) for text in texts]
        assert [one[:3] for one in readings] == [(value, (), "") for value in taken.tolist()]
        assert not any(one.percent for one in readings)


def test_whole_columns_are_taken_as_they_are() -> None:
    """Else the test above would compare nothing."""
    identifiers, figures = pa.array(["A1", "007"], TEXTS), pa.array(["1.50", "-2"], TEXTS)
    assert plain_values(Type.ID, CellType.TEXT, "General", identifiers).tolist() == ["A1", "007"]
    taken = plain_values(Type.MONEY, CellType.NUMBER, "0.00", figures).tolist()
    assert list(map(str, taken)) == ["1.50", "-2"]
    assert plain_values(Type.MONEY, CellType.NUMBER, "0%", figures) is None


WORDS = (
    st.none() | st.text(max_size=5) | st.sampled_from(["长" * 201, " " * 300, "a\u202e", "\x07", "\n", "\u00a0", ""])
)


@given(st.lists(WORDS, min_size=1, max_size=4), st.booleans(), st.booleans())
def test_columns_that_need_no_look_have_nothing_to_find(texts: list[str | None], required: bool, printed: bool) -> None:
    field = Field("x", "x", required=required, printed=printed)
    filled = [(row, one) for row, one in enumerate(texts) if one is not None]
    cells = Cells.made([row for row, _ in filled], [one for _, one in filled], [(S, "General")])
    if not needs_a_look(field, cells, np.arange(len(texts))):
        column = pd.Series(texts, dtype="str")
        text_schema(Table("t", "t", (field,))).validate(pd.DataFrame({"x": column}), lazy=True)


@pytest.mark.parametrize(("texts", "odd"), [(["a", "b"], False), (["a", "长" * 201], True), (["a", "\x07"], True)])
def test_a_column_with_something_to_find_is_looked_at(texts: list[str], odd: bool) -> None:
    assert needs_a_look(Field("x", "x"), Cells.made([1, 2], texts, [(S, "General")]), np.array([1, 2])) == odd
    assert needs_a_look(
        Field("x", "x", required=True), Cells.made([1, 2], texts, [(S, "General")]), np.array([1, 2, 3])
    )


BOUNDED = Field("x", "x", Type.NUMBER, minimum=0, maximum=100, above=1)
NUMBERS = st.none() | st.sampled_from([Decimal(text) for text in ("-0.01", "0", "1", "1.001", "100", "100.01")])
IDS = st.none() | st.sampled_from(["E1", "a_-9", "", "E 1", "员工", "E" * 33])
CHOSEN = st.none() | st.sampled_from(["系统", "手工", "别的"])


@given(st.lists(st.tuples(NUMBERS, IDS, CHOSEN), max_size=3))
def test_typed_columns_that_pass_have_nothing_to_find(rows: list[tuple[Any, ...]]) -> None:
    """The quick look and pandera's own agree, whatever fails."""
    fields = (BOUNDED, Field("employee_id", "工号", Type.ID), Field("entry", "录入方式", choices=Entry))
    numbers, ids, words = ([row[column] for row in rows] for column in range(3))
    columns = {"x": Decimals.of(numbers), "employee_id": pd.array(ids, "str"), "entry": pd.array(words, "str")}
    table, frame = Table("t", "t", fields), pd.DataFrame(columns)
    with pytest.raises(SchemaErrors) if not all_pass(table, frame) else nullcontext():
        typed_schema(table).validate(frame, lazy=True)
