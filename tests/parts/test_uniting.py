"""However orders and visits are spread over the months' exports, and repeated in later ones, each counts once."""

from __future__ import annotations

from decimal import Decimal

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.parts.delivered import Delivered
from pipeline.parts.uniting import unite
from pipeline.period import Period, parse_period
from pipeline.tables import SHEET_ID, SHEET_ROW, Source, Tables
from schemas import TABLES
from schemas.frames import dtype

MONTHS = ("2024-04", "2024-05", "2024-06")
FIELDS = {table.name: table.fields for table in TABLES}


def month(name: str) -> Period:
    found = parse_period(name)
    assert found is not None
    return found


def table(name: str, rows: list[dict[str, object]]) -> pd.DataFrame:
    """Typed rows of a table, as the intake makes them; what is not given is missing."""
    columns = {one.name: pd.Series([row.get(one.name) for row in rows], dtype=dtype(one)) for one in FIELDS[name]}
    frame = pd.DataFrame(columns)
    frame[SHEET_ID], frame[SHEET_ROW] = 0, list(range(2, len(rows) + 2))
    return frame


def delivered(name: str, frames: dict[str, list[dict[str, object]]]) -> Delivered:
    tables = {one: table(one, rows) for one, rows in frames.items()}
    return Delivered(name, month(name), Tables(tables, (Source(f"{name}/导出.xlsx", "表"),)))


def order(number: int) -> dict[str, object]:
    return {"order_id": f"D{number}", "employee_id": "A1", "amount": Decimal(number), "share": Decimal(1)}


def visit(number: int) -> dict[str, object]:
    """Visits are told apart by nothing but person, day, type and customer: three of them share each day."""
    day = pd.Timestamp(2024, 4, number // 3 + 1)
    return {"employee_id": "A1", "date": day, "activity_type": "拜访", "customer_id": "C1"}


@settings(deadline=None, max_examples=30)
@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2)), max_size=12))
def test_orders_in_any_months_exports_count_once(spans: list[tuple[int, int]]) -> None:
    """Each order appears in the exports from one month to another."""
    months = [
        delivered(name, {"orders": [order(n) for n, span in enumerate(spans) if min(span) <= place <= max(span)]})
        for place, name in enumerate(MONTHS)
    ]
    made = unite(months, Tables({}), ())
    assert sorted(made.tables.frames["orders"]["order_id"]) == sorted(f"D{n}" for n in range(len(spans)))
    assert made.findings == ()
    assert list(made.tables.frames["orders"].columns) == list(months[0].tables.frames["orders"].columns)


@settings(deadline=None, max_examples=30)
@given(st.integers(0, 9), st.booleans())
def test_visits_that_look_alike_stay_as_many_as_they_were(count: int, repeated: bool) -> None:
    visits = [visit(number) for number in range(count)]
    exports = [visits, visits if repeated else [], []]
    months = [delivered(name, {"activities": rows}) for name, rows in zip(MONTHS, exports, strict=True)]
    assert len(unite(months, Tables({}), ()).tables.frames["activities"]) == count


def test_an_orders_shares_stand_or_fall_together() -> None:
    """60/40 in April, corrected to A1 and C1 by halves in May: B1 has nothing of it."""
    shares = [[("A1", 60), ("B1", 40)], [("A1", 50), ("C1", 50)], []]
    exports = [
        [{**order(1), "employee_id": who, "share": Decimal(percent) / 100} for who, percent in one] for one in shares
    ]
    months = [delivered(name, {"orders": rows}) for name, rows in zip(MONTHS, exports, strict=True)]
    made = unite(months, Tables({}), ())
    assert sorted(made.tables.frames["orders"]["employee_id"]) == ["A1", "C1"]
    assert {one.code for one in made.findings} == {"part-row-differs"}


def person(**fields: object) -> dict[str, object]:
    hired = pd.Timestamp(2020, 1, 1)
    return {"employee_id": "A1", "name": "小张", "team": "一部", "grade": "骨干", "hire_date": hired, **fields}


def codes(rosters: list[list[dict[str, object]]]) -> list[str]:
    months = [delivered(name, {"people": rows}) for name, rows in zip(MONTHS, rosters, strict=True)]
    return [one.code for one in unite(months, Tables({}), ()).findings]


def test_fixed_pay_of_the_quarter_is_the_sum_and_the_latest_row_counts() -> None:
    rosters = [[person(fixed_pay=Decimal(pay), email=f"{pay}@example")] for pay in (6000, 6000, 6500)]
    months = [delivered(name, {"people": rows}) for name, rows in zip(MONTHS, rosters, strict=True)]
    made = unite(months, Tables({}), ())
    assert made.findings == ()
    (row,) = made.tables.frames["people"].to_dict("records")
    assert (row["fixed_pay"], row["email"]) == (18500, "6500@example")


def test_people_who_vanish_or_move_without_a_word_are_told() -> None:
    assert codes([[person()], [person()], [person(employee_id="B1")]]) == ["part-person-gone"]
    assert codes([[person(team="二部")], [person()], [person()]]) == ["part-person-moved"]
    assert codes([[person(leave_date=pd.Timestamp(2024, 4, 30))], [], []]) == []
