"""A Ground to pay people from, written down in a few words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pandas as pd

from pipeline.calculation import Ground
from pipeline.findings import Finding, Place
from pipeline.history import History, SealedPeriod
from pipeline.money import exact, money_text
from pipeline.period import Period, parse_period
from pipeline.plan.condition_fields import person_fields, row_fields
from pipeline.plan.conditions import Condition, parse_condition
from pipeline.plan.model import Component, Factor, Gate, GradeRule, Kpi, Measure, Parameters, Plan, RateTable, Tier
from pipeline.rules.payout import payout
from pipeline.tables import Source, Tables
from schemas import TABLES
from schemas.field import Type
from schemas.sales import ORDERS
from schemas.terms import (
    Aggregate,
    Boundary,
    Category,
    CreditStatus,
    Cycle,
    Dimension,
    FactorTarget,
    Kind,
    Method,
    Scoring,
)

PLAN = "方案.xlsx"
GRADES = ("骨干", "新人", "经理")
SEPTEMBER = Period("2026-09", date(2026, 9, 1), date(2026, 9, 30), Cycle.MONTH)
SALES = Kpi("销售额", Category.RESULT, Scoring.RATIO, "CRM", Place(PLAN, "指标", "A2"), numerator="签约金额")
COLLECTION = Kpi("回款率", Category.RESULT, Scoring.DIRECT, "财务", Place(PLAN, "指标", "A3"), unit="%")
MEASURES = {
    "签约金额": Measure("签约金额", "orders", "amount", Aggregate.SUM, weighted=True),
    "团队签约": Measure("团队签约", "orders", "amount", Aggregate.SUM),
    "回款金额": Measure("回款金额", "receipts", "amount", Aggregate.SUM),
}
COLUMNS = {"amount": "H", "base": "M", "baseline": "C", "actual": "D", "approved_date": "G", "mentor_id": "J"}
PERSON: dict[str, Any] = {
    "team": "一队",
    "region": "华东",
    "grade": "骨干",
    "manager_id": None,
    "mentor_id": None,
    "own_base": None,
    "proration": Fraction(1),
    "proration_text": "30/30",
    "base": Fraction(8000),
    "months_employed": 24,
    "forfeited": False,
    "total_score": Fraction(95),
    "coefficient": Fraction(6, 5),
    "rating": "A",
    "sheet_id": 0,
}
CREDIT: dict[str, Any] = {
    "table": "orders",
    "share": Fraction(1),
    "factor": Fraction(1),
    "order_factor": Fraction(1),
    "status": CreditStatus.COUNTED.value,
    "source": "",
    "customer_id": "C1",
    "customer_type": "新",
    "product": "云",
    "region": "华东",
    "margin": float("nan"),
    "overlay": False,
    "lead_date": pd.NaT,
    "first_order": False,
    "original_order_id": None,
    "reviewed": None,
    "keeps_attainment": False,
    "sheet_id": 1,
}

LINE: dict[str, Any] = {
    "employee_id": "1001",
    "line": 1,
    "component": "提成",
    "kind": Kind.COMMISSION.value,
    "amount": Fraction(0),
    "reference": "",
    "order_id": "",
    "orders": "",
    "release": "",
    "holdback": Fraction(0),
    "outstanding": Fraction(0),
}


def number(value: object) -> Fraction:
    """An exact number from text, int or Fraction."""
    return exact(value)


def person(employee_id: str = "1001", **cells: Any) -> dict[str, Any]:
    """A participant: 骨干 with base 8,000, total 95, coefficient 1.2."""
    return {**PERSON, "employee_id": employee_id, "name": f"员工{employee_id}", **cells}


def score(employee_id: str, kpi: str, actual: object, baseline: object, **cells: Any) -> dict[str, Any]:
    """A scored KPI; attainment rounded to two decimals of the percentage."""
    exactly = number(actual) / number(baseline)
    printed = Fraction(round(exactly * 10000), 10000)
    row = {"employee_id": employee_id, "kpi": kpi, "actual": number(actual), "baseline": number(baseline)}
    figures = {"attainment_exact": exactly, "attainment": printed, "score": min(Fraction(100), 100 * printed)}
    return {**row, **figures, "dropped": False, "zeroed": False, "sheet_id": 2, "sheet_row": 2, **cells}


def order(
    order_id: str, amount: object, employee_id: str = "1001", day: str = "2026-09-10", **cells: Any
) -> dict[str, Any]:
    """A credited order of September."""
    money = number(amount)
    share = cells.get("share", Fraction(1))
    figures = {"measure_amount": money, "amount": money, "receivable": money, "credited": money * share}
    named = {"employee_id": employee_id, "row_id": order_id, "order_id": order_id}
    days = {"date": pd.Timestamp(day), "signed_date": pd.Timestamp(day)}
    derived = {"credited_receivable": money * share, "credited_margin": float("nan")}
    return {**CREDIT, **named, **days, **figures, **derived, "sheet_row": 2, **cells}


def receipt(
    receipt_id: str, of: Mapping[str, Any], amount: object, day: str = "2026-09-20", **cells: Any
) -> dict[str, Any]:
    """A receipt of an order, credited by its share."""
    money = number(amount)
    own = {"table": "receipts", "row_id": receipt_id, "date": pd.Timestamp(day), "measure_amount": money}
    return {**of, **own, "credited": money * of["share"], "status": CreditStatus.COUNTED.value, "sheet_id": 3, **cells}


def tiers(name: str, method: Method, *steps: tuple[object, object], boundary: Boundary = Boundary.UPPER) -> RateTable:
    """A rate table from (lower, value) pairs; None is an empty cell."""
    made = tuple(
        Tier(
            None if low is None else number(low),
            None if value is None else number(value),
            Place(PLAN, "档位", f"D{at}"),
        )
        for at, (low, value) in enumerate(steps, start=2)
    )
    return RateTable(name, method, boundary, made, Place(PLAN, "档位", "A2"))


def component(name: str, kind: Kind, **cells: Any) -> Component:
    """A row of 奖金项."""
    return Component(name, kind, cells.pop("order", 0), Place(PLAN, "奖金项", "A2:Z2"), **cells)


def condition(text: str) -> Condition:
    """A condition on a person's figures."""
    return _parsed(text, person_fields(GRADES, {"销售额": SALES, "回款率": COLLECTION}, MEASURES, None))


