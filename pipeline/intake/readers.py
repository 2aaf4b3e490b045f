"""Files of a folder as workbooks: which reader takes which file, several at once, each in a child process."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

from pipeline.findings import visible
from pipeline.intake.cells import Workbook
from pipeline.intake.child import read_in_child
from pipeline.intake.gate import entry_finding

Progress = Callable[[int, int, str], None]


def read_workbooks(
    paths: Iterable[Path], root: Path, *, workers: int = 2, progress: Progress | None = None
) -> list[Workbook]:
    """One workbook per path, in the order given, named by its path below `root`.

    What is no workbook, or cannot be read, has findings and no sheets. `progress` is called with the number of
    files done, the number of all, and the name of the one just done.
    """
    files = list(paths)
    pool = ThreadPoolExecutor(workers)
    tasks = [pool.submit(_read, path, visible(path.relative_to(root).as_posix())) for path in files]
    try:
        for done, task in enumerate(as_completed(tasks), 1):
            if progress:
                progress(done, len(files), task.result().name)
    finally:
        pool.shutdown(cancel_futures=True)
    return [task.result() for task in tasks]


def _read(path: Path, name: str) -> Workbook:
    finding = entry_finding(path, name)
    return Workbook(name, findings=[finding]) if finding else read_in_child(path, name)
