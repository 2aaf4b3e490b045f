"""Runs in the child that marks a copy: gate and reader see the workbook again before openpyxl does."""

from __future__ import annotations

import pickle
import sys
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import openpyxl

from pipeline.intake.cells import Workbook
from pipeline.intake.formats import read_file
from pipeline.intake.handed import dump
from pipeline.intake.limited import limit_itself
from pipeline.intake.limits import MARKED_SECONDS, MEMORY_BYTES
from pipeline.intake.marking.copying import Copied
from pipeline.intake.marking.marks import Mark, Texts
from pipeline.intake.marking.painter import paint

SIGNS = {
    "sparklines": ("xl/worksheets/", (b"sparklineGroup",)),
    "shapes": ("xl/drawings/", (b":sp>", b":sp ", b":cxnSp>", b":cxnSp ")),
    "drawings": ("xl/drawings/", (b":pic>", b":pic ", b":graphicFrame")),
    "macros": ("xl/vbaProject", (b"",)),
    "controls": ("xl/", (b"<controls>", b"slicerList", b"timelineRefs")),
}
"""What openpyxl drops or changes: where its parts lie, and a word that stands in one of them."""


def serve() -> None:
    """Whatever goes wrong there ends it, and the parent says that there is no copy."""
    path, found, words = pickle.load(sys.stdin.buffer)  # noqa: S301 - written by our own parent
    limit_itself(MARKED_SECONDS, MEMORY_BYTES)
    copied = _copied(path, found, words)
    dump((copied.content, copied.reason), sys.stdout.buffer)


def _copied(path: Path, found: Sequence[Mark], words: Texts) -> Copied:
    read = read_file(path, path.name)
    if not read.sheets:
        return Copied(reason="refused")
    book = openpyxl.load_workbook(path)
    if not {sheet.name for sheet in read.sheets} <= set(book.sheetnames):
        return Copied(reason="unopened")
    paint(book, found, list(_lost(path, read)), words)
    written = BytesIO()
    book.save(written)
    return Copied(written.getvalue())


def _lost(path: Path, read: Workbook) -> Iterator[str]:
    """What the copy lacks or may show otherwise than the user's workbook."""
    if any(sheet.formulas for sheet in read.sheets):
        yield "formulas"
    with ZipFile(path) as package:
        for name, (folder, words) in SIGNS.items():
            parts = (package.read(part) for part in package.namelist() if part.startswith(folder))
            if any(word in part for part in parts for word in words):
                yield name


if __name__ == "__main__":
    serve()
