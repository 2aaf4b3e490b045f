"""What lapses of withheld commission: what 追回 cannot take of an undone order because it was not paid out.

SPEC 5.7 takes back at most what was paid; the rest of what the order earned is never released (fine print 18).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

from pipeline.money import ZERO
from pipeline.rules.components.clawback import new_claims, undone_pay
from pipeline.rules.facts import Facts
from pipeline.rules.paid_orders import Claimed, claimed_before


@dataclass(frozen=True, slots=True)
class Lapsed:
    """By person, sealed line and order: the amount that is never released, and what was earned with what is undone.

    `earned` is exact, whether it was paid out or not.
    """

    amounts: dict[Claimed, Fraction] = field(default_factory=dict)
    earned: dict[Claimed, Fraction] = field(default_factory=dict)


def lapsed(facts: Facts, orders: set[str]) -> Lapsed:
    """What reversals and refunds up to this period undid of these orders, less what 追回 claimed of it."""
    undone = undone_pay(facts, orders) if orders else {}
    if not undone:
        return Lapsed()
    before, now = claimed_before(facts), new_claims(facts)
    amounts = {key: max(ZERO, value - before.get(key, ZERO) - now.get(key, ZERO)) for key, (value, _) in undone.items()}
    return Lapsed(amounts, {key: exact for key, (_, exact) in undone.items()})
