"""The close of a company of real workbooks, stage by stage: `python -m tests.bench.bench_close [PEOPLE …]`.

Each size is closed once by the command line's own code in a process of its own, whose stages are timed by the clock and
by the processor, its children's (readers, workers) included; render is what the close waits for. Peak memory is of the
process itself and of the largest of its children. `--keep FILE` adds a line of JSON per size to a file, so that sizes
can be run apart; `--table FILE` prints the table of such a file.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from argparse import ArgumentParser
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import wraps
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from pipeline.archive.files import remove_tree
from tests.bench.company import write_company
from tests.faults.small import MAY

STAGES = ("ingest", "validate", "calculate", "render", "write", "seal", "other")
SIZES = (100, 1_000, 10_000)
CPU = Path("/proc/cpuinfo")
STAGE_OF = {
    ("pipeline.draft", "read_plans"): "ingest",
    ("pipeline.draft", "read_delivery"): "ingest",
    ("pipeline.sealing", "read_history"): "ingest",
    ("pipeline.draft", "check"): "validate",
    ("pipeline.sealing", "report_on"): "validate",
    ("pipeline.draft", "calculate"): "calculate",
    ("pipeline.sealing", "documents"): "calculate",
    ("pipeline.sealing", "copy_inputs"): "seal",
    ("pipeline.sealing", "copy_history"): "seal",
    ("pipeline.sealing", "write_figures"): "seal",
    ("pipeline.sealing", "write_seal"): "seal",
    ("pipeline.sealing", "publish"): "seal",
}
"""Functions of the product and the stage that their time counts to."""
WHO = {"main": resource.RUSAGE_SELF, "child": resource.RUSAGE_CHILDREN}
Measured = dict[str, Any]


def now() -> tuple[float, float]:
    """Seconds of the clock, and of the processor with those of children that have ended."""
    used = [resource.getrusage(who) for who in WHO.values()]
    return time.perf_counter(), sum(one.ru_utime + one.ru_stime for one in used)


class Clock:
    """Seconds by stage; inside another stage the inner one counts, save that a seal counts as a whole."""

    def __init__(self) -> None:
        self.seconds: defaultdict[str, float] = defaultdict(float)
        self.processor: defaultdict[str, float] = defaultdict(float)
        self._inside = ["other"]
        self._since = now()

    def enter(self, stage: str) -> None:
        """Another stage begins."""
        self._count()
        self._inside.append("seal" if self._inside[-1] == "seal" else stage)

    def leave(self) -> None:
        """Back to the stage around."""
        self._count()
        self._inside.pop()

    def _count(self) -> None:
        reached = now()
        for sums, end, start in zip((self.seconds, self.processor), reached, self._since, strict=True):
            sums[self._inside[-1]] += end - start
        self._since = reached

    def timed(self, holder: object, name: str, stage: str) -> None:
        """Count the calls of a function to a stage."""
        inner: Callable[..., Any] = getattr(holder, name)

        @wraps(inner)
        def outer(*given: Any, **more: Any) -> Any:
            self.enter(stage)
            try:
                return inner(*given, **more)
            finally:
                self.leave()

        setattr(holder, name, outer)

    def awaited(self, holder: object, name: str, stage: str) -> None:
        """Count the waits for what a generator gives to a stage."""
        inner: Callable[..., Iterator[Any]] = getattr(holder, name)

        @wraps(inner)
        def outer(*given: Any, **more: Any) -> Iterator[Any]:
            made = inner(*given, **more)
            while True:
                self.enter(stage)
                try:
                    one = next(made, None)
                finally:
                    self.leave()
                if one is None:
                    return
                yield one

        setattr(holder, name, outer)


METHODS = {
    ("pipeline.archive.stage", "Stage", "write"): (Clock.timed, "write"),
    ("pipeline.documents", "Documents", "files"): (Clock.awaited, "render"),
}


def watched() -> Clock:
    """The product's own stages under a clock."""
    clock = Clock()
    for (module, name), stage in STAGE_OF.items():
        clock.timed(import_module(module), name, stage)
    for (module, holder, name), (way, stage) in METHODS.items():
        way(clock, getattr(import_module(module), holder), name, stage)
    return clock


