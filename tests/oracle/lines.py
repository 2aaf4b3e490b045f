"""Own earnings and derived ones (SPEC 5.7, phases 1 and 2): each component's lines, person by person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from math import ceil
from typing import Any

from tests.oracle.arithmetic import cents, exact, spread
from tests.oracle.awards import awards
from tests.oracle.conditions import holds
from tests.oracle.earnings import earning
from tests.oracle.prizes import prizes
from tests.oracle.sales import given, measure
from tests.oracle.staff import Worker
from tests.oracle.world import World

ZERO = Fraction(0)
GATED = {"绩效奖金", "目标奖金"}
EARNED = {"绩效奖金", "目标奖金", "提成"}


@dataclass(frozen=True, slots=True)
class Line:
    """One amount for one person.

    `given`: what each order behind a commission gave to it. `origin`: the period that a release or a claim goes back
    to; `order` and `left`: what a 追回 is for, and what of it is still to be taken.
    """

    employee: str
    component: str
    kind: str
    amount: Fraction
    given: Mapping[str, Fraction] = field(default_factory=dict)
    origin: str = ""
    order: str = ""
    left: Fraction = ZERO


def fields_of(world: World, staff: list[Worker], one: Worker) -> dict[str, Any]:
    """What a condition about a person may read."""
    fields: dict[str, Any] = {
        "总分": one.total, "评级": one.rating, "绩效系数": one.coefficient, "工龄月数": one.months, "职级": one.grade,
        "团队": one.team, "区域": one.region,
    }  # fmt: skip
    for kpi in world.kpis:
        fields[f"达成率({kpi})"] = one.attainments.get(kpi)
        fields[f"实际({kpi})"] = one.actuals.get(kpi)
        fields[f"得分({kpi})"] = one.scores.get(kpi)
    for name in ("签约金额", "回款金额"):
        fields[f"计量({name})"] = measure(world, staff, one, name)
    return fields


def own_lines(world: World, staff: list[Worker], mine: list[Worker]) -> list[Line]:
    """Phases 1 and 2 of a plan's people, in the order of 奖金项."""
    everybody = [(one, fields_of(world, staff, one)) for one in mine if one.scored]
    lines: list[Line] = []
    for row in world.plan["奖金项"]:
        covered = [(one, fields) for one, fields in everybody if is_for(world, row, one)]
        lines += _of_component(world, staff, row, covered)
    for row in world.plan["奖金项"]:
        covered = [(one, fields) for one, fields in everybody if is_for(world, row, one)]
        if row["类型"] == "带教奖" and covered:
            lines += _mentoring(world, row, mine, lines)
        if row["类型"] == "奖池":
            concerned = [one for one in mine if is_for(world, row, one)]
            lines += _pool(world, staff, row, covered, concerned)
    return lines


def is_for(world: World, row: dict[str, Any], one: Worker) -> bool:
    """Whether a component is for a person's grade and the period's cycle."""
    in_cycle = not row.get("周期") or world.cycle in row["周期"].split("、")
    return in_cycle and (not row.get("职级") or one.grade in row["职级"].split("、"))


def _of_component(
    world: World, staff: list[Worker], row: dict[str, Any], covered: list[tuple[Worker, dict[str, Any]]]
) -> list[Line]:
    if row["类型"] == "排名奖":
        prized = [(one, amount) for one, amount in prizes(world, staff, row, covered) if amount]
        return _each_limited(world, row, covered, prized)
    lines: list[Line] = []
    for one, fields in covered:
        if one.forfeited or (row.get("条件") and row["类型"] != "单笔奖" and not holds(row["条件"], fields)):
            continue
        amounts = [earning(world, staff, row, one)] if row["类型"] in EARNED else awards(world, row, one)
        behind = _behind(world, staff, row, one)
        lines += [replace(_line(row, one, amount), given=behind) for amount in _limited(world, row, fields, amounts)]
    return lines


def _behind(world: World, staff: list[Worker], row: dict[str, Any], one: Worker) -> dict[str, Fraction]:
    """The orders of this period behind a commission."""
    if row["类型"] != "提成":
        return {}
    return given(world, staff, one, row.get("计量") or world.kpis[row["指标"]].get("分子") or "")


def _line(row: dict[str, Any], one: Worker, amount: Fraction) -> Line:
    return Line(one.id, row["奖金项"], row["类型"], amount)


