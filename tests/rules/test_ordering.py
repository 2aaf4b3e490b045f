"""Rows in the order of several columns: as sorting by all of them, missing values last, equal rows as they stand."""

from __future__ import annotations

from datetime import date

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from pipeline.rules.lookup import UNKNOWN, among_people, first_there, looked_up, places
from pipeline.rules.ordering import numbers_within, order_and_ties, places_in_order

Rows = list[tuple[str | None, date | None, str | None]]
ROWS = st.lists(
    st.tuples(
        st.sampled_from(["1001", "999", "王", "É", None]),
        st.sampled_from([date(2026, 9, 1), date(2026, 9, 30), None]),
        st.sampled_from(["A2", "A10", "a1", None]),
    ),
    max_size=12,
)


def frame(rows: Rows) -> pd.DataFrame:
    made = pd.DataFrame(rows, columns=["employee_id", "date", "row_id"])
    return made.astype({"employee_id": "str", "date": "datetime64[s]", "row_id": "str"})


@given(ROWS)
def test_places_are_those_of_a_stable_sort_by_all_columns(rows: Rows) -> None:
    made = frame(rows)
    names = ["employee_id", "date", "row_id"]
    expected = made.sort_values(names, kind="stable").index.tolist()
    assert places_in_order(made, *names).tolist() == expected
    assert places_in_order(made.astype({"employee_id": "category"}), *names).tolist() == expected


def test_categories_are_looked_up_as_their_texts_are() -> None:
    keys = pd.Series(["1002", "1009", None, "1001"], dtype="str", index=[5, 6, 7, 8])
    column = pd.Series(["一部", "二部"], index=["1001", "1002"])
    held = keys.astype("category")
    assert places(held, column.index).tolist() == places(keys, column.index).tolist() == [1, UNKNOWN, UNKNOWN, 0]
    by_category = column.set_axis(pd.CategoricalIndex(column.index))
    for asked, known in ((held, column), (keys, by_category), (held, by_category)):
        assert looked_up(asked, known).fillna("").to_dict() == {5: "二部", 6: "", 7: "", 8: "一部"}


@given(ROWS)
def test_ties_are_the_rows_that_another_equals_in_all_columns(rows: Rows) -> None:
    made = frame(rows)
    names = ["employee_id", "date", "row_id"]
    order, tied = order_and_ties(made, *names)
    assert tied.tolist() == made.iloc[order].duplicated(names, keep=False).tolist()


def test_rows_of_different_texts_in_order_stay_as_they_stand() -> None:
    made = pd.DataFrame({"employee_id": pd.Series(["1001", "999", "É", "王"], dtype="str"), "row_id": [4, 3, 2, 1]})
    order, tied = order_and_ties(made, "employee_id", "row_id")
    assert order.tolist() == [0, 1, 2, 3]
    assert tied.tolist() == [False] * len(made)


def test_rows_are_numbered_from_1_within_their_key() -> None:
    keys = pd.Series(["1001", "1001", "1002", "1003", "1003", "1003"], dtype="str")
    assert numbers_within(keys).tolist() == [1, 2, 1, 1, 2, 3]
    assert numbers_within(keys.iloc[:0]).tolist() == []


def test_owners_outside_the_company_are_categories_in_order_with_its_people() -> None:
    ids = pd.Series(["1003", None, "1002", "0999", "1003"], dtype="str", index=[5, 6, 7, 8, 9])
    people = pd.Series(["1001", "1003"], dtype="str")
    coded = among_people(ids, people)
    assert coded.cat.categories.tolist() == ["0999", "1001", "1002", "1003"]
    assert coded.astype("str").equals(ids)
    assert among_people(ids.iloc[[0, 4]], people).cat.categories.tolist() == ["1001", "1003"]


def test_the_word_of_the_row_comes_before_the_other() -> None:
    words = pd.Series(["华东", None, None, "华北"], dtype="str")
    others = pd.Series(["华南", "华南", None, None], dtype="str")
    found = first_there(words, others)
    assert found.astype(object).where(found.notna(), None).tolist() == ["华东", "华南", None, "华北"]
