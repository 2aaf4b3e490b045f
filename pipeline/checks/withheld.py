"""Withheld money of people who take no part any more: no statement of theirs can release it (SPEC 5, fine print 18)."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from pipeline.checks.delivery import Delivery, Findings
from pipeline.findings import Place, warning
from pipeline.money import ZERO, money_text
from pipeline.rules.rows import Row, rows
from schemas.terms import LineKind

WITHHOLDING = (LineKind.WITHHELD.value, LineKind.RELEASED.value)


def withheld_of_leavers(given: Delivery) -> Findings:
    """待释放 of those who took part in the last sealed period of the cycle and do not now: told once."""
    last = given.history.last(given.period.cycle)
    if last is None:
        return
    here = set(given.participants["employee_id"])
    roster = {row["employee_id"]: row for row in given.rows("people")}
    names = {row["employee_id"]: row["name"] for row in rows(last.results)}
    for (employee, component), left in sorted(_withheld(given).items()):
        if employee in names and employee not in here and left > 0:
            params = {"name": names[employee], "component": component, "amount": money_text(left)}
            yield warning("withheld-of-leaver", _place(given, roster, employee), employee, **params)


def _withheld(given: Delivery) -> dict[tuple[str, str], Fraction]:
    """What is still withheld, by person and component."""
    left: dict[tuple[str, str], Fraction] = {}
    for sealed in given.history.known:
        lines = sealed.payout_lines
        for line in rows(lines[lines["kind"].isin(WITHHOLDING)]):
            key = (line["employee_id"], line["component"])
            left[key] = left.get(key, ZERO) - line["amount"]
    return left


def _place(given: Delivery, roster: Mapping[str, Row], employee: str) -> Place:
    return given.tables.place(roster[employee], "employee_id") if employee in roster else Place()


CHECKS = (withheld_of_leavers,)
