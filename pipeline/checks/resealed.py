"""Checks between periods: orders and receipts that a seal holds, or should hold (SPEC 3)."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pandas as pd

from pipeline.checks.delivery import Delivery, Findings
from pipeline.checks.telling import each_row
from pipeline.findings import info, warning
from pipeline.money import ZERO, exact, money_text, percent_text
from pipeline.rationals import rationals
from pipeline.rules.rows import rows
from pipeline.rules.sealed import settled
from pipeline.rules.standing import held, is_late
from schemas.export_terms import OrderStatus
from schemas.terms import CreditStatus, LateEntries

ROW = {"orders": "order_id", "receipts": "receipt_id"}
DAY = {"orders": "signed_date", "receipts": "received_date"}
COMPARED = {"orders": ("amount", "share", "date", "status"), "receipts": ("amount", "date", "order_id")}
OWNED = ["row_id", "employee_id"]
VALID = OrderStatus.VALID.value
CANCELLED = OrderStatus.CANCELLED.value


def against_seals(given: Delivery) -> Findings:
    """What the rows of now say of orders and receipts that a seal credited; where none did there is nothing to hold."""
    for one in () if given.past.empty else AGAINST_SEALS:
        yield from one(given)


def rows_identical(given: Delivery) -> Findings:
    """Rows that a seal credited and that say the same now are ignored."""
    for table, key in ROW.items():
        met = _met(given, table)
        same = met[~_changed(met, table).any(axis=1)]
        for sealed_in, part in same.groupby("sealed_in"):
            first = rows(part.iloc[[0]])[0]
            yield info("sealed-rows-identical", given.tables.place(first, key), len(part), period=sealed_in)


def rows_changed(given: Delivery) -> Findings:
    """变更: a row that a seal credited says something else now; the difference is in credited money."""
    told = {"row": "row_id", "difference": "difference", "period": "sealed_in", "was": "was", "now": "now"}
    for table, columns in COMPARED.items():
        met = _met(given, table)
        changed = _changed(met, table)
        met = met.assign(difference=[money_text(money) for money in _difference(met)])
        for column in columns:
            wrong = met[changed[column]]
            sides = {"was": f"{column}_sealed", "now": column}
            shown = wrong.assign(**{key: [_shown(column, cell) for cell in wrong[side]] for key, side in sides.items()})
            cell = DAY[table] if column == "date" else column
            yield from each_row(warning, "sealed-row-changed", given.tables, shown, cell, params=told)


def owners_new(given: Delivery) -> Findings:
    """变更: an order that a seal credited names a person now whom it did not credit."""
    lines = _lines(given, "orders")
    known = lines[held(lines, given.past)]
    sealed = pd.MultiIndex.from_frame(_last(given, "orders")[OWNED])
    wrong = known[~pd.MultiIndex.from_frame(known[OWNED]).isin(sealed)]
    yield from each_row(
        warning, "sealed-order-new-owner", given.tables, wrong, "employee_id", params={"order": "order_id"}
    )


def owners_gone(given: Delivery) -> Findings:
    """变更: an order that a seal credited no longer names a person whom it credited."""
    lines = _lines(given, "orders")
    sealed = _last(given, "orders")
    missing = sealed[~pd.MultiIndex.from_frame(sealed[OWNED]).isin(pd.MultiIndex.from_frame(lines[OWNED]))]
    owners = missing[["row_id", "employee_id"]].rename(columns={"employee_id": "owner"})
    wrong = lines.drop_duplicates("row_id").merge(owners, on="row_id")
    yield from each_row(warning, "sealed-order-owner-gone", given.tables, wrong, "order_id", params={"owner": "owner"})


def rows_late(given: Delivery) -> Findings:
    """漏录: dated in a sealed period whose seal does not hold the row; by 迟录处理 listed or counted now."""
    counting = _counting_orders(given)
    for table, key in ROW.items():
        lines = _lines(given, table)
        late = lines[is_late(lines["date"], held(lines, given.past), given.period, given.history)]
        late = late.drop_duplicates("row_id")
        counted = late["order_id"].isin(counting)
        for code, wrong in (("late-counted", late[counted]), ("late-listed", late[~counted])):
            yield from each_row(warning, code, given.tables, wrong, DAY[table], params={"row": key})


def _lines(given: Delivery, table: str) -> pd.DataFrame:
    frame = given.frame(table).reset_index(drop=True)
    day = frame[DAY[table]].astype("datetime64[s]")
    return frame.assign(table=table, row_id=frame[ROW[table]], date=day)


def _last(given: Delivery, table: str) -> pd.DataFrame:
    """The lines of a table in the last seal that settled their row."""
    lines = settled(given.past)
    lines = lines[lines["table"] == table]
    return lines[lines["sealed_in"] == lines.groupby("row_id")["sealed_in"].transform("last")]


def _met(given: Delivery, table: str) -> pd.DataFrame:
    """Rows of now beside what the last seal has of them: `<column>_sealed` for each column that is compared."""
    lines, sealed = _lines(given, table), _last(given, table)
    sealed = sealed.assign(
        amount=sealed["measure_amount"],
        date=sealed["date"].astype("datetime64[s]"),
        status=sealed["status"].eq(CreditStatus.CANCELLED.value).map({True: CANCELLED, False: VALID}),
    )
    keys = OWNED if table == "orders" else ["row_id"]
    past = sealed[[*keys, "sealed_in", *COMPARED[table]]].drop_duplicates(keys)
    return lines.merge(past, on=keys, suffixes=("", "_sealed"))


def _changed(met: pd.DataFrame, table: str) -> pd.DataFrame:
    return pd.DataFrame({name: met[name] != met[f"{name}_sealed"] for name in COMPARED[table]}, dtype=bool)


def _difference(met: pd.DataFrame) -> pd.Series:
    """What the row would credit now less what the seal credited, before factors."""
    amount, before = rationals(met["amount"]), met["amount_sealed"]
    if "share" not in met:
        return amount - before
    amount = (amount * rationals(met["share"])).where(met["status"] == VALID, ZERO)
    return amount - (before * met["share_sealed"]).where(met["status_sealed"] == VALID, ZERO)


def _shown(column: str, cell: object) -> str:
    if isinstance(cell, Fraction | Decimal):
        return percent_text(exact(cell)) if column == "share" else money_text(exact(cell))
    return str(cell.date()) if isinstance(cell, pd.Timestamp) else str(cell)


def _counting_orders(given: Delivery) -> set[str]:
    """Orders of which someone has a share, here or in a seal, whose plan counts late entries in this period."""
    counts = [plan.parameters.late_entries == LateEntries.COUNT for plan in given.plans]
    people = given.participants
    mine = people.loc[people["cover"].map(lambda one: counts[one.plan]).astype(bool), "employee_id"]
    here, past = given.frame("orders"), given.past[given.past["table"] == "orders"]
    return {
        *here.loc[here["employee_id"].isin(mine), "order_id"],
        *past.loc[past["employee_id"].isin(mine), "order_id"],
    }


AGAINST_SEALS = (rows_identical, rows_changed, owners_new, owners_gone)
CHECKS = (against_seals, rows_late)
