"""The grains together: from typed tables to pay, whatever the order of rows, for one plan or several (SPEC 5)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from pipeline.calculate import calculate
from pipeline.calculation import Calculation
from pipeline.findings import Place
from pipeline.history import History
from pipeline.period import Period
from pipeline.plan.measures import BUILT_IN_MEASURES
from pipeline.plan.model import Component, Kpi, Plan, RateTable, Tier, Weight
from pipeline.tables import Tables
from pipeline.workdays import WorkCalendar
from schemas.outputs import KPI_SCORES, PAYOUT_LINES, RESULTS
from schemas.terms import Boundary, Category, Cycle, Kind, Method, Missing, Release, Scope, Scoring, Window
from tests.rules.typed import grade, order, person, plan, tables, typed

SEPTEMBER = Period("2026-09", date(2026, 9, 1), date(2026, 9, 30), Cycle.MONTH)
SALES = Kpi("销售额", Category.RESULT, Scoring.RATIO, "CRM", Place(), numerator="签约金额", score_cap=Fraction(150))
VISITS = Kpi("拜访", Category.PROCESS, Scoring.RATIO, "CRM", Place(), missing=Missing.DROP)


def steps(name: str, *tiers: tuple[str | None, Any]) -> RateTable:
    rows = tuple(Tier(None if low is None else Fraction(low), value, Place()) for low, value in tiers)
    return RateTable(name, Method.STEP, Boundary.UPPER, rows, Place("plan.xlsx", "档位", "A2"))


def scheme(**cells: Any) -> Plan:
    coefficients = steps("系数", (None, Fraction(0)), ("80", Fraction(1)), ("90", Fraction(6, 5)))
    ratings = steps("评级", (None, "C"), ("80", "B"), ("90", "A"))
    weights = {"销售额": Fraction(7, 10), "拜访": Fraction(3, 10)}
    plain = {
        "kpis": {"销售额": SALES, "拜访": VISITS},
        "weights": tuple(Weight("骨干", Cycle.MONTH, kpi, weight, Place()) for kpi, weight in weights.items()),
        "tables": {"系数": coefficients, "评级": ratings},
        "components": (Component("绩效奖金", Kind.PERFORMANCE, 0, Place("plan.xlsx", "奖金项", "A2")),),
        "measures": {measure.measure: measure for measure in BUILT_IN_MEASURES},
    }
    parameters = {"headline_kpi": "销售额", **cells.pop("parameters", {})}
    return plan(parameters=parameters, **{**plain, **cells})


def company() -> Tables:
    """Three people: on target; below, without visits; on unpaid leave all month and without a target."""
    sold = (("1001", "50000", "90"), ("1002", "45000", None))
    return tables(
        people=[person("1001"), person("1002", team="二队"), person("1003")],
        leaves=[{"employee_id": "1003", "start_date": "2026-08-01", "end_date": "2026-10-31"}],
        targets=[
            *({"employee_id": who, "kpi": "销售额", "baseline": "50000"} for who in ("1001", "1002")),
            {"employee_id": "1001", "kpi": "拜访", "baseline": "90"},
        ],
        actuals=[
            {"employee_id": who, "kpi": "拜访", "actual": visits, "source": "CRM"} for who, _, visits in sold if visits
        ],
        orders=[order(f"D{place}", who, amount=amount) for place, (who, amount, _) in enumerate(sold)],
    )


def closed(given: Tables, *plans: Plan) -> Calculation:
    return calculate(SEPTEMBER, given, plans or (scheme(),), WorkCalendar(), History())


def column(found: Calculation, name: str) -> dict[str, Any]:
    return dict(zip(found.people["employee_id"], found.people[name].tolist(), strict=True))


def test_from_orders_and_targets_to_pay() -> None:
    found = closed(company())
    assert [one.code for one in found.findings if one.blocks] == []
    assert column(found, "total_score") | {"1003": None} == {"1001": 100, "1002": 90, "1003": None}
    assert column(found, "payable") == {"1001": 7200, "1002": 6480, "1003": 0}
    assert column(found, "rank_company") == {"1001": 1, "1002": 2, "1003": pd.NA}
    assert set(column(found, "status").values()) == {"normal"}


def test_a_person_away_all_month_earns_nothing_and_that_is_no_error() -> None:
    found = closed(company())
    assert column(found, "proration")["1003"] == 0
    assert "1003" not in set(found.kpi_scores["employee_id"])
    assert not [one for one in found.findings if one.blocks or one.value == "1003"]


def test_what_was_left_out_is_said() -> None:
    found = closed(company())
    assert [(one.code, one.value) for one in found.findings] == [("actual-missing-dropped", "1002")]
    assert column(found, "process_score")["1001"] == 100


def test_columns_begin_as_the_data_files() -> None:
    found = closed(company())
    for frame, first in ((found.people, RESULTS), (found.kpi_scores, KPI_SCORES), (found.lines, PAYOUT_LINES)):
        assert frame.columns.tolist()[: len(first)] == list(first)


def test_pay_is_the_sum_of_lines_and_nothing_else() -> None:
    found = closed(company())
    by_person = found.lines.groupby("employee_id")["amount"].sum().to_dict()
    assert {who: pay for who, pay in column(found, "payable").items() if pay} == by_person


def test_a_period_in_which_nobody_was_employed() -> None:
    found = closed(tables(people=[person("1001", hire_date="2026-10-01")]))
    assert found.people.empty
    assert found.lines.empty
    assert set(RESULTS) <= set(found.people.columns)
    assert [one.code for one in found.findings if one.blocks] == []


def test_two_plans_each_score_their_own_and_places_count_everybody() -> None:
    first = scheme(parameters={"teams": ("一队",)})
    second = scheme(parameters={"teams": ("二队",)}, components=())
    found = closed(company(), first, second)
    assert column(found, "plan") == {"1001": 0, "1002": 1, "1003": 0}
    assert column(found, "payable") == {"1001": 7200, "1002": 0, "1003": 0}
    assert column(found, "rank_company")["1002"] == 2
    assert found.measures["签约金额"].to_dict() == {"1001": 50_000, "1002": 45_000, "1003": 0}


def test_a_commission_on_the_company_counts_the_people_of_every_plan() -> None:
    """Also with 口径 年初至今, and its line names the orders of all of them: releases and recoveries go by those."""
    place = Place("plan.xlsx", "奖金项", "A2")
    signed = next(one for one in BUILT_IN_MEASURES if one.measure == "签约金额")
    on_all = Component(
        "提成", Kind.COMMISSION, 0, place, measure="公司签约", rate=Fraction(1, 100), release=Release.RECEIPT
    )
    this_year = replace(on_all, component="年提成", order=1, window=Window.YEAR_TO_DATE)
    measures = {"签约金额": signed, "公司签约": replace(signed, measure="公司签约", scope=Scope.COMPANY)}
    first = scheme(parameters={"teams": ("一队",)}, components=(on_all, this_year), measures=measures)
    found = closed(company(), first, scheme(parameters={"teams": ("二队",)}, components=()))
    lines = found.lines[found.lines["kind"] == Kind.COMMISSION.value]
    assert dict(zip(lines["component"], lines["amount"], strict=True)) == {"提成": 950, "年提成": 950}
    assert set(lines["orders"]) == {"D0=50000; D1=45000"}


def test_a_plan_that_covers_nobody_changes_nothing() -> None:
    nobody = scheme(grades=(grade("总监"),), weights=())
    assert column(closed(company(), scheme(), nobody), "payable") == column(closed(company()), "payable")


@settings(max_examples=8, deadline=None)
@given(st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(chance: Any) -> None:
    given_tables = company()
    shuffled = {
        name: frame.sample(frac=1, random_state=chance.randrange(2**32)) for name, frame in given_tables.frames.items()
    }
    one, other = closed(given_tables), closed(replace(given_tables, frames=shuffled))
    assert_frame_equal(one.people, other.people)
    assert_frame_equal(one.kpi_scores, other.kpi_scores)
    assert_frame_equal(one.lines, other.lines)


def test_a_person_added_changes_nobody_else_s_pay() -> None:
    given_tables = company()
    people = tables(people=[person("1001"), person("1002", team="二队"), person("1003"), person("1000", grade="骨干")])
    targets = tables(targets=[{"employee_id": "1000", "kpi": "销售额", "baseline": "1"}]).frames["targets"]
    more = {**given_tables.frames, "people": people.frames["people"]}
    more["targets"] = pd.concat([given_tables.frames["targets"], targets], ignore_index=True)
    found = column(closed(replace(given_tables, frames=more)), "payable")
    assert {**found, "1000": 0} == {**column(closed(given_tables), "payable"), "1000": 0}


@pytest.mark.parametrize(
    "name", ["leaves", "targets", "actuals", "orders", "ratings", "appeals", "receipts", "activities"]
)
@pytest.mark.parametrize("delivered", [True, False])
def test_a_table_may_be_empty_or_absent(name: str, delivered: bool) -> None:
    frames = dict(company().frames)
    frames.pop(name, None)
    if delivered:
        frames[name] = typed(name, [])
    rated = replace(VISITS, kpi="协作", scoring=Scoring.RATED, missing=Missing.ZERO)
    kpis = {"销售额": SALES, "拜访": VISITS, "协作": rated}
    weights = tuple(Weight("骨干", Cycle.MONTH, kpi, Fraction(1, 3), Place()) for kpi in kpis)
    found = closed(replace(company(), frames=frames), scheme(kpis=kpis, weights=weights))
    assert found.people["employee_id"].tolist() == ["1001", "1002", "1003"]
    assert found.people["total_score"].isna().any()
    missing = {"targets": {"target-missing-all"}, "orders": set() if delivered else {"actual-missing-all"}}
    assert {one.code for one in found.findings if one.blocks} >= missing.get(name, set())
