"""Close the small company in this process, and compare what closes left behind."""

from __future__ import annotations

import hashlib
from pathlib import Path

from pipeline.archive.files import files_below
from pipeline.cli import main

QUIET = ("--workers", "1", "--quiet")


def command(name: str, period: str, folder: Path, *more: str) -> int:
    """A command on `folder/input` and `folder/output`; its exit code."""
    places = ("--input", str(folder / "input"), "--output", str(folder / "output"))
    return main([name, period, *places, *QUIET, *more])


def contents(folder: Path) -> dict[str, str]:
    """The sha256 of every file below a folder by its relative path."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in files_below(folder)
    }


def tell(text: str) -> None:
    """Print how much a test has tried."""
    print(text)  # noqa: T201 - a test of faults says its N
