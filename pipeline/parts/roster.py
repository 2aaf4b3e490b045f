"""The roster of a period from those of its parts: the latest row of each person, pay of the period summed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pandas as pd

from pipeline.findings import Finding, error, info, warning
from pipeline.parts.delivered import PART, Gathered
from pipeline.parts.identity import HEADERS
from pipeline.parts.rows_once import grouped_by, place_text, shown, whole_sum
from pipeline.period import Period
from pipeline.plan.model import Plan
from pipeline.rules.rows import Row, rows
from pipeline.tables import Tables

PLACED = ("team", "region", "grade")


def with_pay_summed(people: pd.DataFrame, given: Gathered) -> pd.DataFrame:
    """固定薪酬 is money of the period: the sum over the parts; missing where one of them does not say it."""
    paid = given.frame("people").groupby("employee_id")["fixed_pay"].agg(list)
    summed = [whole_sum(paid[who]) for who in people["employee_id"]]
    return people.assign(fixed_pay=pd.Series(summed, index=people.index, dtype=object))


def roster_findings(given: Gathered, assigned: frozenset[str]) -> Iterator[Finding]:
    """People who vanish without having left, who move without an assignment, and own bases that may be of a month."""
    last = max((place for place, part in enumerate(given.parts) if part.tables.has("people")), default=0)
    own_base: list[Row] = []
    for (who, *_), group in grouped_by(given.frame("people"), ("employee_id",)).items():
        newest = max(group, key=lambda row: int(row[PART]))
        if newest[PART] < last and newest["leave_date"] is None:
            later = given.parts[last].name
            yield error("part-person-gone", given.tables.place(newest, "employee_id"), who, later=later)
        if who not in assigned:
            yield from _moved(given.tables, group, newest)
        own_base += [newest] if newest["base"] is not None else []
    if own_base:
        yield warning("part-own-base", given.tables.place(own_base[0], "base"), shown(own_base[0]["base"]),
                      people=len(own_base))  # fmt: skip


def paid_before(given: Gathered, table: str, plans: Sequence[Plan]) -> tuple[pd.DataFrame, list[Finding]]:
    """Adjustments and nominations without those that the close of a part has paid already, and which those are."""
    frame = given.frame(table)
    paid = {at: name for at, row in zip(frame.index, rows(frame), strict=True) if (name := _paid_in(given, row, plans))}
    left_out = frame.loc[list(paid)]
    findings = [
        info("part-already-paid", given.tables.place(row, "employee_id"), row["employee_id"], part=name)
        for row, name in zip(rows(left_out), paid.values(), strict=True)
    ]
    return frame.drop(index=left_out.index), findings


def _paid_in(given: Gathered, row: Row, plans: Sequence[Plan]) -> str:
    """The part whose close paid a row: approved within it, for somebody who took part, by a plan that pays it there."""
    day, who = row["approved_date"], row["employee_id"]
    within = [one for one in given.parts if day and one.period.covers(day) and who in one.took_part]
    return next((one.name for one in within if "award" not in row or _pays(plans, row["award"], one.period)), "")


def _pays(plans: Sequence[Plan], award: str, period: Period) -> bool:
    """Whether a 名单奖 is paid in a period's cycle; one of the quarter alone waits for the quarter."""
    rows_of = [one for plan in plans for one in plan.components if one.component == award]
    return any(not one.cycles or period.cycle in one.cycles for one in rows_of)


def _moved(tables: Tables, group: Sequence[Row], newest: Row) -> Iterator[Finding]:
    for name in PLACED:
        before = next((row for row in group if row[name] != newest[name]), None)
        if before is not None:
            told = {"header": HEADERS["people", name], "before": shown(before[name])}
            place, other = tables.place(newest, name), place_text(tables.place(before, name))
            who = newest["employee_id"]
            yield warning("part-person-moved", place, shown(newest[name]), employee=who, other=other, **told)
