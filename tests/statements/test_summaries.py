"""Team figures: leaderboard, distributions, PK, funnel, customers, triggers."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pandas as pd
import pytest

from pipeline.history import History
from pipeline.plan.model import Gate, Plan, RateTable, Tier
from pipeline.statements import Summary, closing_report, summaries, triggers
from pipeline.statements.contests import score_bands
from pipeline.statements.market import customers, funnel
from pipeline.tables import Source, Tables
from schemas.terms import Boundary, GateEffect, GateOf, Method
from tests.statements import factory as make


def made(size: int = 12, **frames: pd.DataFrame) -> tuple[Summary, ...]:
    return summaries(make.crew(size), make.tables(**frames), History(), make.workdays())


def test_the_company_comes_first_then_teams_by_name() -> None:
    assert [one.team for one in made()] == ["", "华东一部", "华北二部", "渠道部"]


def test_teams_add_up_to_the_company() -> None:
    company, *teams = made()
    assert sum(one.cost.payable for one in teams) == company.cost.payable
    assert sum(one.cost.sales for one in teams) == company.cost.sales
    assert sum(len(one.members) for one in teams) == len(company.members) == 12


def test_the_parts_of_the_cost_add_up() -> None:
    cost = made()[0].cost
    assert cost.performance + cost.commission + cost.awards + cost.other == cost.payable
    assert cost.rate == Fraction(round(cost.payable / cost.sales * 10000), 10000)


def test_the_leaderboard_is_by_total_and_ranks_within_its_group() -> None:
    company, team, *_ = made()
    totals = [one.total_score or 0 for one in company.members]
    assert totals == sorted(totals, reverse=True)
    assert [one.rank for one in team.members] == [1, 2, 3, 4]


@pytest.mark.parametrize(
    ("score", "band"), [("59.99", "0"), ("60", "60"), ("89.99", "80"), ("100", "100"), ("104", "100")]
)
def test_a_score_on_a_bound_belongs_to_the_upper_band(score: str, band: str) -> None:
    assert [one.label for one in score_bands([{"total_score": Fraction(score)}]) if one.count] == [band]


def opportunity(stage: str, status: str = "进行中", **changes: Any) -> dict[str, Any]:
    row = {"employee_id": "1001", "opportunity_id": "O", "stage": stage, "status": status, "amount": Decimal(10)}
    return row | {"created_date": None, "stage_date": None} | changes


def test_the_funnel_counts_who_came_this_far_and_marks_the_worst_step() -> None:
    rows = [opportunity("线索")] * 4 + [opportunity("方案")] * 5 + [opportunity("谈判", "赢单")]
    shown = [(one.stage, one.reached, one.conversion, one.bottleneck) for one in funnel(rows)]
    assert shown == [
        ("线索", 10, Fraction(3, 5), False),
        ("方案", 6, Fraction(167, 1000), True),
        ("谈判", 1, Fraction(1), False),
    ]


def test_a_funnel_of_nothing_is_empty() -> None:
    assert funnel([]) == ()


def order(order_id: str, customer: str, day: str, amount: int, **changes: Any) -> dict[str, Any]:
    row = {
        "order_id": order_id,
        "customer_id": customer,
        "signed_date": pd.Timestamp(day).date(),
        "amount": Decimal(amount),
    }
    return row | {"customer_type": "老", "status": "有效"} | changes


def test_customers_are_sorted_into_tiers_on_twelve_months_and_split_orders_count_once() -> None:
    rows = [
        order("1", "大客户", "2023-01-05", 400000),
        order("2", "大客户", "2023-08-01", 100000),
        order("2", "大客户", "2023-08-01", 100000),
        order("3", "新客户", "2023-09-30", 99999, customer_type="新"),
        order("4", "去年", "2022-09-30", 900000),
        order("5", "取消", "2023-08-01", 900000, status="取消"),
    ]
    shown = customers(rows, make.period(), make.plan().parameters)
    assert shown is not None
    assert [(one.label, one.count, one.amount) for one in shown.tiers] == [
        ("A", 1, Fraction(500000)),
        ("B", 0, Fraction(0)),
        ("C", 1, Fraction(99999)),
    ]
    assert (shown.buying, shown.new, shown.returning) == (2, 1, 1)


def test_a_pk_needs_two_sides() -> None:
    company, team, *_ = made()
    assert [one.by for one in company.contests] == ["team", "region", "product"]
    assert [one.by for one in team.contests] == ["product"]


def causes(**parts: Any) -> list[str]:
    past = parts.pop("past", History())
    delivered = parts.pop("delivered", make.tables())
    found = triggers(make.calculation(**parts), delivered, past, make.workdays())
    return [one.cause for one in found]


def test_attainment_below_the_line_is_listed_and_on_the_line_is_not() -> None:
    assert "attainment" in causes(people=[make.person(headline_attainment=Fraction("0.9999"))])
    assert "attainment" not in causes(people=[make.person(headline_attainment=Fraction(1))])


def test_a_second_period_below_the_line_calls_for_a_second_review() -> None:
    assert "second" in causes(past=make.history())
    assert "second" not in causes(past=History())


@pytest.mark.parametrize(("before", "listed"), [("6810", True), ("6811", False), ("20432", False), ("20433", True)])
def test_pay_that_moved_by_more_than_half_is_listed(before: str, listed: bool) -> None:
    assert ("moved" in causes(past=History((make.sealed("2023Q2", before, "90"),)))) is listed


@pytest.mark.parametrize(
    ("changes", "listed"),
    [({}, True), ({"reviewed": True}, False), ({"amount": Fraction(99999)}, False), ({"sheet_id": 1}, False)],
)
def test_a_large_order_without_review_is_listed_where_its_sheet_has_the_column(
    changes: dict[str, Any], listed: bool
) -> None:
    sold = make.credit("SO-1", "100000") | {"amount": Fraction(100000), "reviewed": None, "sheet_id": 0} | changes
    sheets = (Source("CRM.xlsx", "订单", {"reviewed": "K"}), Source("CRM.xlsx", "订单_老系统"))
    delivered = Tables(make.tables().frames, sheets)
    assert ("unreviewed" in causes(credit_rows=[sold], delivered=delivered)) is listed


def rated(method: Method, *tiers: tuple[Fraction | None, str]) -> Plan:
    read = tuple(Tier(lower, name, make.NOWHERE) for lower, name in tiers)
    return replace(make.plan(), tables={"评级": RateTable("评级", method, Boundary.UPPER, read, make.NOWHERE)})


@pytest.mark.parametrize(
    ("plan", "lowest", "best"),
    [
        (rated(Method.STEP, (None, "D"), (Fraction(90), "S")), "D", "S"),
        (rated(Method.QUANTILE, (Fraction(0), "S"), (Fraction(9, 10), "D")), "D", "S"),
    ],
)
def test_the_lowest_rating_is_listed_also_under_a_forced_distribution(plan: Plan, lowest: str, best: str) -> None:
    assert "rating" in causes(the_plan=plan, people=[make.person(rating=lowest)])
    assert "rating" not in causes(the_plan=plan, people=[make.person(rating=best)])


IMPROVE = Gate("有效拜访", GateOf.ATTAINMENT, "<", Fraction(9, 10), GateEffect.IMPROVE, make.NOWHERE)


@pytest.mark.parametrize(("actual", "listed"), [("26", True), ("27", False)])
def test_a_gate_for_improvement_lists_who_meets_it(actual: str, listed: bool) -> None:
    visits = make.score("有效拜访", "1", "30", actual, "90", unit="次")
    plan = replace(make.plan(), gates=(IMPROVE, replace(IMPROVE, effect=GateEffect.VETO)))
    found = triggers(make.calculation(the_plan=plan, kpis=[visits]), make.tables(), History(), make.workdays())
    assert [one.subject for one in found if one.cause == "gate"] == (["有效拜访 达成率 <90%"] if listed else [])


def sealed_with(kpi: dict[str, Any]) -> History:
    """The last period with a person on target, but for one KPI."""
    last = make.sealed("2023Q2", "8120", "91")
    good = make.frame([make.person(headline_attainment=Fraction(1), rating="A")])
    return History((replace(last, results=good, kpi_scores=make.frame([kpi])),))


@pytest.mark.parametrize(("before", "second"), [("79/100", True), ("80/100", False)])
def test_satisfaction_below_the_line_twice_calls_for_a_second_review(before: str, second: bool) -> None:
    plan = make.plan(satisfaction_kpi="满意度")
    now = make.score("满意度", "1", "9/10", "7/10", "78", unit="%")
    past = sealed_with(make.score("满意度", "1", "9/10", before, "88", unit="%"))
    assert ("second" in causes(the_plan=plan, kpis=[now], past=past)) is second


def test_a_gate_for_improvement_met_twice_calls_for_a_second_review() -> None:
    plan = replace(make.plan(), gates=(IMPROVE,))
    now = make.score("有效拜访", "1", "30", "20", "67", unit="次")
    assert "second" in causes(the_plan=plan, kpis=[now], past=sealed_with(now))
    assert "second" not in causes(the_plan=plan, kpis=[now], past=sealed_with(now | {"attainment": Fraction(1)}))


@pytest.mark.parametrize(("orders", "largest"), [(99, []), (100, ["SO-100"]), (250, ["SO-249", "SO-250"])])
def test_the_largest_hundredth_of_orders_is_listed(orders: int, largest: list[str]) -> None:
    sold = [make.credit(f"SO-{one:03}", str(one)) | {"amount": Fraction(one)} for one in range(1, orders + 1)]
    found = triggers(make.calculation(credit_rows=sold), make.tables(), History(), make.workdays())
    assert [one.subject for one in found if one.cause == "largest"] == largest


@pytest.mark.parametrize(("day", "listed"), [("2023-09-23", False), ("2023-09-22", True)])
def test_an_opportunity_is_idle_after_more_than_seven_days(day: str, listed: bool) -> None:
    row = opportunity("方案", stage_date=pd.Timestamp(day), created_date=pd.Timestamp("2023-07-01"))
    assert ("idle" in causes(delivered=make.tables(opportunities=pd.DataFrame([row])))) is listed


def test_a_period_in_which_nobody_was_employed_has_a_company_and_no_team() -> None:
    nobody = make.calculation(people=[], kpis=[], lines=[], credit_rows=[], segments=[])
    shown = summaries(nobody, make.tables(), History(), make.workdays())
    assert [(one.team, one.cost.payable, one.members) for one in shown] == [("", Fraction(0), ())]


def test_the_closing_report_shows_late_rows_and_who_is_not_covered() -> None:
    calculation = make.crew(3)
    shown = closing_report(
        calculation, make.tables(), summaries(calculation, make.tables(), History(), make.workdays())
    )
    assert {one.status for one in shown.aside} == {"late"}
    assert shown.teams == ("华东一部", "华北二部", "渠道部")
