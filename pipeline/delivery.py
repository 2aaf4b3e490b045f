"""What was delivered for a period: its own folder, or what its shorter periods sealed, or both (SPEC 2 and 3)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from pipeline.findings import Finding, Place, Severity, error, info
from pipeline.inputs import Inputs, Part
from pipeline.intake.mapping_workbook import read_mapping
from pipeline.intake.period_folder import read_period
from pipeline.intake.readers import Progress
from pipeline.intake.result import ControlTotal, Intake
from pipeline.parts.comparing import compared
from pipeline.parts.delivered import Delivered
from pipeline.parts.uniting import United, unite
from pipeline.period import Period
from pipeline.plan.model import Plan
from pipeline.tables import Tables
from schemas.people import PEOPLE

NOTHING = Intake(Tables({}), (), (), (), ())
ROSTER = PEOPLE.name


@dataclass(frozen=True, slots=True)
class Delivery:
    """The tables that count with everything said of them, and what is wrong with the mapping or the parts."""

    intake: Intake
    findings: tuple[Finding, ...]


def read_delivery(inputs: Inputs, plans: Sequence[Plan], progress: Progress | None = None) -> Delivery:
    """The period's tables: with a roster of its own held against its parts, without one built on them."""
    own, mapping_findings = _own(inputs, progress)
    if own is None and not inputs.parts:
        missing = error("no-period-folder", Place(), inputs.period.id, folder=inputs.folder)
        return Delivery(replace(NOTHING, findings=(missing,)), ())
    if not inputs.parts:
        return Delivery(own or NOTHING, mapping_findings)
    if own is not None and own.tables.has(ROSTER):
        sealed = [part for part in inputs.parts if part.revision]
        read, complete = _parts(sealed, plans, progress), not _gaps(inputs.period, sealed)
        told = tuple(compared(own.tables, read.delivered, plans, complete=complete)) if sealed else ()
        return Delivery(own, (*mapping_findings, *told))
    read, complete = _parts(inputs.parts, plans, progress), not _gaps(inputs.period, inputs.parts)
    made = unite(read.delivered, (own or NOTHING).tables, plans, complete=complete)
    return Delivery(_united(own or NOTHING, read, made), (*mapping_findings, *_incomplete(inputs)))


def own_delivery(inputs: Inputs) -> Intake | None:
    """What the period's own folder holds, its parts aside; None where there is no folder."""
    return _own(inputs, None)[0] if inputs.folder.is_dir() else None


@dataclass(frozen=True, slots=True)
class _Read:
    delivered: tuple[Delivered, ...]
    intakes: tuple[Intake, ...]


def _own(inputs: Inputs, progress: Progress | None = None) -> tuple[Intake | None, tuple[Finding, ...]]:
    """What the period's own folder holds, by the firm's mapping; None where there is no folder."""
    mapping, findings = read_mapping(inputs.mapping) if inputs.mapping else (None, ())
    if not inputs.folder.is_dir():
        payroll = mapping.payroll if mapping else ()
        return None if not inputs.parts else replace(NOTHING, payroll=payroll), findings
    read = read_period(inputs.folder, mapping=mapping, progress=progress)
    if inputs.parts and not read.tables.has(ROSTER):
        read = replace(read, findings=tuple(one for one in read.findings if one.code != "table-absent"))
    return read, findings


def _parts(parts: Iterable[Part], plans: Sequence[Plan], progress: Progress | None = None) -> _Read:
    delivered, intakes = [], []
    for part in parts:
        read = read_delivery(part.inputs, plans, progress)
        found = (*read.intake.findings, *read.findings)
        kept = tuple(one for one in found if one.severity is Severity.ERROR) if part.revision else found
        intakes.append(replace(read.intake, findings=kept))
        delivered.append(Delivered(part.name, part.inputs.period, read.intake.tables, part.took_part))
    return _Read(tuple(delivered), tuple(intakes))


def _united(own: Intake, read: _Read, made: United) -> Intake:
    """The parts and what the period's own folder adds to them, as one intake."""
    every = (*read.intakes, own)
    return Intake(
        made.tables,
        (*(one for each in every for one in each.findings), *made.findings),
        tuple(one for each in every for one in each.recognised),
        _totals(every),
        tuple(one for each in every for one in each.normalised),
        own.proposals,
        own.payroll,
    )


def _totals(every: Sequence[Intake]) -> tuple[ControlTotal, ...]:
    """Rows and sums as read, over all parts."""
    rows: defaultdict[str, int] = defaultdict(int)
    sums: defaultdict[str, defaultdict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for one in (one for each in every for one in each.totals):
        rows[one.table] += one.rows
        for name, value in one.sums:
            sums[one.table][name] += value
    return tuple(ControlTotal(table, count, tuple(sums[table].items())) for table, count in rows.items())


def _incomplete(inputs: Inputs) -> list[Finding]:
    """What the period builds on, the parts that are not sealed, and the days that no part covers."""
    period, names = inputs.period, "、".join(part.name for part in inputs.parts)
    found = [info("parts-read", Place(), period.id, parts=names)]
    found += [
        error("part-not-sealed", Place(), part.inputs.period.id, period=period.id)
        for part in inputs.parts
        if not part.revision
    ]
    gaps = _gaps(period, inputs.parts)
    return found + [error("parts-gap", Place(), period.id, first=first, last=last) for first, last in gaps]


def _gaps(period: Period, parts: Sequence[Part]) -> list[tuple[date, date]]:
    """First and last day of each stretch of the period that no part covers."""
    found, day = [], period.start
    for part in (one.inputs.period for one in parts):
        if part.start > day:
            found.append((day, part.start - timedelta(days=1)))
        day = part.end + timedelta(days=1)
    return [*found, (day, period.end)] if day <= period.end else found
