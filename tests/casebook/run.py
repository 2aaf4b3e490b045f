"""Runs a case through the real command line, in this process, and reads what it wrote."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow.parquet as pq

from pipeline.cli import main
from tests.casebook.case import Case
from tests.casebook.workbooks import write_case

Records = list[dict[str, Any]]
REPORT = "validation/校验报告.xlsx"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a command left behind: its exit code, the figures it wrote and the findings it reported."""

    exit: int
    data: dict[str, Records]
    findings: Records


def run_case(case: Case, folder: Path) -> Outcome:
    """Close the earlier periods, calculate the case's own, read the outcome."""
    source, target = folder / "input", folder / "output"
    write_case(case, source)
    for month in case.earlier:
        closed = command("close", month.id, source, target)
        if closed:
            raise AssertionError(f"{month.id} did not close: {_findings(target / month.id / REPORT)}")
    code = command("calculate", case.period.id, source, target)
    return outcome(code, target, case.period.id)


def outcome(code: int, target: Path, period: str) -> Outcome:
    """What `calculate` left of a period below the output folder."""
    return Outcome(code, _data(target / period / "draft" / "data"), _findings(target / period / REPORT))


def command(name: str, period: str, source: Path, target: Path) -> int:
    """One command of the program, as a person types it."""
    return main([name, period, "--input", str(source), "--output", str(target), "--lang", "zh", "--quiet"])


def _data(folder: Path) -> dict[str, Records]:
    return {path.stem: pq.read_table(path).to_pylist() for path in sorted(folder.glob("*.parquet"))}


def _findings(report: Path) -> Records:
    if not report.exists():
        return []
    book = openpyxl.load_workbook(report, read_only=True)
    rows = [[str(cell or "") for cell in row] for row in book.worksheets[0].iter_rows(values_only=True)]
    book.close()
    header = next((row for row in rows if "单元格" in row), [])
    return [dict(zip(header, row, strict=True)) for row in rows[rows.index(header) + 1 :]] if header else []
