"""How fast and how small the intake reads 100,000 × 12 cells, beside openpyxl on the same file in the same run.

    python -m tests.bench.bench_reading [rows]

Each reading runs alone and three times; the best of processor and wall-clock time counts, and the ratio to openpyxl
(read-only, values) is the figure to watch: above 1 the gate, the child process and the reader together are faster.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import openpyxl
import pandas as pd
import xlsxwriter

from pipeline.intake.readers import read_workbooks

HEADERS = (
    "订单号 工号 分成比例 客户编号 客户类型 产品线 区域 签约日期 签约金额 毛利 状态 备注".split()  # noqa: SIM905 - a row of headers
)
ROUNDS = 3


def orders(rows: int) -> list[tuple[object, ...]]:
    """Rows as a sales system exports them: half text, some of it repeated, two amounts, a date."""
    first = date(2026, 9, 1)
    return [
        (
            f"SO{row:07d}", f"E{row % 500:04d}", 1, f"C{row % 9000:05d}", ("新", "老", "战略")[row % 3], "ABC"[row % 3],
            ("华东", "华南")[row % 2], first + timedelta(row % 30), row * 7919 % 10_000_000 / 100,
            row * 6101 % 1_000_000 / 100, "有效", f"备注 {row}",
        )
        for row in range(rows)
    ]  # fmt: skip


def write(folder: Path, rows: int) -> list[Path]:
    """The same rows as `.xlsx`, `.csv` and `.parquet`."""
    data = orders(rows)
    book = xlsxwriter.Workbook(folder / "orders.xlsx", {"default_date_format": "yyyy-mm-dd"})
    sheet = book.add_worksheet("订单")
    sheet.write_row(0, 0, HEADERS)
    for place, values in enumerate(data, 1):
        sheet.write_row(place, 0, values)
    book.close()
    frame = pd.DataFrame(data, columns=HEADERS)
    frame.to_csv(folder / "orders.csv", index=False)
    frame.to_parquet(folder / "orders.parquet", index=False)
    return [folder / f"orders.{suffix}" for suffix in ("xlsx", "csv", "parquet")]


def with_openpyxl(path: Path) -> int:
    """The number of cells that openpyxl reads."""
    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    return sum(len(row) for row in book.worksheets[0].iter_rows(values_only=True))


def with_intake(path: Path) -> int:
    """The number of cells that the intake reads."""
    (workbook,) = read_workbooks([path], path.parent)
    return sum(len(column.rows) for sheet in workbook.sheets for column in sheet.columns.values())


def best(read: Callable[[Path], int], path: Path) -> tuple[float, int]:
    """Seconds of the fastest round, and the cells it read."""
    times = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        cells = read(path)
        times.append(time.perf_counter() - started)
    return min(times), cells


def main(rows: int) -> None:
    """Prints one line per reading."""
    with tempfile.TemporaryDirectory() as folder:
        paths = write(Path(folder), rows)
        measure, cells = best(with_openpyxl, paths[0])
        say("openpyxl .xlsx", measure, cells, measure)
        for path in paths:
            say(f"intake {path.suffix}", *best(with_intake, path), measure)


def say(what: str, seconds: float, cells: int, measure: float) -> None:
    """One line."""
    sys.stdout.write(f"{what:16} {seconds:7.2f} s  {cells:>12,} cells  {measure / seconds:5.2f} × openpyxl\n")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
