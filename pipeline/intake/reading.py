"""One cell read: its value, what was normalised to get it, or why it cannot be read."""

from __future__ import annotations

from typing import Any, NamedTuple


class Reading(NamedTuple):
    """The typed value of a cell, or the code of what is wrong with it.

    `kinds` name the normalisations. `percent` tells that the cell itself is written as a percentage, `own_unit` that it
    carries its own unit, so that a unit in the header does not apply.
    """

    value: Any = None
    kinds: tuple[str, ...] = ()
    problem: str = ""
    percent: bool = False
    own_unit: bool = False
    params: tuple[tuple[str, str], ...] = ()
