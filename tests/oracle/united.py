"""The exports of a period that has none of its own: its months' rows united (docs/periods.md, CONTRIBUTING 16)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tests.oracle.arithmetic import exact
from tests.oracle.sales import BUILT_IN
from tests.oracle.staff import workers
from tests.oracle.world import Rows, World

SAME_ROW = {
    "人员": ("工号",),
    "任职": ("工号", "生效日期"),
    "请假": ("工号", "开始日期"),
    "订单": ("订单号",),
    "回款": ("回款编号",),
    "活动": ("工号", "日期", "类型", "客户编号"),
    "申诉": ("申诉编号",),
    "奖励名单": ("工号", "奖项", "审批日期", "事由"),
    "调整": ("工号", "原期间", "类型", "审批日期", "事由", "依据"),
}
PAID_ONCE = ("奖励名单", "调整")
ADDS_UP = ("求和", "计数", "去重计数")


def united(months: Sequence[World]) -> dict[str, Rows]:
    """Each row once as the latest month says it; targets added up, kept or left out; what a month paid is gone."""
    data = {table: _once(months, table, key) for table, key in SAME_ROW.items() if any(table in m.data for m in months)}
    data["目标"] = _targets(months)
    data["实际"] = _kept(months, "实际", ("实际值",))
    data["评分"] = [row for month in months for row in month.data.get("评分", [])]
    return data


def _once(months: Sequence[World], table: str, key: tuple[str, ...]) -> Rows:
    """The rows of the last month that holds them; an order's rows stand or fall together."""
    found: dict[tuple[Any, ...], Rows] = {}
    for month in months:
        own: dict[tuple[Any, ...], Rows] = {}
        for row in month.data.get(table, []):
            if table not in PAID_ONCE or not _paid(months, row):
                own.setdefault(tuple(row.get(name) for name in key), []).append(row)
        found |= own
    return [row for rows in found.values() for row in rows]


def _paid(months: Sequence[World], row: dict[str, Any]) -> bool:
    """Whether a month's close paid it: approved within the month, for somebody who took part, if months pay it."""
    paid_in = [one.get("周期") for one in months[0].plan["奖金项"] if one["奖金项"] == row.get("奖项")] or [None]
    days = [month for month in months if month.start <= row["审批日期"] <= month.end]
    if all(cycles and "月度" not in cycles for cycles in paid_in):
        return False
    return any(row["工号"] in {one.id for one in workers(month)} for month in days)


def _targets(months: Sequence[World]) -> Rows:
    found: Rows = []
    for (who, kpi), rows in _groups(months, "目标").items():
        if not _adds_up(months[-1], kpi):
            found += _agreed([row for _, row in rows], ("基准值", "挑战值"))
        elif {month.period for month in months if _expected(month, who)} <= {month.period for month, _ in rows}:
            sums = {name: _sum([row.get(name) for _, row in rows]) for name in ("基准值", "挑战值")}
            found.append(rows[-1][1] | sums)
    return found


def _expected(month: World, who: str) -> bool:
    """Whether a person should have a target of the month: worked in it, or 目标折算 shortens the sum again."""
    mine = [row for row in month.data["人员"] if row["工号"] == who]
    worked = any(row["入职日期"] <= month.end and (row.get("离职日期") or month.end) >= month.start for row in mine)
    return worked or month.parameter("目标折算") == "是"


def _adds_up(world: World, name: str) -> bool:
    """Whether a KPI is a sum or count over the days of the period."""
    kpi = world.kpis[name]
    specs = {**BUILT_IN, **{row["计量"]: row for row in world.plan["计量"]}}
    spec = specs.get(kpi.get("分子") or "")
    rate = kpi.get("分母") or kpi.get("单位") == "%"
    return bool(spec and not rate and spec["汇总"] in ADDS_UP and (spec.get("口径") or "当期") == "当期")


def _kept(months: Sequence[World], table: str, figures: tuple[str, ...]) -> Rows:
    return [row for rows in _groups(months, table).values() for row in _agreed([one for _, one in rows], figures)]


def _groups(months: Sequence[World], table: str) -> dict[tuple[str, str], list[tuple[World, dict[str, Any]]]]:
    found: dict[tuple[str, str], list[tuple[World, dict[str, Any]]]] = {}
    for month in months:
        for row in month.data.get(table, []):
            found.setdefault((row["工号"], row["指标"]), []).append((month, row))
    return found


def _agreed(rows: Rows, figures: tuple[str, ...]) -> Rows:
    """The last row where all say the same figures, else none."""
    said = {tuple(None if row.get(name) is None else exact(row[name]) for name in figures) for row in rows}
    return rows[-1:] if len(said) == 1 else []


def _sum(amounts: list[Any]) -> Any:
    return None if None in amounts else sum(amounts)
