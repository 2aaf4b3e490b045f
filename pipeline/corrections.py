"""What a paid period should have paid: differences for the next period's adjustments (SPEC 5, Corrections)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import pandas as pd

from pipeline.history import SealedPeriod
from pipeline.money import ZERO
from pipeline.rules.rows import rows
from pipeline.statements.facts import amount, text
from schemas.terms import LineKind, Status

NOBODY = (ZERO, False)


@dataclass(frozen=True, slots=True)
class Correction:
    """One person's: what was paid, what would be paid by the corrected inputs, what later periods already corrected.

    Pay that an appeal held (暂缓) was not in the payroll file: of it nothing was paid.
    """

    employee_id: str
    name: str
    paid: Fraction
    due: Fraction
    posted: Fraction

    @property
    def amount(self) -> Fraction:
        """What is still to be adjusted; negative takes back."""
        return self.due - self.paid - self.posted


def corrections(sealed: SealedPeriod, people: pd.DataFrame, later: Sequence[SealedPeriod]) -> tuple[Correction, ...]:
    """Those for whom something is still to be adjusted, by employee id; `people` are the corrected results.

    Whose appeal is still open waits for its answer: nothing is paid after, and nothing taken back, before that.
    """
    paid = {who: ZERO if held else payable for who, (payable, held) in _payable(sealed.results).items()}
    due = _payable(people)
    names = _names(sealed.results) | _names(people)
    posted = _posted(sealed.period.id, later)
    decided = [who for who in sorted(names) if not due.get(who, NOBODY)[1]]
    found = (Correction(who, names[who], paid.get(who, ZERO), due.get(who, NOBODY)[0], posted[who]) for who in decided)
    return tuple(one for one in found if one.amount != 0)


def _payable(people: pd.DataFrame) -> dict[str, tuple[Fraction, bool]]:
    """What each person is due, and whether an open appeal holds it."""
    return {
        text(row, "employee_id"): (amount(row, "payable"), text(row, "status") == Status.HELD) for row in rows(people)
    }


def _names(people: pd.DataFrame) -> dict[str, str]:
    return {text(row, "employee_id"): text(row, "name") for row in rows(people)}


def _posted(period: str, later: Sequence[SealedPeriod]) -> dict[str, Fraction]:
    """Per person, adjustments that later seals paid for the period: their reference begins with its id."""
    found: defaultdict[str, Fraction] = defaultdict(Fraction)
    for one in later:
        for row in rows(one.payout_lines):
            if text(row, "kind") == LineKind.ADJUSTMENT and text(row, "reference").split(" ")[0] == period:
                found[text(row, "employee_id")] += amount(row, "amount")
    return found
