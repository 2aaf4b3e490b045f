"""What 单笔奖, 定额 and 名单奖 pay a person before gates and limits (SPEC 5, kinds)."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from tests.oracle.arithmetic import exact
from tests.oracle.conditions import holds
from tests.oracle.rates import result
from tests.oracle.sales import credited_orders, share, valid
from tests.oracle.staff import Worker
from tests.oracle.world import World


def awards(world: World, row: dict[str, Any], one: Worker) -> list[Fraction | None]:
    """One amount per line."""
    if row["类型"] == "单笔奖":
        return _per_order(world, row, one)
    if row["类型"] == "定额":
        return [exact(row["金额"])]
    if row["类型"] == "名单奖":
        return _nominated(world, row, one)
    return []


def _per_order(world: World, row: dict[str, Any], one: Worker) -> list[Fraction | None]:
    orders = [order for order in credited_orders(world, one) if exact(order["签约金额"]) > 0]
    if row.get("依据") == "首笔":
        first = _first(world, one)
        orders = [order for order in orders if first and order["订单号"] == first["订单号"]]
    fits = [order for order in orders if holds(row["条件"], _fields(order, one))]
    return [_prize(world, row, order) * share(order) for order in fits]


def _first(world: World, one: Worker) -> dict[str, Any] | None:
    """The earliest valid positive order in everything read; of one day the smaller id."""
    worlds = (world, *(past.world for past in world.before))
    mine = [order for known in worlds for order in known.data["订单"] if order["工号"] == one.id and valid(order)]
    positive = [order for order in mine if exact(order["签约金额"]) > 0]
    return min(positive, key=lambda order: (order["签约日期"], order["订单号"]), default=None)


def _fields(order: dict[str, Any], one: Worker) -> dict[str, Any]:
    blank = {"产品线": None, "客户类型": None}
    return {**blank, "职级": one.grade, "团队": one.team, "区域": one.region, **order}


def _prize(world: World, row: dict[str, Any], order: dict[str, Any]) -> Fraction:
    if row.get("金额") is not None:
        return exact(row["金额"])
    return result(world.table(row["档位表"]), exact(order["签约金额"]))


def _nominated(world: World, row: dict[str, Any], one: Worker) -> list[Fraction | None]:
    mine = [
        entry for entry in world.data.get("奖励名单", []) if (entry["工号"], entry["奖项"]) == (one.id, row["奖金项"])
    ]
    approved = [entry for entry in mine if world.start <= entry["审批日期"] <= world.end]
    return [exact(row["金额"] if entry.get("金额") is None else entry["金额"]) for entry in approved]
