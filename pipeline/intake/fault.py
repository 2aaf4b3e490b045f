"""What is wrong with one cell of a table, before it is told as a finding."""

from __future__ import annotations

from dataclasses import dataclass

WARNINGS = frozenset({"person-by-name", "person-name-differs", "currency-beside-unit"})
"""Faults of cells that are read all the same."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with the cell of a field in a row."""

    field: str
    row: int
    code: str
    value: str = ""
    params: tuple[tuple[str, str], ...] = ()
