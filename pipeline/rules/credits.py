"""Credit: what each order and receipt counts for each person, exact (SPEC 3 and 5.1)."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from pipeline.columns import add_columns
from pipeline.findings import Finding, warning
from pipeline.history import History
from pipeline.period import Period
from pipeline.plan.model import Plan
from pipeline.rationals import rationals
from pipeline.rules.factors import unlisted_keys
from pipeline.rules.ordering import places_in_order
from pipeline.rules.orders import order_lines
from pipeline.rules.receipts import receipt_lines
from pipeline.rules.reversals import keeps_attainment
from pipeline.rules.rows import rows
from pipeline.rules.sealed import COLUMNS, sealed_credits
from pipeline.rules.standing import placed_in_time
from pipeline.tables import Tables
from schemas.terms import CreditStatus

NUMBERS = (
    *("measure_amount", "share", "factor", "order_factor", "amount", "margin", "receivable"),
    *("credited_margin", "credited_receivable"),
)
WEIGHED_BY = ["plan", "region", "product", "customer_type", "sheet_id", "sheet_row"]
WORDS = ("employee_id", "table", "status", "customer_type", "product", "region")
"""Columns in which a text stands many times: they are held as categories, whole numbers into the different texts."""


def credits(  # noqa: A001 - SPEC's name of the grain
    period: Period, tables: Tables, people: pd.DataFrame, plans: Sequence[Plan], history: History
) -> tuple[pd.DataFrame, list[Finding]]:
    """One line per person and order or receipt, with its status; `credited` = measure_amount × share × factor.

    The columns are `schemas.outputs.CREDITS` and then EXTRA of `sealed.py`. `order_factor` is what a measure with
    计系数 weighs the line with; `keeps_attainment` tells lines that 追回 takes back and measures leave out.
    """
    ordered = _ordered(_lines(period, tables, people, plans, history))
    counted = (ordered["status"] == CreditStatus.COUNTED.value) & (ordered["table"] == "orders")
    findings = [*unlisted_keys(tables, ordered.loc[counted, WEIGHED_BY], plans), *_unattributed(tables, ordered)]
    return ordered[COLUMNS], findings


def credited(measure_amount: pd.Series, share: pd.Series, factor: pd.Series) -> pd.Series:
    """The amount times the person's share times the factors, exact."""
    return measure_amount * share * factor


def _lines(
    period: Period, tables: Tables, people: pd.DataFrame, plans: Sequence[Plan], history: History
) -> pd.DataFrame:
    """The lines of both tables with their standing, as they were read."""
    past = sealed_credits(history)
    orders = order_lines(tables, people, plans)
    receipts = receipt_lines(tables, people, orders, past)
    delivered = [frame for frame in (orders, receipts) if len(frame)]
    if not delivered:
        return pd.DataFrame(columns=[*COLUMNS, "plan"], dtype=object)
    lines = pd.concat(delivered, ignore_index=True) if len(delivered) > 1 else delivered[0]
    lines = lines.assign(**{name: rationals(lines[name]) for name in NUMBERS})
    lines = lines.assign(keeps_attainment=keeps_attainment(lines, people, period, plans, history))
    lines = add_columns(placed_in_time(lines, period, plans, history, past), credited)
    return lines.assign(**{name: lines[name].astype("category") for name in WORDS})[[*COLUMNS, "plan"]]


def _ordered(lines: pd.DataFrame) -> pd.DataFrame:
    """The lines by person, table, date and row. A column is given up once it is sorted: they are the largest table."""
    if lines.empty:
        return lines
    order = places_in_order(lines, "employee_id", "table", "date", "row_id")
    own = bool((lines["order_id"] == lines["row_id"]).all())
    names = [name for name in (*COLUMNS, "plan") if not (own and name == "order_id")]
    ordered = pd.DataFrame({name: lines.pop(name).array.take(order) for name in names}, copy=False)
    return ordered.assign(order_id=ordered["row_id"]) if own else ordered


def _unattributed(tables: Tables, lines: pd.DataFrame) -> list[Finding]:
    """Each owner of credit who does not take part, by the first line: shown, reconciled, paid to nobody."""
    nobodys = lines[lines["status"] == CreditStatus.UNATTRIBUTED.value]
    if nobodys.empty:
        return []
    count = nobodys["employee_id"].value_counts()
    return [
        warning(
            "credit-unattributed", tables.place(row, "employee_id"), row["employee_id"], rows=count[row["employee_id"]]
        )
        for row in rows(nobodys.drop_duplicates("employee_id"))
    ]
