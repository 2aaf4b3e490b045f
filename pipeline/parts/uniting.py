"""The tables of a period from those of its parts: each row once, money of the period summed, nothing guessed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pandas as pd

from pipeline.findings import Finding
from pipeline.parts.delivered import PART, Delivered, Gathered, gathered
from pipeline.parts.identity import IDENTITIES
from pipeline.parts.roster import paid_before, roster_findings, with_pay_summed
from pipeline.parts.rows_once import disagreements, latest, whole_sum
from pipeline.parts.targets import united_actuals, united_targets, united_tree
from pipeline.plan.model import Plan
from pipeline.tables import SHEET_ID, Source, Tables

PAID_ONCE = ("adjustments", "nominations")
KEYED = {
    "targets": ("employee_id", "kpi"),
    "actuals": ("employee_id", "kpi"),
    "target_tree": ("dimension", "key", "kpi", "parent"),
}


@dataclass(frozen=True, slots=True)
class United:
    """The tables that the parts make together, and what was found on the way."""

    tables: Tables
    findings: tuple[Finding, ...]


def unite(parts: Sequence[Delivered], own: Tables, plans: Sequence[Plan], *, complete: bool = True) -> United:
    """The parts, oldest first, and what the period's own folder adds: its targets and entered results come first.

    `complete`: the parts cover every day of the period; while they do not, their targets do not add up to its own.
    """
    months = gathered(parts, complete=complete)
    everything = gathered([*parts, Delivered("", parts[-1].period, own)]) if own.frames else months
    frames: dict[str, pd.DataFrame] = {}
    findings: list[Finding] = []
    sources = list(everything.tables.sources)
    for table in everything.tables.frames:
        if table in KEYED:
            frame, found = _keyed(table, months, own, plans, sources)
        else:
            frame, found = _table(table, months, everything, plans)
        frames[table] = frame.drop(columns=PART, errors="ignore").reset_index(drop=True)
        findings += found
    assigned = frozenset(frames["assignments"]["employee_id"]) if "assignments" in frames else frozenset()
    findings += roster_findings(months, assigned) if months.tables.has("people") else []
    return United(Tables(frames, tuple(sources)), tuple(findings))


def without_paid(given: Gathered, plans: Sequence[Plan]) -> tuple[Gathered, list[Finding]]:
    """The parts without the adjustments and nominations that their own closes paid."""
    frames, findings = dict(given.tables.frames), []
    for table in PAID_ONCE:
        if given.tables.has(table) and len(frames[table]):
            frames[table], found = paid_before(given, table, plans)
            findings += found
    return replace(given, tables=replace(given.tables, frames=frames)), findings


def _table(
    table: str, months: Gathered, everything: Gathered, plans: Sequence[Plan]
) -> tuple[pd.DataFrame, Sequence[Finding]]:
    if table == "signoffs":
        return _signed(everything.frame(table)), ()
    given = everything
    found: list[Finding] = []
    if table in PAID_ONCE:
        given, found = without_paid(everything, plans)
    frame = given.frame(table)
    if frame.empty:
        return frame, found
    found = [*found, *disagreements(given, table, IDENTITIES[table])]
    once = latest(frame, table, IDENTITIES[table])
    return (with_pay_summed(once, months) if table == "people" else once), found


def _keyed(
    table: str, months: Gathered, own: Tables, plans: Sequence[Plan], sources: list[Source]
) -> tuple[pd.DataFrame, Sequence[Finding]]:
    """What the period's own folder says, and of the parts what it does not say; places of sums join the sources."""
    given = _not_in(months, table, own)
    if table == "targets":
        made = united_targets(given, plans)
    else:
        made = united_tree(given, plans) if table == "target_tree" else united_actuals(given)
    of_parts = len(months.tables.sources)
    if made.sums:
        sums = made.frame[SHEET_ID] >= of_parts
        made.frame.loc[sums, SHEET_ID] += len(sources) - of_parts
        sources += made.sums
    if not own.has(table):
        return made.frame, made.findings
    added = own.frames[table].copy()
    added[SHEET_ID] += of_parts
    filled = [frame for frame in (made.frame, added) if len(frame)]
    return (pd.concat(filled, ignore_index=True) if filled else added), made.findings


def _not_in(months: Gathered, table: str, own: Tables) -> Gathered:
    """The rows of the parts whose key the period's own folder does not give."""
    if not own.has(table) or months.frame(table).empty:
        return months
    key = list(KEYED[table])
    told = set(own.frames[table][key].itertuples(index=False, name=None))
    frame = months.frame(table)
    stays = [one not in told for one in frame[key].itertuples(index=False, name=None)]
    frames = {**months.tables.frames, table: frame[stays].reset_index(drop=True)}
    return replace(months, tables=Tables(frames, months.tables.sources))


def _signed(frame: pd.DataFrame) -> pd.DataFrame:
    """One confirmation per table and department: rows and amounts summed, signed when the last part was."""
    groups = frame.groupby(["table", "department"], sort=False, dropna=False)
    made = groups.tail(1).copy()
    for name in ("rows", "total"):
        sums = groups[name].agg(whole_sum).to_dict()
        made[name] = [sums[key] for key in made[["table", "department"]].itertuples(index=False, name=None)]
    return made
