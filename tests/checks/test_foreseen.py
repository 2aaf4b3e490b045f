"""What the calculation would say of targets and actuals comes with the errors that keep it from saying it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given as given_data
from hypothesis import settings
from hypothesis import strategies as st

from pipeline.checks.foreseen import gaps_foreseen
from pipeline.plan.measures import BUILT_IN_MEASURES
from pipeline.workdays import WorkCalendar
from schemas.terms import Missing
from tests.checks.damaged import damaged
from tests.checks.delivered import SEPTEMBER, TWO
from tests.checks.test_damage import WHOLE
from tests.checks.test_targets import KPIS, WEIGHTS, actual, kpi, rating, target
from tests.rules.spoken import spoken
from tests.rules.typed import order, plan, tables

MEASURES = {one.measure: one for one in BUILT_IN_MEASURES}
SCHEME = plan(kpis=KPIS, weights=WEIGHTS, measures=MEASURES)
SALES, COMPLAINTS, COLLECTED, TEAMWORK = KPIS
TARGETS = [target(name, "1", employee_id=one) for one in ("1001", "1002") for name in (SALES, COMPLAINTS, COLLECTED)]
ACTUALS = [actual(name) | {"employee_id": one} for one in ("1001", "1002") for name in (COMPLAINTS, COLLECTED)]
RATINGS = [rating(TEAMWORK) | {"employee_id": one} for one in ("1001", "1002")]
SOUND: dict[str, Any] = {
    "people": TWO,
    "targets": TARGETS,
    "actuals": ACTUALS,
    "ratings": RATINGS,
    "orders": [order("A1")],
}


def foreseen(scheme: Any = SCHEME, **rows: Any) -> list[tuple[str, str, str, str]]:
    kept = {name: found for name, found in (SOUND | rows).items() if found is not None}
    found = gaps_foreseen(SEPTEMBER, tables(**kept), [scheme], WorkCalendar())
    assert all(spoken(list(found)))
    return [(one.severity.value, one.code, one.value, dict(one.params).get("kpi", "")) for one in found]


def test_a_sound_delivery_lacks_nothing() -> None:
    assert foreseen() == []


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ({"targets": TARGETS[1:]}, [("error", "target-missing", "1001", SALES)]),
        ({"actuals": ACTUALS[:-1]}, [("error", "actual-missing", "1002", COLLECTED)]),
        ({"ratings": RATINGS[1:]}, [("error", "actual-missing", "1001", TEAMWORK)]),
        ({"orders": None}, [("error", "actual-missing-all", SALES, "")]),
        ({"ratings": None}, [("error", "actual-missing-all", TEAMWORK, "")]),
        ({"targets": None}, [("error", "target-missing-all", name, "") for name in (SALES, COMPLAINTS, COLLECTED)]),
    ],
)
def test_what_was_not_delivered_is_told(rows: dict[str, Any], expected: list[tuple[str, str, str, str]]) -> None:
    assert foreseen(**rows) == expected


@pytest.mark.parametrize(
    "row", [{"baseline": None}, {"kpi": "销售金额"}, {"kpi": None}], ids=["unreadable", "misspelt", "blank"]
)
def test_a_row_that_is_there_has_its_own_finding(row: dict[str, Any]) -> None:
    assert foreseen(targets=[TARGETS[0] | row, *TARGETS[1:]]) == []


def test_someone_under_a_wrong_id_lacks_a_target() -> None:
    assert foreseen(targets=[TARGETS[0] | {"employee_id": "1O01"}, *TARGETS[1:]]) == [
        ("error", "target-missing", "1001", SALES)
    ]


def test_a_table_of_which_nothing_could_be_read_lacks_no_one() -> None:
    assert foreseen(targets=[row | {"employee_id": None} for row in TARGETS]) == []


@pytest.mark.parametrize(
    ("missing", "code"), [(Missing.ZERO, "actual-missing-zero-all"), (Missing.DROP, "actual-missing-dropped-all")]
)
def test_a_kpi_that_everybody_lacks_is_at_least_a_warning(missing: Missing, code: str) -> None:
    """What one person lacks may be for the record; what all lack is more likely a table that nobody delivered."""
    scheme = plan(
        kpis=KPIS | {SALES: kpi(SALES, numerator="签约金额", missing=missing)}, weights=WEIGHTS, measures=MEASURES
    )
    assert foreseen(scheme, orders=None) == [("warning", code, SALES, "")]


def test_without_a_plan_or_a_roster_nothing_can_be_foreseen() -> None:
    assert foreseen(people=None) == []
    assert list(gaps_foreseen(SEPTEMBER, tables(**SOUND), [], WorkCalendar())) == []


@settings(max_examples=20, deadline=None)
@given_data(data=st.data())
def test_blank_cells_and_repeated_rows_break_nothing(data: st.DataObject) -> None:
    assert all(spoken(list(gaps_foreseen(SEPTEMBER, damaged(tables(**WHOLE), data), [SCHEME], WorkCalendar()))))
