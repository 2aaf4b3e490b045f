"""Formulas that compute a figure anew from another sheet's rows, so that an auditor sees what it is made of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import groupby

from pipeline.money import round_half_up
from pipeline.render.registers.sheet import Cell, Formula, cell_range, quoted, row_of, sheet_of
from pipeline.rules.rows import Row
from pipeline.statements.facts import text


def spans(found: Sequence[Row]) -> dict[str, range]:
    """Where each person's rows, which stand together, are among all of them."""
    places = {}
    start = 0
    for employee_id, own in groupby(found, key=lambda row: text(row, "employee_id")):
        end = start + len(list(own))
        places[employee_id] = range(start, end)
        start = end
    return places


def ranges(sheet: str, span: range, *columns: int) -> Iterator[list[str]]:
    """The cells of some rows of a grid, for each column; twice where the rows go on in the next sheet."""
    for name, places in groupby(span, key=lambda place: sheet_of(sheet, place)):
        own = [row_of(place) for place in places]
        yield [f"{quoted(name)}!{cell_range(column, own[0], own[-1])}" for column in columns]


def at(column: int, place: int) -> str:
    """A cell of the same sheet by 0-based numbers: `G4`."""
    return cell_range(column, place, place).split(":")[0]


def rounded(formula: str, reckoned: Fraction | None, value: Fraction | None, places: int | None) -> Cell:
    """The formula, rounded as the plan says, where it gives the figure that was used; else the figure itself."""
    if reckoned is None or value is None or round_half_up(reckoned, places) != value:
        return value
    return Formula(formula if places is None else f"ROUND({formula},{places})", value)