def order_condition(text: str) -> Condition:
    """A condition on the columns of an order."""
    return _parsed(text, row_fields(ORDERS, GRADES))


def plan(*components: Component, tables: Sequence[RateTable] = (), **cells: Any) -> Plan:
    """A plan with these components, placed in the rows 2, 3, … of 奖金项."""
    start = date(2020, 1, 1)
    parameters = replace(
        Parameters("方案", "1", "公司", start, "审批", start, "系数", "评级"), **cells.pop("parameters", {})
    )
    placed = tuple(
        replace(one, order=at, place=Place(PLAN, "奖金项", f"A{at + 2}:Z{at + 2}")) for at, one in enumerate(components)
    )
    grades = tuple(GradeRule(name, Cycle.MONTH, Fraction(8000), Place(PLAN, "职级", "C2")) for name in GRADES)
    kpis = {"销售额": SALES, "回款率": COLLECTION}
    measures = {**MEASURES, **cells.pop("measures", {})}
    return Plan(PLAN, parameters, grades, kpis, (), {one.table: one for one in tables}, placed, measures, **cells)


def factor(region: str, value: object) -> Factor:
    """A 奖金 factor of a region."""
    return Factor(Dimension.REGION, region, number(value), FactorTarget.BONUS, Place(PLAN, "系数", "A2"))


def gate(kpi: str, of: Any, operator: str, bound: object, effect: Any, **cells: Any) -> Gate:
    """A row of 门槛."""
    return Gate(kpi, of, operator, number(bound), effect, Place(PLAN, "门槛", "A2"), **cells)


def ground(  # noqa: PLR0917 - a builder
    rules: Plan,
    people: Sequence[Mapping[str, Any]] = (),
    scores: Sequence[Mapping[str, Any]] = (),
    credits: Sequence[Mapping[str, Any]] = (),  # noqa: A002 - SPEC's name
    sealed: Sequence[SealedPeriod] = (),
    period: Period = SEPTEMBER,
    **rows: Sequence[Mapping[str, Any]],
) -> Ground:
    """What the components stand on; measures are summed here from the credits, plainly."""
    everyone = people or [person()]
    participants = _frame(
        [{"sheet_row": at, **one} for at, one in enumerate(everyone, start=2)], (*PERSON, "employee_id", "name")
    )
    return Ground(
        period,
        rules,
        _tables(rows, everyone),
        participants,
        participants,
        _frame(scores, tuple(score("1", "x", 1, 1))),
        _frame(credits, tuple(order("x", 1))),
        _measures(rules, everyone, credits),
        History(tuple(sealed)),
    )


