"""追回: what reversals and refunds take back of commissions that sealed periods paid (SPEC 5.7, phase 6)."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import floor
from typing import Any

from tests.oracle.arithmetic import cents, exact
from tests.oracle.lines import Line
from tests.oracle.sales import BUILT_IN, counts, order_rows, reaches, share, valid
from tests.oracle.staff import Worker
from tests.oracle.world import World

ZERO = Fraction(0)
Claim = tuple[str, str, str]
Events = list[tuple[tuple[str, str, str], dict[str, Any]]]


def taken_back(world: World, staff: list[Worker], lines: list[Line]) -> list[Line]:
    """What is taken of each person now; what the limits leave is carried as 待追回."""
    room = {key: paid - _claimed(world, key) for key, paid in _paid(world).items()}
    found: list[Line] = []
    for row in world.plan["奖金项"]:
        for one in staff if row["类型"] == "追回" else []:
            if not row.get("职级") or one.grade in row["职级"].split("、"):
                claims = _carried(world, row, one)
                for key, amount in _new(world, row, one, room, undone(world)):
                    claims[key] = claims.get(key, ZERO) + amount
                found += _limited(world, row, one, claims, lines + found)
    return found


def lapsed(world: World, one: Worker) -> dict[Claim, Fraction]:
    """What sealed commissions earned with orders undone since, less what was claimed of it: never released."""
    rules = [row for row in world.plan["奖金项"] if row["类型"] == "追回"]
    events = {key: row for each in (*(past.world for past in world.past), world) for key, row in undone(each)}
    whole = {
        (line.employee, name, order): line.amount * part / sum(line.given.values(), ZERO)
        for _, line, name in _commissions(world)
        for order, part in line.given.items()
    }
    paid = {key: paid - _claimed(world, key) for key, paid in _paid(world).items()}
    earned = _together(rules, world, one, whole, sorted(events.items(), key=lambda event: event[0]))
    now = _together(rules, world, one, paid, undone(world))
    return {key: max(ZERO, value - _claimed(world, key) - now.get(key, ZERO)) for key, value in earned.items()}


def _together(
    rules: list[dict[str, Any]], world: World, one: Worker, room: dict[Claim, Fraction], events: Events
) -> dict[Claim, Fraction]:
    sums: dict[Claim, Fraction] = {}
    for rule in rules:
        for key, amount in _new(world, rule, one, room, events):
            sums[key] = sums.get(key, ZERO) + amount
    return sums


def _limited(
    world: World, row: dict[str, Any], one: Worker, claims: dict[Claim, Fraction], lines: list[Line]
) -> Iterator[Line]:
    """At most 追回上限比例 of what is payable so far, leaving at least 追回保底."""
    earned = sum((x.amount for x in lines if x.employee == one.id and x.kind != "追回"), ZERO)
    taken = -sum((x.amount for x in lines if x.employee == one.id and x.kind == "追回"), ZERO)
    most = [world.parameter("追回上限比例"), world.parameter("追回保底")]
    for key, due in sorted(claims.items()):
        rooms = [due]
        rooms += [] if most[0] is None else [exact(most[0]) * max(ZERO, earned) - taken]
        rooms += [] if most[1] is None else [earned - exact(most[1]) - taken]
        amount = max(ZERO, Fraction(floor(min(rooms) * 100), 100))
        taken += amount
        yield Line(one.id, row["奖金项"], "追回", -amount, origin=f"{key[1]}", order=key[2], left=due - amount)


def _carried(world: World, row: dict[str, Any], one: Worker) -> dict[Claim, Fraction]:
    """What the newest record of each claim still has to take, by the rule itself or the first that concerns them."""
    rules = [rule for rule in world.plan["奖金项"] if rule["类型"] == "追回"]
    mine = [rule["奖金项"] for rule in rules if not rule.get("职级") or one.grade in rule["职级"].split("、")]
    sums: dict[Claim, Fraction] = {}
    for (cycle, key), lines in _newest(world, one.id).items():
        for line in lines if cycle == world.cycle else []:
            if line.left > 0 and (line.component if line.component in mine else mine[0]) == row["奖金项"]:
                sums[key] = sums.get(key, ZERO) + line.left
    return sums


def _newest(world: World, employee: str) -> dict[tuple[str, Claim], list[Line]]:
    """By cycle and claim the lines of the newest close that has any for it."""
    found: dict[tuple[str, Claim], list[Line]] = {}
    for past in world.past:
        now: dict[tuple[str, Claim], list[Line]] = {}
        for line in past.lines:
            if (line.employee, line.kind) == (employee, "追回"):
                now.setdefault((past.world.cycle, (employee, line.origin, line.order)), []).append(line)
        found |= now
    return found


def _claimed(world: World, key: Claim) -> Fraction:
    """What was claimed so far: taken, or still to be taken."""
    mine = [x for past in world.past for x in past.lines if x.kind == "追回" and (x.employee, x.origin, x.order) == key]
    left = [x.left for (_, claim), lines in _newest(world, key[0]).items() if claim == key for x in lines]
    return sum(left, ZERO) - sum((x.amount for x in mine), ZERO)


def _paid(world: World) -> dict[Claim, Fraction]:
    """What was paid out for each order of each sealed commission: without what is still withheld."""
    found: dict[Claim, Fraction] = {}
    for past, line, name in _commissions(world):
        held = sum(
            (
                x.amount
                for other in world.past
                for x in other.lines
                if (x.employee, x.component) == (line.employee, line.component)
                and x.kind in {"待释放", "释放"}
                and x.origin == past.world.period
            ),
            ZERO,
        )
        whole = sum(line.given.values(), ZERO)
        for order, part in line.given.items():
            found[line.employee, name, order] = max(ZERO, (line.amount + held) * part / whole)
    return found


def _commissions(world: World) -> Iterator[tuple[Any, Line, str]]:
    """Sealed commissions that paid for orders, newest first, each with a name."""
    for past in reversed(world.past):
        for line in past.lines:
            if line.kind == "提成" and line.amount > 0 and sum(line.given.values(), ZERO) > 0:
                yield past, line, f"{past.world.period} {line.component}"


def _new(
    world: World, rule: dict[str, Any], one: Worker, room: dict[Claim, Fraction], events: Events
) -> Iterator[tuple[Claim, Fraction]]:
    """What reversals and refunds claim, at the rate that was paid, within what is left of it."""
    for (order, _, _), row in events:
        if not reaches(world, rule, one.grade, row):
            continue
        for component in dict.fromkeys(line.component for _, line, _ in _commissions(world) if line.employee == one.id):
            lines = [
                (line, name)
                for _, line, name in _commissions(world)
                if (line.employee, line.component) == (one.id, component) and order in line.given
            ]
            whole = sum((line.given[order] for line, _ in lines), ZERO)
            left = undone_part(world, one, order, row, component=component, whole=whole)
            for line, name in lines:
                units = min(left, line.given[order])
                left -= units
                rate = line.amount / sum(line.given.values(), ZERO) * exact(rule.get("比例") or 1)
                key = (one.id, name, order)
                amount = cents(max(ZERO, min(units * rate, room[key])))
                room[key] -= amount
                if amount:
                    yield key, amount


def undone(world: World) -> Events:
    """Reversals and refunds that a period credits, by order, row and table; a split reversal once."""
    reversals = {
        (row["原订单号"], row["订单号"], "orders"): row
        for row in world.data["订单"]
        if row.get("原订单号") and exact(row["签约金额"]) < 0 and counts(world, "订单", row)
    }
    refunds = {
        (row["订单号"], row["回款编号"], "receipts"): row
        for row in world.data["回款"]
        if exact(row["回款金额"]) < 0 and counts(world, "回款", row)
    }
    both = {**reversals, **refunds}
    return [(key, both[key]) for key in sorted(both)]


def undone_part(
    world: World, one: Worker, order: str, row: dict[str, Any], *, component: str, whole: Fraction
) -> Fraction:
    """How much of what an order gave was undone: its part of the amount, or of what is receivable for a refund."""
    originals = [each for each in order_rows(world, order) if valid(each)]
    if "签约金额" in row:
        return whole * min(Fraction(1), -exact(row["签约金额"]) / exact(originals[0]["签约金额"]))
    name = next((each.get("计量") for each in world.plan["奖金项"] if each["奖金项"] == component), None)
    if name in BUILT_IN and BUILT_IN[name]["来源表"] == "回款":
        own = next((share(each) for each in originals if each["工号"] == one.id), Fraction(1))
        return min(whole, -exact(row["回款金额"]) * own)
    owed = originals[0]["签约金额"] if originals[0].get("应收金额") is None else originals[0]["应收金额"]
    return whole * min(Fraction(1), -exact(row["回款金额"]) / exact(owed))
