"""The invariance run rewrites real files; what the figures owe to the order of rows, sheets or files is found."""

from __future__ import annotations

import csv
from collections import Counter
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any

import openpyxl
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

import pipeline.draft
import pipeline.intake.shuffling.files as rewriting
import pipeline.invariance
from pipeline.calculate import calculate
from pipeline.calculation import Calculation
from pipeline.draft import Draft, make_draft
from pipeline.history import History
from pipeline.inputs import Inputs
from pipeline.intake.calendar_book import CalendarBook
from pipeline.intake.period_folder import read_period
from pipeline.intake.result import Intake
from pipeline.intake.shuffling.arrangement import arrange
from pipeline.intake.shuffling.folder import Shuffled, shuffle_folder
from pipeline.invariance import Invariance, shuffled_again
from pipeline.period import parse_period
from pipeline.tables import SHEET_ID, SHEET_ROW
from tests.example.workbooks import Sheet, write_workbook
from tests.faults.small import JUNE, PEOPLE, write_small

TOTALS = [("合计", None, None, None, None, 666.5, None)]
ORDERS = Sheet(
    "订单",
    ("订单号", "工号", "分成比例", "客户编号", "签约日期", "签约金额", "首单"),
    [(f"S{n}", "0001", "100%", f"C{n}", "2024-06-03", amount, "否") for n, amount in enumerate((1.5, 20, 300, 345))],
)


def shuffled(source: Path, target: Path, *, rename: bool = True) -> tuple[Shuffled, Intake, Intake]:
    """A folder and its shuffled copy as read."""
    before = read_period(source)
    done = shuffle_folder(source, target, before, Random(1), rename=rename)  # noqa: S311 - a repeatable shuffle
    return done, before, read_period(target)


def rows(intake: Intake) -> dict[str, Counter[tuple[str, ...]]]:
    """The rows of each table, wherever they stand."""
    return {name: Counter(_rows(frame)) for name, frame in intake.tables.frames.items()}


def _rows(frame: pd.DataFrame) -> list[tuple[str, ...]]:
    return [tuple(map(str, row)) for row in frame.drop(columns=[SHEET_ID, SHEET_ROW]).itertuples(index=False)]


def errors(intake: Intake) -> list[str]:
    return [one.code for one in intake.findings if one.blocks]


def test_every_row_is_there_once_elsewhere_in_files_of_other_names(tmp_path: Path) -> None:
    write_small(tmp_path / "input")
    done, before, after = shuffled(tmp_path / "input" / JUNE, tmp_path / JUNE)
    assert (done.files, done.renamed, done.cut, done.left) == (1, 1, 1, ())
    assert done.rows > 5
    assert done.sheets > 2
    assert rows(before) == rows(after)
    assert errors(after) == []
    names = [path.name for path in (tmp_path / JUNE).iterdir()]
    assert len(names) == 2
    assert "销售数据.xlsx" not in names
    orders = {one: _rows(read.tables.frames["orders"]) for one, read in (("before", before), ("after", after))}
    assert orders["before"] != orders["after"]


def test_a_total_below_the_rows_keeps_its_place_or_goes(tmp_path: Path) -> None:
    for rename in (False, True):
        source, target = tmp_path / f"from-{rename}" / JUNE, tmp_path / f"to-{rename}" / JUNE
        write_workbook(source / "订单.xlsx", [Sheet("Sheet1", ORDERS.header, [*ORDERS.rows, *TOTALS]), PEOPLE])
        done, before, after = shuffled(source, target, rename=rename)
        assert (done.cut, errors(before), errors(after)) == (int(rename), [], [])
        assert rows(before) == rows(after)
        assert all(path.name.startswith("订单") for path in target.iterdir()), "the name says which table Sheet1 is"


