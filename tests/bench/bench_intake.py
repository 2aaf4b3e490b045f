"""How fast and how small the intake takes in 100,000 × 12 cells, beside openpyxl on the same file in the same run.

    python -m tests.bench.bench_intake [rows] [rounds]

Each way runs alone in a fresh interpreter, `rounds` times; the round with the least processor time of itself and its
children counts, so that other work on the machine weighs little. The ratio to openpyxl (read-only, values, nothing
but reading) is the figure to watch: above 1, gate, reader, recognition, normalisation and schemas together are faster.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import openpyxl

HEADERS = (
    "订单号 工号 分成比例 客户编号 客户类型 产品线 区域 签约日期 签约金额 毛利 状态 备注".split()  # noqa: SIM905 - a row of headers
)
HEAD = "| way | processor s | clock s | peak MiB | bytes per row | × openpyxl |\n|---|---|---|---|---|---|\n"
Row = tuple[object, ...]


@dataclass(frozen=True)
class Run:
    """What one way took: processor and wall-clock seconds, peak memory in MiB of parent and largest child, rows."""

    processor: float
    clock: float
    memory: float
    rows: int


def orders(rows: int) -> Iterator[Row]:
    """Rows as a sales system exports them: half text, some of it repeated, two amounts, a date."""
    first = date(2026, 9, 1)
    return (
        (
            f"SO{row:07d}", f"E{row % 500:04d}", 1, f"C{row % 9000:05d}", ("新", "老", "战略")[row % 3], "ABC"[row % 3],
            ("华东", "华南")[row % 2], first + timedelta(row % 30), row * 7919 % 10_000_000 / 100,
            row * 6101 % 1_000_000 / 100, "有效", f"备注 {row}",
        )
        for row in range(rows)
    )  # fmt: skip


def write(folder: Path, rows: int) -> list[Path]:
    """The same rows as `.xlsx`, `.csv` and `.parquet`."""
    import pyarrow as pa  # noqa: PLC0415 - what is measured is not to pay for what writes
    import pyarrow.parquet as pq  # noqa: PLC0415
    import xlsxwriter  # noqa: PLC0415

    book = xlsxwriter.Workbook(
        folder / "orders.xlsx", {"default_date_format": "yyyy-mm-dd", "constant_memory": rows > 200_000}
    )
    sheet = book.add_worksheet("订单")
    sheet.write_row(0, 0, HEADERS)
    for place, values in enumerate(orders(rows), 1):
        sheet.write_row(place, 0, values)
    book.close()
    with (folder / "orders.csv").open("w", encoding="utf-8") as file:
        file.write(",".join(HEADERS) + "\n")
        file.writelines(",".join(map(str, values)) + "\n" for values in orders(rows))
    columns = dict(zip(HEADERS, map(list, zip(*orders(rows), strict=True)), strict=True))
    pq.write_table(pa.table(columns), folder / "orders.parquet")
    return [folder / f"orders.{suffix}" for suffix in ("xlsx", "csv", "parquet")]


def with_openpyxl(path: Path) -> int:
    """The rows that openpyxl reads."""
    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    return sum(1 for _ in book.worksheets[0].iter_rows(values_only=True)) - 1


def with_intake(path: Path) -> int:
    """The rows that the intake reads, recognises, normalises and validates."""
    from pipeline.intake.mapping import Mapping  # noqa: PLC0415 - openpyxl's run is not to pay for it
    from pipeline.intake.readers import read_workbooks  # noqa: PLC0415
    from pipeline.intake.reading_tables import read_tables  # noqa: PLC0415
    from schemas import TABLES  # noqa: PLC0415

    read = read_tables(read_workbooks([path], path.parent), TABLES, Mapping(), {})
    if any(one.blocks for one in read.findings):
        raise SystemExit(f"the workbook of the bench is refused: {read.findings[:3]}")
    return len(read.tables.frames["orders"])


WAYS: dict[str, Callable[[Path], int]] = {"openpyxl": with_openpyxl, "intake": with_intake}


def measured(way: str, path: Path, rounds: int) -> Run:
    """The round with the least processor time, each in an interpreter of its own."""
    command = [sys.executable, "-m", "tests.bench.bench_intake", "--run", way, str(path)]
    runs = [Run(**json.loads(subprocess.run(command, check=True, capture_output=True).stdout)) for _ in range(rounds)]
    return min(runs, key=lambda run: run.processor)


def own_peak() -> float:
    """This process's own peak in MiB; what `getrusage` tells includes that of the process which started it."""
    lines = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024


def run(way: str, path: str) -> None:
    """One round, told on standard output."""
    started = time.perf_counter()
    rows = WAYS[way](Path(path))
    clock = time.perf_counter() - started
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    told = {
        "processor": sum(one.ru_utime + one.ru_stime for one in used),
        "clock": clock,
        "memory": own_peak() + used[1].ru_maxrss / 1024,
        "rows": rows,
    }
    sys.stdout.write(json.dumps(told))


def main(rows: int, rounds: int) -> None:
    """A table, one line per way."""
    sys.stdout.write(HEAD)
    with tempfile.TemporaryDirectory() as folder:
        paths = write(Path(folder), rows)
        measure = measured("openpyxl", paths[0], rounds)
        say(f"openpyxl .xlsx {rows:,}", measure, measure)
        for path in paths:
            say(f"intake {path.suffix} {rows:,}", measured("intake", path, rounds), measure)


def say(what: str, one: Run, measure: Run) -> None:
    """One line."""
    per_row = one.memory * 1024 * 1024 / one.rows
    ratio = measure.processor / one.processor
    figures = f"{one.processor:.2f} | {one.clock:.2f} | {one.memory:.0f} | {per_row:,.0f} | {ratio:.2f}"
    sys.stdout.write(f"| {what} | {figures} |\n")
    sys.stdout.flush()


if __name__ == "__main__":
    if sys.argv[1:2] == ["--run"]:
        run(*sys.argv[2:])
    else:
        main(*(int(word) for word in (sys.argv[1:] + ["100000", "3"][len(sys.argv) - 1 :])))
