"""Each row once: what several parts hold is taken as the latest says it; where they disagree, that is told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

import pandas as pd

from pipeline.findings import Finding, Place, warning
from pipeline.money import MISSING
from pipeline.parts.delivered import PART, Gathered
from pipeline.parts.identity import HEADERS, Identity
from pipeline.rules.rows import Row, rows
from pipeline.tables import SHEET_ROW, Tables

Group = list[Row]
UNDATED = "submitted_date"


def latest(frame: pd.DataFrame, table: str, identity: Identity) -> pd.DataFrame:
    """The rows of the last part that holds them; ratings without a date are each part's own."""
    last = frame.groupby(list(identity.key), dropna=False)[PART].transform("max")
    stays = frame[PART] == last
    if table == "ratings":
        stays |= frame[UNDATED].isna()
    return frame[stays].reset_index(drop=True)


def disagreements(given: Gathered, table: str, identity: Identity) -> Iterator[Finding]:
    """Rows of several parts that are the same row and say different things."""
    frame = given.frame(table)
    if UNDATED in identity.key:
        frame = frame[frame[UNDATED].notna()]
    parts = frame.groupby(list(identity.key), dropna=False)[PART].transform("nunique")
    for group in grouped_by(frame[parts > 1], identity.key).values():
        last = max(row[PART] for row in group)
        counts = [row for row in group if row[PART] == last]
        for place in sorted({row[PART] for row in group} - {last}):
            earlier = [row for row in group if row[PART] == place]
            yield from differing(given.tables, table, identity, earlier, counts)


def differing(tables: Tables, table: str, identity: Identity, earlier: Group, counts: Group) -> Iterator[Finding]:
    """The fields in which two readings of one row differ, or that one has more rows; `counts` is what is taken."""
    ordered = sorted(earlier, key=_order), sorted(counts, key=_order)
    if len(earlier) != len(counts):
        other = place_text(tables.place(earlier[0]))
        yield warning(
            "part-rows-differ", tables.place(counts[0], identity.key[0]), shown(counts[0][identity.key[0]]),
            rows=len(counts), other=other, others=len(earlier),
        )  # fmt: skip
        return
    for old, new in zip(*ordered, strict=True):
        for name in identity.compared(table):
            if old[name] != new[name]:
                where, other = tables.place(new, name), place_text(tables.place(old, name))
                subject = shown(new[identity.key[0]])
                header = HEADERS[table, name]
                yield warning(
                    "part-row-differs", where, shown(new[name]),
                    subject=subject, header=header, other=other, before=shown(old[name]),
                )  # fmt: skip


def grouped_by(frame: pd.DataFrame, key: tuple[str, ...]) -> dict[tuple[Any, ...], Group]:
    """Rows by what identifies them, in order of appearance."""
    found: dict[tuple[Any, ...], Group] = {}
    for row in rows(frame):
        found.setdefault(tuple(row[name] for name in key), []).append(row)
    return found


def place_text(place: Place) -> str:
    """A place in one line."""
    return " ".join(part for part in (place.workbook, place.sheet, place.cell) if part)


def shown(value: object) -> str:
    """A cell as a finding shows it."""
    if value is None:
        return "—"
    return f"{value:f}" if hasattr(value, "scaleb") else str(value)


def _order(row: Mapping[str, Any]) -> tuple[str, int]:
    return str(row.get("employee_id") or ""), int(row[SHEET_ROW])


def whole_sum(amounts: Sequence[object]) -> object:
    """The sum of the amounts of all parts; missing where one of them does not say its own."""
    known = [one for one in amounts if isinstance(one, Decimal)]
    return sum(known, start=Decimal(0)) if known and len(known) == len(amounts) else MISSING