def sealed(
    period_id: str,
    *,
    results: Sequence[Mapping[str, Any]] = (),
    lines: pd.DataFrame | None = None,
    paid: Sequence[Mapping[str, Any]] = (),
    credits: Sequence[Mapping[str, Any]] = (),  # noqa: A002 - SPEC's name
    scores: Sequence[Mapping[str, Any]] = (),
) -> SealedPeriod:
    """An earlier period as its seal holds it."""
    found = parse_period(period_id)
    assert found is not None
    frame = _frame([{**LINE, "line": at, **one} for at, one in enumerate(paid, start=1)], tuple(LINE))
    frame = frame if lines is None else lines
    people = _frame(results, ("employee_id", "total_score", "carried", "rank_company"))
    kpis = _frame(scores, tuple(score("1", "x", 1, 1)))
    return SealedPeriod(found, 1, people, kpis, frame, _frame(credits, tuple(order("x", 1))))


def paid(given: Ground) -> list[tuple[str, str, Any]]:
    """Who is paid what, line by line: (employee_id, component, amount). Each line says how it came about."""
    frame = payout(given).lines
    said = zip(frame["formula"].tolist(), frame["sources"].tolist(), frame["amount"].tolist(), strict=True)
    assert [
        words for words, cells, amount in said if not (words.endswith(money_text(amount)) and cells is not None)
    ] == []
    return list(zip(frame["employee_id"], frame["component"], frame["amount"], strict=True))


def amounts(given: Ground) -> list[Fraction]:
    """The amounts of the lines, in order."""
    return [amount for _, _, amount in paid(given)]


def formulas(given: Ground) -> list[str]:
    """The formulas of the lines, in order."""
    return payout(given).lines["formula"].tolist()


def findings(given: Ground) -> list[Finding]:
    """What is found on the way."""
    return payout(given).findings


def codes(given: Ground) -> list[str]:
    """The codes of what is found on the way."""
    return [one.code for one in findings(given)]


def _parsed(text: str, fields: Any) -> Condition:
    parsed = parse_condition(text, fields)
    assert isinstance(parsed, Condition), parsed
    return parsed


def _frame(rows: Sequence[Mapping[str, Any]], columns: Sequence[str]) -> pd.DataFrame:
    named = dict.fromkeys([*columns, *(name for row in rows for name in row)])
    return pd.DataFrame({name: pd.Series([row.get(name) for row in rows], dtype=object) for name in named})


def _measures(
    rules: Plan, people: Sequence[Mapping[str, Any]], rows: Sequence[Mapping[str, Any]]
) -> dict[str, pd.Series]:
    ids = [one["employee_id"] for one in people]
    counted = [row for row in rows if row["status"] == CreditStatus.COUNTED.value and not row["keeps_attainment"]]
    return {
        name: pd.Series([_sum(counted, measure.table, one) for one in ids], index=ids, dtype=object)
        for name, measure in rules.measures.items()
    }


def _sum(rows: Sequence[Mapping[str, Any]], table: str, employee_id: str) -> Fraction:
    own = (row["credited"] for row in rows if (row["table"], row["employee_id"]) == (table, employee_id))
    return sum(own, start=Fraction(0))


def _tables(rows: Mapping[str, Sequence[Mapping[str, Any]]], people: Sequence[Mapping[str, Any]]) -> Tables:
    names = ("人员", "订单", "目标", "回款")
    sources = [Source("数据.xlsx", name, COLUMNS) for name in names]
    roster = _frame([{name: one[name] for name in ("employee_id", "manager_id")} for one in people], ("employee_id",))
    frames = {"orders": pd.DataFrame(), "receipts": pd.DataFrame(), "people": roster}
    for table in TABLES:
        if table.name in rows:
            frames[table.name] = _typed(table.fields, rows[table.name])
    return Tables(frames, tuple(sources))


def _typed(fields: Any, rows: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    columns = {}
    for one in fields:
        cells = [row.get(one.name) for row in rows]
        columns[one.name] = pd.Series(
            [pd.NaT if cell is None else pd.Timestamp(cell) for cell in cells] if one.type is Type.DATE else cells,
            dtype=None,
        )
    return pd.DataFrame(columns).assign(sheet_id=0, sheet_row=range(2, len(rows) + 2))
