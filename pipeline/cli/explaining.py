"""The command explain."""

from __future__ import annotations

from pathlib import Path

from rich.markup import escape
from rich.tree import Tree

from pipeline.archive.revisions import revisions
from pipeline.calculation import Calculation
from pipeline.cli.exits import Exit
from pipeline.cli.job import Job, UsageError
from pipeline.closed_inputs import closed_draft
from pipeline.disk import replace_file
from pipeline.draft import Draft
from pipeline.explanation.cells import Books
from pipeline.explanation.pay import line_step, payable_step, person_lines
from pipeline.explanation.person import Person, person_of
from pipeline.explanation.step import Step
from pipeline.findings import any_blocks
from pipeline.intake.plan_workbook import read_plan
from pipeline.render.explanation import explanation_workbook, step_sentence, step_title
from pipeline.render.line_words import worded
from pipeline.wording import Wording

CELLS_SHOWN = 12


def run_explain(job: Job) -> Exit:
    """Every number of a person back to rule and cell: a tree on the terminal, all of it in a workbook."""
    sealed = revisions(job.output / job.period.id)
    job.screen.say("explain.from_seal" if sealed else "explain.from_inputs", period=job.period.id)
    with job.screen.progress() as progress:
        draft = closed_draft(job.inputs, job.output, job.calendar, progress)
    if draft.calculation is None or any_blocks(draft.findings):
        job.screen.findings([one for one in draft.findings if one.blocks])
        job.screen.complain("explain.blocked", period=job.period.id)
        return Exit.FINDINGS
    top = _explained(job, draft, draft.calculation)
    job.screen.out.print(_tree(top, job.screen.words))
    job.screen.say("explain.workbook", path=_write(job, top))
    return Exit.DONE


def _explained(job: Job, draft: Draft, calculation: Calculation) -> Step:
    """The whole payable amount, or the one line that is asked for."""
    person = _person(job, draft, calculation)
    if not job.asked.line:
        return payable_step(calculation, person)
    lines = person_lines(calculation, person.id)
    asked = next((row for row in lines if row["line"] == job.asked.line), None)
    if asked is None:
        raise UsageError("explain.no_line", Exit.FINDINGS, line=job.asked.line, id=person.id, count=len(lines))
    return line_step(person, asked)


def _person(job: Job, draft: Draft, calculation: Calculation) -> Person:
    """The participant who is asked for; a clear word for one who does not take part or is not known."""
    asked = job.asked.employee
    books = Books((draft.intake.tables, *(read_plan(path)[0] for path in draft.inputs.plans)))
    person = person_of(calculation, draft.intake.tables, books, draft.history, asked)
    if person is None:
        known = asked in set(draft.intake.tables.frames["people"]["employee_id"])
        key = "explain.not_participant" if known else "explain.unknown_person"
        raise UsageError(key, Exit.FINDINGS, id=asked, period=job.period.id)
    return person


def _write(job: Job, top: Step) -> Path:
    name = f"{job.asked.employee}-{job.asked.line}.xlsx" if job.asked.line else f"{job.asked.employee}.xlsx"
    path = job.output / job.period.id / "explain" / name
    title = job.screen.words("explain.title", period=job.period.id, name=top.name)
    replace_file(path, explanation_workbook(top, title, job.screen.words))
    return path


def _tree(step: Step, words: Wording) -> Tree:
    tree = Tree(_label(step, words))
    _grow(tree, step, words)
    return tree


def _grow(tree: Tree, step: Step, words: Wording) -> None:
    """Add the parts; of many rows alike the first ones, the workbook has them all."""
    for part in step.parts[:CELLS_SHOWN]:
        _grow(tree.add(_label(part, words)), part, words)
    if len(step.parts) > CELLS_SHOWN:
        tree.add(words("explain.more", count=len(step.parts) - CELLS_SHOWN))


def _label(step: Step, words: Wording) -> str:
    """One line: name, value, formula, the rule's sentence, the cell and what it holds."""
    place = step.place
    where = " ".join(filter(None, (place.workbook, place.sheet, place.cell, place.header))) if place else ""
    value = f"[bold]{escape(step.value)}[/bold]" if step.value else ""
    quiet = f"[dim]{escape(step_sentence(step, words))}[/dim]" if step.rule else ""
    said = [
        escape(step_title(step, words)),
        value,
        escape(worded(step.formula, words)),
        escape(where),
        escape(step.content),
        quiet,
    ]
    return "  ".join(filter(None, said))
