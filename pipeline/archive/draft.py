"""What is written without a seal: draft figures and the validation report, each file replaced in one step."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from itertools import count
from pathlib import Path

from pipeline.archive.data import to_parquet
from pipeline.archive.files import remove_tree
from pipeline.archive.lock import alone
from pipeline.calculation import Calculation
from pipeline.disk import make_folder, replace_file, sync_folder, write_new
from schemas.outputs import DATA


def write_draft(period_folder: Path, calculation: Calculation) -> Path:
    """The four data tables in `draft/data/`; the folder."""
    folder = period_folder / "draft"
    frames = (calculation.people, calculation.kpi_scores, calculation.lines, calculation.credits)
    for (name, columns), frame in zip(DATA.items(), frames, strict=True):
        replace_file(folder / "data" / f"{name}.parquet", to_parquet(frame, columns))
    return folder


def write_progress(period_folder: Path, day: date, files: Mapping[str, bytes]) -> Path:
    """The files of a look into the period in `progress/<day>/`, those of an earlier look of that day removed."""
    return _write_anew(period_folder / "progress" / day.isoformat(), files)


def write_validation(period_folder: Path, files: Mapping[str, bytes]) -> Path:
    """The files of the last validation in `validation/`, older ones removed; the folder."""
    return _write_anew(period_folder / "validation", files)


def write_certificate(period_folder: Path, number: int, content: bytes) -> Path:
    """The certificate of the last audit of a revision, beside the revisions; its path."""
    path = period_folder / "audit" / f"r{number}.pdf"
    replace_file(path, content)
    return path


def write_difference(period_folder: Path, name: str, content: bytes) -> Path:
    """The workbook of a `diff` in `diff/`; its path."""
    path = period_folder / "diff" / name
    replace_file(path, content)
    return path


def write_correction(period_folder: Path, content: bytes) -> tuple[Path, Path | None]:
    """The adjustments of a `correct`, `correct/调整.xlsx`, and where an earlier one that says otherwise now lies."""
    path = period_folder / "correct/调整.xlsx"
    aside = None if path.is_file() and path.read_bytes() == content else set_correction_aside(period_folder)
    replace_file(path, content)
    return path, aside


def set_correction_aside(period_folder: Path) -> Path | None:
    """Give an earlier `correct/调整.xlsx`, which may be filled in, a number; its new path if there is one."""
    path = period_folder / "correct/调整.xlsx"
    if not path.is_file():
        return None
    numbered = (path.with_name(f"调整_{number}.xlsx") for number in count(1))
    return path.rename(next(one for one in numbered if not one.exists()))


def _write_anew(folder: Path, files: Mapping[str, bytes]) -> Path:
    """Put a folder's files in the place of the ones before as a whole: of two who write at once, the later stands."""
    beside = folder.with_name(f".{folder.name}")
    with alone(folder.parent):
        remove_tree(beside)
        make_folder(beside)
        for name, content in files.items():
            write_new(beside / name, content)
        remove_tree(folder)
        beside.rename(folder)
        sync_folder(folder.parent)
    return folder
