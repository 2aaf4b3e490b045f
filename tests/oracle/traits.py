"""What a drawn world has: a few switches that keep apart what SPEC does not decide when it comes together."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from hypothesis import strategies as st


@dataclass(frozen=True, slots=True)
class Traits:
    """`splits`: orders with two owners; `overlay`: credit beside the split; `negatives`: reversals without an original.

    `on_receipt`: a component falls due with receipts (then orders have one owner); `apprentice_pays`: 带教奖 has two
    sides (then no budget); `forfeits`: leavers earn nothing (then no pool); `by_headcount`: ratings by rank;
    `spans`: several periods, with what reaches over them; `prefix` begins the names of a plan's components.
    """

    splits: bool
    overlay: bool
    negatives: bool
    on_receipt: bool
    apprentice_pays: bool
    forfeits: bool
    by_headcount: bool
    spans: bool = False
    prefix: str = "项"


def money(low: int, high: int) -> st.SearchStrategy[Decimal]:
    """An amount in cents between two whole amounts."""
    return st.integers(low * 100, high * 100).map(lambda cents: Decimal(cents) / 100)


def maybe(draw: st.DrawFn) -> bool:
    """A coin."""
    return draw(st.booleans())
