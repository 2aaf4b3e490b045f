"""What is written without a seal: draft figures and the validation report, each file replaced in one step."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from pipeline.archive.data import to_parquet
from pipeline.archive.files import make_folder, remove_tree, replace_file
from pipeline.calculation import Calculation
from schemas.outputs import DATA


def write_draft(period_folder: Path, calculation: Calculation) -> Path:
    """The four data tables in `draft/data/`; the folder."""
    folder = period_folder / "draft"
    frames = (calculation.people, calculation.kpi_scores, calculation.lines, calculation.credits)
    for (name, columns), frame in zip(DATA.items(), frames, strict=True):
        replace_file(folder / "data" / f"{name}.parquet", to_parquet(frame, columns))
    return folder


def write_validation(period_folder: Path, files: Mapping[str, bytes]) -> Path:
    """The files of the last validation in `validation/`, older ones removed; the folder."""
    folder = period_folder / "validation"
    remove_tree(folder)
    make_folder(folder)
    for name, content in files.items():
        replace_file(folder / name, content)
    return folder


def write_certificate(period_folder: Path, number: int, content: bytes) -> Path:
    """The certificate of the last audit of a revision, beside the revisions; its path."""
    path = period_folder / "audit" / f"r{number}.pdf"
    replace_file(path, content)
    return path
