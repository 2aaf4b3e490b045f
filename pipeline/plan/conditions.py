"""The small condition language of plans: parsed to a frozen tree, evaluated against looked-up values (SPEC 4).

`字段 = 值`, `≠ < ≤ > ≥`, `属于 (a, b)`, 且, 或, brackets, and `= != < <= > >= in and or`. 且 binds tighter than 或.
Text that holds blanks, operators or 且/或/属于 stands in quotes. Nothing is ever evaluated as code.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from difflib import get_close_matches
from fractions import Fraction
from typing import Any

import pandas as pd

from pipeline.plan.condition_tokens import Token, TokenKind, tokens_of
from pipeline.plan.condition_tree import (
    Condition,
    ConditionError,
    Either,
    Every,
    Expected,
    FieldKind,
    Node,
    Reference,
    Term,
    Value,
    ValueKind,
)
from pipeline.plan.literals import read_bool, read_date, read_number, read_ratio

__all__ = [
    "Condition",
    "ConditionError",
    "Either",
    "Every",
    "Expected",
    "FieldKind",
    "Node",
    "Reference",
    "Term",
    "Value",
    "ValueKind",
    "evaluate",
    "fields_of",
    "parse_condition",
]

DEEPEST = 30
NAMED = (TokenKind.WORD, TokenKind.QUOTED)
COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq,
    "≠": operator.ne,
    "<": operator.lt,
    "≤": operator.le,
    ">": operator.gt,
    "≥": operator.ge,
}


@dataclass(frozen=True, slots=True)
class _Stream:
    tokens: tuple[Token, ...]
    fields: Mapping[str, FieldKind]


_Parsed = tuple[Node, int] | ConditionError
_Rule = Callable[[_Stream, int, int], _Parsed]


def parse_condition(text: str, fields: Mapping[str, FieldKind]) -> Condition | ConditionError:
    """The condition that a text writes over known fields, or the first place where it is none."""
    stream = _Stream(tokens_of(text), fields)
    parsed = _either(stream, 0, DEEPEST)
    if isinstance(parsed, ConditionError):
        return parsed
    root, at = parsed
    token = stream.tokens[at]
    return Condition(text, root) if token.kind is TokenKind.END else _missed(token, Expected.END)


def fields_of(condition: Condition) -> tuple[Reference, ...]:
    """What a condition reads, each once, in the order written."""
    return tuple(dict.fromkeys(_references(condition.root)))


def evaluate(condition: Condition, lookup: Callable[[Reference], Any]) -> bool:
    """Whether the condition holds; a missing value makes its single term false, also with ≠ (SPEC 5.15)."""
    return _holds(condition.root, lookup)


def _holds(node: Node, lookup: Callable[[Reference], Any]) -> bool:
    if isinstance(node, Every):
        return all(_holds(part, lookup) for part in node.parts)
    if isinstance(node, Either):
        return any(_holds(part, lookup) for part in node.parts)
    found = lookup(node.reference)
    if found is None or pd.isna(found):
        return False
    value = _plain(found)
    return any(COMPARE[node.sign](value, wanted) for wanted in node.wanted)


def _plain(found: Any) -> Any:
    if isinstance(found, datetime):
        return found.date()
    return Fraction(found) if isinstance(found, Decimal) else found


def _references(node: Node) -> Iterator[Reference]:
    if isinstance(node, Term):
        yield node.reference
        return
    for part in node.parts:
        yield from _references(part)


def _either(stream: _Stream, at: int, depth: int) -> _Parsed:
    return _joined(stream, at, depth, joiner=TokenKind.OR, join=Either, rule=_every)


def _every(stream: _Stream, at: int, depth: int) -> _Parsed:
    return _joined(stream, at, depth, joiner=TokenKind.AND, join=Every, rule=_single)


def _joined(
    stream: _Stream, at: int, depth: int, *, joiner: TokenKind, join: Callable[[tuple[Node, ...]], Node], rule: _Rule
) -> _Parsed:
    parts: list[Node] = []
    while True:
        parsed = rule(stream, at, depth)
        if isinstance(parsed, ConditionError):
            return parsed
        node, at = parsed
        parts.append(node)
        if stream.tokens[at].kind is not joiner:
            return (node if len(parts) == 1 else join(tuple(parts))), at
        at += 1


def _single(stream: _Stream, at: int, depth: int) -> _Parsed:
    token = stream.tokens[at]
    if token.kind is not TokenKind.OPEN:
        return _term(stream, at)
    if not depth:
        return _missed(token, Expected.SHORTER)
    parsed = _either(stream, at + 1, depth - 1)
    if isinstance(parsed, ConditionError):
        return parsed
    node, at = parsed
    closing = stream.tokens[at]
    return (node, at + 1) if closing.kind is TokenKind.CLOSE else _missed(closing, Expected.CLOSE)


def _term(stream: _Stream, at: int) -> _Parsed:
    token = stream.tokens[at]
    field = stream.fields.get(token.text) if token.kind in NAMED else None
    if field is None:
        return _missed(token, Expected.FIELD, stream.fields)
    if field.arguments is None:
        return _comparison(stream, at + 1, field, Reference(field.name))
    return _function(stream, at + 1, field, field.arguments)


def _function(stream: _Stream, at: int, field: FieldKind, arguments: Mapping[str, ValueKind]) -> _Parsed:
    opening, name, closing = (*stream.tokens[at : at + 3], *[stream.tokens[-1]] * 3)[:3]
    if opening.kind is not TokenKind.OPEN:
        return _missed(opening, Expected.OPEN)
    if name.text not in arguments:
        return _missed(name, Expected.NAME, arguments)
    if closing.kind is not TokenKind.CLOSE:
        return _missed(closing, Expected.CLOSE)
    known = FieldKind(field.name, arguments[name.text])
    return _comparison(stream, at + 3, known, Reference(field.name, name.text))


def _comparison(stream: _Stream, at: int, field: FieldKind, reference: Reference) -> _Parsed:
    token = stream.tokens[at]
    if token.kind is TokenKind.IN:
        return _membership(stream, at + 1, field, reference)
    if token.kind is not TokenKind.OPERATOR:
        return _missed(token, Expected.OPERATOR)
    if token.text not in ("=", "≠") and field.kind in (ValueKind.TEXT, ValueKind.BOOL):
        return _missed(token, Expected.EQUALITY)
    value = _value(stream.tokens[at + 1], field)
    return value if isinstance(value, ConditionError) else (Term(reference, token.text, (value,)), at + 2)


def _membership(stream: _Stream, at: int, field: FieldKind, reference: Reference) -> _Parsed:
    if stream.tokens[at].kind is not TokenKind.OPEN:
        return _missed(stream.tokens[at], Expected.OPEN)
    values: list[Value] = []
    while True:
        value = _value(stream.tokens[at + 1], field)
        if isinstance(value, ConditionError):
            return value
        values.append(value)
        at += 2
        if stream.tokens[at].kind is TokenKind.CLOSE:
            return Term(reference, "=", tuple(values)), at + 1
        if stream.tokens[at].kind is not TokenKind.COMMA:
            return _missed(stream.tokens[at], Expected.CLOSE)


def _value(token: Token, field: FieldKind) -> Value | ConditionError:
    if token.kind not in NAMED:
        return _missed(token, Expected.VALUE)
    if field.words is not None:
        word = field.words.get(token.text)
        return (
            replace(_missed(token, Expected.WORD, field.words), choices=_named_once(field.words))
            if word is None
            else word
        )
    value = READ[field.kind](token.text)
    return _missed(token, Expected(field.kind.value)) if value is None else value


def _named_once(words: Mapping[str, str]) -> tuple[str, ...]:
    """Each value under the first of its names."""
    return tuple({value: word for word, value in reversed(list(words.items()))}.values())[::-1]


READ: dict[ValueKind, Callable[[str], Value | None]] = {
    ValueKind.NUMBER: read_number,
    ValueKind.RATIO: read_ratio,
    ValueKind.TEXT: str,
    ValueKind.DATE: read_date,
    ValueKind.BOOL: read_bool,
}


def _missed(token: Token, expected: Expected, known: Mapping[str, object] | None = None) -> ConditionError:
    found = Expected.QUOTE if token.kind is TokenKind.STRAY else expected
    closest = get_close_matches(token.text, list(known or ()), 1, 0.5)
    return ConditionError(token.position, found, token.text, closest[0] if closest else "")
