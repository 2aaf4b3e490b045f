"""A small calculation to print: two ordinary people of the handbook, and whatever a test changes about them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pandas as pd

from pipeline.calculation import Calculation
from pipeline.findings import Place
from pipeline.history import History, SealedPeriod
from pipeline.period import Period, parse_period
from pipeline.plan.model import Component, GradeRule, Kpi, Parameters, Plan, RateTable, Tier
from pipeline.statements import Statement, statements
from pipeline.tables import Tables
from pipeline.workdays import WorkCalendar
from schemas.outputs import RESULTS
from schemas.terms import Boundary, Category, Cycle, Kind, LineKind, Method, Scoring

NOWHERE = Place()
F = Fraction


def period(text: str = "2023Q3") -> Period:
    found = parse_period(text)
    assert found is not None
    return found


def workdays() -> WorkCalendar:
    start = date(2023, 10, 1)
    return WorkCalendar(holidays=frozenset(start + timedelta(days=step) for step in range(6)))


def tier(lower: str | None, value: str) -> Tier:
    return Tier(None if lower is None else F(lower), F(value), NOWHERE)


def step_table(name: str, *tiers: tuple[str | None, str], method: Method = Method.STEP) -> RateTable:
    return RateTable(name, method, Boundary.UPPER, tuple(tier(*one) for one in tiers), NOWHERE)


def kpi(name: str, category: Category = Category.RESULT, unit: str = "元", advice: str = "") -> Kpi:
    return Kpi(name, category, Scoring.RATIO, "CRM", NOWHERE, unit=unit, advice=advice)


def plan(**parameters: Any) -> Plan:
    words: dict[str, Any] = {
        "plan_name": "销售激励方案",
        "version": "2023.2",
        "company": "远山科技有限公司",
        "effective_from": date(2023, 1, 1),
        "approver": "陈总",
        "approved_date": date(2022, 12, 20),
        "coefficient_table": "绩效系数",
        "rating_table": "评级",
        "headline_kpi": "销售额",
        "appeal_channel": "hr@example.com 或 钉钉「绩效申诉」",
    }
    kpis = (
        kpi("销售额"),
        kpi("回款率", unit="%"),
        kpi("有效拜访", Category.PROCESS, "次"),
        kpi("方案及时率", Category.PROCESS, "%"),
    )
    coefficients = step_table("绩效系数", (None, "0"), ("70", "4/5"), ("80", "1"), ("90", "6/5"))
    commission = step_table("超额提成", ("0", "3/100"), ("1/10", "5/100"), method=Method.MARGINAL)
    return Plan(
        workbook="方案.xlsx",
        parameters=Parameters(**(words | parameters)),
        grades=tuple(GradeRule(grade, Cycle.QUARTER, F(8000), NOWHERE) for grade in ("骨干", "新人", "销售经理")),
        kpis={one.kpi: one for one in kpis},
        weights=(),
        tables={"绩效系数": coefficients, "超额提成": commission},
        components=(Component("季度绩效奖金", Kind.PERFORMANCE, 1, NOWHERE),),
        measures={},
    )


def person(**changes: Any) -> dict[str, Any]:
    row: dict[str, Any] = {
        "employee_id": "1001", "name": "张晓明", "team": "华东一部", "region": "华东", "grade": "骨干",
        "manager_id": "9001", "mentor_id": None, "plan": 0, "hire_date": pd.Timestamp("2020-03-01"),
        "first_day": pd.Timestamp("2023-07-01"), "last_day": pd.Timestamp("2023-09-30"), "proration": F(1),
        "proration_text": "92/92", "base": F(8000), "fixed_pay": F(24000), "own_base": None, "months_employed": 43,
        "forfeited": False, "result_score": F("93.71"), "process_score": F("96.50"), "total_score": F("94.55"),
        "coefficient": F(6, 5), "rating": "A", "headline_attainment": F("0.96"), "performance_bonus": F(9216),
        "commission": F(0), "awards": F(1000), "mentor": F(0), "other": F(0), "adjustments": F(0),
        "recoveries": F(0), "payable": F(10216), "carried": F(0), "status": "normal", "rank_company": 1, "rank_team": 1,
    }  # fmt: skip
    return row | changes


def score(name: str, weight: str, baseline: str, actual: str, points: str, **changes: Any) -> dict[str, Any]:
    row: dict[str, Any] = {
        "employee_id": "1001", "kpi": name, "category": "结果", "weight": F(weight), "actual": F(actual),
        "baseline": F(baseline), "challenge": None, "attainment": F(round(F(actual) / F(baseline) * 10000), 10000),
        "score": F(points), "weighted_score": F(weight) * F(points), "unit": "元", "dropped": False, "advice": "",
    }  # fmt: skip
    return row | changes


def line(number: int, component: str, kind: str, amount: str, formula: str, **changes: Any) -> dict[str, Any]:
    row: dict[str, Any] = {
        "employee_id": "1001", "line": number, "component": component, "kind": kind, "amount": F(amount),
        "formula": formula, "rule": "奖金项!2", "sources": "", "phase": 1, "order_id": "", "note": "", "reference": "",
    }  # fmt: skip
    return row | changes


def credit(order_id: str, amount: str, **changes: Any) -> dict[str, Any]:
    row: dict[str, Any] = {
        "employee_id": "1001", "table": "orders", "row_id": order_id, "order_id": order_id,
        "date": pd.Timestamp("2023-08-11"), "measure_amount": F(amount), "share": F(1), "factor": F(1),
        "credited": F(amount), "status": "counted", "source": "CRM.xlsx!订单!2", "customer_id": "C-021",
        "product": "软件订阅",
    }  # fmt: skip
    return row | changes


def scorecard() -> list[dict[str, Any]]:
    advice = "每周五与主管核对逾期账款,先跟进账龄最长的三户。"
    return [
        score("销售额", "1/2", "500000", "480000", "96"),
        score("回款率", "1/5", "9/10", "88/100", "88", unit="%", advice=advice),
        score("有效拜访", "3/20", "30", "28", "93", unit="次", category="过程", advice="提前一天确认行程。"),
        score("方案及时率", "3/20", "95/100", "1", "100", unit="%", category="过程"),
    ]


def earnings() -> list[dict[str, Any]]:
    first = "8,000.00 × 1.2 × 96.00% = 9,216.00"
    return [
        line(1, "季度绩效奖金", Kind.PERFORMANCE.value, "9216", first),
        line(2, "首单奖", Kind.PER_ORDER.value, "1000", "1,000.00 × 100%", order_id="SO-230811-07"),
    ]


def orders() -> list[dict[str, Any]]:
    return [
        credit("SO-230711-02", "180000"),
        credit("SO-230811-07", "240000", share=F(1, 2), credited=F(120000), customer_id="C-118"),
        credit("SO-230902-11", "180000", product="实施服务"),
        credit("SO-230915-03", "60000", status="late", credited=None),
    ]


def frame(rows: list[dict[str, Any]], columns: tuple[str, ...] = ("employee_id",)) -> pd.DataFrame:
    return pd.DataFrame(rows, dtype=object) if rows else pd.DataFrame(columns=list(columns), dtype=object)


def roster() -> pd.DataFrame:
    return pd.DataFrame({"employee_id": ["1001", "9001"], "name": ["张晓明", "李经理"]})


def tables(**frames: pd.DataFrame) -> Tables:
    return Tables({"people": roster(), **frames})


def segment(start: date, end: date, **changes: Any) -> dict[str, Any]:
    row = {"employee_id": "1001", "start": pd.Timestamp(start), "end": pd.Timestamp(end), "team": "华东一部"}
    return row | {"region": "华东", "grade": "骨干", "weight": F(1), "base_part": F(8000)} | changes


def calculation(
    *,
    people: list[dict[str, Any]] | None = None,
    kpis: list[dict[str, Any]] | None = None,
    lines: list[dict[str, Any]] | None = None,
    credit_rows: list[dict[str, Any]] | None = None,
    segments: list[dict[str, Any]] | None = None,
    the_plan: Plan | None = None,
    the_period: Period | None = None,
) -> Calculation:
    when = the_period or period()
    return Calculation(
        period=when,
        plans=(the_plan or plan(),),
        people=frame(people if people is not None else [person()], tuple(person())),
        kpi_scores=frame(scorecard() if kpis is None else kpis),
        credits=frame(orders() if credit_rows is None else credit_rows),
        lines=frame(earnings() if lines is None else lines),
        segments=frame(segments if segments is not None else [segment(when.start, when.end)]),
        not_covered=frame([]),
    )


def sealed(text: str, payable: str, total: str, lines: list[dict[str, Any]] | None = None) -> SealedPeriod:
    row = person(payable=F(payable), total_score=F(total))
    results = frame([{name: row[name] for name in RESULTS}])
    empty = frame([], ("employee_id", "component", "kind", "amount"))
    return SealedPeriod(period(text), 1, results, frame([]), frame(lines) if lines else empty, frame([]))


def history() -> History:
    withheld = line(3, "项目提成", LineKind.WITHHELD.value, "-1200", "")
    return History(
        (sealed("2022Q4", "6400", "81.2"), sealed("2023Q1", "7300", "86"), sealed("2023Q2", "8120", "91", [withheld]))
    )


def statement(past: History | None = None, delivered: Tables | None = None, **parts: Any) -> Statement:
    """The first statement of a calculation made of the given parts."""
    return statements(calculation(**parts), delivered or tables(), past if past is not None else history(), workdays())[
        0
    ]


def renamed(shown: Statement, name: str) -> Statement:
    """The same statement for somebody of another name."""
    return replace(shown, person=replace(shown.person, name=name))


def crew(size: int, teams: tuple[str, ...] = ("华东一部", "华北二部", "渠道部")) -> Calculation:
    """A calculation of so many people, spread over teams, of falling scores."""
    found = [member(place, size, teams) for place in range(size)]
    whose = [{"employee_id": row["employee_id"]} for row in found]
    regions = ("华东", "华北", "西南")
    sold = [
        row | who | {"region": regions[place % 3], "overlay": False, "amount": row["measure_amount"], "reviewed": True}
        for place, who in enumerate(whose)
        for row in orders()
    ]
    return calculation(
        people=found,
        kpis=[row | who for who in whose for row in scorecard()],
        lines=[row | who for who in whose for row in earnings()],
        segments=[segment(period().start, period().end) | who for who in whose],
        credit_rows=sold,
    )


def member(place: int, size: int, teams: tuple[str, ...]) -> dict[str, Any]:
    return person(
        employee_id=f"{1001 + place}",
        name=f"{SURNAMES[place % len(SURNAMES)]}{GIVEN[place * 7 % len(GIVEN)]}",
        team=teams[place % len(teams)],
        total_score=F(11500 - 5500 * place // size, 100),
        headline_attainment=F(620000 - 9000 * place) / 500000,
        rank_company=place + 1,
        rank_team=place // len(teams) + 1,
        payable=F(9000 - 120 * place),
        performance_bonus=F(8000 - 120 * place),
        rating="ABCD"[place * 4 // size],
    )


SURNAMES = "张王李赵刘陈杨黄周吴欧"
GIVEN = ("晓明", "芳", "建国", "雪", "子轩", "思远", "佳怡", "海涛", "若兰")
