"""奖金计算表 and 奖金明细: pay per person as live sums of that person's own lines (SPEC 8)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from pipeline.calculation import Calculation
from pipeline.render.line_words import worded
from pipeline.render.registers.live import at, ranges, spans
from pipeline.render.registers.scores import ATTAINMENT, COEFFICIENT, TOTAL, evaluated
from pipeline.render.registers.sheet import Cell, Formula, Grid, Heading, Look, row_of
from pipeline.rules.pay import PAY, kinds_of, pay_column
from pipeline.rules.rows import Row, rows
from pipeline.statements.facts import amount, number, text
from pipeline.wording import Wording
from schemas.outputs import RegisterSheet

GROUP_COLUMN, AMOUNT_COLUMN = 5, 6
SCORED = ((TOTAL, "total_score"), (COEFFICIENT, "coefficient"))
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
    links = _links(calculation)
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
    found = [
        _pay_row(row, row_of(place), links[text(row, "employee_id")], words)
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


@dataclass(frozen=True, slots=True)
class _Links:
    """Where the rows of a person are that 奖金计算表 takes figures from, as places in their grids."""

    lines: range | None
    summary: int
    headline: int | None


def _links(calculation: Calculation) -> dict[str, _Links]:
    paid, headlines = spans(rows(calculation.lines)), _headlines(calculation)
    return {who: _Links(paid.get(who), place, headlines.get(who)) for who, place in evaluated(calculation).items()}


def _headlines(calculation: Calculation) -> dict[str, int]:
    """The row of 绩效指标表 that holds the attainment of each person's 主指标."""
    people = {text(row, "employee_id"): row for row in rows(calculation.people)}
    return {
        who: place
        for place, row in enumerate(rows(calculation.kpi_scores))
        for who in [text(row, "employee_id")]
        if text(row, "kpi") == calculation.plans[int(people[who]["plan"])].parameters.headline_kpi
        and number(row, "attainment") == number(people[who], "headline_attainment")
    }


def _pay_row(row: Row, place: int, links: _Links, words: Wording) -> list[Cell]:
    plain: list[Cell] = [text(row, key) for key in ("employee_id", "name", "team", "grade")]
    plain.append(number(row, "base"))
    plain += [_linked(RegisterSheet.SUMMARY, links.summary, column, number(row, key)) for column, key in SCORED]
    plain.append(_linked(RegisterSheet.KPIS, links.headline, ATTAINMENT, number(row, "headline_attainment")))
    plain += [number(row, "proration"), words(f"status.{text(row, 'status')}")]
    groups: list[Cell] = [_group_sum(group, amount(row, group), links.lines, words) for group in PAY]
    payable = Formula(f"SUM({_across(place)})", amount(row, "payable"))
    return [*plain, *groups, payable, number(row, "carried")]


def _linked(sheet: str, place: int | None, column: int, value: Fraction | None) -> Cell:
    """A figure of another sheet, as a link to it."""
    if place is None or value is None:
        return value
    ((cell,),) = ranges(sheet, range(place, place + 1), column)
    return Formula(cell.split(":")[0], value)


def _across(place: int) -> str:
    return f"{at(FIRST_GROUP, place)}:{at(FIRST_GROUP + len(PAY) - 1, place)}"


def _group_sum(group: str, value: Any, span: range | None, words: Wording) -> Cell:
    if span is None:
        return value  # type: ignore[no-any-return]
    label = words(f"register.{group}").replace('"', '""')
    return Formula(f"ROUND({'+'.join(_sums(span, label))},2)", value)


def _sums(span: range, label: str) -> Iterator[str]:
    """One SUMIFS over a person's lines, two where the lines go on in the next sheet."""
    for of, amounts in ranges(RegisterSheet.LINES, span, GROUP_COLUMN, AMOUNT_COLUMN):
        yield f'SUMIFS({amounts},{of},"{label}")'


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