def test_delimited_text_and_parquet_are_rewritten_too(tmp_path: Path) -> None:
    source = tmp_path / "from" / JUNE
    write_workbook(source / "人员.xlsx", [PEOPLE])
    with (source / "订单.csv").open("w", encoding="gb18030", newline="") as file:
        csv.writer(file, delimiter=";").writerows([["制表：系统"], ORDERS.header, *ORDERS.rows, *TOTALS])
    targets = pa.table({"工号": ["0001", "0002"], "指标": ["销售额", "销售额"], "基准值": [200000, 150000]})
    pq.write_table(targets, source / "目标.parquet")
    done, before, after = shuffled(source, tmp_path / JUNE)
    assert (done.files, done.cut, done.left, errors(after)) == (3, 3, (), [])
    assert rows(before) == rows(after)
    assert sorted(before.tables.frames) == ["orders", "people", "targets"]


def test_a_sheet_with_cells_merged_among_its_rows_is_left_and_told(tmp_path: Path) -> None:
    source = tmp_path / "from" / JUNE
    write_workbook(source / "数据.xlsx", [PEOPLE, ORDERS])
    book = openpyxl.load_workbook(source / "数据.xlsx")
    book["人员"].merge_cells("C2:C3")
    book.save(source / "数据.xlsx")
    done, before, after = shuffled(source, tmp_path / JUNE)
    assert (done.files, done.left) == (0, ("数据.xlsx",))
    assert rows(before) == rows(after)
    assert len(list((tmp_path / JUNE).iterdir())) == 1


@given(st.sets(st.integers(1, 60), max_size=40), st.booleans(), st.integers())
def test_rows_only_change_places_within_a_run(chosen: set[int], whole: bool, seed: int) -> None:
    data = sorted(chosen)
    order = arrange(data, Random(seed), whole=whole)  # noqa: S311 - a repeatable shuffle
    assert sorted(order.places) == sorted(order.places.values()) == data
    for row, place in order.places.items():
        assert set(range(min(row, place), max(row, place) + 1)) <= chosen, "nothing but data between them"
    assert {row for row in data if order.kept(row, 0)} | order.second == chosen
    assert {row for row in data if order.kept(row, 1)} == order.second
    assert bool(order.second) == (len(data) > 1 and not whole)


@pytest.fixture
def june(tmp_path: Path) -> Draft:
    """The figures of June, nothing sealed before."""
    period = parse_period(JUNE, ())
    assert period
    return make_draft(Inputs(write_small(tmp_path / "input"), period), CalendarBook(None), History(), lambda *_: None)


def run(draft: Draft, folder: Path) -> Invariance:
    assert draft.calculation
    return shuffled_again(draft, draft.calculation, folder, CalendarBook(None), lambda *_: None)


def test_figures_that_follow_the_order_of_rows_are_found(
    june: Draft, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run(june, tmp_path / "honest").agrees
    monkeypatch.setattr(pipeline.draft, "calculate", _first_order_counts_twice)
    assert not run(june, tmp_path / "wrong").agrees


def test_files_that_cannot_be_rewritten_are_shuffled_as_tables(
    june: Draft, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rewriting, "WORKBOOKS", ())
    assert run(june, tmp_path / "honest") == Invariance(Shuffled(0, 0, 0, 0, 0, ("销售数据.xlsx",)), agrees=True)
    monkeypatch.setattr(pipeline.invariance, "calculate", _first_order_counts_twice)
    assert not run(june, tmp_path / "wrong").agrees


def test_a_period_with_a_mapping_keeps_the_names_that_the_mapping_knows(june: Draft, tmp_path: Path) -> None:
    header = ("来源", "表", "原列名", "标准列")
    write_workbook(
        tmp_path / "input/mapping.xlsx", [Sheet("字段映射", header, [("销售数据.xlsx", "订单", "x", "share")])]
    )
    found = run(june, tmp_path / "again")
    assert found.agrees
    assert (found.shuffled.files, found.shuffled.renamed, found.shuffled.cut) == (1, 0, 0)
    assert [path.name for path in (tmp_path / "again" / JUNE).iterdir()] == ["销售数据.xlsx"]


def _first_order_counts_twice(*ground: Any) -> Calculation:
    """A rule that a careless hand might write: the first row read is paid more."""
    made, tables = calculate(*ground), ground[1]
    first = Fraction(tables.frames["orders"]["amount"].iloc[0])
    made.lines["amount"] = made.lines["amount"].map(lambda paid: paid + first)
    return made
