"""A statement as the JSON that its PDF carries, and the code that verifies it (SPEC 10)."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from datetime import date
from fractions import Fraction

from pipeline.money import decimal, terminates
from pipeline.statements.statement import Statement

CODE_LENGTH = 12


def record(statement: Statement) -> bytes:
    """The person's own calculation as canonical JSON: exact numbers as text, `2/3` where a decimal does not end."""
    text = json.dumps(asdict(statement), default=_text, ensure_ascii=False, sort_keys=True, indent=1)
    return text.encode() + b"\n"


def verification_code(statement: Statement) -> str:
    """First 12 hex digits of the sha256 of the attached JSON."""
    return code_of(record(statement))


def code_of(attached: bytes) -> str:
    """The same of a JSON that is there already."""
    return hashlib.sha256(attached).hexdigest()[:CODE_LENGTH]


def exact_text(value: Fraction) -> str:
    """A number as text without loss."""
    if not terminates(value):
        return f"{value.numerator}/{value.denominator}"
    places = next(count for count in range(len(str(value.denominator)) * 4) if (value * 10**count).denominator == 1)
    return format(decimal(value, places), "f")


def _text(value: object) -> str:
    if isinstance(value, Fraction):
        return exact_text(value)
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"a statement holds no {type(value).__name__}")
