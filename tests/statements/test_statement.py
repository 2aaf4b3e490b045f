"""A calculation becomes a statement: every figure is the calculation's, nothing is computed twice."""

import json
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pandas as pd
import pytest

from pipeline.findings import Place
from pipeline.history import History
from pipeline.plan.model import Component, Plan
from pipeline.statements import Revision, record, verification_code
from pipeline.statements.entries import Unreleased
from pipeline.statements.parts import line_of
from pipeline.statements.past import past, unreleased
from pipeline.statements.record import exact_text
from schemas.export_terms import Decision
from schemas.terms import Boundary, CreditStatus, Kind, LineKind, Share
from tests.statements import factory as make
from tests.statements.special import held, hundred_orders, not_scored, transfer, uncovered_year


def test_the_lines_add_up_to_the_payable_amount() -> None:
    shown = make.statement()
    assert sum(line.amount for line in shown.lines) == shown.results.payable == 10216


def test_advice_names_the_kpis_below_target_that_cost_most_points() -> None:
    advice = make.statement().advice
    assert [(one.kpi, one.lost) for one in advice] == [
        ("回款率", Fraction(12, 5)),
        ("销售额", Fraction(2)),
        ("有效拜访", Fraction(21, 20)),
    ]


def test_a_kpi_on_target_gets_no_advice() -> None:
    assert make.statement(kpis=[make.score("销售额", "1", "100", "100", "100", advice="不应出现")]).advice == ()


def test_only_the_manager_is_named_beside_the_person() -> None:
    shown = make.statement().person
    assert (shown.name, shown.manager, shown.mentor) == ("张晓明", "李经理", "")


def test_the_next_coefficient_is_as_far_as_its_lower_bound() -> None:
    (step,) = [
        one
        for one in make.statement(people=[make.person(total_score=Fraction(869, 10))]).next_steps
        if one.kind == "score"
    ]
    assert (step.gap, step.bound, step.value) == (Fraction(31, 10), Fraction(90), Fraction(6, 5))


def test_a_score_on_the_bound_is_past_it_unless_the_bound_belongs_to_the_lower_band() -> None:
    on_bound = [make.person(total_score=Fraction(80))]
    (past,) = [one for one in make.statement(people=on_bound).next_steps if one.kind == "score"]
    assert past.bound == 90
    plan = make.plan()
    lower = replace(plan.tables["绩效系数"], boundary=Boundary.LOWER)
    plan = replace(plan, tables={**plan.tables, "绩效系数": lower})
    (ahead,) = [one for one in make.statement(people=on_bound, the_plan=plan).next_steps if one.kind == "score"]
    assert (ahead.bound, ahead.gap) == (Fraction(80), Fraction(0))


def test_nobody_in_the_highest_band_is_told_of_a_next_one() -> None:
    assert [one.kind for one in make.statement().next_steps] == ["target"]


def commission_plan(applies_to: Share) -> Plan:
    commission = Component(
        "超额提成", Kind.COMMISSION, 2, Place(), kpi="销售额", table="超额提成", applies_to=applies_to
    )
    return replace(make.plan(), components=(commission,))


@pytest.mark.parametrize(
    ("applies_to", "actual", "gap"),
    [(Share.EXCESS, "480000", 20000), (Share.EXCESS, "500000", 50000), (Share.ALL, "30000", 20000)],
)
def test_bounds_on_a_kpi_are_shares_of_its_baseline(applies_to: Share, actual: str, gap: int) -> None:
    shown = make.statement(
        the_plan=commission_plan(applies_to), kpis=[make.score("销售额", "1", "500000", actual, "96")]
    )
    (step,) = [one for one in shown.next_steps if one.kind == "rate"]
    assert step.gap == gap


def test_the_target_is_as_far_as_the_actual_falls_short() -> None:
    (step,) = [one for one in make.statement().next_steps if one.kind == "target"]
    assert (step.subject, step.gap) == ("销售额", Fraction(20000))


def test_unreleased_is_what_was_withheld_less_what_was_released_since() -> None:
    released = make.line(3, "项目提成", LineKind.RELEASED.value, "450", "")
    shown = make.statement(lines=[*make.earnings(), released])
    assert shown.unreleased == (Unreleased("项目提成", Fraction(750)),)


def test_what_lapsed_with_its_order_is_not_waiting_any_more() -> None:
    sealed = past(make.history())
    assert unreleased(sealed, "1001", (), {("1001", "项目提成"): Fraction(200)}) == (
        Unreleased("项目提成", Fraction(1000)),
    )
    assert unreleased(sealed, "1001", (), {("1001", "项目提成"): Fraction(1200)}) == ()
    assert unreleased(sealed, "1001", (), {("9001", "项目提成"): Fraction(200)})[0].amount == 1200


