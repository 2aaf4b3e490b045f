"""The parsed condition of a plan as frozen values, and what its fields are (SPEC 4)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

Value = Fraction | str | date | bool


class ValueKind(StrEnum):
    """What a field's values are. A RATIO is written with a percent sign, or bare up to 1.5."""

    NUMBER = "number"
    RATIO = "ratio"
    TEXT = "text"
    DATE = "date"
    BOOL = "bool"


@dataclass(frozen=True, slots=True)
class FieldKind:
    """A field that a condition may name: the column it reads and how its values are written.

    `words` maps what may be written to the value in the column (closed lists). `arguments` makes it a function: the
    names allowed in its brackets, with the kind of value that each gives.
    """

    name: str
    kind: ValueKind = ValueKind.TEXT
    words: Mapping[str, str] | None = None
    arguments: Mapping[str, ValueKind] | None = None


@dataclass(frozen=True, slots=True)
class Reference:
    """What a term reads: a column, or for attainment, actual, score and measure the named KPI or measure."""

    name: str
    argument: str = ""


@dataclass(frozen=True, slots=True)
class Term:
    """One comparison; `属于` is `=` with several wanted values, of which one must match."""

    reference: Reference
    sign: str
    wanted: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Every:
    """Terms joined by 且."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Either:
    """Terms joined by 或."""

    parts: tuple[Node, ...]


Node = Term | Every | Either


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition as written and as parsed."""

    text: str
    root: Node


class Expected(StrEnum):
    """What a parser looked for in vain; the catalogue words it."""

    FIELD = "field"
    NAME = "name"
    OPERATOR = "operator"
    EQUALITY = "equality"
    VALUE = "value"
    NUMBER = "number"
    RATIO = "ratio"
    DATE = "date"
    BOOL = "bool"
    WORD = "word"
    OPEN = "open"
    CLOSE = "close"
    END = "end"
    QUOTE = "quote"
    SHORTER = "shorter"


@dataclass(frozen=True, slots=True)
class ConditionError:
    """Why a text is no condition: position from 1, what was expected, what stands there, the closest known word.

    `choices`: what may stand there, where a field has a closed list.
    """

    position: int
    expected: Expected
    found: str = ""
    closest: str = ""
    choices: tuple[str, ...] = ()
