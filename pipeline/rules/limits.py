"""保底 and 封顶 of a component, per person: lifted, rounded once, then cut (SPEC 5.7, fine print 12 and 13)."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd

from pipeline.money import CENT, ZERO, money_text, round_half_up
from pipeline.plan.model import Component
from pipeline.rational_array import Rationals
from pipeline.rationals import rounded, scaled
from pipeline.rules.gates import VETOED
from pipeline.rules.lines import changed, in_cents, in_order, replaced
from pipeline.whole_numbers import largest, width
from pipeline.worded import worded

RAISED, CAPPED = "raised", "capped"


def limited(component: Component, lines: pd.DataFrame) -> pd.DataFrame:
    """A component's lines rounded, with each person's sum lifted to 保底 and cut to 封顶."""
    return _cut(component.cap, in_cents(_lifted(component.floor, in_order(lines))))


def _lifted(floor: Fraction | None, lines: pd.DataFrame) -> pd.DataFrame:
    """The last line lifted until the rounded ones sum to 保底; "pays nothing" wins, so does what is taken back."""
    if floor is None or lines.empty:
        return lines
    person, sums = _by_person(lines.assign(amount=rounded(lines["amount"], 2)))
    never = lines["reasons"].str.contains(VETOED) | (lines["amount"] < ZERO)
    short = floor - sums[person].set_axis(lines.index)
    low = (short > ZERO) & ~lines["employee_id"].isin(lines.loc[never, "employee_id"])
    raised = low & ~lines.duplicated("employee_id", keep="last")
    if not raised.any():
        return lines
    last, more = lines[raised], short[raised]
    formula = worded(lambda words, amount: f"{words} + {money_text(amount)}", last["formula"], more)
    reasons = last["reasons"].map(lambda known: f"{known} {RAISED}".strip())
    lifted = last.assign(amount=last["amount"] + more, formula=formula, reasons=reasons)
    return replaced(lines, raised.to_numpy(), lifted)


def _cut(cap: Fraction | None, lines: pd.DataFrame) -> pd.DataFrame:
    """Lines cut from the last backwards until their sum is 封顶; each cut stands in its formula."""
    if cap is None or lines.empty:
        return lines
    person, sums = _by_person(lines)
    over = sums[person].set_axis(lines.index) - round_half_up(cap, 2)
    cuts = _cuts(lines["amount"].where(lines["amount"] > ZERO, ZERO), over, person)
    cut = cuts > ZERO
    if not cut.any():
        return lines
    mine, less = lines[cut], cuts[cut]
    formula = worded(lambda words, amount: f"{words} − {money_text(amount)}", mine["formula"], less)
    return replaced(lines, cut.to_numpy(), changed(mine, mine["amount"] - less, formula, CAPPED))


def _cuts(positive: pd.Series, over: pd.Series, person: np.ndarray) -> pd.Series:
    """What is cut of each line: of what is over, what the person's later lines leave to cut, at most all of it."""
    cents, too_much = (rounded(scaled(column, 1 / CENT), 0).array.top for column in (positive, over))
    so_far = np.cumsum(cents.astype(width(largest(cents) * len(cents), cents)))
    last = np.append(np.flatnonzero(np.diff(person)), len(person) - 1)
    later = so_far[last][person] - so_far
    cut = np.minimum(np.maximum(too_much - later, 0), cents)
    return scaled(pd.Series(Rationals(cut, np.ones_like(cut)), index=positive.index), CENT)


def _by_person(lines: pd.DataFrame) -> tuple[np.ndarray, Any]:
    """Each line's person by number, people in the order of the lines, and what each person's lines sum to."""
    person, people = pd.factorize(lines["employee_id"])
    return person, pd.Series(Rationals.of(lines["amount"].array).summed(person, len(people)))
