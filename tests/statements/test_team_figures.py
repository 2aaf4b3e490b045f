"""Team figures and triggers against fixtures made by hand: pay mix, decomposition, hand entries, visits, lateness."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pandas as pd
import pytest

from pipeline.findings import Place
from pipeline.history import History
from pipeline.plan.model import GradeRule
from pipeline.statements import Summary, Trigger, summaries, triggers
from pipeline.statements.decomposition import branches
from pipeline.statements.mix import grade_mixes
from schemas.terms import Cycle
from tests.statements import factory as make

F = Fraction


def summary(delivered: dict[str, pd.DataFrame] | None = None, **parts: Any) -> Summary:
    made = make.calculation(**parts)
    return summaries(made, make.tables(**(delivered or {})), History(), make.workdays())[0]


@pytest.mark.parametrize(
    ("typed", "share"), [([], F(0)), (["销售额"], F(1, 4)), (["销售额", "不在方案的指标"], F(1, 4))]
)
def test_the_share_of_hand_entries_is_that_of_the_scored_results(typed: list[str], share: Fraction) -> None:
    rows = [{"employee_id": "1001", "kpi": kpi, "actual": Decimal(1), "entry": "手工"} for kpi in typed]
    rows.append({"employee_id": "1001", "kpi": "回款率", "actual": Decimal(1), "entry": "系统"})
    assert summary({"actuals": pd.DataFrame(rows)}).manual == share


def test_without_results_there_is_no_share_of_hand_entries() -> None:
    assert summary(kpis=[]).manual is None


def ranged(**changes: Any) -> GradeRule:
    rule = GradeRule("骨干", Cycle.QUARTER, F(8000), Place(), fixed_pay=F(24000))
    return replace(rule, **changes)


def mix_of(rule: GradeRule) -> list[tuple[str, Fraction, bool]]:
    plan = replace(make.plan(), grades=(rule,))
    person = make.person(
        fixed_pay=None, performance_bonus=F(9216), commission=F(784), awards=F(6000), adjustments=F(99)
    )
    found = grade_mixes(make.calculation(the_plan=plan), [person])
    return [(part.key, part.share, part.outside) for one in found for part in one.parts]


def test_pay_mix_is_of_fixed_pay_bonus_and_special_awards_without_adjustments() -> None:
    shown = mix_of(ranged(fixed_min=F("0.6"), fixed_max=F("0.7"), bonus_max=F("0.25"), special_max=F("0.1")))
    assert shown == [("fixed", F("0.6"), False), ("bonus", F("0.25"), False), ("special", F("0.15"), True)]


def test_a_share_below_its_range_lies_outside() -> None:
    assert mix_of(ranged(fixed_min=F("0.61")))[0] == ("fixed", F("0.6"), True)


def test_a_grade_without_ranges_is_not_listed() -> None:
    assert mix_of(ranged()) == []


def branch(dimension: str, key: str, target: int, kpi: str = "销售额") -> dict[str, Any]:
    return {"dimension": dimension, "key": key, "parent": None, "kpi": kpi, "target": Decimal(target)}


def results(rows: list[dict[str, Any]], numerator: str = "签约金额") -> list[tuple[Fraction | None, Fraction | None]]:
    plan = make.plan()
    kpis = {**plan.kpis, "销售额": replace(plan.kpis["销售额"], numerator=numerator)}
    sold = [
        row | {"region": region, "customer_type": "新", "overlay": False}
        for row, region in zip(make.orders(), ("华东", "华北", "华东", "华东"), strict=True)
    ]
    overlay = make.credit("SO-9", "70000", overlay=True, region="华东", customer_type="新")
    made = make.calculation(the_plan=replace(plan, kpis=kpis), credit_rows=[*sold, overlay])
    found = branches(made, make.tables(target_tree=pd.DataFrame(rows)))
    return [(one.actual, one.attainment) for one in found]


def test_signed_sales_have_results_along_every_dimension_without_overlay_and_late_orders() -> None:
    rows = [
        branch("公司", "远山", 960000),
        branch("区域", "华东", 360000),
        branch("产品线", "实施服务", 90000),
        branch("客户类型", "新", 480000),
        branch("团队", "华东一部", 640000),
        branch("期间", "2023-08", 480000),
        branch("期间", "第一周", 180000),
        branch("区域", "西南", 100000),
    ]
    assert results(rows) == [
        (F(480000), F("0.5")),
        (F(360000), F(1)),
        (F(180000), F(2)),
        (F(480000), F(1)),
        (F(480000), F("0.75")),
        (F(480000), F(1)),
        (None, None),
        (F(0), F(0)),
    ]


def test_other_kpis_have_results_only_where_people_belong() -> None:
    rows = [branch("团队", "华东一部", 500000), branch("产品线", "实施服务", 1), branch("公司", "远山", 1, "回款率")]
    assert results(rows, numerator="自定义金额") == [(F(480000), F("0.96")), (None, None), (None, None)]


def found(cause: str, **frames: pd.DataFrame) -> list[Trigger]:
    listed = triggers(make.calculation(), make.tables(**frames), History(), make.workdays())
    return [one for one in listed if one.cause == cause]


def bought(customer: str, amount: int, day: str = "2023-03-01", who: str = "1001") -> dict[str, Any]:
    row = {"order_id": f"{customer}-{day}", "employee_id": who, "customer_id": customer, "amount": Decimal(amount)}
    return row | {"signed_date": pd.Timestamp(day), "customer_type": "老", "status": "有效"}


def met(customer: str, day: str, *, valid: bool = True) -> dict[str, Any]:
    return {"employee_id": "1001", "customer_id": customer, "date": pd.Timestamp(day), "valid": valid}


@pytest.mark.parametrize(
    ("amount", "visit", "cause", "listed"),
    [
        (500000, met("大客户", "2023-08-31"), "inactive_a", True),
        (500000, met("大客户", "2023-09-01"), "inactive_a", False),
        (500000, met("大客户", "2023-09-20", valid=False), "inactive_a", True),
        (499999, met("大客户", "2023-08-31"), "inactive_a", False),
        (499999, met("大客户", "2023-06-30"), "inactive_b", True),
        (499999, met("大客户", "2023-07-01"), "inactive_b", False),
        (99999, met("大客户", "2023-06-30"), "inactive_b", False),
    ],
)
def test_good_customers_without_visits_are_listed(amount: int, visit: dict[str, Any], cause: str, listed: bool) -> None:
    frames = {"orders": [bought("大客户", amount)], "activities": [visit, met("别的客户", "2023-06-01")]}
    listed_now = found(cause, **{name: pd.DataFrame(rows) for name, rows in frames.items()})
    assert [(one.subject, one.value) for one in listed_now] == ([("大客户", F(amount))] if listed else [])


def test_customers_are_judged_only_as_far_as_activities_name_them() -> None:
    orders = pd.DataFrame([bought("大客户", 900000)])
    nameless = pd.DataFrame([met("", "2023-07-03") | {"customer_id": None}])
    assert found("inactive_a", orders=orders, activities=nameless) == []
    assert found("inactive_a", orders=orders) == []


def test_an_inactive_customer_is_its_last_seller_s() -> None:
    orders = pd.DataFrame([bought("大客户", 300000), bought("大客户", 300000, "2023-05-01", who="9009")])
    assert found("inactive_a", orders=orders, activities=pd.DataFrame([met("别的", "2023-07-01")])) == []


@pytest.mark.parametrize(
    ("role", "day", "late"),
    [("自评", "2023-10-11", 0), ("自评", "2023-10-12", 1), ("上级", "2023-10-13", 0), ("上级", "2023-10-16", 3)],
)
def test_ratings_after_their_working_day_are_late(role: str, day: str, late: int) -> None:
    row = {"employee_id": "1001", "kpi": "销售额", "rater_role": role, "rater": "李经理", "score": Decimal(90)}
    ratings = pd.DataFrame([row | {"submitted_date": pd.Timestamp(day)}] * 2)
    shown = [(one.subject, one.value) for one in found("late_rating", ratings=ratings)]
    assert shown == ([(f"{role} 李经理", F(late))] if late else [])