def test_places_that_moved_are_told_with_the_ones_before() -> None:
    shown = make.statement()
    now = shown.standing
    assert now is not None
    before = replace(now, company=now.company + 1)
    stood = {"1001": before, "9001": replace(before, company=1)}
    anew = replace(shown, revision=Revision("r2", "r1", "申诉", {}, stood).seen_by("1001"))
    assert (shown.moved_from, anew.moved_from) == (None, before)
    assert list(anew.revision.standings) == ["1001"]
    same = replace(anew, revision=replace(anew.revision, standings={"1001": now}))
    assert same.moved_from is None
    assert anew.revision.seen_by_nobody.standings == {}


def test_what_is_fully_released_is_not_shown() -> None:
    released = make.line(3, "项目提成", LineKind.RELEASED.value, "1200", "")
    assert make.statement(lines=[*make.earnings(), released]).unreleased == ()


def test_the_trend_ends_with_this_period_and_holds_its_own_cycle_only() -> None:
    month = make.sealed("2023-06", "1", "1")
    past = History((*make.history().sealed, month))
    assert [one.period for one in make.statement(past=past).trend] == ["2022Q4", "2023Q1", "2023Q2", "2023Q3"]


def test_deadlines_count_working_days_after_the_holidays() -> None:
    found = make.statement().deadlines
    assert (found.ratings_by, found.notice_until, found.pay_by) == (
        date(2023, 10, 13),
        date(2023, 10, 18),
        date(2023, 11, 2),
    )


def test_a_year_without_calendar_has_days_but_no_dates() -> None:
    found = uncovered_year().deadlines
    assert (found.notice_until, found.pay_by, found.appeal_days) == (None, None, 3)


def test_orders_of_earlier_periods_are_no_part_of_the_appendix() -> None:
    earlier = make.credit("SO-0", "5", status=CreditStatus.REFERENCE.value)
    shown = make.statement(credit_rows=[*make.orders(), earlier])
    assert "SO-0" not in [row.order_id for row in shown.rows]
    assert [row.status for row in shown.rows].count("late") == 1


def test_only_counted_rows_add_to_the_credit_shown() -> None:
    shown = make.statement().counted["orders"]
    assert (shown.count, shown.credited) == (3, Fraction(480000))
    assert hundred_orders().counted["receipts"].count == 30


def test_an_appeal_of_another_period_is_not_shown() -> None:
    assert [one.decision for one in held().appeals] == [Decision.PENDING]
    other = pd.DataFrame([{"appeal_id": "A-1", "employee_id": "1001", "period": "2023Q2", "decision": "维持"}])
    assert make.statement(delivered=make.tables(appeals=other)).appeals == ()


def test_a_transfer_shows_both_assignments() -> None:
    assert [(one.team, one.end) for one in transfer().assignments] == [
        ("华东二部", date(2023, 8, 14)),
        ("华东一部", date(2023, 9, 30)),
    ]


def test_a_person_without_scores_has_none_instead_of_zero() -> None:
    shown = not_scored()
    assert (shown.results.total_score, shown.results.rank_company, shown.results.rating) == (None, None, "")
    assert [one for one in shown.next_steps if one.kind == "score"] == []


def test_the_record_holds_exact_text_and_no_binary_number() -> None:
    told = json.loads(record(make.statement()), parse_float=pytest.fail)
    assert told["kpis"][0]["attainment"] == "0.96"
    assert told["results"]["payable"] == "10216"
    assert told["period"]["end"] == "2023-09-30"


@pytest.mark.parametrize(
    ("value", "text"), [("1/3", "1/3"), ("-7/4", "-1.75"), ("0", "0"), ("1/1024", "0.0009765625"), ("120", "120")]
)
def test_exact_text_loses_nothing(value: str, text: str) -> None:
    assert exact_text(Fraction(value)) == text
    assert Fraction(text) == Fraction(value)


def test_the_code_follows_every_cent() -> None:
    one, other = make.statement(), make.statement(people=[make.person(payable=Fraction("10216.01"))])
    assert len(verification_code(one)) == 12
    assert verification_code(one) == verification_code(make.statement())
    assert verification_code(one) != verification_code(other)


def test_a_mentors_line_says_nothing_of_the_apprentices_pay() -> None:
    row = {
        "line": 4,
        "component": "带教奖",
        "kind": "mentor",
        "amount": Fraction(450),
        "formula": "4,500.00 × 10% = 450.00",
        "reference": "1033",
        "order_id": "1033",
    }
    line = line_of(row, make.plan())
    assert (line.formula, line.reference, line.order_id) == ("••• × 10% = 450.00", "", "")
