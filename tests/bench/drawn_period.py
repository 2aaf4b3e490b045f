"""A large period that the calculation is measured on: plain columns, typed tables of the intake, Parquet files."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipeline.period import Period
from pipeline.plan.model import Plan
from schemas.export_terms import CustomerType
from schemas.terms import Cycle
from tests.plan.books import parsed, tier_rows

ORDERS_EACH = 10
ROWS_A_FILE = 1_000_000
NEW_SHARE = 0.4
SEED = 20260930
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
MONEY = {"amount", "margin", "receivable"}


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


def drawn(people: int, orders_each: int = ORDERS_EACH) -> dict[str, pd.DataFrame]:
    """People, targets and orders as plain columns; money in whole cents."""
    chance = np.random.default_rng(SEED)
    ids = np.array([f"E{number:07d}" for number in range(people)])
    count = people * orders_each
    cents = chance.integers(1_000_000, 9_500_000, count)
    orders = pd.DataFrame(
        {
            "order_id": [f"D{number:08d}" for number in range(count)],
            "employee_id": np.repeat(ids, orders_each),
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


def written(columns: dict[str, pd.DataFrame], folder: Path) -> None:
    """The columns as Parquet files, one per table or for every so many rows of it, money as exact decimals."""
    for table, frame in columns.items():
        firsts = range(0, len(frame), ROWS_A_FILE)
        for number, first in enumerate(firsts):
            name = f"{table}_{number}" if len(firsts) > 1 else table
            _write(frame.iloc[first : first + ROWS_A_FILE], folder / f"{name}.parquet")


def _write(frame: pd.DataFrame, file: Path) -> None:
    arrow = pa.Table.from_pandas(frame.drop(columns="weight", errors="ignore"), preserve_index=False)
    for name in MONEY & set(frame):
        place = arrow.schema.get_field_index(name)
        exact = pc.multiply(arrow.column(name).cast(pa.decimal128(30, 0)), pa.scalar(Decimal("0.01")))
        arrow = arrow.set_column(place, name, exact)
    pq.write_table(arrow, file)
