"""`python -m tests.sealed`: seal the small company's May once, to be audited for ever, never to make a test pass."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from pipeline.archive.files import remove_tree
from tests.archive.tampering import make_writable
from tests.faults.closing import command
from tests.faults.small import MAY, write_small

ARCHIVE = Path(__file__).resolve().parent / "archive"

if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        write_small(folder / "input")
        if command("close", MAY, folder):
            raise SystemExit("May did not close")
        shutil.copytree(folder / "output" / MAY / "r1", ARCHIVE / MAY / "r1")
        remove_tree(folder / "output")
    make_writable(ARCHIVE)
