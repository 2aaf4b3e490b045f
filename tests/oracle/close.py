"""A whole close, person by person and line by line (SPEC 5)."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import floor
from typing import Any

from tests.oracle.arithmetic import cents, exact, spread
from tests.oracle.lines import Line, own_lines
from tests.oracle.sales import company_total, credited_orders, share
from tests.oracle.scoring import score_everybody
from tests.oracle.staff import Worker, workers
from tests.oracle.world import World

ZERO = Fraction(0)
DECEMBER = 12


@dataclass(frozen=True, slots=True)
class Close:
    """Participants with their scores, and every line in order; carry is told apart."""

    staff: list[Worker]
    lines: list[Line]
    payable: dict[str, Fraction]
    carried: dict[str, Fraction]
    status: dict[str, str]


def close(world: World) -> Close:
    """Everything that a period pays."""
    staff = workers(world)
    score_everybody(world, staff)
    lines = _within_budget(world, staff, own_lines(world, staff))
    lines += _withheld(world, staff, lines)
    lines += _drawn(world, staff, lines)
    lines += _adjusted(world, staff)
    sums = {one.id: sum((line.amount for line in lines if line.employee == one.id), ZERO) for one in staff}
    payable = {who: max(ZERO, amount) for who, amount in sums.items()}
    carried = {who: max(ZERO, -amount) for who, amount in sums.items()}
    return Close(staff, lines, payable, carried, {one.id: _status(world, one, carried[one.id]) for one in staff})


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
    return [Line(one.employee, one.component, one.kind, scaled[index]) for index, one in enumerate(lines)]


def _withheld(world: World, staff: list[Worker], lines: list[Line]) -> list[Line]:
    by_id = {one.id: one for one in staff}
    rules = {row["奖金项"]: row for row in world.plan["奖金项"]}
    found = []
    for line in lines:
        due = _due(world, rules[line.component], by_id[line.employee])
        held = cents(line.amount * (1 - due))
        if held:
            found.append(Line(line.employee, line.component, "待释放", -held))
    return found


def _due(world: World, row: dict[str, Any], one: Worker) -> Fraction:
    """The part of a line that falls due within the period."""
    if row.get("留存") is not None and world.end.month != DECEMBER:
        return 1 - exact(row["留存"])
    if row.get("发放") != "回款":
        return Fraction(1)
    orders = {order["订单号"]: order for order in credited_orders(world, one)}
    owed = sum((exact(_receivable(order)) * share(order) for order in orders.values()), ZERO)
    paid = [
        receipt for receipt in world.data["回款"] if receipt["订单号"] in orders and receipt["回款日期"] <= world.end
    ]
    arrived = sum((exact(receipt["回款金额"]) * share(orders[receipt["订单号"]]) for receipt in paid), ZERO)
    return min(Fraction(1), max(ZERO, arrived) / owed) if owed else Fraction(1)


def _receivable(order: dict[str, Any]) -> Any:
    return order["签约金额"] if order.get("应收金额") is None else order["应收金额"]


def _drawn(world: World, staff: list[Worker], lines: list[Line]) -> list[Line]:
    """预支: tops up what a person earned so far."""
    found = []
    for row in world.plan["奖金项"]:
        for one in staff if row["类型"] == "预支" else []:
            covered = not row.get("职级") or one.grade in row["职级"].split("、")
            earned = sum((line.amount for line in lines if line.employee == one.id), ZERO)
            short = cents(max(ZERO, exact(row["金额"]) * one.proration - earned))
            if covered and not one.forfeited and short:
                found.append(Line(one.id, row["奖金项"], "预支", short))
    return found


def _adjusted(world: World, staff: list[Worker]) -> list[Line]:
    ids = {one.id for one in staff}
    rows = [
        row for row in world.data.get("调整", []) if world.start <= row["审批日期"] <= world.end and row["工号"] in ids
    ]
    return [Line(row["工号"], row["类型"], "调整", exact(row["金额"])) for row in rows]


def _status(world: World, one: Worker, carried: Fraction) -> str:
    appeals = [row for row in world.data.get("申诉", []) if (row["工号"], row["涉及期间"]) == (one.id, world.period)]
    if one.forfeited:
        return "离职不发"
    if any(row.get("结论") in {None, "待处理"} for row in appeals):
        return "暂缓"
    return "结转" if carried else "正常"
