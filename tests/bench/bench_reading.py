"""Reading a folder beyond any sheet: people, six targets and ten orders each, in Parquet files of 100,000 people.

`python -m tests.bench.bench_reading [PEOPLE]` (default 1000000) writes the files and takes them in as `close` does:
gate, a child for each file, recognition, both schemas, whatever needs the whole table. It prints seconds of the
processor, the peak of this process and what stays once everything is read, and bytes a row of each typed table.
"""

from __future__ import annotations

import resource
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd

from pipeline.intake.period_folder import read_period
from tests.bench.bench_calculate import KILOBYTE, forget_peak, memory, seconds
from tests.bench.drawn_period import ORDERS_EACH, drawn, written

PEOPLE_A_FILE = 100_000
DIGITS = {"employee_id": 7, "order_id": 8}


def write(folder: Path, people: int) -> None:
    """A file of each table for every so many people."""
    for number in range(people // PEOPLE_A_FILE):
        columns = drawn(PEOPLE_A_FILE)
        for frame in columns.values():
            for name in DIGITS.keys() & set(frame):
                each = ORDERS_EACH if name == "order_id" else 1
                frame[name] = _moved(frame[name], DIGITS[name], number * PEOPLE_A_FILE * each)
        columns["people"]["name"] = columns["people"]["employee_id"]
        written(columns, folder)
        for table in columns:
            (folder / f"{table}.parquet").rename(folder / f"{table}_{number}.parquet")


def _moved(ids: pd.Series, digits: int, by: int) -> pd.Series:
    """Identifiers with a number so much higher."""
    numbers = (ids.str[1:].astype(int) + by).astype(str).str.zfill(digits)
    return ids.str[:1] + numbers


def main(people: int) -> None:
    """One reading, told."""
    with TemporaryDirectory() as name:
        folder = Path(name) / "2023Q3"
        folder.mkdir()
        write(folder, people)
        forget_peak()
        start = seconds()
        read = read_period(folder)
        spent = seconds() - start
    if any(finding.blocks for finding in read.findings):
        raise ValueError(read.findings[:3])
    peak, stays = memory("VmHWM") / KILOBYTE, memory("VmRSS") / KILOBYTE
    child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / KILOBYTE
    sys.stdout.write(f"{spent:.0f} s; peak {peak:,.0f} MiB, children at most {child:,.0f}; stays {stays:,.0f}\n")
    for table, frame in read.tables.frames.items():
        each = frame.memory_usage(deep=True).sum() / len(frame)
        sys.stdout.write(f"{table}: {len(frame):,} rows, {each:.0f} bytes each\n")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
