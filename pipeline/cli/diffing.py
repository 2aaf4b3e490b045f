"""The command diff: who or what changed between two closes, by how much, why (SPEC 7)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from pathlib import Path

from rich.markup import escape
from rich.table import Table

from pipeline.archive.draft import write_difference
from pipeline.archive.past import sealed_figures
from pipeline.archive.revisions import HISTORY, MANIFEST, Revision, revisions
from pipeline.cli.exits import Exit
from pipeline.cli.job import Job, UsageError
from pipeline.compare import Comparison, compare
from pipeline.intake.plan_workbook import read_plan
from pipeline.money import grouped
from pipeline.period import parse_period
from pipeline.plan import paired, parse_plan, plan_diff
from pipeline.plan.model import Plan
from pipeline.reasons import says_otherwise
from pipeline.render.comparison import Cause, comparison_book
from pipeline.render.line_words import worded

REVISION = re.compile(r"r[1-9]\d*")
INPUTS, PARTS = "seal/inputs/", "seal/parts/"
HASH = 12


def run_diff(job: Job) -> Exit:
    """Print who is paid otherwise and why; write all of it as a workbook."""
    old, new = _sides(job)
    before, after = sealed_figures((old, new))
    found, causes = compare(before, after), tuple(_causes(old, new))
    title = f"{old.name} → {new.name}"
    job.screen.say("diff.announce", old=old.name, new=new.name)
    _show(job, found, causes)
    name = f"{old.name}_{new.name}.xlsx".replace("/", "-")
    book = comparison_book(found, causes, title, job.screen.words)
    job.screen.say("diff.book", path=write_difference(job.output / new.period, name, book))
    return Exit.DONE


def _sides(job: Job) -> tuple[Revision, Revision]:
    """Two revisions of one period, or the last ones of two periods."""
    period, second, third = job.period.id, job.asked.second, job.asked.third
    if REVISION.fullmatch(second):
        return _revision(job, period, second), _revision(job, period, third)
    if third:
        raise UsageError("diff.usage")
    if parse_period(second, job.calendar.fiscal) is None:
        raise UsageError("cli.bad_period", period=second)
    return _revision(job, period, ""), _revision(job, second, "")


def _revision(job: Job, period: str, name: str) -> Revision:
    found = [one for one in revisions(job.output / period) if name in {"", one.folder.name}]
    if not found:
        raise UsageError("cli.nothing_sealed", Exit.FINDINGS, period=f"{period} {name}".strip(), output=job.output)
    return found[-1]


def _causes(old: Revision, new: Revision) -> Iterator[Cause]:
    """Cells of the plans in force that differ; between revisions also input files, earlier seals read, and the code."""
    yield from _plan_causes(_plans(old), _plans(new))
    if old.period == new.period:
        yield from _inputs(old, new)
        yield from _files("history", *(_read_from(one) for one in (old, new)))
        yield from _files("code", *({"": one.manifest["options"]["code"]} for one in (old, new)))


def _inputs(old: Revision, new: Revision) -> Iterator[Cause]:
    """Files that came, went or differ in a cell; one that was merely saved again explains nothing."""
    for start in (INPUTS, PARTS):
        for one in _files("input", *(_sealed(side, start) for side in (old, new))):
            both = [side.folder / f"{start}{one.name}" for side in (old, new)]
            if not (one.before and one.after) or says_otherwise(*both):
                yield one


def _plan_causes(old: Sequence[Plan], new: Sequence[Plan]) -> Iterator[Cause]:
    """What differs in each plan in force; where there are several, under the plan's name."""
    for was, now in paired(old, new):
        told = (now or was) if max(len(old), len(new)) > 1 else None
        title = f"{told.parameters.plan_name} " if told else ""
        if was is None or now is None:
            sides = (one.parameters.version if one else "" for one in (was, now))
            yield Cause("plan", title.strip(), *sides)
            continue
        for change in plan_diff(was, now):
            yield Cause("plan", f"{title}{change.sheet} {change.key} {change.field}", change.old, change.new)


def _files(kind: str, was: Mapping[str, str], now: Mapping[str, str]) -> Iterator[Cause]:
    for name in sorted(was.keys() | now.keys()):
        if was.get(name) != now.get(name):
            yield Cause(kind, name, was.get(name, "")[:HASH], now.get(name, "")[:HASH])


def _plans(revision: Revision) -> list[Plan]:
    """The plans in force, from the seal itself."""
    return [_plan(revision.folder / "seal/plan" / Path(one["workbook"]).name) for one in revision.manifest["plans"]]


def _plan(path: Path) -> Plan:
    plan, _ = parse_plan(path.name, read_plan(path)[0])
    if plan is None:
        raise UsageError("plan.unreadable", Exit.FINDINGS, path=path)
    return plan


def _sealed(revision: Revision, start: str) -> dict[str, str]:
    """Hashes of sealed files by their names below a folder of the revision."""
    files = revision.manifest["files"].items()
    return {name.removeprefix(start): code for name, code in files if name.startswith(start)}


def _read_from(revision: Revision) -> dict[str, str]:
    """The seals of other periods that the revision read, by period and revision: `2024-05/r2`."""
    found = _sealed(revision, f"{HISTORY}/")
    ending = f"/{MANIFEST}"
    seals = {name.removesuffix(ending): code for name, code in found.items() if name.endswith(ending)}
    return {name: code for name, code in seals.items() if not name.startswith(f"{revision.period}/")}


def _show(job: Job, found: Comparison, causes: tuple[Cause, ...]) -> None:
    screen, words = job.screen, job.screen.words
    if found.people and not screen.quiet:
        people = Table(*(words(f"diff.{key}") for key in ("employee_id", "name", "before", "after", "difference")))
        for one in found.people:
            people.add_row(one.employee_id, escape(one.name), *map(_money, (one.before, one.after, one.difference)))
        people.add_row(words("diff.total"), "", "", "", _money(found.difference), style="bold")
        screen.out.print(people)
    for line in found.lines:
        screen.say(
            "diff.line",
            employee_id=line.employee_id,
            component=f"{line.component} {line.order_id}".strip(),
            before=worded(line.formula_before, words) or "–",
            after=worded(line.formula_after, words) or "–",
        )
    for cause in causes:
        screen.say(f"diff.told_{cause.kind}", name=cause.name, before=cause.before or "–", after=cause.after or "–")
    if not (found.people or found.lines or found.scores or found.credits):
        screen.say("diff.same")


def _money(value: Fraction | None) -> str:
    return "–" if value is None else grouped(value)
