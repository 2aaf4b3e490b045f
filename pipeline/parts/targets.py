"""Targets and entered results of a period from those of its parts, where that can be said without a guess."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Any

import pandas as pd

from pipeline.findings import Finding, Place, info, warning
from pipeline.parts.delivered import PART, Delivered, Gathered
from pipeline.parts.rows_once import Group, grouped_by, whole_sum
from pipeline.plan.adding_up import adds_up, runs_on
from pipeline.plan.model import Plan
from pipeline.rules.rows import Row
from pipeline.tables import SHEET_ID, Source
from schemas.export_terms import TreeDimension

NAN = float("nan")
DIFFERS = "part-target-differs"


class Union(Enum):
    """How the targets of the parts make one: their sum, the last, or the one that they all say."""

    SUM = "sum"
    LAST = "last"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class Made:
    """The united rows, and what was found on the way.

    `sums` are the places of summed rows: their sheet ids count on from the sources of the parts.
    """

    frame: pd.DataFrame
    findings: tuple[Finding, ...]
    sums: tuple[Source, ...] = ()


@dataclass(slots=True)
class _Making:
    given: Gathered
    kept: list[tuple[int, Mapping[str, object]]] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    summed: Counter[str] = field(default_factory=Counter)
    sheets: dict[int, tuple[int, ...]] = field(default_factory=dict)


def unions(plans: Sequence[Plan]) -> Mapping[str, Union]:
    """How each KPI's targets are united: sums and counts add up, running ones end with the last, rates stay."""
    found = {}
    for plan in plans:
        for name, kpi in plan.kpis.items():
            found[name] = Union.SUM if adds_up(plan, kpi) else Union.LAST if runs_on(plan, kpi) else Union.SAME
    return found


def united_targets(given: Gathered, plans: Sequence[Plan]) -> Made:
    """One target per person and KPI; none where a part lacks its own or parts disagree on a rate (SPEC 5.2)."""
    how, prorated = unions(plans), any(plan.parameters.prorates_targets for plan in plans)
    making = _Making(given)
    for (who, kpi), group in _groups(given, "targets", ("employee_id", "kpi")).items():
        expected = _expected(given.parts, str(who), whole=prorated)
        _one(making, group, how.get(str(kpi), Union.SAME), expected, ("baseline", "challenge"))
    return _made(making, "targets")


def united_tree(given: Gathered, plans: Sequence[Plan]) -> Made:
    """One target per node; a node of the dimension 期间 is its own period's and stays as the last part says it."""
    how, making = unions(plans), _Making(given)
    everywhere = {place for place, part in enumerate(given.parts) if part.tables.has("target_tree")}
    nodes = _groups(given, "target_tree", ("dimension", "key", "kpi", "parent"))
    for (dimension, _, kpi, _), group in nodes.items():
        own = dimension == TreeDimension.PERIOD
        _one(making, group, Union.LAST if own else how.get(str(kpi), Union.SAME), everywhere, ("target",))
    return _made(making, "target_tree")


def united_actuals(given: Gathered) -> Made:
    """An entered result that all parts say alike; results that differ cannot be united and are left out."""
    making = _Making(given)
    for group in _groups(given, "actuals", ("employee_id", "kpi")).values():
        _one(making, group, Union.SAME, set(), ("actual",), code="part-actual-differs")
    return _made(making, "actuals")


def _groups(given: Gathered, table: str, key: tuple[str, ...]) -> dict[tuple[Any, ...], Group]:
    """The rows by their key, each with its place `at` in the frame."""
    frame = given.frame(table)
    return grouped_by(frame.assign(at=frame.index), key) if len(frame) else {}


def _expected(parts: Sequence[Delivered], who: str, *, whole: bool) -> set[int]:
    """The parts in which a person should have a target: those worked in; all of them where 目标折算 shortens it."""
    return {place for place, part in enumerate(parts) if part.tables.has("people") and (whole or _works(part, who))}


def _works(part: Delivered, who: str) -> bool:
    people = part.tables.frames["people"]
    own = people[people["employee_id"] == who]
    return any(
        (pd.isna(hired) or hired.date() <= part.period.end) and (pd.isna(left) or left.date() >= part.period.start)
        for hired, left in zip(own["hire_date"], own["leave_date"], strict=True)
    )


def _one(  # noqa: PLR0917 - a group and how it is united
    making: _Making, group: Group, how: Union, expected: set[int], amounts: tuple[str, ...], code: str = DIFFERS
) -> None:
    newest = max(group, key=lambda row: int(row[PART]))
    given = {int(row[PART]) for row in group}
    if how is Union.SUM and not (making.given.complete and expected <= given):
        making.findings.append(_told(making, "part-target-open", newest, amounts[0], group))
    elif how is Union.SUM:
        making.kept.append((newest["at"], {name: whole_sum([row[name] for row in group]) for name in amounts}))
        making.summed[newest["kpi"]] += 1
        making.sheets[newest["at"]] = tuple(int(row[SHEET_ID]) for row in group)
    elif how is Union.SAME and any(row[name] != newest[name] for row in group for name in amounts):
        making.findings.append(_told(making, code, newest, amounts[0], group))
    else:
        making.kept.append((newest["at"], {}))


def _told(making: _Making, code: str, newest: Row, amount: str, group: Group) -> Finding:
    names = "、".join(making.given.parts[int(row[PART])].name for row in group)
    who = newest.get("employee_id") or newest.get("key")
    return warning(code, making.given.tables.place(newest, amount), who, kpi=newest["kpi"], parts=names)


def _made(making: _Making, table: str) -> Made:
    frame = making.given.frame(table)
    if frame.empty:
        return Made(frame, ())
    made = frame.loc[[at for at, _ in making.kept]].copy()
    for name in dict.fromkeys(name for _, amounts in making.kept for name in amounts):
        known: dict[Any, Any] = made[name].to_dict()
        known |= {at: amounts[name] for at, amounts in making.kept if name in amounts}
        made[name] = pd.Series(list(known.values()), index=made.index, dtype=made[name].dtype)
    names = "、".join(part.name for part in making.given.parts)
    summed = [info("part-targets-summed", Place(), kpi, count=n, parts=names) for kpi, n in making.summed.items()]
    sums = _placed(making, made)
    return Made(made.reset_index(drop=True), (*making.findings, *summed), sums)


def _placed(making: _Making, made: pd.DataFrame) -> tuple[Source, ...]:
    """Give the summed rows a place that names every workbook summed; those places, one per combination of sheets."""
    sources = making.given.tables.sources
    combined = list(dict.fromkeys(one for one in making.sheets.values() if len(one) > 1))
    ids = {one: len(sources) + place for place, one in enumerate(combined)}
    own = {at: ids[one] for at, one in making.sheets.items() if one in ids}
    made[SHEET_ID] = [
        own.get(at, sheet) for at, sheet in zip(made.index.tolist(), made[SHEET_ID].tolist(), strict=True)
    ]
    return tuple(
        replace(sources[one[-1]], workbook="、".join(dict.fromkeys(sources[place].workbook for place in one)))
        for one in combined
    )
