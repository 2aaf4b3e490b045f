"""Rows in the order of several columns: as sorting by all of them, missing values last, equal rows as they stand."""

from __future__ import annotations

from datetime import date

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from pipeline.rules.lookup import UNKNOWN, looked_up, places
from pipeline.rules.ordering import places_in_order

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
