"""Names that a plan uses but nobody declared: findings that say which known name is closest."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from pipeline.findings import Finding, Place, error


def closest(word: str, known: Iterable[str]) -> str:
    """The known name most like the word; empty when none is known."""
    matches = get_close_matches(word, sorted(set(known)), 1, 0.0)
    return matches[0] if matches else ""


def unknown(what: str, place: Place, word: str, known: Iterable[str]) -> Finding:
    """The finding for a name that does not exist; `what` is parameter, kpi, measure, table, grade, field, …."""
    return error(f"plan-unknown-{what}", place, word, closest=closest(word, known) or "—")
