"""The command spread: a parent target over its children, for HR to edit."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from fractions import Fraction

from pipeline.archive.past import read_history
from pipeline.archive.periods import earlier_revisions
from pipeline.cli.exits import Exit
from pipeline.cli.job import Job, UsageError
from pipeline.disk import replace_file
from pipeline.money import CENT, grouped
from pipeline.outlook.spreading import PEOPLE, dimension_of, sales_history, spread_target
from pipeline.render.target_sheet import people_sheet, target_sheet
from schemas.export_terms import TreeDimension


def run_spread(job: Job) -> Exit:
    """Spread a target by shares, else by the sales of earlier seals; the parts add up to it to the cent."""
    asked = job.asked
    target, over = _money(asked.target), _over(asked.over)
    history = read_history(earlier_revisions(job.output, job.period), job.period)
    weights = _shares(asked.shares) if asked.shares else sales_history(history, over, job.period, asked.parent)
    if not any(weight > 0 for weight in weights.values()):
        raise UsageError("spread.no_history", Exit.FINDINGS, period=job.period.id)
    parts = spread_target(target, weights)
    for name, part in parts.items():
        job.screen.say("spread.part", name=name, amount=grouped(part))
    parent = TreeDimension.COMPANY.value if not asked.parent else asked.parent
    path = job.output / job.period.id / "spread" / ("目标.xlsx" if over == PEOPLE else "目标分解.xlsx")
    node = (dimension_of(parent, history, job.calendar.fiscal), parent)
    made = people_sheet(asked.kpi, parts) if over == PEOPLE else target_sheet(over, node, asked.kpi, target, parts)
    replace_file(path, made)
    job.screen.say("spread.written", count=len(parts), amount=grouped(target), path=path)
    return Exit.DONE


def _over(text: str) -> str:
    """The dimension asked for, or 人员."""
    named = {one.name.lower(): one.value for one in TreeDimension if one is not TreeDimension.COMPANY}
    known = {**named, "people": PEOPLE}
    found = known.get(text, text)
    if found not in known.values():
        raise UsageError("spread.bad_dimension", text=text, known="、".join(known.values()))
    return found


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
