"""A child that a workbook has taken over can lie about the workbook, and do nothing else."""

from __future__ import annotations

import os
import pickle
import sys
from io import BytesIO
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from pipeline.findings import Finding, Place, Severity, error
from pipeline.intake.cells import CellType, Sheet, Workbook
from pipeline.intake.handed import NotDataError, dump, load, loads
from pipeline.intake.limited import Outcome, run_child


def handed(value: object) -> Any:
    stream = BytesIO()
    dump(value, stream)
    return load(BytesIO(stream.getvalue()))


def test_a_workbook_arrives_as_it_was_read() -> None:
    sheet = Sheet("订单", merged=["A1:B1"], hidden_rows=frozenset({3}))
    sheet.add(1, 1, CellType.TEXT, "订单号")
    sheet.add(2, 1, CellType.NUMBER, "1")
    sheet.put(2, range(1, 2), 0, pa.array(["客户", None])[:1])
    sheet.add(7, 3, CellType.TEXT, "备注")
    sheet.add(9, 3, CellType.NUMBER, "2")
    sheet.pack()
    book = Workbook(
        "2024-05/订单.xlsx", [sheet], findings=[error("cell-error", Place("订单.xlsx", "订单", "A1"), "#N/A")]
    )
    again = handed(book)
    assert again == book
    cells = {number: list(column.cells()) for number, column in again.sheets[0].columns.items()}
    assert cells[1] == [(1, "订单号", CellType.TEXT, 0), (2, "1", CellType.NUMBER, 0)]
    assert [row for row, *_ in cells[3]] == [7, 9]
    assert again.findings[0].blocks


class Commanding:
    """Unpickled by anybody who trusts it, it runs a command."""

    def __init__(self, call: Any, *given: Any) -> None:
        self.reduced = call, given

    def __reduce__(self) -> Any:
        return self.reduced


@pytest.mark.parametrize("call", [os.system, eval, getattr, setattr, __import__])
def test_no_command_runs(call: Any, tmp_path: Path) -> None:
    mark = tmp_path / "ran"
    hostile = pickle.dumps(Commanding(call, f"touch {mark}"))
    with pytest.raises(NotDataError):
        loads(hostile)
    assert not mark.exists()


def test_a_child_that_was_taken_over_only_dies(tmp_path: Path) -> None:
    mark = tmp_path / "ran"
    hostile = pickle.dumps(Commanding(os.system, f"touch {mark}"))
    child = [sys.executable, "-c", f"import sys; sys.stdout.buffer.write({hostile!r})"]
    assert run_child(child, seconds=30) == Outcome(None, 0)
    assert not mark.exists()


@pytest.mark.parametrize("name", ["cells.Workbook.__init__", "cells.field", "handed.load", "handed.texts_of"])
def test_what_lies_beside_the_values_is_out_of_reach(name: str) -> None:
    module, _, attribute = name.partition(".")
    with pytest.raises(NotDataError):
        loads(b"\x80\x04\x8c" + _short(f"pipeline.intake.{module}") + b"\x8c" + _short(attribute) + b"\x93.")


def test_no_class_can_be_changed() -> None:
    """GLOBAL pushes what BUILD then fills: with the class itself `blocks` would become False for every finding."""
    filling = b"}\x8c" + _short("blocks") + b"\x89s"
    hostile = b"\x80\x04cpipeline.findings\nFinding\n" + b"N" + filling + b"\x86b."
    with pytest.raises((NotDataError, pickle.UnpicklingError)):
        loads(hostile)
    assert Finding("x", Severity.ERROR).blocks


def test_no_maker_hands_out_what_it_makes() -> None:
    swapped = b"N}\x8c" + _short("_make") + b"Ns\x86b."
    with pytest.raises(NotDataError):
        loads(b"\x80\x04cpipeline.findings\nPlace\n" + swapped)


def test_arrow_is_not_given_what_lies_outside() -> None:
    """Offsets beyond the letters: Arrow would read on in our memory."""
    assert loads(pickle.dumps(pa.array(["aaaa"]), 5)).to_pylist() == ["aaaa"]
    offsets = pa.array([0, 1 << 30], pa.int32()).buffers()[1]
    parts: tuple[Any, ...] = (pa.string(), 1, 0, 0, [None, offsets, pa.py_buffer(b"aaaa")], [], None)
    beyond = pickle.dumps(Commanding(pa.lib._restore_array, parts), 5)
    with pytest.raises(NotDataError):
        loads(beyond)
    with pytest.raises(NotDataError):
        loads(pickle.dumps(pa.array([1, 2]), 5))


def _short(text: str) -> bytes:
    return bytes([len(text)]) + text.encode()
