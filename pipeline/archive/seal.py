"""The seal of a revision: what went in, what came out, and the seal before it (SPEC 2 and 8)."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipeline.archive.data import to_lines, to_parquet
from pipeline.archive.environment import environment
from pipeline.archive.past import FIGURES
from pipeline.archive.revisions import (
    HISTORY,
    ISSUED,
    MANIFEST,
    MANIFEST_HASH,
    DamagedSealError,
    Link,
    Revision,
    all_revisions,
    canonical,
    hash_line,
    revisions,
)
from pipeline.archive.stage import Stage
from pipeline.archive.verify import broken_chain
from pipeline.calculation import Calculation
from pipeline.inputs import Inputs
from schemas.outputs import DATA

FORMAT = 2


@dataclass(frozen=True, slots=True)
class Facts:
    """What the manifest says beside hashes: why the revision exists, options that shape bytes, counts, totals."""

    reason: str
    options: dict[str, str]
    counts: dict[str, int]
    totals: dict[str, str]
    codes: dict[str, str] = field(default_factory=dict)


def copy_inputs(stage: Stage, inputs: Inputs) -> None:
    """Copy the inputs and plans into the seal byte by byte, and say which parts they came from."""
    for name, path in inputs.sealed_files.items():
        stage.write(f"seal/{name}", path.read_bytes())
    for name, content in inputs.records.items():
        stage.write(f"seal/{name}", content)


def copy_history(stage: Stage, past: tuple[Revision, ...], replaced: Revision | None) -> None:
    """Copy the figures that were read from earlier seals, with the manifests that vouch for them."""
    for revision in (*past, *([replaced] if replaced else [])):
        place = f"{HISTORY}/{revision.period}/r{revision.number}"
        for name in (MANIFEST, MANIFEST_HASH, *(f"{FIGURES}/{table}.jsonl" for table in DATA)):
            stage.write(f"{place}/{name}", (revision.folder / name).read_bytes())
        if revision is replaced and ISSUED in revision.manifest["files"]:
            stage.write(f"{place}/{ISSUED}", (revision.folder / ISSUED).read_bytes())


def write_figures(stage: Stage, calculation: Calculation) -> None:
    """The four data tables, as Parquet for readers and exactly for later periods."""
    frames = (calculation.people, calculation.kpi_scores, calculation.lines, calculation.credits)
    for (name, columns), frame in zip(DATA.items(), frames, strict=True):
        stage.write(f"data/{name}.parquet", to_parquet(frame, columns))
        stage.write(f"{FIGURES}/{name}.jsonl", to_lines(frame))


def write_seal(stage: Stage, link: Link, calculation: Calculation, facts: Facts) -> None:
    """The environment, the manifest and its hash: the last files of a revision."""
    stage.write("seal/environment.json", canonical(environment()))
    stage.write(MANIFEST, canonical(_manifest(stage, link, calculation, facts)))
    stage.write(MANIFEST_HASH, hash_line(stage.hashes[MANIFEST]))


def next_link(output: Path, period: str) -> Link:
    """Where the next revision of a period stands in the chain; DamagedSealError where the chain does not hold."""
    chain, earlier = all_revisions(output), revisions(output / period)
    if broken := broken_chain(chain):
        raise DamagedSealError(output / broken[0].name)
    return Link(
        earlier[-1].number + 1 if earlier else 1,
        chain[-1].sequence + 1 if chain else 1,
        chain[-1].seal if chain else None,
        earlier[-1].seal if earlier else None,
    )


def _manifest(stage: Stage, link: Link, calculation: Calculation, facts: Facts) -> dict[str, Any]:
    period = calculation.period
    return {
        "format": FORMAT,
        "period": {"id": period.id, "start": str(period.start), "end": str(period.end), "cycle": str(period.cycle)},
        "revision": link.number,
        "sequence": link.sequence,
        "prev": link.prev,
        "replaces": link.replaces,
        "reason": facts.reason,
        "options": facts.options,
        "as_of": str(period.end),
        "plans": [{"workbook": one.workbook, "version": one.parameters.version} for one in calculation.plans],
        "currency": "、".join(sorted({one.parameters.currency for one in calculation.plans})),
        "counts": facts.counts,
        "totals": facts.totals,
        "verification_codes": facts.codes,
        "files": dict(sorted(stage.hashes.items())),
    }
