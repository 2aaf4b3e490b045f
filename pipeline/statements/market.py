"""Funnel and customers of a group of people, from opportunities and orders (SPEC 5, team figures)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction

from pipeline.money import round_half_up
from pipeline.period import Period
from pipeline.plan.model import Parameters
from pipeline.rules.rows import Row
from pipeline.statements.facts import amount, by_key, day, text
from pipeline.statements.summary import Count, Customers, Stage
from schemas.export_terms import CustomerType, OpportunityStatus, OrderStatus

RATE_PLACES = 3
STAGE_WORDS = (
    ("线索", "lead"),
    ("接触", "拜访", "contact"),
    ("需求", "确认", "立项", "qualif", "need"),
    ("方案", "报价", "演示", "试用", "proposal", "quot", "demo"),
    ("谈判", "商务", "投标", "negotiat", "tender"),
    ("签约", "合同", "成交", "赢单", "contract", "closing", "won"),
)
TWELVE_MONTHS = timedelta(days=365)


def funnel(opportunities: Sequence[Row]) -> tuple[Stage, ...]:
    """How many opportunities reached each stage and went on; won ones reached all; the worst step is the bottleneck.

    Stages with usual names come in the usual order, others by mean days from an opportunity's creation to the stage.
    """
    order = _stages(opportunities)
    reached = [[row for row in opportunities if _place(row, order) >= place] for place in range(len(order))]
    won = sum(text(row, "status") == OpportunityStatus.WON for row in opportunities)
    onward = [*(len(rows) for rows in reached[1:]), won]
    rates = [_rate(went, len(rows)) for went, rows in zip(onward, reached, strict=True)] if order else []
    worst = rates.index(min(rates)) if rates else -1
    return tuple(
        Stage(stage, len(rows), _sum(rows, "amount"), rate, place == worst)
        for place, (stage, rows, rate) in enumerate(zip(order, reached, rates, strict=True))
    )


def customers(orders: Sequence[Row], period: Period, parameters: Parameters) -> Customers | None:
    """Customers by tier on the orders of the last twelve months known; new and returning among those of the period."""
    known = [row for row in _once(orders) if _counts(row, period)]
    if not known:
        return None
    buyers = by_key(known, "customer_id")
    current = [who for who, rows in buyers.items() if any(period.covers(_signed(row)) for row in rows)]
    return Customers(
        tiers=_tiers(bought(orders, period), parameters),
        buying=len(current),
        new=sum(_is_new(buyers[who], period) for who in current),
        returning=sum(any(_signed(row) < period.start for row in buyers[who]) for who in current),
    )


def bought(orders: Sequence[Row], period: Period) -> Mapping[str, Fraction]:
    """What each customer bought in the last twelve months known; every order once."""
    known = [row for row in _once(orders) if _counts(row, period)]
    return {who: _sum(found, "amount") for who, found in by_key(known, "customer_id").items()}


def last_owners(orders: Sequence[Row], period: Period) -> Mapping[str, str]:
    """The person of each customer's latest order (same day: the smaller order_id)."""
    known = sorted((row for row in _once(orders) if _counts(row, period)), key=lambda row: text(row, "order_id"))
    by_day = sorted(known, key=_signed, reverse=True)
    return {text(row, "customer_id"): text(row, "employee_id") for row in reversed(by_day)}


def tier(value: Fraction, parameters: Parameters) -> str:
    """A customer's tier by the lines 客户A线 and 客户B线."""
    if value >= parameters.customer_a:
        return "A"
    return "B" if value >= parameters.customer_b else "C"


def _rate(went: int, came: int) -> Fraction:
    return round_half_up(Fraction(went, came), RATE_PLACES)


def _stages(opportunities: Sequence[Row]) -> list[str]:
    stages = {text(row, "stage") for row in opportunities}
    if all(_word(stage) < len(STAGE_WORDS) for stage in stages):
        return sorted(stages, key=lambda stage: (_word(stage), stage))
    return _by_age(opportunities)


def _word(stage: str) -> int:
    """The place of the first usual word that a stage's name holds; past the end if it holds none."""
    held = (place for place, words in enumerate(STAGE_WORDS) if any(word in stage.lower() for word in words))
    return next(held, len(STAGE_WORDS))


def _by_age(opportunities: Sequence[Row]) -> list[str]:
    ages: defaultdict[str, list[int]] = defaultdict(list)
    for row in opportunities:
        since, at = day(row, "created_date"), day(row, "stage_date")
        ages[text(row, "stage")].append((at - since).days if since and at else 0)
    return sorted(ages, key=lambda stage: (Fraction(sum(ages[stage]), len(ages[stage])), stage))


def _place(row: Row, order: list[str]) -> int:
    return len(order) if text(row, "status") == OpportunityStatus.WON else order.index(text(row, "stage"))


def _once(orders: Sequence[Row]) -> list[Row]:
    """One row of each order, however many people share it."""
    return list({text(row, "order_id"): row for row in reversed(orders)}.values())


def _counts(row: Row, period: Period) -> bool:
    signed = day(row, "signed_date")
    within = signed is not None and period.end - TWELVE_MONTHS < signed <= period.end
    return within and text(row, "customer_id") != "" and text(row, "status") != OrderStatus.CANCELLED


def _signed(row: Row) -> date:
    return day(row, "signed_date") or date.min


def _is_new(rows: Sequence[Row], period: Period) -> bool:
    return any(text(row, "customer_type") == CustomerType.NEW and period.covers(_signed(row)) for row in rows)


def _tiers(values: Mapping[str, Fraction], parameters: Parameters) -> tuple[Count, ...]:
    sorted_in: dict[str, list[Fraction]] = {"A": [], "B": [], "C": []}
    for value in values.values():
        sorted_in[tier(value, parameters)].append(value)
    return tuple(Count(label, len(found), sum(found, start=Fraction(0))) for label, found in sorted_in.items())


def _sum(found: Sequence[Row], column: str) -> Fraction:
    return sum((amount(row, column) for row in found), start=Fraction(0))
