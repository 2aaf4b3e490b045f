"""A payout line in words: its formula, what the formula multiplies, and why the amount is not just that (SPEC 10)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from pipeline.render.numbers import Numbers
from pipeline.statements import Statement
from pipeline.statements.entries import Line
from pipeline.statements.parts import PLACE
from pipeline.wording import Wording

TIMES = " × "
GATED = ("vetoed", "reduced")
"""The reasons that a gate gives; a line's note says which gate."""


@dataclass(frozen=True, slots=True)
class Said:
    """What stands in a line's row: the formula, empty where it is only the amount, and the sentences below it."""

    formula: str
    hints: tuple[str, ...]


def worded(formula: str, words: Wording) -> str:
    """A formula as people read it: `#3 → …` is the third place."""
    return PLACE.sub(lambda found: words("formula.place", place=found[1]), formula)


def said(statement: Statement, words: Wording, numbers: Numbers) -> list[Said]:
    """Every line's words; lines of one component after each other say once what they mean."""
    return [
        _said(line, statement, words, numbers, known=before is not None and _same(before, line))
        for before, line in pairwise((None, *statement.lines))
        if line is not None
    ]


def _same(before: Line, line: Line) -> bool:
    return (before.component, before.meaning) == (line.component, line.meaning)


def _said(line: Line, statement: Statement, words: Wording, numbers: Numbers, *, known: bool) -> Said:
    meaning = "" if known else _meaning(line, words)
    hints = tuple(filter(None, (meaning, *_why(line, statement, words, numbers))))
    place = _place(line, words)
    alone = line.formula == numbers.money(line.amount) and (place or hints or line.order_id)
    return Said(words("comma_clause").join(filter(None, (place, "" if alone else line.formula))), hints)


def _meaning(line: Line, words: Wording) -> str:
    """The factors of the formula by their names."""
    subject = line.meaning.subject
    return TIMES.join(words(f"factor.{key}", subject=subject) for key in line.meaning.factors)


def _place(line: Line, words: Wording) -> str:
    """The place of a prize, by what and among whom."""
    if line.place is None or not line.meaning.ranked_by:
        return ""
    by = words(f"ranked.{line.meaning.ranked_by}", subject=line.meaning.subject)
    return words("statement.place", scope=words(f"scope.{line.meaning.scope}"), by=by, place=line.place)


def _why(line: Line, statement: Statement, words: Wording, numbers: Numbers) -> Iterator[str]:
    """The reasons, the note, which says of a gate why it holds, and the document behind it."""
    places = statement.scheme.places
    figures = {
        "kpi": statement.scheme.headline_kpi,
        "attainment": numbers.percent(statement.results.headline_attainment, places.attainment),
        "cap": numbers.share(statement.scheme.attainment_cap),
    }
    gates = [key for key in line.reasons if key in GATED]
    note = line.note.removeprefix(line.meaning.subject).removeprefix("; ") if line.meaning.factors else line.note
    for key in line.reasons:
        reason = words(f"line.reason.{key}", **figures)
        yield words("statement.because", reason=reason, note=note) if note and key in gates[-1:] else reason
    if not gates:
        yield note
    if line.reference:
        yield words("statement.reference", reference=line.reference)
