"""Ours beside the plain alternative, in the same run: `python -m tests.bench.ratios [--keep]`.

Reading: openpyxl in read-only mode, which only reads. Rendering: a WeasyPrint loop as everybody writes it first.
Calculating: DuckDB, which only sums, in floats. A ratio is the plain way's processor seconds by ours: above 1,
ours is faster.
What was kept is `kept.json`; a ratio that fell by more than a quarter is said, and the exit code is 1.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench import bench_calculate, bench_intake, bench_statements
from tests.bench.bench_close import machine

KEPT = Path(__file__).with_name("kept.json")
ROWS, PEOPLE, STATEMENTS = 20_000, 2_000, 16
MAY_FALL = 0.25
Ratios = dict[str, float]


def ratios() -> Ratios:
    """Each ratio that can be measured here; the WeasyPrint loop needs the package fonts-noto-cjk."""
    found = {"openpyxl": reading(), "duckdb": calculating()}
    return found | ({"weasyprint": rendering()} if bench_statements.has_system_font() else {})


def reading() -> float:
    """A workbook of 20,000 rows: openpyxl by the intake."""
    with TemporaryDirectory() as folder:
        book = bench_intake.write(Path(folder), ROWS)[0]
        plain, ours = (bench_intake.measured(way, book, 1) for way in ("openpyxl", "intake"))
    return plain.processor / ours.processor


def calculating() -> float:
    """2,000 people with 20,000 orders: DuckDB's sums by the exact calculation."""
    one = bench_calculate.measured(PEOPLE)
    return one["float_seconds"] / one["seconds"]


def rendering() -> float:
    """A statement with everything on it: the loop by ours."""
    many = bench_statements.crew(STATEMENTS)
    ours, naive = bench_statements.seconds_each(many, bench_statements.ours, bench_statements.naive)
    return naive / ours


def fallen(now: Ratios, kept: Ratios) -> list[str]:
    """What to say of each ratio that fell by more than a quarter."""
    return [
        f"{name} fell from {kept[name]:.2f} to {ratio:.2f}, by more than a quarter"
        for name, ratio in sorted(now.items())
        if name in kept and ratio < kept[name] * (1 - MAY_FALL)
    ]


def main(words: list[str]) -> int:
    """Measure, compare with what was kept, or keep."""
    now = ratios()
    kept = json.loads(KEPT.read_text("utf-8"))
    for name, ratio in now.items():
        sys.stdout.write(f"{name} ÷ ours: {ratio:.3g} (kept {kept['ratios'].get(name, 0):.3g})\n")
    if "--keep" in words:
        text = json.dumps({"machine": machine(), "ratios": kept["ratios"] | now}, indent=1, ensure_ascii=False)
        KEPT.write_text(text + "\n", encoding="utf-8")
        return 0
    said = fallen(now, kept["ratios"])
    sys.stdout.write("".join(f"{line}\n" for line in said))
    return 1 if said else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
