"""奖金计算表 and 奖金明细: pay per person as live sums of that person's own lines (SPEC 8)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from pipeline.calculation import Calculation
from pipeline.render.line_words import worded
from pipeline.render.registers.sheet import (
    Cell,
    Formula,
    Grid,
    Heading,
    Look,
    cell_range,
    quoted,
    row_of,
    sheet_of,
)
from pipeline.rules.pay import PAY, kinds_of, pay_column
from pipeline.statements.facts import Row, amount, number, rows, text
from pipeline.wording import Wording
from schemas.outputs import RegisterSheet

GROUP_COLUMN, AMOUNT_COLUMN = 5, 6
FIRST_GROUP = 10


def line_grid(calculation: Calculation, words: Wording) -> Grid:
    """奖金明细: every payout line, with its formula, rule and sources."""
    names = dict(zip(calculation.people["employee_id"], calculation.people["name"], strict=True))
    headings = tuple(
        Heading(words(f"register.{key}"), width, look)
        for key, width, look in (
            ("employee_id", 12, Look.TEXT),
            ("name", 14, Look.TEXT),
            ("line", 6, Look.COUNT),
            ("component", 18, Look.TEXT),
            ("kind", 12, Look.TEXT),
            ("group", 12, Look.TEXT),
            ("amount", 14, Look.MONEY),
            ("formula", 60, Look.TEXT),
            ("rule", 14, Look.TEXT),
            ("sources", 50, Look.TEXT),
            ("note", 30, Look.TEXT),
        )
    )
    groups = _groups(calculation)
    found = [
        _line(row, str(names.get(text(row, "employee_id"), "")), words(f"register.{group}"), words)
        for row, group in zip(rows(calculation.lines), groups, strict=True)
    ]
    return Grid(
        RegisterSheet.LINES,
        _title(calculation, words, "lines"),
        headings,
        found,
        (AMOUNT_COLUMN,),
        words("register.total"),
    )


def pay_grid(calculation: Calculation, words: Wording) -> Grid:
    """奖金计算表: base, score, coefficient and attainment, then pay by group, each a sum over 奖金明细."""
    spans = _spans(rows(calculation.lines))
    keys = (
        ("employee_id", 9, Look.TEXT),
        ("name", 12, Look.TEXT),
        ("team", 12, Look.TEXT),
        ("grade", 10, Look.TEXT),
        ("base", 11, Look.MONEY),
        ("total_score", 8, Look.SCORE),
        ("coefficient", 8, Look.SCORE),
        ("headline_attainment", 9, Look.PERCENT),
        ("proration", 9, Look.PERCENT),
        ("status", 9, Look.TEXT),
        *((group, 11, Look.MONEY) for group in PAY),
        ("payable", 13, Look.MONEY),
        ("carried", 9, Look.MONEY),
    )
    headings = tuple(Heading(words(f"register.{key}"), width, look) for key, width, look in keys)
    sheet = RegisterSheet.LINES
    found = [
        _pay_row(row, row_of(place), spans.get(text(row, "employee_id")), sheet, words)
        for place, row in enumerate(rows(calculation.people))
    ]
    totals = tuple(range(FIRST_GROUP, len(keys)))
    return Grid(
        RegisterSheet.PAY,
        _title(calculation, words, "pay"),
        headings,
        found,
        totals,
        words("register.total"),
        note=_note(calculation, words),
        signatures=tuple(words(f"register.sign_{who}") for who in ("made", "checked", "approved")),
    )


def _pay_row(row: Row, place: int, span: range | None, sheet: str, words: Wording) -> list[Cell]:
    plain: list[Cell] = [text(row, key) for key in ("employee_id", "name", "team", "grade")]
    plain += [number(row, key) for key in ("base", "total_score", "coefficient", "headline_attainment", "proration")]
    plain.append(words(f"status.{text(row, 'status')}"))
    groups: list[Cell] = [_group_sum(group, amount(row, group), span, sheet, words) for group in PAY]
    payable = Formula(f"SUM({_across(place)})", amount(row, "payable"))
    return [*plain, *groups, payable, number(row, "carried")]


def _across(place: int) -> str:
    first, last = (
        cell_range(column, place, place).split(":")[0] for column in (FIRST_GROUP, FIRST_GROUP + len(PAY) - 1)
    )
    return f"{first}:{last}"


def _group_sum(group: str, value: Any, span: range | None, sheet: str, words: Wording) -> Cell:
    if span is None:
        return value  # type: ignore[no-any-return]
    label = words(f"register.{group}").replace('"', '""')
    return Formula(f"ROUND({'+'.join(_sums(span, sheet, label))},2)", value)


def _sums(span: range, sheet: str, label: str) -> Iterator[str]:
    """One SUMIFS over a person's lines, two where the lines go on in the next sheet."""
    for name, places in groupby(span, key=lambda place: sheet_of(sheet, place)):
        own = [row_of(place) for place in places]
        of, amounts = (f"{quoted(name)}!{cell_range(at, own[0], own[-1])}" for at in (GROUP_COLUMN, AMOUNT_COLUMN))
        yield f'SUMIFS({amounts},{of},"{label}")'


def _spans(lines: list[Row]) -> dict[str, range]:
    """Where each person's lines, which stand together, are among all of them."""
    spans = {}
    place = 0
    for employee_id, own in groupby(lines, key=lambda row: text(row, "employee_id")):
        count = len(list(own))
        spans[employee_id] = range(place, place + count)
        place += count
    return spans


def _groups(calculation: Calculation) -> list[str]:
    """The column of `PAY` that each line adds to, as the plan of its owner has it."""
    plans = dict(zip(calculation.people["employee_id"], calculation.people["plan"], strict=True))
    kinds = [kinds_of(plan) for plan in calculation.plans]
    return [
        pay_column(kinds[int(plans[row["employee_id"]])], row["kind"], row["component"])
        for row in rows(calculation.lines)
    ]


def _line(row: Row, name: str, group: str, words: Wording) -> list[Cell]:
    return [
        text(row, "employee_id"),
        name,
        int(row["line"]),
        text(row, "component"),
        words(f"kind.{text(row, 'kind')}"),
        group,
        number(row, "amount"),
        worded(text(row, "formula"), words),
        *(text(row, key) for key in ("rule", "sources", "note")),
    ]


def _title(calculation: Calculation, words: Wording, key: str) -> str:
    company = calculation.plans[0].parameters.company if calculation.plans else ""
    return f"{company} {calculation.period.id} {words(f'register.{key}')}".strip()


def _note(calculation: Calculation, words: Wording) -> str:
    """Which plans the figures follow, and their currency."""
    found = [plan.parameters for plan in calculation.plans]
    return words("semicolon").join(
        words("register.by_plan", plan=one.plan_name, version=one.version, currency=one.currency) for one in found
    )
