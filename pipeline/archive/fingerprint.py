"""What a close may read, as hashes: by them a second close knows that nothing changed."""

from __future__ import annotations

import hashlib

from pipeline.archive.files import sha256_of
from pipeline.inputs import Inputs


def fingerprint(inputs: Inputs) -> dict[str, str]:
    """The sha256 of every file that a close may read, by its place in the seal."""
    files = {f"seal/{name}": sha256_of(path) for name, path in inputs.sealed_files.items()}
    records = {f"seal/{name}": hashlib.sha256(content).hexdigest() for name, content in inputs.records.items()}
    return {**files, **records}
