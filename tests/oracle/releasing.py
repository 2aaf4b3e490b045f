"""发放 and 留存: what of a commission is withheld, and what falls due of earlier ones (SPEC 5.7, fine print 18)."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from tests.oracle.arithmetic import cents, exact
from tests.oracle.lines import Line
from tests.oracle.recovering import lapsed, undone, undone_part
from tests.oracle.sales import counts, order_rows, reaches, share
from tests.oracle.staff import Worker
from tests.oracle.world import World

ZERO = Fraction(0)


def released(world: World, staff: list[Worker], lines: list[Line]) -> list[Line]:
    """The lines 待释放 of this period's commissions and 释放 of earlier ones."""
    rules = {row["奖金项"]: row for row in world.plan["奖金项"]}
    by_id = {one.id: one for one in staff}
    found = []
    for line in lines:
        held = cents(_waiting(world, rules[line.component], line, world, by_id[line.employee]))
        if held:
            found.append(Line(line.employee, line.component, "待释放", -held, origin=world.period))
    for one in staff:
        found += [] if one.forfeited else _due_since(world, one)
    return found


def _due_since(world: World, one: Worker) -> Iterator[Line]:
    """Of periods of the same cycle; a year takes what its months and quarters withheld (CONTRIBUTING 12)."""
    gone = lapsed(world, one)
    for past in world.past:
        if world.cycle not in {past.world.cycle, "年度"}:
            continue
        rules = {row["奖金项"]: row for row in past.world.plan["奖金项"]}
        for held in past.lines:
            if held.kind != "待释放" or held.employee != one.id:
                continue
            (line,) = [x for x in past.lines if (x.employee, x.component, x.kind) == (one.id, held.component, "提成")]
            name = f"{past.world.period} {held.component}"
            left = -held.amount - _released_before(world, held)
            left -= sum((gone.get((one.id, name, order), ZERO) for order in line.given), ZERO)
            amount = left - cents(_waiting(world, rules[line.component], line, past.world, one))
            if amount > 0:
                yield Line(one.id, held.component, "释放", amount, origin=held.origin)


def _released_before(world: World, held: Line) -> Fraction:
    key = (held.employee, held.component, "释放", held.origin)
    return sum(
        (x.amount for past in world.past for x in past.lines if (x.employee, x.component, x.kind, x.origin) == key),
        ZERO,
    )


def _waiting(world: World, row: dict[str, Any], line: Line, origin: World, one: Worker) -> Fraction:
    """What of a line is not due by the end of `world`; `origin` is the period that it was earned in.

    留存 is a part of the line as it was; the rest waits as far as its orders still stand.
    """
    kept = exact(row.get("留存") or 0)
    last = (world.end.month, world.end.day) == (12, 31) and (world.cycle == "年度" or not world.annual(one.grade))
    year_over = world.end.year > origin.end.year or last
    waits = ZERO
    if row.get("发放") == "回款":
        whole = sum(line.given.values(), ZERO)
        gone = sum((part * _undone_share(world, line, one, order) for order, part in line.given.items()), ZERO)
        standing = line.amount * (1 - gone / whole) if gone else line.amount
        waits = standing * (1 - kept) * (1 - _share_paid(world, line, one))
    return waits + (ZERO if year_over else line.amount * kept)


def _share_paid(world: World, line: Line, one: Worker) -> Fraction:
    """Receipts to date against what is receivable of the orders behind the line."""
    owed = arrived = ZERO
    for order in line.given:
        for row in order_rows(world, order):
            if row["工号"] == line.employee:
                whole = exact(row["签约金额"] if row.get("应收金额") is None else row["应收金额"]) * share(row)
                owed += whole * (1 - _undone_share(world, line, one, order))
                arrived += _arrived(world, order) * share(row)
    return min(Fraction(1), max(ZERO, arrived) / owed) if owed > 0 else Fraction(1)


def _undone_share(world: World, line: Line, one: Worker, order: str) -> Fraction:
    """What part of an order is no longer waited for: what 追回 takes back of it (CONTRIBUTING 22)."""
    events = {key: row for each in (*(past.world for past in world.past), world) for key, row in undone(each)}
    mine = [row for (original, _, _), row in events.items() if original == order]
    parts = (
        undone_part(world, one, order, row, component=line.component, whole=Fraction(1)) * exact(rule.get("比例") or 1)
        for rule in world.plan["奖金项"]
        for row in mine
        if rule["类型"] == "追回" and reaches(world, rule, one.grade, row)
    )
    return min(Fraction(1), sum(parts, ZERO))


def _arrived(world: World, order: str) -> Fraction:
    """The receipts of an order that this period or a sealed one credited."""
    found: dict[str, Fraction] = {}
    for known in (*(past.world for past in world.past), world):
        for row in known.data["回款"]:
            if row["订单号"] == order and row["回款编号"] not in found and counts(known, "回款", row):
                found[row["回款编号"]] = exact(row["回款金额"])
    return sum(found.values(), ZERO)
