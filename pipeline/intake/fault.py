"""What is wrong with one cell of a table, before it is told as a finding."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with the cell of a field in a row."""

    field: str
    row: int
    code: str
    value: str = ""
    params: tuple[tuple[str, str], ...] = ()
