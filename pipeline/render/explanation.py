"""An explanation as a workbook: one row per step, indented by its depth (SPEC 7, `explain`)."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.explanation.step import Step
from pipeline.render.line_words import worded
from pipeline.render.registers.sheet import Cell, Grid, Heading, workbook_bytes
from pipeline.wording import Wording

INDENT = "　"
WIDTHS = (("step", 46), ("value", 18), ("formula", 52), ("sentence", 44), ("workbook", 36), ("sheet", 16), ("cell", 10))
CONTENT = 48


def step_title(step: Step, words: Wording) -> str:
    """What a step is called: the kind of step and the plan's own word."""
    return " ".join(filter(None, (words(f"explain.{step.key}"), step.name)))


def step_sentence(step: Step, words: Wording) -> str:
    """The sentence of the rule that makes a figure."""
    return words(step.rule) if step.rule else ""


def explanation_workbook(top: Step, title: str, words: Wording) -> bytes:
    """The workbook of one person's explanation."""
    headings = tuple(Heading(words(f"explain.column_{name}"), width) for name, width in WIDTHS)
    content = Heading(words("explain.column_content"), CONTENT)
    rows = list(_rows(top, 0, words))
    return workbook_bytes([Grid(words("explain.sheet_title"), title, (*headings, content), rows)])


def _rows(step: Step, depth: int, words: Wording) -> Iterator[list[Cell]]:
    place = step.place
    where = [place.workbook, place.sheet, place.cell] if place else ["", "", ""]
    header = f"{place.header}: " if place and place.header else ""
    title = INDENT * depth + step_title(step, words)
    yield [title, step.value, worded(step.formula, words), step_sentence(step, words), *where, header + step.content]
    for part in step.parts:
        yield from _rows(part, depth + 1, words)
