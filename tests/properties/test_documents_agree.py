"""Statements, lines, register and payroll file of one close say the same, for drawn companies."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Callable
from fractions import Fraction
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.calculation import Calculation
from pipeline.draft import Draft
from pipeline.history import History
from pipeline.money import ZERO, round_half_up
from pipeline.render.registers.books import Closing, registers
from pipeline.rules.pay import PAY
from pipeline.statements import statements, summaries
from pipeline.statements.notice import notice
from pipeline.wording import wording
from schemas.outputs import RegisterSheet
from schemas.terms import Status
from tests.oracle.eras import eras
from tests.oracle.run import CHILD, drafted, read_here, sealed
from tests.oracle.world import World
from tests.oracle.worlds import worlds
from tests.properties.formulas import holds

QUICK, MANY, MANY_ERAS = 2, 60, 20
ZH = wording("zh")
CENTS = 2
Money = dict[str, Fraction]


@pytest.fixture(autouse=True)
def _in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(CHILD, read_here)


def closed(world: World, past: History) -> tuple[Draft, Calculation]:
    with tempfile.TemporaryDirectory() as folder:
        draft = drafted(world, Path(folder), past)
    assert draft.calculation is not None
    return draft, draft.calculation


def agree(world: World, past: History = History()) -> Calculation:
    """Every document of the close of a world against its results; the calculation, for the month after it."""
    draft, made = closed(world, past)
    results = {row["employee_id"]: row for row in made.people.to_dict("records")}
    payable: Money = {who: row["payable"] for who, row in results.items()}
    assert on_statements(draft, made) == payable
    company, *teams = summaries(made, draft.intake.tables, draft.history, draft.workdays)
    assert company.cost.payable == sum(payable.values(), start=ZERO)
    assert sum((team.cost.payable for team in teams), start=ZERO) == company.cost.payable
    closing = Closing(made, notice(made, draft.workdays), company.triggers, tuple(draft.findings))
    files = registers(closing, draft.intake.payroll, ZH)
    assert_register(files["registers/奖金发放表.xlsx"], results, made)
    due = {who: row["payable"] for who, row in results.items() if row["status"] != Status.HELD.value}
    assert in_payroll(files["registers/薪资导入.csv"]) == due
    return made


def on_statements(draft: Draft, made: Calculation) -> Money:
    """What each statement prints as payable, which is the sum of the lines that it prints, each with its formula."""
    found: Money = {}
    for one in statements(made, draft.intake.tables, draft.history, draft.workdays):
        assert one.results.payable == sum((line.amount for line in one.lines), start=ZERO)
        found[one.person.employee_id] = one.results.payable
    lines = made.lines
    wrong = [
        (formula, amount)
        for formula, amount in zip(lines["formula"].tolist(), lines["amount"].tolist(), strict=True)
        if not holds(formula, amount)
    ]
    assert wrong == []
    return found


def assert_register(content: bytes, results: dict[str, Any], made: Calculation) -> None:
    """奖金计算表 person by person and in total, 奖金明细 line by line."""
    book = openpyxl.load_workbook(BytesIO(content), data_only=True)
    pay = table(book[RegisterSheet.PAY.value], ZH("register.employee_id"))
    shown = {row[ZH("register.employee_id")]: row for row in pay if row[ZH("register.employee_id")] in results}
    for who, row in results.items():
        for name in (*PAY, "payable"):
            assert cents(shown[who][ZH(f"register.{name}")]) == row[name], (who, name)
    lines = table(book[RegisterSheet.LINES.value], ZH("register.employee_id"))
    written = [cents(row[ZH("register.amount")]) for row in lines if row[ZH("register.employee_id")] in results]
    assert written == made.lines["amount"].tolist()


def table(sheet: Any, first: str) -> list[dict[str, Any]]:
    """The rows below the header that begins with a word."""
    rows = list(sheet.iter_rows(values_only=True))
    header = next(place for place, row in enumerate(rows) if row[0] == first)
    return [dict(zip(rows[header], row, strict=True)) for row in rows[header + 1 :]]


def cents(cell: Any) -> Fraction:
    return round_half_up(Fraction(str(cell or 0)), CENTS)


def in_payroll(content: bytes) -> Money:
    rows = csv.DictReader(StringIO(content.decode("utf-8-sig")))
    return {row["工号"]: Fraction(row["应发奖金(税前)"]) for row in rows}


def month_after_month(months: list[World]) -> None:
    past: tuple[Any, ...] = ()
    for world in months:
        past = (*past, sealed(agree(world, History(past))))


def _hold(check: Callable[[Any], object], drawn: st.SearchStrategy[Any], count: int) -> None:
    @settings(deadline=None, max_examples=count, suppress_health_check=list(HealthCheck), print_blob=True)
    @given(drawn)
    def each(world: Any) -> None:
        check(world)

    each()


def test_the_documents_of_drawn_companies_agree() -> None:
    _hold(agree, worlds(), QUICK)


@pytest.mark.long
def test_the_documents_of_many_drawn_companies_agree() -> None:
    _hold(agree, worlds(), MANY)


@pytest.mark.long
def test_the_documents_agree_month_after_month() -> None:
    _hold(month_after_month, eras(), MANY_ERAS)
