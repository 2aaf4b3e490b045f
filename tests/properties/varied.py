"""Drawn worlds made fit for a property, and the same world told otherwise."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from decimal import Decimal
from typing import Any

from tests.oracle.drawn_plan import table_rows
from tests.oracle.world import Rows, World

ORDER_MONEY = ("签约金额", "毛利", "应收金额")
COUNTS = {"签约笔数", "签约客户数", "新客户数", "有效拜访", "团队客户", "电话"}
NO_SUMS = COUNTS | {"均额", "最大单", "最小单"}
ALWAYS = {"订单", "回款", "活动", "目标"}
TEN = 10


def without(world: World, kinds: Iterable[str]) -> World:
    """The plan without components of some kinds, and without 带教奖 on what is gone."""
    return _paying(world, [row for row in world.plan["奖金项"] if row["类型"] not in set(kinds)])


def sums_only(world: World) -> World:
    """Only what is reckoned from sums: no counts, no single orders, no ranks by orders."""
    ranked = {"最快签单", "最高单笔", "最高客单价"}
    left = [
        row
        for row in world.plan["奖金项"]
        if row["类型"] != "单笔奖"
        and row.get("依据") not in ranked
        and not {row.get("计量"), row.get("计量2")} & NO_SUMS
    ]
    return _paying(world, left)


def rising(world: World) -> World:
    """A plan under which more sales can only pay more: one KPI, rising tables, no ranks, pools, budget or releases.

    Of several 预支, which all top up the same earnings, the first is kept (plan-check-drawn-twice).
    """
    plain = without(world, ("排名奖", "奖池", "带教奖"))
    draws = [row["奖金项"] for row in plain.plan["奖金项"] if row["类型"] == "预支"]
    kept = [
        {**row, "条件": None} if "评级" in str(row.get("条件")) else row
        for row in plain.plan["奖金项"]
        if row.get("发放") != "回款" and not (row["类型"] == "定额" and "评级" in str(row["条件"]))
        if row["奖金项"] not in draws[1:]
    ]
    card = {**plain.plan["指标权重"][0], **dict.fromkeys(plain.grades, "100%")}
    kpis = [row for row in plain.plan["指标"] if row["指标"] == "销售额"]
    tiers = [row for row in plain.plan["档位"] if row["档位表"] != "评级表"]
    tiers.append({"档位表": "评级表", "方式": "查表", "边界归属": None, "下限": None, "值": "A"})
    paying = _paying(plain, kept)
    gates = [row for row in paying.plan.get("门槛", []) if row["指标"] == "销售额"]
    fixed = _with_plan(paying, 指标=kpis, 指标权重=[card], 档位=tiers, 评分权重=[], 门槛=gates)
    told = {name: [row for row in rows if row.get("指标", "销售额") == "销售额"] for name, rows in fixed.data.items()}
    return without_budget(replace(fixed, data={name: rows for name, rows in told.items() if rows or name in ALWAYS}))


def without_budget(world: World) -> World:
    """No budget."""
    rows = [row for row in world.plan["方案"] if not row["参数"].startswith("预算")]
    return _with_plan(world, 方案=rows)


def with_budget(world: World) -> World:
    """One percent of what was signed, lines scaled to it."""
    budget = {"预算比例": "1%", "预算计量": "签约金额", "预算处理": "等比缩减"}
    rows = [{"参数": name, "值": value} for name, value in budget.items()]
    return _with_plan(without_budget(world), 方案=[*without_budget(world).plan["方案"], *rows])


def no_forced_ratings(world: World) -> World:
    """Ratings by the total, where they were by headcount."""
    rows = [row for row in world.plan["档位"] if row["档位表"] != "评级表"]
    plain = table_rows("评级表", ("查表", "上档"), [(None, "C"), (60, "B"), (80, "A"), (90, "S")])
    return _with_plan(world, 档位=[*rows, *plain])


def orders(world: World, change: Callable[[dict[str, Any]], Rows]) -> World:
    """The world with each row of 订单 told as other rows."""
    return _with_data(world, 订单=[new for row in world.data["订单"] for new in change(row)])


def grown(row: dict[str, Any]) -> Rows:
    """An order of half as much again; a reversal stays."""
    more = {name: row[name] * 3 / 2 for name in ORDER_MONEY if row.get(name) is not None}
    return [{**row, **more} if row["签约金额"] > 0 else row]


def halved(row: dict[str, Any]) -> Rows:
    """The order as two, with the same shares."""
    half = {name: round(row[name] / 2, 2) for name in ORDER_MONEY if row.get(name) is not None}
    rest = {name: row[name] - half[name] for name in half}
    return [{**row, **half}, {**row, **rest, "订单号": f"{row['订单号']}b"}]


def reversed_and_entered_again(row: dict[str, Any]) -> Rows:
    """The order, its reversal on the same day, and the order again."""
    less = {name: -row[name] for name in ORDER_MONEY if row.get(name) is not None}
    if row["签约金额"] < 0 or row.get("状态") == "取消":
        return [row]
    again = {**row, "订单号": f"{row['订单号']}n"}
    return [row, {**row, **less, "订单号": f"{row['订单号']}r", "原订单号": row["订单号"]}, again]


def with_bystander(world: World) -> World:
    """One more person in a team and region of his own, with a target and nothing sold."""
    row = {**world.data["人员"][0], "工号": "Z9", "姓名": "旁人", "团队": "三部", "区域": "西北", "职级": "骨干"}
    row |= {"上级工号": None, "导师工号": None, "离职日期": None}
    target = {"工号": "Z9", "指标": "销售额", "基准值": 100000}
    return _with_data(world, 人员=[*world.data["人员"], row], 目标=[*world.data["目标"], target])


def in_smaller_units(world: World) -> World:
    """Every amount of money times ten, in the plan and in the exports."""
    money = {
        "职级": ("奖金基数",), "人员": ("奖金基数",), "订单": ORDER_MONEY, "回款": ("回款金额",), "奖励名单": ("金额",),
        "调整": ("金额",), "目标": ("基准值", "挑战值"), "奖金项": ("金额", "保底", "封顶", "最低", "最高", "条件"),
        "门槛": ("条件",),
    }  # fmt: skip
    plan = {name: [_scaled(row, money.get(name, ())) for row in rows] for name, rows in world.plan.items()}
    data = {name: [_scaled(row, money.get(name, ())) for row in rows] for name, rows in world.data.items()}
    paying = {row.get("档位表") for row in world.plan["奖金项"] if row["类型"] in {"提成", "单笔奖"}}
    prizes = {row.get("档位表") for row in world.plan["奖金项"] if row["类型"] == "排名奖"}
    counted = {row.get("档位表") for row in world.plan["奖金项"] if row.get("计量2") in COUNTS}
    columns: dict[Any, tuple[str, ...]] = dict.fromkeys(prizes, ("值",))
    columns |= dict.fromkeys(paying, ("下限", "下限2", "值"))
    columns |= dict.fromkeys(counted, ("下限", "值"))
    plan["档位"] = [_scaled(row, columns.get(row["档位表"], ())) for row in world.plan["档位"]]
    return replace(world, plan=plan, data=data)


def _scaled(row: dict[str, Any], columns: Iterable[str]) -> dict[str, Any]:
    if row.get("指标") not in {None, "销售额", "团队额"} and "基准值" in row:
        return row
    if row.get("依据") in {"总分", "达成率", "得分", "最快签单"}:
        columns = [name for name in columns if name not in {"最低", "最高"}]
    return row | {name: _times_ten(row[name]) for name in columns if row.get(name) is not None}


def _times_ten(value: Any) -> Any:
    if isinstance(value, str):
        money = re.compile(r"(?<![\d.])\d{4,}(?![\d.%])")
        return value if value.endswith("%") else money.sub(lambda found: str(int(found[0]) * TEN), value)
    return Decimal(value) * TEN


def _paying(world: World, left: Rows) -> World:
    """The plan with some of its components, and without gates of those that are gone."""
    names = {None, *(row["奖金项"] for row in left)}
    return _with_plan(world, 奖金项=left, 门槛=[row for row in world.plan.get("门槛", []) if row["奖金项"] in names])


def _with_plan(world: World, **sheets: Rows) -> World:
    return replace(world, plan={name: rows for name, rows in {**world.plan, **sheets}.items() if rows})


def _with_data(world: World, **sheets: Rows) -> World:
    return replace(world, data={**world.data, **sheets})
