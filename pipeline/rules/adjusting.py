"""调整: the approved rows of the sheet, each one line (SPEC 5.7 phase 7, fine print 19)."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from pipeline.findings import warning
from pipeline.money import exact, money_text, round_half_up
from pipeline.rules.cells import cell_text
from pipeline.rules.facts import Facts
from pipeline.rules.lines import Line, Outcome, Paid, Phase, sorted_out, stacked
from pipeline.rules.rows import Row, rows
from schemas.terms import LineKind

COLUMNS = ["employee_id", "original_period", "kind", "reason", "approver"]


def adjusted(facts: Facts, lines: pd.DataFrame) -> Paid:
    """The lines so far and the adjustments approved within the period; others are not counted, with a warning."""
    found = sorted_out(_outcomes(facts))
    return Paid(stacked(lines, found.lines), found.findings)


def _outcomes(facts: Facts) -> Iterator[Outcome]:
    frame = facts.ground.tables.frames.get("adjustments")
    mine = () if frame is None else rows(frame)
    for row in sorted(mine, key=lambda row: [str(row[column]) for column in COLUMNS]):
        if row["employee_id"] in facts.participants:
            yield _outcome(facts, row)


def _outcome(facts: Facts, row: Row) -> Outcome:
    if not facts.ground.period.covers(row["approved_date"]):
        place = facts.ground.tables.place(row, "approved_date")
        name = facts.participants[row["employee_id"]]["name"]
        return warning("payout-approved-outside-period", place, row["approved_date"], name=name)
    amount = round_half_up(exact(row["amount"]), 2)
    return Line(
        row["employee_id"],
        LineKind.ADJUSTMENT.header,
        LineKind.ADJUSTMENT,
        amount,
        money_text(amount),
        Phase.ADJUSTMENT,
        sources=cell_text(facts.ground.tables, row, "amount"),
        item=str(row["original_period"]),
        note=f"{row['kind']}：{row['reason']}",
        reference=" ".join(str(row[column]) for column in ("original_period", "reference") if row.get(column)),
    )
