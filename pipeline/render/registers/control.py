"""公示表, 预警与改进 and 对账: what is announced, what needs a look, and what must agree (SPEC 8)."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from pipeline.calculation import Calculation
from pipeline.findings import Finding, Severity
from pipeline.money import ZERO, total
from pipeline.render.numbers import Numbers
from pipeline.render.registers.payroll import payroll_rows
from pipeline.render.registers.scores import headings
from pipeline.render.registers.sheet import FIRST_ROW, Cell, Formula, Grid, Heading, Look
from pipeline.render.triggers import detail
from pipeline.rules.reconciliation import credit_sums
from pipeline.statements import Trigger
from pipeline.statements.notice import Entry, Notice
from pipeline.wording import Wording
from schemas.outputs import RegisterSheet
from schemas.terms import Status

LISTS = {
    "attainment": "improvement",
    "satisfaction": "improvement",
    "rating": "improvement",
    "gate": "improvement",
    "second": "second",
    "moved": "anomaly",
    "unreviewed": "anomaly",
    "largest": "anomaly",
    "idle": "business",
    "missed": "business",
    "inactive_a": "business",
    "inactive_b": "business",
    "late_rating": "process",
}


def notice_grid(notice: Notice, words: Wording) -> Grid:
    """公示表: name and rating, or as the plan says with the amount, or without names."""
    columns = [("place", 6, Look.COUNT)]
    columns += [("name", 14, Look.TEXT), ("team", 16, Look.TEXT)] if notice.named else []
    columns += [("rating", 8, Look.TEXT)]
    columns += [("payable", 14, Look.MONEY)] if notice.amounts else []
    return Grid(
        RegisterSheet.NOTICE,
        words("register.notice_title", period=notice.period.id),
        headings(words, *columns),
        [_notice_cells(place, one, notice) for place, one in enumerate(notice.entries, start=1)],
        note=_terms(notice, words),
    )


def _notice_cells(place: int, one: Entry, notice: Notice) -> list[Cell]:
    names = [one.name, one.team] if notice.named else []
    return [place, *names, one.rating, *([one.payable] if notice.amounts else [])]


def _terms(notice: Notice, words: Wording) -> str:
    """Until when it hangs, until when and where to appeal, and which day of publication the dates assume."""
    due, numbers = notice.deadlines, Numbers(words.locale, notice.scheme.currency)
    until, appeal = numbers.day(due.notice_until), numbers.day(due.appeal_by)
    terms = words("register.notice_terms", until=until, appeal=appeal, channel=notice.scheme.appeal_channel or "–")
    planned = words("notice.planned", day=numbers.day(due.published)) if due.published else ""
    return words("semicolon").join(filter(None, (terms, planned)))


def warning_grid(
    calculation: Calculation, triggers: Sequence[Trigger], findings: Sequence[Finding], words: Wording
) -> Grid:
    """预警与改进: whom and what to look at, and below, every warning about the data with its place and what to do."""
    columns = headings(
        words,
        ("list", 12, Look.TEXT),
        ("cause", 30, Look.TEXT),
        ("employee_id", 14, Look.TEXT),
        ("name", 12, Look.TEXT),
        ("team", 14, Look.TEXT),
        ("subject", 18, Look.TEXT),
        ("what", 60, Look.TEXT),
        ("do", 60, Look.TEXT),
    )
    currency = calculation.plans[0].parameters.currency if calculation.plans else ""
    numbers = Numbers(words.locale, currency)
    return Grid(
        RegisterSheet.WARNINGS,
        words("register.warnings_title", period=calculation.period.id),
        columns,
        [_trigger_cells(one, numbers, words) for one in triggers],
        note=words("register.warnings_note"),
        nothing=words("register.none"),
        below=_finding_grid(findings, words),
    )


def _trigger_cells(one: Trigger, numbers: Numbers, words: Wording) -> list[Cell]:
    return [
        words(f"register.list_{LISTS[one.cause]}"),
        words(f"trigger.{one.cause}"),
        one.employee_id,
        one.name,
        one.team,
        one.subject,
        detail(one, numbers, words),
        words(f"trigger.{one.cause}.do"),
    ]


def _finding_grid(findings: Sequence[Finding], words: Wording) -> Grid:
    found = [finding_cells(one, words) for one in findings if one.severity is not Severity.INFO]
    title = words("register.findings_title")
    return Grid(title, title, finding_headings(words), found, nothing=words("register.none"))


def finding_headings(words: Wording) -> tuple[Heading, ...]:
    """The columns of a list of findings."""
    return headings(
        words,
        ("severity", 8, Look.TEXT),
        ("workbook", 30, Look.TEXT),
        ("sheet", 14, Look.TEXT),
        ("cell", 12, Look.TEXT),
        ("header", 14, Look.TEXT),
        ("value", 18, Look.TEXT),
        ("what", 60, Look.TEXT),
        ("do", 60, Look.TEXT),
        ("count", 8, Look.COUNT),
        ("code", 26, Look.TEXT),
    )


def finding_cells(one: Finding, words: Wording) -> list[Cell]:
    """A finding as cells below `finding_headings`."""
    what, do = words.told(one)
    where = one.place
    severity = words(f"severity.{one.severity.value}")
    return [severity, where.workbook, where.sheet, where.cell, where.header, one.value, what, do, one.count, one.code]


def reconciliation_grid(calculation: Calculation, words: Wording) -> Grid:
    """对账: pairs of sums that must agree; the difference is live."""
    columns = headings(
        words,
        ("check", 48, Look.TEXT),
        ("left", 18, Look.MONEY),
        ("right", 18, Look.MONEY),
        ("difference", 14, Look.MONEY),
    )
    found: list[list[Cell]] = [
        [words(f"register.check_{key}"), left, right, Formula(f"B{row}-C{row}", left - right)]
        for row, (key, left, right) in enumerate(_pairs(calculation), start=FIRST_ROW + 1)
    ]
    title = words("register.reconciliation_title", period=calculation.period.id)
    return Grid(RegisterSheet.RECONCILIATION, title, columns, found)


def _pairs(calculation: Calculation) -> list[tuple[str, Fraction, Fraction]]:
    people, lines = calculation.people, calculation.lines
    held = total(people.loc[people["status"] == Status.HELD.value, "payable"])
    paid = sum((Fraction(row["payable"]) for row in payroll_rows(calculation)), start=ZERO)
    return [
        ("lines", total(lines["amount"]), total(people["payable"])),
        ("payroll", total(lines["amount"]), paid + held),
        *(("credits_" + table, *credit_sums(calculation.credits, table)) for table in ("orders", "receipts")),
    ]
