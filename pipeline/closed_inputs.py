"""The inputs of a period as they were closed: from its last seal, else from the input folder (SPEC 7, `simulate`)."""

from __future__ import annotations

from pathlib import Path

from pipeline.archive.past import read_history
from pipeline.archive.periods import earlier_revisions, period_of, sealed_history
from pipeline.archive.revisions import Revision, revisions
from pipeline.draft import Draft, Progress, make_draft
from pipeline.inputs import Inputs, calendar_of
from pipeline.intake.calendar_book import CalendarBook
from pipeline.period import Period, parse_period


def closed_draft(inputs: Inputs, output: Path, calendar: CalendarBook, progress: Progress) -> Draft:
    """What a period's sealed inputs say by the plans sealed with them; unsealed ones, by what lies in the folders."""
    found = revisions(output / inputs.period.id)
    if found:
        return sealed_draft(found[-1], progress)
    return make_draft(inputs, calendar, read_history(earlier_revisions(output, inputs.period), inputs.period), progress)


def sealed_draft(revision: Revision, progress: Progress) -> Draft:
    """What a seal's own inputs, plans and history say, read where they lie."""
    root = revision.folder / "seal/inputs"
    inputs = Inputs(root, period_of(revision), revision.folder / "seal/plan")
    history = read_history(sealed_history(revision), inputs.period)
    return make_draft(inputs, CalendarBook(calendar_of(root)), history, progress)


def periods_between(root: Path, output: Path, first: Period, last: Period, fiscal: tuple[Period, ...]) -> list[Period]:
    """The periods of the first one's cycle, from it to the last, that have a folder or a seal; oldest first."""
    names = {path.name for folder in (root, output) if folder.is_dir() for path in folder.iterdir() if path.is_dir()}
    known = [period for name in names if (period := parse_period(name, fiscal))]
    within = [one for one in known if one.cycle is first.cycle and first.start <= one.start and one.end <= last.end]
    return sorted((one for one in within if _is_there(root, output, one)), key=lambda one: one.start)


def _is_there(root: Path, output: Path, period: Period) -> bool:
    return (root / period.id).is_dir() or bool(revisions(output / period.id))
