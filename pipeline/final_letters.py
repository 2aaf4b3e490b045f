"""The letters of the revision that a person made final: whom each statement goes to, held against its seal (SPEC 7)."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pipeline.archive.data import from_lines
from pipeline.archive.decisions import life_of
from pipeline.archive.issues import read_issues
from pipeline.archive.past import FIGURES, sealed_content
from pipeline.archive.revisions import Revision, revisions
from pipeline.deliver.letters import Letter, Recipient, letter, mismatches
from pipeline.findings import Finding, error
from pipeline.statements.issue import Issue


def final_letters(folder: Path) -> tuple[list[Letter], list[Finding]]:
    """The letters of the revision that a person made final, each checked against its seal and its PDF."""
    decided = life_of(folder).deliverable
    if decided is None:
        return [], [error("delivery-not-final", value=folder.name)]
    revision = next((one for one in revisions(folder) if f"r{one.number}" == decided.revision), None)
    if revision is None or revision.seal != decided.seal:
        return [], [error("delivery-seal-differs", value=decided.revision, period=folder.name)]
    issues = read_issues(revision)
    read = [_letter(revision, issues, to) for to in _recipients(revision)]
    return [one for one, _ in read if one], [finding for _, findings in read for finding in findings]


def _recipients(revision: Revision) -> list[Recipient]:
    """Everybody with a statement, with name and address as sealed; DamagedSealError where they are not."""
    people = from_lines(sealed_content(revision, f"{FIGURES}/results.jsonl"))
    known = {
        str(row["employee_id"]): Recipient(str(row["employee_id"]), str(row["name"]), _text(row.get("email")))
        for row in people.to_dict("records")
    }
    return [known[who] for who in revision.manifest["verification_codes"]]


def _letter(revision: Revision, issues: Mapping[str, Issue], to: Recipient) -> tuple[Letter | None, list[Finding]]:
    """A statement that did not change is the one of an earlier revision, and says so."""
    name = f"statements/{to.employee_id}.pdf"
    path = revision.folder / name
    pdf = path.read_bytes() if path.is_file() else b""
    number = issues[name].revision.id if name in issues else f"r{revision.number}"
    if hashlib.sha256(pdf).hexdigest() != revision.manifest["files"].get(name):
        return None, [error("delivery-file-differs", value=name, revision=number)]
    found = mismatches(revision.period, number, to, pdf, revision.manifest["verification_codes"][to.employee_id])
    return None if found else letter(revision.period, number, to, path, pdf), found


def _text(email: Any) -> str:
    return email.strip() if isinstance(email, str) else ""
