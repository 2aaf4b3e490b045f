"""A whole close, person by person and line by line (SPEC 5)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from math import floor
from typing import Any

from tests.oracle.arithmetic import cents, exact, spread
from tests.oracle.lines import Line, is_for, own_lines
from tests.oracle.recovering import taken_back
from tests.oracle.releasing import released
from tests.oracle.sales import company_total
from tests.oracle.scoring import score_everybody
from tests.oracle.staff import Worker, workers
from tests.oracle.world import World

ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class Close:
    """Participants with their scores, and every line in order; carry is told apart."""

    world: World
    staff: list[Worker]
    lines: list[Line]
    payable: dict[str, Fraction]
    carried: dict[str, Fraction]
    status: dict[str, str]


def close(world: World) -> Close:
    """Everything that a period pays."""
    staff = workers(world)
    plans = [(view, [one for one in staff if one.plan == number]) for number, view in enumerate(world.views)]
    for view, mine in plans:
        score_everybody(view, staff, mine)
    lines = [line for view, mine in plans for line in _of_plan(view, staff, mine)]
    lines += _adjusted(world, staff)
    lines += _brought_forward(world, staff)
    sums = {one.id: sum((line.amount for line in lines if line.employee == one.id), ZERO) for one in staff}
    payable = {who: max(ZERO, amount) for who, amount in sums.items()}
    carried = {who: max(ZERO, -amount) for who, amount in sums.items()}
    return Close(world, staff, lines, payable, carried, {one.id: _status(world, one, carried[one.id]) for one in staff})


def _of_plan(world: World, staff: list[Worker], mine: list[Worker]) -> list[Line]:
    """Phases 1 to 6 of the people of one plan."""
    lines = _within_budget(world, mine, own_lines(world, staff, mine))
    lines += released(world, mine, lines)
    lines += _drawn(world, mine, lines)
    return lines + taken_back(world, mine, lines)


def _within_budget(world: World, staff: list[Worker], lines: list[Line]) -> list[Line]:
    """等比缩减: every line so far by limit ÷ total, cents by largest remainder."""
    if world.parameter("预算处理", "仅预警") != "等比缩减":
        return lines
    base = max(ZERO, company_total(world, staff, world.parameter("预算计量")))
    limit = Fraction(floor(exact(world.parameter("预算比例")) * base * 100), 100)
    if sum((line.amount for line in lines), ZERO) <= limit:
        return lines
    ordered = sorted(range(len(lines)), key=lambda index: (lines[index].employee, index))
    parts = spread(limit, [lines[index].amount for index in ordered])
    scaled = dict(zip(ordered, parts, strict=True))
    return [replace(one, amount=scaled[index]) for index, one in enumerate(lines)]


def _drawn(world: World, staff: list[Worker], lines: list[Line]) -> list[Line]:
    """预支: tops up what a person earned so far, or takes back of earlier top-ups what exceeds its amount."""
    found = []
    for row in world.plan["奖金项"]:
        for one in staff if row["类型"] == "预支" else []:
            covered = is_for(world, row, one)
            earned = sum((line.amount for line in lines if line.employee == one.id), ZERO)
            short = cents(max(ZERO, exact(row["金额"]) * one.proration - earned))
            owed = _balance(world, row, one) if row.get("可追回") == "是" else ZERO
            back = max(ZERO, min(owed, earned - exact(row["金额"])))
            if covered and not one.forfeited and (short or back):
                found.append(Line(one.id, row["奖金项"], "预支", short or -cents(back)))
    return found


def _balance(world: World, row: dict[str, Any], one: Worker) -> Fraction:
    """What of earlier top-ups is open: taken back oldest first, none older than its number of periods."""
    open_draws: list[tuple[int, Fraction]] = []
    for at, past in enumerate((*world.past, None)):
        terms = row.get("期数")
        open_draws = [(when, left) for when, left in open_draws if terms is None or at - when <= terms]
        lines = past.lines if past else []
        for line in lines:
            if (line.employee, line.kind) == (one.id, "预支") and _taker(world, one, line.component) == row["奖金项"]:
                open_draws = [*open_draws, (at, line.amount)] if line.amount > 0 else _less(open_draws, -line.amount)
    return sum((left for _, left in open_draws), ZERO)


def _taker(world: World, one: Worker, component: str) -> str | None:
    """The rule that takes a top-up back: its own, or the first 可追回 that is for the person by now."""
    rules = [row for row in world.plan["奖金项"] if row["类型"] == "预支" and row.get("可追回") == "是"]
    mine = [row["奖金项"] for row in rules if is_for(world, row, one)]
    if component in mine or component not in [row["奖金项"] for row in rules]:
        return component
    return mine[0] if mine else None


def _less(open_draws: list[tuple[int, Fraction]], back: Fraction) -> list[tuple[int, Fraction]]:
    kept = []
    for when, left in open_draws:
        taken = min(left, back)
        back -= taken
        kept.append((when, left - taken))
    return kept


def _adjusted(world: World, staff: list[Worker]) -> list[Line]:
    ids = {one.id for one in staff}
    rows = [
        row for row in world.data.get("调整", []) if world.start <= row["审批日期"] <= world.end and row["工号"] in ids
    ]
    return [Line(row["工号"], row["类型"], "调整", exact(row["金额"])) for row in rows]


def _brought_forward(world: World, staff: list[Worker]) -> list[Line]:
    """上期结转: the shortfall of the last sealed period that the person took part in."""
    found = []
    for one in staff:
        same = [past for past in world.past if past.world.cycle == world.cycle]
        shortfalls = [past.carried[one.id] for past in same if one.id in past.carried]
        if shortfalls and shortfalls[-1]:
            found.append(Line(one.id, "上期结转", "上期结转", -shortfalls[-1]))
    return found


def _status(world: World, one: Worker, carried: Fraction) -> str:
    appeals = [row for row in world.data.get("申诉", []) if (row["工号"], row["涉及期间"]) == (one.id, world.period)]
    if one.forfeited:
        return "离职不发"
    if any(row.get("结论") in {None, "待处理"} for row in appeals):
        return "暂缓"
    return "结转" if carried else "正常"
