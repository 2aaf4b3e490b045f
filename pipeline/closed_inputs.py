"""The inputs of a period as they were closed: from its last seal, else from the input folder (SPEC 7, `simulate`)."""

from __future__ import annotations

from pathlib import Path

from pipeline.archive.parts import folder_names, sealed_inputs, with_parts
from pipeline.archive.past import read_history
from pipeline.archive.periods import earlier_revisions, sealed_history
from pipeline.archive.revisions import Revision, revisions
from pipeline.draft import Draft, Progress, make_draft
from pipeline.inputs import Inputs
from pipeline.intake.calendar_book import CalendarBook
from pipeline.period import Period, parse_period


def closed_draft(inputs: Inputs, output: Path, calendar: CalendarBook, progress: Progress) -> Draft:
    """What a period's sealed inputs say by the plans sealed with them; unsealed ones, by what lies in the folders."""
    found = revisions(output / inputs.period.id)
    if found:
        return sealed_draft(found[-1], progress)
    history = read_history(earlier_revisions(output, inputs.period), inputs.period)
    return make_draft(with_parts(inputs, output, calendar.fiscal), calendar, history, progress)


def sealed_draft(revision: Revision, progress: Progress) -> Draft:
    """What a seal's own inputs, plans and history say, read where they lie."""
    inputs = sealed_inputs(revision)
    history = read_history(sealed_history(revision), inputs.period)
    return make_draft(inputs, CalendarBook(inputs.calendar), history, progress)


def periods_between(root: Path, output: Path, first: Period, last: Period, fiscal: tuple[Period, ...]) -> list[Period]:
    """The periods of the first one's cycle, from it to the last, that have a folder, a seal or parts; oldest first."""
    names = folder_names((root, output))
    known = {first, last, *(period for name in names if (period := parse_period(name, fiscal)))}
    within = [one for one in known if one.cycle is first.cycle and first.start <= one.start and one.end <= last.end]
    there = [one for one in within if _is_there(Inputs(root, one), output, fiscal)]
    return sorted(there, key=lambda one: one.start)


def _is_there(inputs: Inputs, output: Path, fiscal: tuple[Period, ...]) -> bool:
    if inputs.folder.is_dir() or revisions(output / inputs.period.id):
        return True
    return bool(with_parts(inputs, output, fiscal).parts)