def _each_limited(
    world: World,
    row: dict[str, Any],
    covered: list[tuple[Worker, dict[str, Any]]],
    shared: list[tuple[Worker, Fraction]],
) -> list[Line]:
    """One line for each who got something, within the component's gates and limits."""
    fields = {one.id: own for one, own in covered}
    return [_line(row, one, _limited(world, row, fields[one.id], [amount])[0]) for one, amount in shared]


def _limited(
    world: World, row: dict[str, Any], fields: dict[str, Any], amounts: list[Fraction | None]
) -> list[Fraction]:
    """Gates, then the floor, then rounding, then the cap from the last line backwards."""
    share = _gated(world, row, fields)
    if share == 0 or None in amounts:
        return [ZERO for _ in amounts]
    found = [amount * share for amount in amounts if amount is not None]
    if found and row.get("保底") is not None:
        found[-1] += max(ZERO, exact(row["保底"]) - sum(map(cents, found), ZERO))
    found = [cents(amount) for amount in found]
    if row.get("封顶") is not None:
        excess = max(ZERO, sum(found, ZERO) - exact(row["封顶"]))
        for index in reversed(range(len(found))):
            cut = min(excess, found[index])
            found[index] -= cut
            excess -= cut
    return found


def _gated(world: World, row: dict[str, Any], fields: dict[str, Any]) -> Fraction:
    share = Fraction(1)
    for gate in world.plan.get("门槛", []):
        meant = row["奖金项"] == gate["奖金项"] if gate.get("奖金项") else row["类型"] in GATED
        if meant and holds(f"{gate['对象']}({gate['指标']}) {gate['条件']}", fields):
            share *= {"否决": ZERO, "折减": exact(gate.get("系数") or 1), "改进": Fraction(1)}[gate["处理"]]
    return share


def _qualified(world: World, mentor: str) -> bool:
    """Mentors must have ranked within 导师资格 in the last sealed period; without one all qualify."""
    if world.last is None:
        return True
    ranked = [one for one in world.last.staff if one.scored]
    part = exact(world.parameter("导师资格", "30%"))
    mine = next((one for one in ranked if one.id == mentor), None)
    return mine is not None and 1 + sum(one.total > mine.total for one in ranked) <= ceil(part * len(ranked))


def _mentoring(world: World, row: dict[str, Any], mine: list[Worker], lines: list[Line]) -> list[Line]:
    """The mentor's share of each apprentice's lines of the related component; a plan pays its own people alone."""
    by_id = {one.id: one for one in mine if _qualified(world, one.id)}
    found: list[Line] = []
    for apprentice in mine:
        mentor = by_id.get(apprentice.mentor or "")
        term = row.get("期数")
        taught = mentor is not None and mentor.earns and apprentice.earns
        if not taught or (term is not None and apprentice.months > term):
            continue
        related = [line for line in lines if (line.employee, line.component) == (apprentice.id, row["相关奖金项"])]
        amount = cents(sum((line.amount for line in related), ZERO) * exact(row["比例"]))
        found.append(Line(apprentice.mentor or "", row["奖金项"], "带教奖", amount))
        if row.get("依据") == "徒弟":
            found.append(Line(apprentice.id, row["奖金项"], "带教奖", -amount))
    return found


def _pool(
    world: World,
    staff: list[Worker],
    row: dict[str, Any],
    covered: list[tuple[Worker, dict[str, Any]]],
    concerned: list[Worker],
) -> list[Line]:
    """A share of what the group's participants sold, spread among those who are scored and meet the condition."""
    within_teams = row.get("范围") == "团队"
    found: list[Line] = []
    for group in sorted({one.team for one, _ in covered} if within_teams else {""}):
        members = [(one, fields) for one, fields in covered if not within_teams or one.team == group]
        sellers = [one for one in concerned if not within_teams or one.team == group]
        sold = sum((measure(world, staff, one, row["计量"]) or ZERO for one in sellers), ZERO)
        amount = cents(exact(row["比例"]) * sold)
        staying = [(one, fields) for one, fields in members if not one.forfeited]
        takers = [one for one, fields in staying if not row.get("条件") or holds(row["条件"], fields)]
        weights = [_stake(world, staff, row, one) for one in takers]
        if amount > 0 and sum(weights, ZERO) > 0:
            parts = list(zip(takers, spread(amount, weights), strict=True))
            found += _each_limited(world, row, covered, parts)
    return found


def _stake(world: World, staff: list[Worker], row: dict[str, Any], one: Worker) -> Fraction:
    if row["依据"] == "平均":
        return Fraction(1)
    return one.total if row["依据"] == "总分" else max(ZERO, measure(world, staff, one, row["计量"]) or ZERO)
