"""The calculation of a large period: exact, against a DuckDB float version of the same sums in the same run.

`python -m tests.bench.bench_calculate [PEOPLE …]` (default 10000 100000): per person six KPIs and ten orders. Each size
runs in a process of its own, so that its peak memory is its own. Both sides start from typed columns in memory: ours
from tables as the intake gives them, DuckDB's from the same columns as floats. Seconds are of the processor, of all
threads, so that a busy machine matters less.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from decimal import Decimal
from typing import Any

import duckdb
import numpy as np
import pandas as pd

from pipeline.calculate import calculate
from pipeline.calculation import Calculation
from pipeline.history import History
from pipeline.period import Period
from pipeline.plan.model import Plan
from pipeline.tables import Source, Tables
from pipeline.workdays import WorkCalendar
from schemas import TABLES
from schemas.field import Type
from schemas.terms import CustomerType, Cycle
from tests.plan.books import parsed, tier_rows

ORDERS_EACH = 10
NEW_SHARE = 0.4
SEED = 20260930
MEGABYTE = 1024
PERIOD = Period("2023Q3", pd.Timestamp("2023-07-01").date(), pd.Timestamp("2023-09-30").date(), Cycle.QUARTER)
KPIS = {
    "销售额": ("签约金额", "amount", 500_000),
    "毛利": ("签约毛利", "margin", 150_000),
    "应收": ("应收金额", "receivable", 450_000),
    "笔数": ("签约笔数", "count", 10),
    "客户": ("签约客户数", "customers", 9),
    "新客": ("新客户数", "new_customers", 4),
}
WEIGHTS = (50, 10, 10, 10, 10, 10)
NUMERIC = {Type.MONEY, Type.NUMBER, Type.PERCENT}
SUMS = """
with sums as (
    select employee_id, sum(amount) as amount, sum(margin) as margin, sum(receivable) as receivable,
        count(*) as count, count(distinct customer_id) as customers,
        count(distinct case when customer_type = '{new}' then customer_id end) as new_customers
    from orders group by employee_id),
attained as (
    select t.employee_id, t.kpi, t.weight, t.baseline, round(case t.kpi when '销售额' then s.amount
        when '毛利' then s.margin when '应收' then s.receivable when '笔数' then s.count
        when '客户' then s.customers else s.new_customers end / t.baseline, 4) as attainment, s.amount
    from targets t join sums s using (employee_id)),
totals as (
    select employee_id, round(sum(weight * round(least(100 * attainment, 100), 2)), 2) as total,
        max(case when kpi = '销售额' then attainment end) as headline,
        max(case when kpi = '销售额' then amount end) as amount,
        max(case when kpi = '销售额' then baseline end) as baseline
    from attained group by employee_id)
select sum(round(8000 * case when total >= 90 then 1.2 when total >= 80 then 1.0 when total >= 70 then 0.8 else 0 end
        * least(headline, 1.5), 2)
    + round(0.03 * greatest(least(amount, 1.1 * baseline) - baseline, 0)
        + 0.05 * greatest(amount - 1.1 * baseline, 0), 2)) as payable, count(*) as people
from totals
"""


def plan() -> Plan:
    """A scorecard of six KPIs, the coefficient times the attainment, and a marginal commission on the excess."""
    made, findings = parsed(
        指标=[
            {"指标": kpi, "类别": "结果", "分子": measure, "计分方式": "达成率", "数据来源": "CRM"}
            for kpi, (measure, _, _) in KPIS.items()
        ],
        指标权重=[
            {"周期": "季度", "指标": kpi, "骨干": f"{weight}%", "新人": f"{weight}%"}
            for kpi, weight in zip(KPIS, WEIGHTS, strict=True)
        ],
        档位=[
            *tier_rows("绩效系数", [("", "0"), ("70", "0.8"), ("80", "1.0"), ("90", "1.2")]),
            *tier_rows("评级", [("", "C"), ("70", "B"), ("80", "A"), ("90", "S")]),
            *tier_rows("提成", [("0%", "3%"), ("10%", "5%")], "分段累进"),
        ],
        奖金项=[
            {"奖金项": "绩效奖金", "类型": "绩效奖金"},
            {"奖金项": "提成", "类型": "提成", "计量": "签约金额", "指标": "销售额", "档位表": "提成", "对象": "超额"},
        ],
    )
    if any(one.blocks for one in findings):
        raise ValueError(findings)
    return made


def drawn(people: int) -> dict[str, pd.DataFrame]:
    """People, targets and orders as plain columns; money in whole cents."""
    chance = np.random.default_rng(SEED)
    ids = np.array([f"E{number:07d}" for number in range(people)])
    count = people * ORDERS_EACH
    cents = chance.integers(1_000_000, 9_500_000, count)
    orders = pd.DataFrame(
        {
            "order_id": [f"D{number:08d}" for number in range(count)],
            "employee_id": np.repeat(ids, ORDERS_EACH),
            "customer_id": [f"K{number}" for number in chance.integers(0, people * 5, count)],
            "customer_type": np.where(
                chance.random(count) < NEW_SHARE, CustomerType.NEW.value, CustomerType.EXISTING.value
            ),
            "signed_date": pd.Timestamp("2023-07-01") + pd.to_timedelta(chance.integers(0, 92, count), unit="D"),
            "amount": cents,
            "margin": cents * 3 // 10,
            "receivable": cents * 9 // 10,
        }
    )
    targets = pd.DataFrame(
        {
            "employee_id": np.repeat(ids, len(KPIS)),
            "kpi": list(KPIS) * people,
            "baseline": [baseline for _, _, baseline in KPIS.values()] * people,
            "weight": [weight / 100 for weight in WEIGHTS] * people,
        }
    )
    roster = pd.DataFrame({"employee_id": ids, "name": ids, "team": "一部", "region": "华东", "grade": "骨干"})
    return {"people": roster.assign(hire_date=pd.Timestamp("2020-01-01")), "targets": targets, "orders": orders}


def typed(columns: dict[str, pd.DataFrame]) -> Tables:
    """The columns as the intake's typed tables: exact Decimals, every field of the schema, the row each came from."""
    frames = {}
    for table in TABLES:
        if table.name in columns:
            given = columns[table.name]
            frame = pd.DataFrame(index=given.index)
            for field in table.fields:
                frame[field.name] = _column(field.type, given.get(field.name), len(given), field.default)
                if field.marks_percent:
                    frame[f"{field.name}_percent"] = False
            frames[table.name] = frame.assign(sheet_id=0, sheet_row=range(2, len(frame) + 2))
    for name in ("amount", "margin", "receivable"):
        exact = [Decimal(cents).scaleb(-2) for cents in columns["orders"][name].tolist()]
        frames["orders"][name] = pd.Series(exact, dtype=object)
    return Tables(frames, (Source("bench.xlsx", "bench"),))


