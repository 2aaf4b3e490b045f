"""Figures as files: exact in both directions."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from io import BytesIO

import pandas as pd
import pyarrow.parquet as pq
from hypothesis import example, given
from hypothesis import strategies as st

from pipeline.archive.data import from_lines, to_lines, to_parquet
from schemas.outputs import Kept

NAN = float("nan")


@example(["\x85\u2028"])
@given(st.lists(st.one_of(st.fractions(), st.text(), st.booleans(), st.integers(), st.just(NAN)), max_size=8))
def test_lines_come_back_exactly(values: list[object]) -> None:
    frame = pd.DataFrame({"x": pd.Series(values, dtype=object)})
    back = from_lines(to_lines(frame))["x"].tolist()
    assert [None if one != one else one for one in back] == [None if one != one else one for one in values]  # noqa: PLR0124
    assert to_lines(frame) == to_lines(from_lines(to_lines(frame)))


def test_parquet_holds_exact_decimals() -> None:
    frame = pd.DataFrame(
        {
            "employee_id": ["0017", "x"],
            "amount": pd.Series([Fraction(1, 100), NAN], dtype=object),
            "share": pd.Series([Fraction(1, 3), Fraction(1)], dtype=object),
            "date": [pd.Timestamp("2026-09-30"), pd.NaT],
            "rank": pd.Series([1, NAN], dtype=object),
            "more": [1, 2],
        }
    )
    columns = {
        "employee_id": Kept.TEXT,
        "amount": Kept.CENTS,
        "share": Kept.EXACT,
        "date": Kept.DATE,
        "rank": Kept.COUNT,
    }
    rows = pq.read_table(BytesIO(to_parquet(frame, columns))).to_pylist()
    assert rows[0] == {
        "employee_id": "0017",
        "amount": Decimal("0.01"),
        "share": Decimal("0.333333333333333333"),
        "date": date(2026, 9, 30),
        "rank": 1,
    }
    assert rows[1] == {"employee_id": "x", "amount": None, "share": Decimal(1), "date": None, "rank": None}
