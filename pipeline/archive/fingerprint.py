"""What a close may read, as hashes: by them a second close knows that nothing changed."""

from __future__ import annotations

import hashlib
from pathlib import Path

from pipeline.archive.files import sha256_of
from pipeline.inputs import Inputs


def fingerprint(inputs: Inputs) -> dict[str, str]:
    """The sha256 of every file that a close may read, by its place in the seal."""
    files = {f"seal/{name}": _hash(path) for name, path in inputs.sealed_files.items()}
    records = {f"seal/{name}": hashlib.sha256(content).hexdigest() for name, content in inputs.records.items()}
    return {**files, **records}


def _hash(path: Path) -> str:
    """Empty for a file that may not be read: its reading says so as a finding."""
    try:
        return sha256_of(path)
    except PermissionError:
        return ""
