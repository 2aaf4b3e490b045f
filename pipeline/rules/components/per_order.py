"""单笔奖: for each valid positive order of the period that fits 条件, 金额 or the table at its amount; × share."""

from __future__ import annotations

from fractions import Fraction

import pandas as pd

from pipeline.money import MISSING, ONE, ZERO, money_text, percent_text
from pipeline.plan.model import Component, RateTable
from pipeline.rate_columns import Readings, read_column
from pipeline.rate_tables import Reading, read_table
from pipeline.rationals import greatest, least, rationals
from pipeline.rules.cell_ranges import cells_of
from pipeline.rules.facts import Facts
from pipeline.rules.figures import table_problems
from pipeline.rules.lines import Paid, lines_of, times
from pipeline.rules.lookup import UNKNOWN, fitting, looked_up, places
from pipeline.worded import said, worded
from schemas.terms import Basis, CreditStatus

PERSON_FIELDS = ("grade", "team", "region")


def per_order(component: Component, facts: Facts) -> Paid:
    """One line for each order; with 依据 = 首笔 only for the person's first in everything read."""
    orders = _orders(component, facts)
    found = _prizes(component, facts, rationals(orders["amount"]))
    named = orders.assign(name=looked_up(orders["employee_id"], _by_person(facts)["name"]))
    clear = found.problems.isna()
    lines = _lines(component, facts, orders[clear], found.numbers[clear])
    return Paid(lines, [*table_problems(component, named, found.problems)])


def first_orders(facts: Facts) -> pd.Series:
    """Each person's earliest valid order with a positive amount, here or in a seal; of one day the smaller order_id.

    An order is as it was read last: one that a seal counted and that is 取消 by now is nobody's first.
    """
    newest_first = (facts.ground.credits, *(sealed.credits for sealed in reversed(facts.ground.history.sealed)))
    frames = [_orders_read(frame).assign(age=age) for age, frame in enumerate(newest_first)]
    known = pd.concat(frames, ignore_index=True)
    last_read = looked_up(known["order_id"], known.drop_duplicates("order_id").set_index("order_id")["age"])
    sold = known[known["sold"] & (known["age"] == last_read)]
    first = sold.sort_values(["date", "order_id"], kind="stable").drop_duplicates("employee_id")
    return first.set_index("employee_id")["order_id"]


def _orders_read(frame: pd.DataFrame) -> pd.DataFrame:
    """The orders of a period, and which of them are valid and positive."""
    orders = frame[frame["table"] == "orders"]
    valid = orders["status"] != CreditStatus.CANCELLED.value
    return pd.DataFrame({name: orders[name].astype("str") for name in ("employee_id", "order_id")}).assign(
        date=pd.to_datetime(orders["date"]).astype("datetime64[s]"),
        sold=valid & (rationals(orders["measure_amount"]) > ZERO),
    )


def _by_person(facts: Facts) -> pd.DataFrame:
    return facts.earning.set_index("employee_id")


def _orders(component: Component, facts: Facts) -> pd.DataFrame:
    """The orders that are paid for, by person and order_id."""
    orders, people = facts.order_lines, facts.entitled(component)["employee_id"]
    mine = orders[(places(orders["employee_id"], people) != UNKNOWN) & (rationals(orders["amount"]) > ZERO)]
    if component.basis is Basis.FIRST:
        mine = mine[
            looked_up(mine["employee_id"], first_orders(facts)).astype(object) == mine["order_id"].astype(object)
        ]
    return fitting(mine, component.condition, lambda reference: _field(facts, mine, reference.name))


def _field(facts: Facts, orders: pd.DataFrame, name: str) -> pd.Series:
    """A column of the orders or, where they have none, the person's grade, team or region."""
    own = orders[name] if name in orders else pd.Series(MISSING, index=orders.index, dtype=object)
    if name not in PERSON_FIELDS:
        return own
    return own.astype(object).where(own.notna(), looked_up(orders["employee_id"], _by_person(facts)[name]))


def _prizes(component: Component, facts: Facts, amount: pd.Series) -> Readings:
    """What orders bring before the share: 金额 or the table at the whole amount, within 最低 and 最高."""
    found = Readings(
        rationals(pd.Series(component.amount or ZERO, index=amount.index, dtype=object)),
        pd.Series(MISSING, index=amount.index, dtype=object),
    )
    if component.table:
        found = read_column(facts.ground.plan.tables[component.table], amount)
    kept = found.numbers if component.min is None else greatest(found.numbers, component.min)
    return Readings(kept if component.max is None else least(kept, component.max), found.problems)


def _lines(component: Component, facts: Facts, orders: pd.DataFrame, prize: pd.Series) -> pd.DataFrame:
    table = facts.ground.plan.tables[component.table] if component.table else None
    amount, share, tables = rationals(orders["amount"]), rationals(orders["share"]), facts.ground.tables

    def words(whole: Fraction, part: Fraction, paid: Fraction) -> str:
        formula = _prize_words(component, table, whole, paid)
        return formula if part == ONE else times(formula, percent_text(part))

    return lines_of(
        component,
        orders["employee_id"],
        amount=prize * share,
        formula=worded(words, amount, share, prize),
        sources=said(lambda: cells_of(orders, tables, "amount"), orders.index),
        item=orders["order_id"],
        order_id=orders["order_id"],
    )


def _prize_words(component: Component, table: RateTable | None, amount: Fraction, prize: Fraction) -> str:
    """What an order brings, in words; `prize` is what it was reckoned to bring."""
    fixed = component.amount or ZERO
    reading = Reading(fixed, money_text(fixed)) if table is None else read_table(table, amount)
    plain_value = table is not None and len(reading.tiers) == 1 and " " not in reading.words
    words = f"{money_text(amount)} → {money_text(reading.number)}" if plain_value else reading.words
    return words if reading.number == prize else f"{words} → {money_text(prize)}"
