"""Orders: what was signed, one line per order and credited person (SPEC 3 and 5.1)."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from pipeline.columns import add_columns
from pipeline.plan.model import Plan
from pipeline.rationals import rationals
from pipeline.rules.assignments import assigned_region
from pipeline.rules.cell_names import source
from pipeline.rules.coverage import plan_of
from pipeline.rules.factors import order_factor
from pipeline.rules.lookup import among_people, first_there
from pipeline.rules.sealed import COLUMNS
from pipeline.tables import Tables
from schemas.export_terms import OrderStatus

WORDS = ["customer_type", "product"]
MONEY = ["amount", "margin", "receivable", "share"]


def order_lines(tables: Tables, people: pd.DataFrame, plans: Sequence[Plan]) -> pd.DataFrame:
    """The rows of 订单 as lines, numbers exact, 区域 and 应收金额 filled in; every row, whatever its date or status."""
    if not tables.has("orders"):
        return pd.DataFrame(columns=[*COLUMNS, "plan", "cancelled", "reverses"], dtype=object)
    rows = tables.frames["orders"].reset_index(drop=True)
    exact = {name: rationals(rows[name]) for name in MONEY}
    words = {name: rows[name].astype("category") for name in WORDS}
    rows = rows.assign(**exact, **words, employee_id=among_people(rows["employee_id"], people["employee_id"]))
    lines = rows.assign(
        table="orders",
        row_id=rows["order_id"],
        date=rows["signed_date"],
        measure_amount=rows["amount"],
        plan=plan_of(rows["employee_id"], people),
        cancelled=rows["status"] == OrderStatus.CANCELLED.value,
        reverses=rows["original_order_id"],
        source=source(rows, tables, "amount"),
    )
    assigned = assigned_region(tables, rows["employee_id"], rows["signed_date"])
    rules = (region, receivable, order_factor, factor, credited_margin, credited_receivable)
    return add_columns(lines, *rules, assigned_region=assigned, plans=plans)


def region(region: pd.Series, assigned_region: pd.Series) -> pd.Series:
    """The order's region, else the person's on the signing date (SPEC 5, fine print 8)."""
    return first_there(region, assigned_region)


def receivable(receivable: pd.Series, amount: pd.Series) -> pd.Series:
    """What is receivable, else the order's amount."""
    return receivable.where(receivable.notna(), amount)


def factor(order_factor: pd.Series) -> pd.Series:
    """An order's amount counts with its factors."""
    return order_factor


def credited_margin(margin: pd.Series, share: pd.Series, order_factor: pd.Series) -> pd.Series:
    """The order's margin times the person's share times the factors, exact."""
    return margin * share * order_factor


def credited_receivable(receivable: pd.Series, share: pd.Series) -> pd.Series:
    """What is receivable of the order times the person's share, exact."""
    return receivable * share
