"""Worked examples in the notes of a plan, such as `8,000 × 1.2 × 96% = 9,216`, calculated again (SPEC 6)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from pipeline.findings import Finding, Place, warning
from pipeline.money import number_text, round_half_up
from pipeline.plan.literals import read_number
from pipeline.plan.model import Plan

NUMBER = r"\d[\d,]*(?:\.\d+)?\s*[%％万亿]?"
SIGN = r"\s*[×xX*÷/+＋−-]\s*"
OPERAND = rf"[(（]?\s*{NUMBER}\s*[)）]?"
EXAMPLE = re.compile(rf"({OPERAND}(?:{SIGN}{OPERAND})+)\s*[=＝]\s*({NUMBER})")
PIECE = re.compile(rf"{NUMBER}|[()（）]|[×xX*÷/+＋−-]")
WORDS = re.compile(r"[^\W\d万亿xX]+|[分元]")
PERCENT_PLACES = 2
PRODUCT: Mapping[str, Callable[[Fraction, Fraction], Fraction]] = {
    **dict.fromkeys("×xX*", lambda left, right: left * right),
    **dict.fromkeys("÷/", lambda left, right: left / right if right else Fraction(0)),
}
SUM: Mapping[str, Callable[[Fraction, Fraction], Fraction]] = {
    **dict.fromkeys("+＋", lambda left, right: left + right),
    **dict.fromkeys("−-", lambda left, right: left - right),
}


@dataclass(frozen=True, slots=True)
class WorkedExample:
    """A calculation as a note prints it, its result there, and what it comes to."""

    text: str
    printed: str
    value: Fraction

    @property
    def holds(self) -> bool:
        """Whether the printed result is the value, rounded to the places printed."""
        return read_number(self.printed) == round_half_up(self.value, _places(self.printed))


def check_examples(plan: Plan) -> Iterator[Finding]:
    """Worked examples whose printed result is not what they come to."""
    for note, place in _notes(plan):
        for example in worked_examples(note):
            if not example.holds:
                value = number_text(round_half_up(example.value, 4))
                yield warning("plan-check-example", place, example.printed, text=example.text, value_found=value)


def worked_examples(note: str) -> Iterator[WorkedExample]:
    """Every calculation with its result in a note; words beside the numbers are passed over."""
    for text, printed in EXAMPLE.findall(WORDS.sub("", note)):
        value = _sum(PIECE.findall(text))
        if value is not None:
            yield WorkedExample(text.strip(), printed.replace(" ", ""), value)


def _notes(plan: Plan) -> Iterator[tuple[str, Place]]:
    for name, note in plan.notes.items():
        yield note, plan.at(plan.written[name], "note")
    for kpi in plan.kpis.values():
        yield kpi.definition, plan.at(kpi.place, "definition")
    for table in plan.tables.values():
        for tier in table.tiers:
            yield tier.note, plan.at(tier.place, "note")
    for component in plan.components:
        yield component.note, plan.at(component.place, "note")


def _places(printed: str) -> int:
    decimals = len(printed.rstrip("%％万亿").partition(".")[2])
    return decimals + (PERCENT_PLACES if printed.endswith(("%", "％")) else 0)


Found = tuple[Fraction | None, int]
"""The value read, None where the pieces make no calculation, and where reading goes on."""
Part = Callable[[list[str], int], Found]


def _sum(pieces: list[str]) -> Fraction | None:
    value, at = _terms(pieces, 0)
    return value if at == len(pieces) else None


def _terms(pieces: list[str], at: int) -> Found:
    return _chain(pieces, at, SUM, _factors)


def _factors(pieces: list[str], at: int) -> Found:
    return _chain(pieces, at, PRODUCT, _operand)


def _chain(
    pieces: list[str], at: int, signs: Mapping[str, Callable[[Fraction, Fraction], Fraction]], part: Part
) -> Found:
    value, at = part(pieces, at)
    while value is not None and at < len(pieces) and pieces[at] in signs:
        sign = signs[pieces[at]]
        right, at = part(pieces, at + 1)
        value = None if right is None else sign(value, right)
    return value, at


def _operand(pieces: list[str], at: int) -> Found:
    if pieces[at] not in "(（":
        return read_number(pieces[at].replace(" ", "")), at + 1
    value, at = _terms(pieces, at + 1)
    closed = at < len(pieces) and pieces[at] in ")）"
    return (value, at + 1) if closed else (None, at)
