"""Eras that hypothesis draws: a company over two or three months, each with its own exports, sealed one by one."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from tests.oracle.drawn_data import Span, day_in, draw_data, draw_receipts
from tests.oracle.drawn_plan import draw_plan
from tests.oracle.traits import Traits, maybe, money
from tests.oracle.world import Rows, World
from tests.oracle.worlds import CALENDAR

MONTHS = (("2024-05", "2024-06"), ("2024-04", "2024-05", "2024-06"), ("2024-11", "2024-12", "2025-01"))
NEW_YEAR: Rows = [{"日期": date(2025, 1, 1), "类型": "假日", "依据": "元旦"}]


@st.composite
def eras(draw: st.DrawFn) -> list[World]:
    """A company, month after month; the plan may be replaced by another one on the way."""
    traits = replace(draw(st.builds(Traits)), spans=True)
    found: list[World] = []
    plan = draw_plan(draw, "月度", traits)
    for number, month in enumerate(draw(st.sampled_from(MONTHS))):
        if number and draw(st.integers(0, 3)) == 0:
            plan = draw_plan(draw, "月度", replace(traits, prefix=f"新{number}项"))
        span = days_of(month)
        people = _roster(draw, span, found)
        data = draw_data(draw, span, month, plan, traits, people=people)
        if found:
            reach_back(draw, span, found, data, traits)
        found.append(World(month, *span, "月度", plan, data, CALENDAR + NEW_YEAR))
    return found


def days_of(month: str) -> Span:
    """The first and the last day of a month."""
    year, number = (int(part) for part in month.split("-"))
    return date(year, number, 1), date(year, number, monthrange(year, number)[1])


def _roster(draw: st.DrawFn, span: Span, before: list[World]) -> Rows | None:
    """The people of the month before; now and then somebody joins or leaves."""
    if not before:
        return None
    people = [dict(row) for row in before[-1].data["人员"]]
    if maybe(draw):
        new = {**people[0], "工号": f"N{span[0]:%y%m}", "姓名": f"新人{span[0]:%m}", "转正日期": None, "离职日期": None}
        people.append(new | {"入职日期": span[0] + timedelta(days=draw(st.integers(0, 12)))})
    staying = [row for row in people if row["离职日期"] is None and row["入职日期"] < span[0]]
    if staying and draw(st.integers(0, 3)) == 0:
        staying[-1]["离职日期"] = span[0] + timedelta(days=20)
    return people


def reach_back(draw: st.DrawFn, span: Span, before: list[World], data: dict[str, Rows], traits: Traits) -> None:
    """What a month says of those before: rows again, changed, late, reversed or refunded; receipts of old orders."""
    old = [row for world in before for row in world.data["订单"] if row["签约日期"] <= world.end]
    known = [row for row in old if "原订单号" not in row]
    known = list({(row["订单号"], row["工号"]): row for row in known}.values())
    undone = _undo(draw, span, known, data)
    if not traits.on_receipt:
        _add_late(draw, span, before, data)
    _repeat(draw, known, data, undone, changes=not traits.on_receipt)
    more = draw_receipts(draw, span, [row for row in known if row.get("状态") != "取消"], least=1) if known else []
    data["回款"] += [row | {"回款编号": f"{row['回款编号']}B"} for row in more]


def _undo(draw: st.DrawFn, span: Span, known: Rows, data: dict[str, Rows]) -> set[str]:
    """Reversals by 原订单号, and refunds."""
    valid = sorted({row["订单号"] for row in known if row["签约金额"] > 0 and row.get("状态") != "取消"})
    chosen = draw(st.lists(st.sampled_from(valid), unique=True, min_size=1, max_size=3)) if valid else []
    for order in chosen:
        rows = [row for row in known if row["订单号"] == order]
        amount = draw(st.sampled_from((rows[0]["签约金额"], round(rows[0]["签约金额"] / 2, 2))))
        day = draw(day_in(span))
        if maybe(draw):
            new = {"订单号": f"R{order}{span[0]:%m}", "原订单号": order, "签约日期": day, "签约金额": -amount}
            new |= {"毛利": -round(amount / 3, 2), "应收金额": None, "线索日期": None}
            data["订单"] += [row | new for row in rows]
        else:
            refund = {"回款编号": f"T{order}{span[0]:%m}", "订单号": order, "回款日期": day, "回款金额": -amount}
            data["回款"].append(refund)
    return set(chosen)


def _add_late(draw: st.DrawFn, span: Span, before: list[World], data: dict[str, Rows]) -> None:
    """An order signed in a sealed month that nobody delivered then."""
    if maybe(draw) and data["订单"]:
        day = draw(day_in((before[-1].start, before[-1].end)))
        late: dict[str, Any] = {**data["订单"][0], "订单号": f"L{span[0]:%y%m}", "签约日期": day, "线索日期": None}
        late |= {
            "签约金额": draw(money(1000, 60000)),
            "分成比例": "100%",
            "叠加": "否",
            "应收金额": None,
            "原订单号": None,
        }
        data["订单"].append(late)


def _repeat(draw: st.DrawFn, known: Rows, data: dict[str, Rows], undone: set[str], *, changes: bool) -> None:
    """Rows that a seal holds, delivered again: all of an order, as they were or with another amount."""
    for order in sorted({row["订单号"] for row in known}):
        how = draw(st.sampled_from(("absent", "same", "changed")))
        changed = {"签约金额": draw(money(1000, 50000))} if how == "changed" and changes and order not in undone else {}
        if how != "absent":
            data["订单"] += [row | changed for row in known if row["订单号"] == order]
