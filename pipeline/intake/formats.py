"""Which reader takes which file; runs in the child process."""

from __future__ import annotations

from pathlib import Path

from pipeline.intake.cells import Workbook
from pipeline.intake.delimited import read_csv
from pipeline.intake.refusal import Refused
from pipeline.intake.xlsx import read_xlsx

READERS = {".xlsx": read_xlsx, ".xlsm": read_xlsx, ".csv": read_csv}


def read_file(path: Path, name: str) -> Workbook:
    """The workbook, or one with the finding that says why it was refused."""
    try:
        return READERS[path.suffix.lower()](path, name)
    except Refused as refusal:
        return Workbook(name, findings=[refusal.finding(name)])
