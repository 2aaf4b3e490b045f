"""A sealed revision in small: statements that carry their records, the manifest, the figures, the ledger."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

import pandas as pd
import pikepdf

from pipeline.archive.data import to_lines
from pipeline.archive.revisions import MANIFEST_HASH, hash_line
from pipeline.disk import replace_file
from pipeline.ledger import Ledger
from pipeline.process.life import Advance
from schemas.process import State
from tests.deliver.conftest import PEOPLE, statement
from tests.process.days import day


def seal(output: Path, emails: Mapping[str, str]) -> Path:
    """`output/2023Q3/r1` with a statement per person."""
    folder = output / "2023Q3/r1"
    names = [PEOPLE.get(who, who) for who in emails]
    people = pd.DataFrame({"employee_id": list(emails), "name": names, "email": list(emails.values())}, dtype=object)
    files = {"seal/figures/results.jsonl": to_lines(people)}
    files |= {f"statements/{who}.pdf": statement(who) for who in emails}
    for name, content in files.items():
        replace_file(folder / name, content)
    manifest = {
        "verification_codes": {who: _code(folder / f"statements/{who}.pdf") for who in emails},
        "files": {name: hashlib.sha256(content).hexdigest() for name, content in files.items()},
        "sequence": 1,
        "period": {"id": "2023Q3", "start": "2023-07-01", "end": "2023-09-30", "cycle": "季度"},
    }
    write_manifest(folder, manifest)
    return folder


def write_manifest(folder: Path, manifest: Mapping[str, object]) -> None:
    """Write a manifest and the hash that vouches for it."""
    content = json.dumps(manifest).encode()
    replace_file(folder / "seal/manifest.json", content)
    replace_file(folder / MANIFEST_HASH, hash_line(hashlib.sha256(content).hexdigest()))


def decide(output: Path, *states: State) -> None:
    """Advance the period through states, on r1."""
    manifest = output / "2023Q3/r1/seal/manifest.json"
    digest = hashlib.sha256(manifest.read_bytes()).hexdigest()
    book, before = Ledger(output / "2023Q3/ledger.jsonl"), State.COLLECTING
    for state in states:
        book.append(**Advance(day("2023-10-20"), "now", "苏敏", before, state, "r1", digest).entry())
        before = state


def _code(pdf: Path) -> str:
    with pikepdf.open(pdf) as document:
        content = next(iter(document.attachments.values())).get_file().read_bytes()
    return hashlib.sha256(content).hexdigest()[:12]
