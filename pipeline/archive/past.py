"""What earlier seals say, as figures (SPEC 5)."""

from __future__ import annotations

import hashlib
from fractions import Fraction

from pipeline.archive.data import from_lines
from pipeline.archive.periods import is_part, period_of
from pipeline.archive.revisions import DamagedSealError, Revision
from pipeline.history import History, SealedPeriod
from pipeline.period import Period
from pipeline.statements.statement import Standing
from schemas.outputs import DATA

FIGURES = "seal/figures"


def payables(revision: Revision | None) -> dict[str, Fraction]:
    """What a revision pays each person; nothing where there is none."""
    if revision is None:
        return {}
    results = from_lines(sealed_content(revision, f"{FIGURES}/results.jsonl"))
    return dict(zip(results["employee_id"], results["payable"], strict=True))


def standings(revision: Revision | None) -> dict[str, Standing]:
    """Where each ranked person stands in a revision; nothing where there is none."""
    if revision is None:
        return {}
    results = from_lines(sealed_content(revision, f"{FIGURES}/results.jsonl"))
    ranked = results[results["rank_company"].notna()]
    teams = ranked["team"].value_counts()
    columns = (ranked[name].tolist() for name in ("employee_id", "rank_company", "rank_team", "team"))
    return {
        who: Standing(int(company), len(ranked), int(place), int(teams[team]))
        for who, company, place, team in zip(*columns, strict=True)
    }


def read_history(found: tuple[Revision, ...], period: Period) -> History:
    """What a period reads of sealed revisions; DamagedSealError where they are not what was sealed."""
    figures = sealed_figures(found)
    parts = tuple(one for one in figures if is_part(one.period, period))
    return History(tuple(one for one in figures if not is_part(one.period, period)), parts)


def sealed_figures(found: tuple[Revision, ...]) -> tuple[SealedPeriod, ...]:
    """The figures of sealed revisions; DamagedSealError where they are not what was sealed."""
    return tuple(_sealed(revision) for revision in found)


def _sealed(revision: Revision) -> SealedPeriod:
    frames = {name: from_lines(sealed_content(revision, f"{FIGURES}/{name}.jsonl")) for name in DATA}
    return SealedPeriod(period_of(revision), revision.number, **frames)


def sealed_content(revision: Revision, name: str) -> bytes:
    """A file of a revision; DamagedSealError where it is not what was sealed."""
    path = revision.folder / name
    content = path.read_bytes() if path.is_file() else b""
    if hashlib.sha256(content).hexdigest() != revision.manifest["files"][name]:
        raise DamagedSealError(revision.folder)
    return content
