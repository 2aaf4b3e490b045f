"""How a period stands: its plans, what was delivered, what was decided, what is due."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.archive.decisions import LEDGER
from pipeline.archive.revisions import Revision, revisions
from pipeline.cli.job import Job
from pipeline.delivery import read_delivery
from pipeline.draft import read_plans
from pipeline.findings import Finding
from pipeline.inputs import Inputs
from pipeline.ledger import Ledger
from pipeline.period import Period
from pipeline.plan.model import Plan
from pipeline.process.duties import Duty, Ground, duties, open_appeals
from pipeline.process.life import Life
from pipeline.process.schedule import Schedule, schedule, uncovered
from pipeline.statements.deadlines import shared_terms
from pipeline.tables import Tables


@dataclass(frozen=True, slots=True)
class Standing:
    """A period between its input and its output; `findings` tell what keeps dates from being known."""

    period: Period
    folder: Path
    plans: tuple[Plan, ...]
    tables: Tables
    ledger: Ledger
    life: Life
    due: Schedule
    duties: tuple[Duty, ...]
    findings: tuple[Finding, ...]

    @property
    def newest(self) -> Revision | None:
        """The last sealed revision."""
        return next(reversed(revisions(self.folder)), None)

    @property
    def open_appeals(self) -> tuple[str, ...]:
        """The ids of appeals that nobody has decided."""
        return open_appeals(self.period, self.tables)


def standing_of(job: Job) -> Standing:
    """Read the period's plans, its folder if there is one, and its ledger."""
    folder = job.output / job.period.id
    ledger = Ledger(folder / LEDGER)
    life = Life.of(ledger.entries)
    plans, found = read_plans(job.inputs)
    findings: Sequence[Finding] = [one for one in (*job.calendar.findings, *found) if one.blocks]
    tables = _tables(job.delivered(), plans)
    if not plans:
        return Standing(job.period, folder, (), tables, ledger, life, {}, (), tuple(findings))
    workdays, terms = job.calendar.workdays, shared_terms(plans)
    due = schedule(job.period, life, terms, workdays)
    owed = duties(Ground(job.period, tables, plans, workdays, life))
    findings = [*findings, *uncovered(job.period, terms, workdays)]
    return Standing(job.period, folder, plans, tables, ledger, life, due, owed, tuple(findings))


def _tables(inputs: Inputs, plans: Sequence[Plan]) -> Tables:
    """What was delivered so far; wrong cells are `validate`'s to tell."""
    return read_delivery(inputs, plans).intake.tables
