"""From workbooks to figures: read, check, calculate; nothing is written (SPEC 7, `validate` and `calculate`)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from pipeline.calculate import calculate
from pipeline.calculation import Calculation
from pipeline.checks import check
from pipeline.checks.foreseen import gaps_foreseen
from pipeline.collecting import put_off
from pipeline.delivery import read_delivery
from pipeline.findings import Finding, Severity, any_blocks, visible, warning
from pipeline.history import History
from pipeline.inputs import Inputs
from pipeline.intake.calendar_book import CalendarBook
from pipeline.intake.merged_findings import merged
from pipeline.intake.plan_workbook import read_plan
from pipeline.intake.result import Intake
from pipeline.period import Period, in_its_year
from pipeline.plan import parse_plan, plans_in_force
from pipeline.plan.model import Plan
from pipeline.process.schedule import uncovered
from pipeline.statements.deadlines import shared_terms
from pipeline.workdays import WorkCalendar

Progress = Callable[[str, int, int], None]
OF_NOBODY = frozenset({"credit-unattributed", "paid-to-nobody"})


@dataclass(frozen=True, slots=True)
class Draft:
    """What a period's files say and what follows from them; `calculation` is None where a finding blocks it."""

    inputs: Inputs
    intake: Intake
    plans: tuple[Plan, ...]
    workdays: WorkCalendar
    history: History
    calculation: Calculation | None
    findings: tuple[Finding, ...]

    @property
    def period(self) -> Period:
        """The period."""
        return self.inputs.period


@put_off()
def make_draft(inputs: Inputs, calendar: CalendarBook, history: History, progress: Progress) -> Draft:
    """Everything that can be said of a period: all findings at once, and the figures when none of them blocks."""
    inputs = replace(inputs, period=in_its_year(inputs.period, calendar.fiscal))
    plans, plan_findings = read_plans(inputs)
    delivery = read_delivery(inputs, plans, lambda done, count, _: progress("read", done, count))
    intake = delivery.intake
    findings = [*calendar.findings, *delivery.findings, *intake.findings, *plan_findings]
    if plans:
        findings += check(inputs.period, intake.tables, plans, history)
        findings += _undated(inputs.period, plans, calendar.workdays)
    calculation = None
    if any_blocks(findings):
        findings += gaps_foreseen(inputs.period, intake.tables, plans, calendar.workdays)
    elif plans:
        calculation = calculate(inputs.period, intake.tables, plans, calendar.workdays, history)
        findings += calculation.findings
    findings = _of_a_paid_cycle(inputs.period, plans, findings)
    figures = None if any_blocks(findings) else calculation
    return Draft(inputs, intake, plans, calendar.workdays, history, figures, tuple(merged(findings)))


def read_plans(inputs: Inputs) -> tuple[tuple[Plan, ...], list[Finding]]:
    """The plans in force for the period; a workbook that cannot be read may be the one in force, so it is an error."""
    plans, findings = [], []
    for path in inputs.plans:
        tables, found = read_plan(path)
        refused = not tables.frames and any_blocks(found)
        plan, more = (None, []) if refused else parse_plan(visible(path.name), tables)
        findings += [*found, *more]
        plans += [plan] if plan else []
    if any_blocks(findings):
        return (), findings
    in_force, more = plans_in_force(plans, inputs.period)
    return (() if any_blocks(more) else in_force), [*findings, *more]


def _of_a_paid_cycle(period: Period, plans: tuple[Plan, ...], findings: list[Finding]) -> list[Finding]:
    """A month of plans that pay by the quarter: said once, not of everybody whose sales count for nobody yet."""
    if not plans or any(rule.cycle is period.cycle for plan in plans for rule in plan.grades):
        return findings
    told = warning("cycle-not-paid", value=period.id, cycle=period.cycle)
    return [told, *(one for one in findings if one.code not in OF_NOBODY)]


def _undated(period: Period, plans: tuple[Plan, ...], workdays: WorkCalendar) -> list[Finding]:
    """A firm that keeps a calendar lacks the year of a deadline; documents then print counts of days, not dates."""
    wanting = uncovered(period, shared_terms(plans), workdays) if workdays.years else []
    return [replace(one, severity=Severity.WARNING) for one in wanting]
