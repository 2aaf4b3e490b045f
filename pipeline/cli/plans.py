"""The commands plan check and plan diff."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Mapping
from fractions import Fraction
from functools import partial
from pathlib import Path

from rich.table import Table

from pipeline.archive.past import earlier_revisions, read_history
from pipeline.calculate import calculate
from pipeline.cli.console import Screen
from pipeline.cli.exits import Exit
from pipeline.cli.job import Job, UsageError, job_of
from pipeline.draft import Draft, make_draft, open_calendar
from pipeline.findings import Finding, any_blocks
from pipeline.inputs import calendar_of
from pipeline.intake import read_plan
from pipeline.money import decimal
from pipeline.plan import check_plan, costs, parse_plan, plan_diff, questions
from pipeline.plan.model import Plan
from pipeline.plan.readings import Cost

CENTS = 2


def run_plan_check(asked: Namespace, screen: Screen) -> Exit:
    """Print every contradiction of a plan; with a period, what each reading costs."""
    plan, findings = _read(asked.file)
    found = [*findings, *(check_plan(plan) if plan else ())]
    screen.findings(found)
    screen.say("plan.checked", count=sum(one.severity != "info" for one in found), file=asked.file)
    if plan and asked.period:
        _print_costs(plan, found, job_of(asked, screen))
    return Exit.FINDINGS if any_blocks(found) else Exit.DONE


def run_plan_diff(asked: Namespace, screen: Screen) -> Exit:
    """Print every cell that differs between two plans."""
    old, new = (_sound(path) for path in (asked.old, asked.new))
    table = Table(*(screen.words(f"plan.{key}") for key in ("sheet", "key", "field", "old", "new")))
    changes = plan_diff(old, new)
    for one in changes:
        table.add_row(one.sheet, one.key, one.field, one.old, one.new)
    if changes:
        screen.out.print(table)
    screen.say("plan.differences", count=len(changes))
    return Exit.DONE


def _read(path: Path) -> tuple[Plan | None, list[Finding]]:
    if not path.is_file():
        raise UsageError("plan.no_file", Exit.USAGE, path=path)
    tables, found = read_plan(path)
    plan, more = parse_plan(path.name, tables)
    return plan, [*found, *more]


def _sound(path: Path) -> Plan:
    plan, _ = _read(path)
    if plan is None:
        raise UsageError("plan.unreadable", Exit.FINDINGS, path=path)
    return plan


def _print_costs(plan: Plan, found: list[Finding], job: Job) -> None:
    """Per question a table: what each reading pays each person whom it moves, and in total."""
    history = read_history(earlier_revisions(job.output, job.period))
    with job.screen.progress() as progress:
        draft = make_draft(job.inputs, open_calendar(calendar_of(job.inputs.root)), history, progress)
    for question, paid in costs(questions(plan, found), partial(_pay, draft)):
        job.screen.findings([question.finding])
        job.screen.out.print(_cost_table(paid, job.screen, _names(draft)))


def _pay(draft: Draft, plan: Plan) -> Mapping[str, Fraction]:
    people = calculate(draft.period, draft.intake.tables, (plan,), draft.workdays, draft.history).people
    return dict(zip(people["employee_id"], people["payable"], strict=True))


def _names(draft: Draft) -> Mapping[str, str]:
    people = draft.intake.tables.frames["people"]
    return dict(zip(people["employee_id"], people["name"], strict=True))


def _cost_table(paid: tuple[Cost, ...], screen: Screen, names: Mapping[str, str]) -> Table:
    words = screen.words
    table = Table(words("plan.person"), *(words(f"plan-reading.{one.label}") for one in paid))
    for who in sorted({who for one in paid for who in one.people}):
        amounts = [one.people.get(who, Fraction(0)) for one in paid]
        if len(set(amounts)) > 1:
            table.add_row(f"{who} {names.get(who, '')}", *(f"{decimal(amount, CENTS):,}" for amount in amounts))
    table.add_row(words("plan.total"), *(f"{decimal(one.total, CENTS):,}" for one in paid), style="bold")
    return table
