"""Findings as people read them: fails when a sentence is missing or needs a parameter that the finding has not."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.findings import Finding
from pipeline.rules.cells import place_text
from pipeline.wording import LANGUAGES, wording


def spoken(findings: Iterable[Finding]) -> list[str]:
    """What and what to do, in every language."""
    return [
        wording(lang)(f"finding.{one.code}.{part}", value=one.value, **dict(one.params))
        for one in findings
        for lang in LANGUAGES
        for part in ("what", "do")
    ]


def told(findings: Iterable[Finding]) -> list[str]:
    """Each finding as HR reads it: how much it weighs, where, and what."""
    say = wording("zh")
    return [
        f"{one.severity} {place_text(one.place)}: "
        + say(f"finding.{one.code}.what", value=one.value, **dict(one.params))
        for one in findings
    ]
