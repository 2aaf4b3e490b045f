"""Periods that were closed before the one that a test looks at."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

from pipeline.calculation import Ground
from pipeline.history import SealedPeriod
from pipeline.period import parse_period
from pipeline.rules.payout import payout

NOTHING: Any = Fraction(0)


def in_period(given: Ground, period_id: str) -> Ground:
    """The same, in another period."""
    period = parse_period(period_id)
    assert period is not None
    return replace(given, period=period)


def seal(given: Ground) -> SealedPeriod:
    """The period as it would be sealed."""
    lines = payout(given).lines
    results = given.people.assign(carried=NOTHING, rank_company=1)
    return SealedPeriod(given.period, 1, results, given.kpi_scores, lines, given.credits)
