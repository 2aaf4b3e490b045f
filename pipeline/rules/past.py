"""What earlier periods paid: the lines of their seals, never recomputed (SPEC 5.7)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.calculation import Ground
from pipeline.history import SealedPeriod
from pipeline.plan.model import Component
from pipeline.rules.rows import Row, rows
from schemas.field import Choice


def of_cycle(ground: Ground) -> tuple[SealedPeriod, ...]:
    """The sealed periods of this period's cycle, oldest first."""
    return tuple(one for one in ground.history.sealed if one.period.cycle == ground.period.cycle)


def sealed_lines(sealed: SealedPeriod, *kinds: Choice) -> tuple[Row, ...]:
    """The lines of some kinds that a sealed period paid."""
    frame = sealed.payout_lines
    return rows(frame[frame["kind"].isin([kind.value for kind in kinds])])


def line_reference(sealed: SealedPeriod, line: Row) -> str:
    """How a line of a sealed period is named: period, revision and number of the line."""
    return f"{sealed.period.id} r{sealed.revision} #{line['line']}"


def newest_results(ground: Ground) -> Iterator[Row]:
    """For each person, the row of the newest sealed period of the cycle that he took part in."""
    seen: set[str] = set()
    for sealed in reversed(of_cycle(ground)):
        for row in rows(sealed.results):
            if row["employee_id"] not in seen:
                seen.add(row["employee_id"])
                yield row


def of_name_or_first(name: str, components: Sequence[Component]) -> Component | None:
    """Who goes on with what a sealed line left open: the rule of its name, else the first of those that may."""
    return next((one for one in components if one.component == name), components[0] if components else None)
