"""What earlier seals credited, as one frame: the past that orders, receipts and windows are held against (SPEC 3)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

import pandas as pd

from pipeline.history import History, SealedPeriod
from pipeline.period import Period
from schemas.outputs import CREDITS
from schemas.terms import CreditStatus

EXTRA = [
    *["customer_id", "customer_type", "product", "region", "amount", "margin", "receivable"],
    *["credited_margin", "credited_receivable", "overlay", "lead_date", "signed_date", "first_order"],
    *["original_order_id", "reviewed", "order_factor", "keeps_attainment", "sheet_id", "sheet_row"],
]
COLUMNS = [*CREDITS, *EXTRA]
SETTLED = (CreditStatus.COUNTED, CreditStatus.UNATTRIBUTED, CreditStatus.CANCELLED)
"""A seal holds a row when it credited it, to somebody or nobody, or saw it cancelled; to list it is not to hold it."""


def sealed_credits(history: History) -> pd.DataFrame:
    """The credited lines of every earlier seal, oldest first, with `sealed_in` (the period's id)."""
    frames = [one.credits.reindex(columns=COLUMNS).assign(sealed_in=one.period.id) for one in history.sealed]
    kept = [frame.astype(object) for frame in frames if len(frame)]
    return pd.concat(kept, ignore_index=True) if kept else pd.DataFrame(columns=[*COLUMNS, "sealed_in"], dtype=object)


def settled(past: pd.DataFrame) -> pd.DataFrame:
    """The lines that a seal settled, oldest first."""
    return past[past["status"].isin([status.value for status in SETTLED])]


def signing_days(orders: Collection[str], lines: pd.DataFrame, history: History) -> dict[str, date]:
    """When orders were signed: as the newest seal that settled them says, else as delivered now, else as seals list."""
    sealed = [one.credits for one in history.known]
    found: dict[str, date] = {}
    for frame in (*sealed, lines, *map(settled, sealed)):
        mine = frame[(frame["table"] == "orders") & frame["order_id"].isin(orders)]
        found |= zip(mine["order_id"].tolist(), pd.to_datetime(mine["date"]).dt.date.tolist(), strict=True)
    return found


def in_sealed_period(day: pd.Series, history: History) -> pd.Series:
    """Whether each day lies in a sealed period."""
    inside = pd.Series(data=False, index=day.index)
    for one in history.sealed:
        inside |= day.between(pd.Timestamp(one.period.start), pd.Timestamp(one.period.end))
    return inside


def earlier_in(window_start: date, period: Period, history: History) -> tuple[SealedPeriod, ...]:
    """Sealed periods from a day to the period's first, none overlapping another; those of its own cycle come first."""
    chosen: list[SealedPeriod] = []
    for one in sorted(history.sealed, key=lambda one: (one.period.cycle != period.cycle, one.period.end)):
        inside = window_start <= one.period.start and one.period.end < period.start
        if inside and not any(_overlap(one.period, other.period) for other in chosen):
            chosen.append(one)
    return tuple(sorted(chosen, key=lambda one: one.period.end))


def _overlap(one: Period, other: Period) -> bool:
    return one.start <= other.end and other.start <= one.end
