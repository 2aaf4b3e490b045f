"""排名奖: places 1-2-2-4 within a scope, ties shared or paid alike (SPEC 5, kinds)."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from tests.oracle.arithmetic import cents, exact, spread
from tests.oracle.conditions import holds
from tests.oracle.sales import credited_orders, measure, share
from tests.oracle.staff import Worker
from tests.oracle.world import World

ZERO = Fraction(0)
Prize = tuple[Worker, Fraction]


def prizes(
    world: World, staff: list[Worker], row: dict[str, Any], covered: list[tuple[Worker, dict[str, Any]]]
) -> list[Prize]:
    """Who wins what, group by group."""
    scope = row.get("范围") or "公司"
    runners = [
        one for one, fields in covered if not one.forfeited and (not row.get("条件") or holds(row["条件"], fields))
    ]
    groups = sorted({_group(scope, one) for one in runners})
    return [
        prize
        for group in groups
        for prize in _of_group(world, staff, row, [r for r in runners if _group(scope, r) == group])
    ]


def _group(scope: str, one: Worker) -> str:
    return {"公司": "", "团队": one.team, "区域": one.region or "", "职级": one.grade}[scope]


def _of_group(world: World, staff: list[Worker], row: dict[str, Any], runners: list[Worker]) -> list[Prize]:
    values = [(one, value) for one in runners if (value := _value(world, staff, row, one)) is not None]
    sign = -1 if row["依据"] == "最快签单" else 1
    if row.get("最低") is not None:
        values = [(one, value) for one, value in values if value >= exact(row["最低"])]
    by_place = {int(place or 0): exact(prize) for place, prize in world.table(row["档位表"]).tiers}
    found: list[Prize] = []
    for value in {value for _, value in values}:
        tied = [one for one, own in values if own == value]
        place = 1 + sum(sign * own > sign * value for _, own in values)
        found += _shared(world, tied, place, by_place)
    return sorted(found, key=lambda prize: prize[0].id)


def _shared(world: World, tied: list[Worker], place: int, by_place: dict[int, Fraction]) -> list[Prize]:
    if world.parameter("并列处理", "均分") == "同奖":
        return [(one, by_place.get(place, ZERO)) for one in tied]
    pot = cents(sum((by_place.get(place + step, ZERO) for step in range(len(tied))), ZERO))
    return list(zip(tied, spread(pot, [Fraction(1)] * len(tied)), strict=True))


def _value(world: World, staff: list[Worker], row: dict[str, Any], one: Worker) -> Fraction | None:
    if row["依据"] == "总分":
        return one.total
    if row["依据"] == "达成率":
        return one.attainments.get(row["指标"])
    if row["依据"] == "得分":
        return one.scores.get(row["指标"])
    if row["依据"] == "进步最快":
        before = {other.id: other.total for other in world.last.staff if other.scored} if world.last else {}
        risen = one.total - before[one.id] if one.id in before else ZERO
        return risen if risen > 0 else None
    if row["依据"] in {"最快签单", "最高单笔", "最高客单价"}:
        return _by_orders(world, row["依据"], one)
    value = measure(world, staff, one, row["计量"])
    return value if value is not None and value > 0 else None


def _by_orders(world: World, basis: str, one: Worker) -> Fraction | None:
    """The fastest, the largest, or the amount per customer; amount × share, without factors."""
    orders = credited_orders(world, one)
    sold = [order for order in orders if exact(order["签约金额"]) > 0]
    if basis == "最快签单":
        days = [(order["签约日期"] - order["线索日期"]).days for order in sold if order.get("线索日期")]
        return Fraction(min(days)) if days else None
    if basis == "最高单笔":
        return max((exact(order["签约金额"]) * share(order) for order in sold), default=None)
    amount = sum((exact(order["签约金额"]) * share(order) for order in orders), ZERO)
    return amount / len({order["客户编号"] for order in orders}) if amount > 0 else None
