"""Triggers in words: what somebody should look at, why, and what to do (SPEC 5)."""

from __future__ import annotations

from pipeline.render.numbers import Numbers
from pipeline.statements import Trigger
from pipeline.wording import Wording


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