def measured(people: int, workers: int) -> Measured:
    """One close of a company of so many people."""
    from joblib.externals.loky import get_reusable_executor  # noqa: PLC0415

    from pipeline.cli import main  # noqa: PLC0415 - what is measured begins here

    with TemporaryDirectory(prefix="bench-") as name:
        folder = write_apart(Path(name), people)
        load = os.getloadavg()[0]
        clock = watched()
        start = time.perf_counter()
        words = ("--input", folder / "input", "--output", folder / "output", "--workers", workers, "--quiet")
        code = main(["close", MAY, *map(str, words)])
        seconds = time.perf_counter() - start
        clock.enter("render")
        get_reusable_executor().shutdown(wait=True)  # what the workers used is known when they have ended
        clock.enter("other")
        written = sum(path.stat().st_size for path in (folder / "output").rglob("*") if path.is_file())
        remove_tree(folder / "output")
    if code:
        raise SystemExit(f"the close of the bench ended with {code}")
    peaks = {who: resource.getrusage(which).ru_maxrss // 1024 for who, which in WHO.items()}
    return {
        "people": people, "workers": workers, "seconds": seconds, "stages": dict(clock.seconds),
        "processor": dict(clock.processor), "peaks": peaks,
        "bytes": written, "load": [load, os.getloadavg()[0]], "machine": machine(),
    }  # fmt: skip


def write_apart(folder: Path, people: int) -> Path:
    """The workbooks, written by another process: its memory is not to count."""
    command = [sys.executable, "-m", "tests.bench.bench_close", "--write", str(folder / "input"), str(people)]
    subprocess.run(command, check=True)
    return folder


def machine() -> str:
    """What the figures were measured on."""
    lines = CPU.read_text("utf-8").splitlines() if CPU.exists() else []
    model = next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "unknown")
    return f"{model}, {os.cpu_count()} cores, Python {sys.version.split()[0]}"


def table(rows: list[Measured]) -> str:
    """Seconds of each stage with the growth from the row above, by the clock and by the processor; memory and bytes."""
    machines = sorted({f"{row['machine']}, load {row['load'][0]:.0f} to {row['load'][1]:.0f}" for row in rows})
    parts = [*_stages("clock", rows, "stages"), "", *_stages("processor", rows, "processor"), "", *_sizes(rows)]
    return "\n".join([*parts, "", *machines, ""])


def _stages(by: str, rows: list[Measured], key: str) -> list[str]:
    lines = [_line([f"people, s by the {by}", *STAGES, "all", "ms a person"]), "|---" * (len(STAGES) + 3) + "|"]
    before: dict[str, float] = {}
    for row in rows:
        found = {**row[key], "all": sum(row[key].values())}
        cells = [_grown(found.get(one, 0), before.get(one, 0)) for one in (*STAGES, "all")]
        lines.append(_line([f"{row['people']:,}", *cells, f"{found['all'] / row['people'] * 1000:.0f}"]))
        before = found
    return lines


def _sizes(rows: list[Measured]) -> list[str]:
    lines = [_line(["people", "peak main MB", "largest child MB", "KB written a person"]), "|---|---|---|---|"]
    for row in rows:
        peaks, each = row["peaks"], row["bytes"] / row["people"] / 1000
        lines.append(_line([f"{row['people']:,}", f"{peaks['main']:,}", f"{peaks['child']:,}", f"{each:.0f}"]))
    return lines


def _line(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _grown(seconds: float, before: float) -> str:
    return f"{seconds:.1f}" + (f" ({seconds / before:.1f}×)" if before else "")


def main(words: list[str]) -> None:
    """Measure the sizes asked for, or print what was kept."""
    parser = ArgumentParser(prog="bench_close")
    parser.add_argument("sizes", nargs="*", type=int, default=SIZES)
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--keep", type=Path)
    asked = parser.parse_args(words)
    rows = []
    for size in asked.sizes:
        command = [sys.executable, "-m", "tests.bench.bench_close", "--one", str(size), str(asked.workers)]
        done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout.splitlines()[-1]
        rows.append(json.loads(done))
        if asked.keep:
            with asked.keep.open("a", encoding="utf-8") as file:
                file.write(done + "\n")
    sys.stdout.write(table(rows))


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        sys.stdout.write(json.dumps(measured(int(sys.argv[2]), int(sys.argv[3])), ensure_ascii=False) + "\n")
    elif sys.argv[1:2] == ["--write"]:
        write_company(Path(sys.argv[2]), int(sys.argv[3]))
    elif sys.argv[1:2] == ["--table"]:
        kept = [json.loads(line) for line in Path(sys.argv[2]).read_text("utf-8").splitlines()]
        sys.stdout.write(table(sorted(kept, key=lambda row: row["people"])))
    else:
        main(sys.argv[1:])
