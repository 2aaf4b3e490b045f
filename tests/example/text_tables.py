"""Tables written as text, as in Markdown: what plans and cases are written in, so that anybody can read them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from tests.example.workbooks import Sheet

NUMBER = re.compile(r"-?(0|[1-9]\d*)(\.\d+)?")
DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
RULE = re.compile(r"[\s|:-]+")


def read_sheet(name: str, text: str) -> Sheet:
    """The sheet that a text table describes: a header line, then rows; `|` parts the cells, a blank cell is empty.

    The outer bars may be left out, on every line or on none.
    """
    lines = [line.strip() for line in text.splitlines() if line.strip() and not RULE.fullmatch(line)]
    if lines[0].startswith("|"):
        lines = [line.removeprefix("|").removesuffix("|") for line in lines]
    header, *rows = [[_cell(part) for part in line.split("|")] for line in lines]
    return Sheet(name, header, rows)


def read_document(text: str) -> dict[str, Sheet]:
    """The sheets of a document: each heading `## name` is followed by a table; other lines are prose."""
    parts = re.split(r"^## +(.+)$", text, flags=re.MULTILINE)
    bodies = dict(zip(parts[1::2], parts[2::2], strict=True))
    return {name: read_sheet(name, "\n".join(_table_lines(body))) for name, body in bodies.items()}


def replaced(base: Mapping[str, Sheet], changes: Mapping[str, Sheet]) -> dict[str, Sheet]:
    """The base with the changed rows in place of those that begin with the same word."""
    return {name: _replaced(sheet, changes[name]) if name in changes else sheet for name, sheet in base.items()}


def _replaced(sheet: Sheet, change: Sheet) -> Sheet:
    if list(sheet.header) != list(change.header):
        raise ValueError(f"{sheet.name}: the changed rows need the header {sheet.header}")
    changed = {row[0] for row in change.rows}
    kept = [row for row in sheet.rows if row[0] not in changed]
    first = next((index for index, row in enumerate(sheet.rows) if row[0] in changed), len(kept))
    return Sheet(sheet.name, sheet.header, [*kept[:first], *change.rows, *kept[first:]])


def _table_lines(body: str) -> Sequence[str]:
    return [line for line in body.splitlines() if line.lstrip().startswith("|")]


def _cell(part: str) -> Any:
    text = part.strip()
    if NUMBER.fullmatch(text):
        return Decimal(text)
    return date.fromisoformat(text) if DATE.fullmatch(text) else text or None
