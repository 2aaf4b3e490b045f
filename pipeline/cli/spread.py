"""The command spread: a parent target over its children, for HR to edit."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from fractions import Fraction

from pipeline.archive.files import replace_file
from pipeline.archive.past import read_history
from pipeline.archive.periods import earlier_revisions
from pipeline.cli.exits import Exit
from pipeline.cli.job import Job, UsageError
from pipeline.money import CENT, decimal
from pipeline.outlook.spreading import sales_history, spread_target
from pipeline.render.target_sheet import target_sheet
from schemas.terms import TreeDimension

CENTS = 2


def run_spread(job: Job) -> Exit:
    """Spread a target by shares, else by the sales of earlier seals; the parts add up to it to the cent."""
    asked = job.asked
    target = _money(asked.target)
    dimension = _dimension(asked.over)
    weights = _shares(asked.shares) if asked.shares else _history(job, dimension)
    if not any(weight > 0 for weight in weights.values()):
        raise UsageError("spread.no_history", Exit.FINDINGS, period=job.period.id)
    parts = spread_target(target, weights)
    for name, part in parts.items():
        job.screen.say("spread.part", name=name, amount=f"{decimal(part, CENTS):,}")
    parent = (TreeDimension.COMPANY, asked.parent or TreeDimension.COMPANY.value)
    path = job.output / job.period.id / "spread" / "目标分解.xlsx"
    replace_file(path, target_sheet(dimension, parent, asked.kpi, target, parts))
    job.screen.say("spread.written", count=len(parts), amount=f"{decimal(target, CENTS):,}", path=path)
    return Exit.DONE


def _history(job: Job, dimension: TreeDimension) -> dict[str, Fraction]:
    return sales_history(read_history(earlier_revisions(job.output, job.period), job.period), dimension, job.period)


def _dimension(text: str) -> TreeDimension:
    found = [one for one in TreeDimension if text in {one.value, one.name.lower()} and one is not TreeDimension.COMPANY]
    if not found:
        known = "、".join(one.value for one in TreeDimension if one is not TreeDimension.COMPANY)
        raise UsageError("spread.bad_dimension", text=text, known=known)
    return found[0]


def _shares(text: str) -> dict[str, Fraction]:
    """`2026-07=30,2026-08=40,2026-09=30`: shares of any sum."""
    pairs = [part.partition("=") for part in text.replace("，", ",").replace("、", ",").split(",") if part.strip()]
    shares = {name.strip(): _number(share.strip().removesuffix("%"), text) for name, _, share in pairs}
    if not all(shares) or len(shares) != len(pairs):
        raise UsageError("spread.bad_shares", text=text)
    return shares


def _number(text: str, whole: str) -> Fraction:
    try:
        value = Fraction(Decimal(text))
    except (InvalidOperation, ValueError, OverflowError) as wrong:
        raise UsageError("spread.bad_shares", text=whole) from wrong
    if value < 0:
        raise UsageError("spread.bad_shares", text=whole)
    return value


def _money(text: str) -> Fraction:
    """A target of at least 0 with no more than two decimals."""
    try:
        value = Fraction(Decimal(text.replace(",", "")))
    except (InvalidOperation, ValueError, OverflowError) as wrong:
        raise UsageError("spread.bad_target", text=text) from wrong
    if value < 0 or value % CENT:
        raise UsageError("spread.bad_target", text=text)
    return value