def _column(kind: Type, given: pd.Series | None, size: int, default: Any) -> Any:
    if kind is Type.DATE:
        values = pd.Series(pd.NaT, index=range(size)) if given is None else given
        return values.astype("datetime64[s]")
    if kind is Type.BOOL:
        return pd.array([pd.NA if default is None else default] * size, dtype="boolean")
    if given is None:
        filled = Decimal(default) if kind in NUMERIC and default is not None else default
        return pd.Series([float("nan") if filled is None else filled] * size, dtype=object if kind in NUMERIC else None)
    if kind in NUMERIC:
        return pd.Series([Decimal(value) for value in given.tolist()], dtype=object)
    return given.astype("str")


def in_floats(columns: dict[str, pd.DataFrame]) -> tuple[float, float]:
    """Seconds and the payable total of the same sums by DuckDB in floats."""
    money = ["amount", "margin", "receivable"]
    orders, targets = columns["orders"].copy(), columns["targets"]
    orders[money] = orders[money] / 100
    start = time.process_time()
    with duckdb.connect() as base:
        base.register("orders", orders)
        base.register("targets", targets)
        row = base.execute(SUMS.replace("{new}", CustomerType.NEW.value)).fetchone()
    return time.process_time() - start, row[0] if row else 0.0


def measured(people: int) -> dict[str, float]:
    """Both sides at one size: seconds, totals, and the memory that our side added at its peak."""
    columns = drawn(people)
    float_seconds, float_total = in_floats(columns)
    tables, rules = typed(columns), plan()
    del columns
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.process_time()
    made: Calculation = calculate(PERIOD, tables, (rules,), WorkCalendar(), History(()))
    seconds = time.process_time() - start
    added = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    payable = sum(made.people["payable"].tolist())
    if any(finding.blocks for finding in made.findings):
        raise ValueError(made.findings[:3])
    return {
        "people": people,
        "seconds": seconds,
        "float_seconds": float_seconds,
        "total": float(payable),
        "float_total": float(float_total),
        "peak_mb": (before + added) / MEGABYTE,
        "kb_each": added / people,
    }


def main(sizes: list[int]) -> None:
    """Print a line per size, then the growth between the first and the last."""
    found = []
    for size in sizes:
        command = [sys.executable, "-m", "tests.bench.bench_calculate", "--one", str(size)]
        found.append(json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout))
        one = found[-1]
        sys.stdout.write(
            f"{size:,} people, {size * ORDERS_EACH:,} orders: {one['seconds']:.1f} s exact, "
            f"{one['float_seconds']:.2f} s DuckDB floats, ratio {one['seconds'] / one['float_seconds']:.0f}; "
            f"peak {one['peak_mb']:,.0f} MB, {one['kb_each']:.1f} KB a person with {ORDERS_EACH} orders; "
            f"totals {one['total']:,.2f} and {one['float_total']:,.2f}\n"
        )
    growth = found[-1]["seconds"] / found[0]["seconds"]
    sys.stdout.write(f"growth {growth:.1f}× for {sizes[-1] / sizes[0]:g}× the people\n")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        sys.stdout.write(json.dumps(measured(int(sys.argv[2]))))
    else:
        main([int(size) for size in sys.argv[1:]] or [10_000, 100_000])
