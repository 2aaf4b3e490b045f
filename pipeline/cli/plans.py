"""The commands plan check and plan diff."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import partial
from pathlib import Path

from rich.markup import escape
from rich.table import Table

from pipeline.archive.past import read_history
from pipeline.archive.periods import earlier_revisions
from pipeline.calculate import calculate
from pipeline.cli.console import Screen
from pipeline.cli.exits import Exit
from pipeline.cli.job import Job, UsageError, job_of
from pipeline.draft import Draft, make_draft
from pipeline.findings import Finding, any_blocks
from pipeline.inputs import calendar_of
from pipeline.intake.calendar_book import CalendarBook
from pipeline.intake.plan_workbook import read_plan
from pipeline.money import CENTS, decimal, grouped
from pipeline.plan import check_plan, costs, parse_plan, plan_diff, questions
from pipeline.plan.model import Plan
from pipeline.plan.readings import Cost


def run_plan_check(asked: Namespace, screen: Screen) -> Exit:
    """Print every contradiction of a plan; with a period, what each reading costs."""
    plan, findings = _read(asked.file)
    found = [*findings, *(check_plan(plan) if plan else ())]
    screen.findings(found)
    screen.say("plan.checked", count=sum(one.severity != "info" for one in found), file=asked.file)
    costed = not (plan and asked.period) or _print_costs(plan, found, job_of(asked, screen))
    return Exit.FINDINGS if any_blocks(found) or not costed else Exit.DONE


def run_plan_diff(asked: Namespace, screen: Screen) -> Exit:
    """Print every cell that differs between two plans."""
    old, new = (sound_plan(path) for path in (asked.old, asked.new))
    table = Table(*(screen.words(f"plan.{key}") for key in ("sheet", "key", "field", "old", "new")))
    changes = plan_diff(old, new)
    for one in changes:
        table.add_row(*map(escape, (one.sheet, one.key, one.field, one.old, one.new)))
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


def sound_plan(path: Path) -> Plan:
    """The plan of a workbook; UsageError where it cannot be parsed."""
    plan, _ = _read(path)
    if plan is None:
        raise UsageError("plan.unreadable", Exit.FINDINGS, path=path)
    return plan


def _print_costs(plan: Plan, found: list[Finding], job: Job) -> bool:
    """Per question a table: what each reading pays each person whom it moves, and in total; False where it cannot."""
    history = read_history(earlier_revisions(job.output, job.period), job.period)
    with job.screen.progress() as progress:
        draft = make_draft(job.inputs, CalendarBook(calendar_of(job.inputs.root)), history, progress)
    unread = [one for one in draft.intake.findings if one.blocks]
    if unread:
        job.screen.findings(unread)
        job.screen.complain("plan.not_costed", period=job.period.id)
        return False
    told: dict[Finding, None] = {}
    costed = costs(questions(plan, found), partial(_pay, draft, told))
    if told:
        job.screen.say("plan.not_calculated_for")
        job.screen.findings(list(told))
    for question, paid in costed:
        job.screen.findings([question.finding])
        job.screen.out.print(_cost_table(paid, job.screen, _names(draft)))
    return True


def _pay(draft: Draft, told: dict[Finding, None], plan: Plan) -> Mapping[str, Fraction | None]:
    """What a plan pays each participant, None where an error keeps it from being said; the errors go to `told`."""
    made = calculate(draft.period, draft.intake.tables, (plan,), draft.workdays, draft.history)
    errors = [one for one in made.findings if one.blocks]
    told.update(dict.fromkeys(errors))
    people = made.people
    named = {word for one in errors for word in (one.value, dict(one.params).get("id"))}
    unscored = people["total_score"].isna() & people["proration"].gt(0)
    failed = unscored | people["employee_id"].isin(named)
    return {
        who: None if lacking else amount
        for who, amount, lacking in zip(people["employee_id"], people["payable"], failed, strict=True)
    }


def _names(draft: Draft) -> Mapping[str, str]:
    people = draft.intake.tables.frames["people"]
    return dict(zip(people["employee_id"], people["name"], strict=True))


def _cost_table(paid: tuple[Cost, ...], screen: Screen, names: Mapping[str, str]) -> Table:
    words = screen.words
    table = Table(words("plan.person"), *(words(f"plan-reading.{one.label}") for one in paid))
    for who in sorted({who for one in paid for who in one.people}):
        amounts = [one.people.get(who, Fraction(0)) for one in paid]
        if len(set(amounts)) > 1 or None in amounts:
            table.add_row(escape(f"{who} {names.get(who, '')}"), *_cells(amounts, screen))
    table.add_row(words("plan.total"), *_cells([one.total for one in paid], screen), style="bold")
    return table


def _cells(amounts: Sequence[Fraction | None], screen: Screen) -> list[str]:
    """Each reading's amount, with what it costs more or less than the first."""
    first = amounts[0]
    return [
        screen.words("plan.not_calculated") if amount is None else grouped(amount) + _difference(amount, first)
        for amount in amounts
    ]


def _difference(amount: Fraction, first: Fraction | None) -> str:
    return "" if first in (None, amount) else f" ({decimal(amount - first, CENTS):+,})"
