"""Triggers in words: what somebody should look at, why, and what to do (SPEC 5)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from pipeline.render.numbers import Numbers
from pipeline.statements import Trigger
from pipeline.wording import Wording

CROWDED = "missed"


def grouped(triggers: Iterable[Trigger]) -> list[tuple[Trigger, ...]]:
    """Triggers of one cause and person together; those that most people have come in one row of everybody."""
    groups: defaultdict[tuple[str, str], list[Trigger]] = defaultdict(list)
    for one in triggers:
        groups[one.cause, "" if one.cause == CROWDED else one.employee_id].append(one)
    return [tuple(found) for found in groups.values()]


def detail(one: Trigger, numbers: Numbers, words: Wording) -> str:
    """The cause with its figures, as one sentence."""
    return words(
        f"trigger.{one.cause}.detail",
        subject=one.subject,
        value=numbers.number(one.value, 2),
        percent=numbers.share(one.value),
        bound=numbers.number(one.bound, 2),
        bound_percent=numbers.share(one.bound),
    )
