"""Checks of nominations, adjustments and appeals (SPEC 3)."""

from __future__ import annotations

from pipeline.checks.delivery import Delivery, Findings
from pipeline.checks.telling import each_row, each_value
from pipeline.findings import error, warning
from pipeline.period import parse_period
from pipeline.plan.names import closest
from schemas.terms import Kind

PERIOD_FIELDS = {"adjustments": "original_period", "appeals": "period"}


def awards_unknown(given: Delivery) -> Findings:
    """奖项 names no component of kind 名单奖."""
    kind = Kind.NOMINATED
    known = {one.component for plan in given.plans for one in plan.components if one.kind == kind}
    frame = given.frame("nominations")
    for award, strange in frame[~frame["award"].isin(known)].groupby("award"):
        near = closest(str(award), known) or "—"
        yield from each_value(error, "award-unknown", given.tables, strange, "award", closest=near)


def paid_to_nobody(given: Delivery) -> Findings:
    """Approved money for people of the roster who do not take part in this period: it is not paid."""
    known = given.frame("people")["employee_id"]
    for table in ("nominations", "adjustments"):
        frame = given.frame(table)
        outside = ~frame["employee_id"].isin(given.participants["employee_id"]) & frame["employee_id"].isin(known)
        yield from each_row(
            warning, "paid-to-nobody", given.tables, frame[outside], "employee_id", params={"amount": "amount"}
        )


def periods_unknown(given: Delivery) -> Findings:
    """原期间 and 涉及期间 that are neither the id of a period nor one that was sealed."""
    sealed = {one.period.id for one in given.history.known} | {given.period.id}
    for table, column in PERIOD_FIELDS.items():
        frame = given.frame(table)
        known = frame[column].map(lambda text: text in sealed or parse_period(str(text)) is not None).astype(bool)
        yield from each_value(warning, "period-unknown", given.tables, frame[~known], column)


def answered_before_submitted(given: Delivery) -> Findings:
    """答复日期 before 提交日期."""
    frame = given.frame("appeals")
    wrong = frame[frame["decided_date"] < frame["submitted_date"]]
    yield from each_row(
        warning, "appeal-answered-early", given.tables, wrong, "decided_date", params={"appeal": "appeal_id"}
    )


CHECKS = (awards_unknown, paid_to_nobody, periods_unknown, answered_before_submitted)
