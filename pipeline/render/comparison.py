"""The difference of two closes as a workbook (SPEC 7, `diff`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.compare import Comparison, CreditChange
from pipeline.render.line_words import worded
from pipeline.render.registers.sheet import Cell, Grid, Heading, Look, workbook_bytes
from pipeline.wording import Wording

LOOKS = {"=": (Look.MONEY, 16), "#": (Look.NUMBER, 16), "~": (Look.TEXT, 42)}
PLAIN = (Look.TEXT, 14)
COLUMNS: Mapping[str, str] = {
    "people": "employee_id name =before =after =difference",
    "lines": "employee_id component order_id =before =after ~formula_before ~formula_after",
    "scores": "employee_id kpi figure #before #after",
    "credits": "employee_id row_id =before =after status_before status_after",
    "causes": "cause ~what ~before ~after",
}
"""The columns of each sheet: `=` marks money, `#` numbers, `~` wide text."""


@dataclass(frozen=True, slots=True)
class Cause:
    """A plan cell or an input file that differs: what, where, before and after."""

    kind: str
    name: str
    before: str
    after: str


def comparison_book(found: Comparison, causes: Sequence[Cause], title: str, words: Wording) -> bytes:
    """Sheets: who and how much, then why: lines, scores, orders and receipts, plan and inputs."""
    people = [(one.employee_id, one.name, one.before, one.after, one.difference) for one in found.people]
    lines = [
        (
            one.employee_id,
            one.component,
            one.order_id,
            one.before,
            one.after,
            worded(one.formula_before, words),
            worded(one.formula_after, words),
        )
        for one in found.lines
    ]
    scores = [(one.employee_id, one.kpi, words(f"diff.{one.figure}"), one.before, one.after) for one in found.scores]
    credited = [(one.employee_id, one.row_id, one.before, one.after, *_statuses(one, words)) for one in found.credits]
    reasons = [(words(f"diff.cause_{one.kind}"), one.name, one.before, one.after) for one in causes]
    tables: Mapping[str, Sequence[Sequence[Cell]]] = {
        "people": people,
        "lines": lines,
        "scores": scores,
        "credits": credited,
        "causes": reasons,
    }
    return workbook_bytes([_grid(name, tables[name], title, words) for name in COLUMNS])


def _statuses(change: CreditChange, words: Wording) -> tuple[str, ...]:
    """Both statuses in words; empty where the row was not there."""
    return tuple(words(f"credit.{status}") if status else "" for status in (change.status_before, change.status_after))


def _grid(name: str, found: Sequence[Sequence[Cell]], title: str, words: Wording) -> Grid:
    columns = COLUMNS[name].split()
    looks = [LOOKS.get(column[0], PLAIN) for column in columns]
    headings = tuple(
        Heading(words(f"diff.{column.lstrip('=#~')}"), width, look)
        for column, (look, width) in zip(columns, looks, strict=True)
    )
    totals = tuple(place for place, (look, _) in enumerate(looks) if look is Look.MONEY) if name == "people" else ()
    sheet, label, nothing = words(f"diff.sheet_{name}"), words("diff.total"), words("diff.nothing")
    return Grid(sheet, title, headings, found, totals, label, nothing=nothing)
