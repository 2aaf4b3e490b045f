"""Rows and their cells: a whole column, or all groups at once, give what each cell and each group by itself gives."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.rationals import rationals
from pipeline.rules.cell_ranges import ranges_by
from pipeline.rules.cells import cells_text
from pipeline.rules.lookup import asked_once, looked_up, places
from pipeline.rules.rows import GroupedRows, cells, grouped, plain, rows
from pipeline.tables import Source, Tables

TABLES = Tables(
    {}, (Source("一.xlsx", "订单", {"amount": "H"}), Source("二.csv", "", {"amount": "C"}), Source("三.xlsx", "s"))
)
PLACED = st.tuples(st.sampled_from(["a", "b", "c"]), st.integers(0, 2), st.integers(2, 9))


@pytest.mark.parametrize(
    "values",
    [
        pd.Series(["甲", None], dtype="str"),
        pd.Series([True, None], dtype="boolean"),
        pd.Series([1, None], dtype="Int64"),
        pd.Series([1, 2]),
        pd.Series([True, False]),
        pd.Series([pd.Timestamp("2024-02-29"), pd.NaT]),
        pd.Series([pd.Timestamp("2024-02-29"), pd.NaT], dtype=object),
        pd.Series([Fraction(1, 3), float("nan"), None, "x", Decimal(1)], dtype=object),
        rationals(pd.Series([Fraction(1, 3), float("nan")], dtype=object)),
        pd.Series([1.5, float("nan")]),
        pd.Series([], dtype="str"),
    ],
)
def test_a_column_as_a_whole_gives_what_each_cell_gives(values: pd.Series) -> None:
    wanted = [plain(cell) for cell in values.tolist()]
    assert cells(values) == wanted
    assert [type(cell) for cell in cells(values)] == [type(cell) for cell in wanted]


@given(st.lists(st.tuples(st.sampled_from(["a", "b", None]), st.integers())))
def test_grouped_rows_are_the_rows_of_each_group_in_order(listed: list[tuple[str | None, int]]) -> None:
    frame = pd.DataFrame(listed, columns=["key", "value"])
    wanted = {key: tuple(found) for key, found in grouped(rows(frame), "key").items() if key is not None}
    assert {key: tuple(found) for key, found in GroupedRows(frame, "key").items()} == wanted


@settings(max_examples=50)
@given(st.lists(PLACED, max_size=12))
def test_cells_of_all_groups_at_once_are_those_of_each_group(listed: list[tuple[str, int, int]]) -> None:
    frame = pd.DataFrame(listed, columns=["group", "sheet_id", "sheet_row"])
    wanted = {group: cells_text(TABLES, found, "amount") for group, found in grouped(rows(frame), "group").items()}
    assert ranges_by(frame["group"], frame, TABLES, "amount", spans=False).to_dict() == wanted


def test_a_span_goes_from_the_first_to_the_last_row_of_each_sheet() -> None:
    frame = pd.DataFrame({"group": ["a", "a", "a", "b"], "sheet_id": [0, 0, 1, 0], "sheet_row": [9, 3, 4, 5]})
    found = ranges_by(frame["group"], frame, TABLES, "amount", spans=True).to_dict()
    assert found == {"a": "一.xlsx!订单!H3:H9; 二.csv!C4", "b": "一.xlsx!订单!H5"}


def test_keys_are_found_among_known_ones_and_a_missing_key_nowhere() -> None:
    keys = pd.Series(["b", None, "x", "a"], index=[4, 5, 6, 7], dtype="str")
    assert places(keys, pd.Index(["a", "b"])).tolist() == [1, -1, -1, 0]
    known = pd.Series([Fraction(1), Fraction(2)], index=["a", "b"], dtype=object)
    assert looked_up(keys, rationals(known)).dropna().to_dict() == {4: 2, 7: 1}
    assert places(keys, pd.Index([])).tolist() == [-1] * 4


@given(st.lists(st.tuples(st.sampled_from(["a", "b", None]), st.integers(0, 2))))
def test_equal_rows_are_asked_once(listed: list[tuple[str | None, int]]) -> None:
    asked: list[tuple[str | None, int]] = []

    def answer(key: str | None, number: int) -> str:
        asked.append((key, number))
        return f"{key}{number}"

    frame = pd.DataFrame(listed, columns=["key", "number"])
    found = asked_once(answer, frame["key"], frame["number"])
    assert found.tolist() == [f"{key}{number}" for key, number in listed]
    assert len(asked) == len(set(listed))
