"""The readers by file format: each turns one file into a `Workbook` or stops with `Refused`."""

from __future__ import annotations

from pathlib import Path

from pipeline.findings import Place, error
from pipeline.intake.cells import Workbook
from pipeline.intake.formats.calamine import read_old, read_zipped
from pipeline.intake.formats.covered import uncover
from pipeline.intake.formats.delimited import read_csv
from pipeline.intake.formats.xlsx import read_xlsx
from pipeline.intake.gate import check_content
from pipeline.intake.refusal import Refused


def _read_parquet(path: Path, name: str) -> Workbook:
    from pipeline.intake.formats.parquet import read_parquet  # noqa: PLC0415 - pyarrow loads longer than most files read

    return read_parquet(path, name)


READERS = {
    ".xlsx": read_xlsx,
    ".xlsm": read_xlsx,
    ".xls": read_old,
    ".xlsb": read_zipped,
    ".ods": read_zipped,
    ".csv": read_csv,
    ".parquet": _read_parquet,
}


def read_file(path: Path, name: str) -> Workbook:
    """The workbook, or one with the finding that says why it was refused."""
    try:
        check_content(path)
        workbook = READERS[path.suffix.lower()](path, name)
    except Refused as refusal:
        return Workbook(name, findings=[refusal.finding(name)])
    except OSError as fault:
        return Workbook(name, findings=[error("file-unreadable", Place(name), fault.strerror)])
    for sheet in workbook.sheets:
        workbook.findings += uncover(sheet, name)
    return workbook
