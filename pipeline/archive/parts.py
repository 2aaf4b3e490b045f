"""Which shorter periods a period builds on: the seals and folders inside it (CONTRIBUTING, decision on parts)."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from pipeline.archive.files import sha256_of
from pipeline.archive.periods import period_of
from pipeline.archive.revisions import DamagedSealError, Revision, revisions
from pipeline.inputs import PARTS, PARTS_RECORD, Inputs, Part
from pipeline.period import Period, parse_period
from schemas.terms import Cycle

LENGTH = (Cycle.MONTH, Cycle.QUARTER, Cycle.YEAR)
RESULTS = "seal/figures/results.jsonl"
READ = ("seal/inputs/", "seal/parts/")


def with_parts(inputs: Inputs, output: Path, fiscal: tuple[Period, ...], *, with_open: bool = False) -> Inputs:
    """The inputs with the parts that they build on: quarters before months, sealed ones by what they sealed.

    A period with a folder of its own builds on sealed parts only; `with_open` also takes the folders of parts that are
    not sealed, as one without a folder always does.
    """
    takes_open = with_open or not inputs.folder.is_dir()
    chosen: list[Part] = []
    for period in _inside(inputs, output, fiscal):
        if not any(_overlap(period, part.inputs.period) for part in chosen):
            chosen += _part(Inputs(inputs.root, period), output, fiscal, takes_open=takes_open)
    return replace(inputs, parts=tuple(sorted(chosen, key=lambda part: part.inputs.period.start)))


def sealed_parts(seal: Path) -> tuple[Part, ...]:
    """The parts that a seal holds copies of, and the parts of those."""
    record = seal / PARTS_RECORD
    if not record.is_file():
        return ()
    return tuple(_of_record(seal / PARTS, one) for one in json.loads(record.read_bytes()))


def unpacked_parts(seal: Path, folder: Path) -> tuple[Part, ...]:
    """The parts of a seal, copied below another folder and read from there."""
    if (seal / PARTS).is_dir():
        shutil.copytree(seal / PARTS, folder / PARTS, symlinks=True, copy_function=shutil.copyfile)
    return sealed_parts(folder)


def sealed_inputs(revision: Revision) -> Inputs:
    """What a revision's close read, where it lies."""
    seal = revision.folder / "seal"
    return Inputs(seal / "inputs", period_of(revision), seal / "plan", sealed_parts(seal))


def _inside(inputs: Inputs, output: Path, fiscal: tuple[Period, ...]) -> list[Period]:
    """The known periods inside a longer one, the longest first."""
    whole = inputs.period
    known = {found for name in folder_names((inputs.root, output)) if (found := parse_period(name, fiscal))}
    shorter = [one for one in known if LENGTH.index(one.cycle) < LENGTH.index(whole.cycle)]
    within = [one for one in shorter if whole.start <= one.start and one.end <= whole.end]
    return sorted(within, key=lambda one: (-LENGTH.index(one.cycle), one.start, one.id))


def folder_names(roots: Iterable[Path]) -> Iterator[str]:
    """The names of the folders below some folders."""
    for root in roots:
        if root.is_dir():
            yield from (path.name for path in root.iterdir() if path.is_dir())


def _part(inputs: Inputs, output: Path, fiscal: tuple[Period, ...], *, takes_open: bool) -> list[Part]:
    """The period as a part: its last seal, else its folder; none where there is neither."""
    found = revisions(output / inputs.period.id)
    if found:
        return [_sealed(found[-1])]
    return [Part(with_parts(inputs, output, fiscal))] if takes_open and inputs.folder.is_dir() else []


def _sealed(revision: Revision) -> Part:
    """A sealed part; DamagedSealError where its inputs are not what was sealed."""
    inputs = sealed_inputs(revision)
    for name, code in revision.manifest["files"].items():
        if name.startswith(READ) and not _holds(revision.folder / name, code):
            raise DamagedSealError(revision.folder)
    return Part(inputs, revision.number, revision.seal, _took_part(revision))


def _took_part(revision: Revision) -> frozenset[str]:
    if not _holds(revision.folder / RESULTS, revision.manifest["files"][RESULTS]):
        raise DamagedSealError(revision.folder)
    _, *lines = (revision.folder / RESULTS).read_text("utf-8").splitlines()
    return frozenset(json.loads(line)["employee_id"] for line in lines)


def _holds(path: Path, code: str) -> bool:
    return path.is_file() and not path.is_symlink() and sha256_of(path) == code


def _of_record(folder: Path, record: Mapping[str, Any]) -> Part:
    stored = record["period"]
    start, end = date.fromisoformat(stored["start"]), date.fromisoformat(stored["end"])
    period, seal = Period(stored["id"], start, end, Cycle(stored["cycle"])), folder / stored["id"]
    inputs = Inputs(seal / "inputs", period, parts=sealed_parts(seal))
    return Part(inputs, record["revision"], record["seal"], frozenset(record["took_part"]))


def _overlap(one: Period, other: Period) -> bool:
    return one.start <= other.end and other.start <= one.end
