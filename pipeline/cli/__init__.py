"""The command line: the only place that prints, reads the clock and sets the exit code (SPEC 7)."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from io import TextIOWrapper

from pipeline.cli.arguments import parse


def main(arguments: Sequence[str]) -> int:
    """Run one command; the exit code of SPEC 7. Files that it makes are for their owner alone."""
    asked = parse(arguments)
    os.umask(0o077)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # a terminal that lacks a sign shows its code and ends nothing
            stream.reconfigure(errors="backslashreplace")
    from pipeline.cli.run import run  # noqa: PLC0415 - `--help` need not wait for pandas

    return run(asked)
