"""What 绩效奖金, 目标奖金 and 提成 pay a person before gates and limits (SPEC 5, kinds)."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

from tests.oracle.arithmetic import exact
from tests.oracle.rates import grid_value, result
from tests.oracle.sales import measure
from tests.oracle.staff import Worker
from tests.oracle.world import World

ZERO = Fraction(0)


def earning(world: World, staff: list[Worker], row: dict[str, Any], one: Worker) -> Fraction | None:
    """The amount, exact; None where the component's KPI was not scored for the person."""
    if row["类型"] == "绩效奖金":
        return _performance(world, one)
    if row["类型"] == "目标奖金":
        return _target_bonus(world, row, one)
    return _commission(world, staff, row, one)


def _performance(world: World, one: Worker) -> Fraction:
    amount = one.base * one.coefficient
    headline = world.parameter("主指标")
    if headline:
        cap = exact(world.parameter("达成率上限", "150%"))
        amount *= min(max(ZERO, one.attainments[headline] or ZERO), cap)
    for row in world.plan.get("系数", []):
        if row["作用"] == "奖金" and row["取值"] == one.region:
            amount *= exact(row["系数"])
    return amount


def _target_bonus(world: World, row: dict[str, Any], one: Worker) -> Fraction | None:
    if row.get("依据") == "总分":
        x: Fraction | None = one.total
    else:
        x = one.exact_attainments.get(row["指标"])
    if x is None:
        return None
    return one.base * exact(row.get("比例") or 1) * result(world.table(row["档位表"]), max(ZERO, x))


def _commission(world: World, staff: list[Worker], row: dict[str, Any], one: Worker) -> Fraction | None:
    if row.get("口径") == "年初至今":
        return _of_the_year(world, staff, row, one)
    kpi = row.get("指标")
    if kpi and kpi not in one.zeroed and one.baselines.get(kpi) is None:
        return None
    measured = measure(world, staff, one, row["计量"]) if row.get("计量") else None
    attained = (one.actuals[kpi], one.baselines[kpi]) if kpi else None
    if kpi in one.zeroed:
        attained = ZERO, Fraction(1)
    if row.get("计量2"):
        second = measure(world, staff, one, row["计量2"])
        return None if second is None else _by_grid(world, row, measured, attained, second)
    return _paid_on(world, row, measured, attained)


def _by_grid(
    world: World,
    row: dict[str, Any],
    measured: Fraction | None,
    attained: tuple[Any, Any] | None,
    second: Fraction,
) -> Fraction:
    """二维: bounds of the first measure in attainment where a KPI is given; nothing is below 0."""
    x, unit = attained or (measured, Fraction(1))
    return grid_value(world.tiers(row["档位表"]), max(ZERO, x or ZERO), max(ZERO, second), unit)


def _of_the_year(world: World, staff: list[Worker], row: dict[str, Any], one: Worker) -> Fraction:
    """The year's sums of measure, actual and baseline, less what earlier periods of the year paid; at least 0."""
    earlier = [past for past in world.past if past.world.start >= date(world.end.year, 1, 1)]
    then = [worker for past in earlier if past in world.before for worker in past.staff if worker.id == one.id]
    measured = measure(world, staff, one, row["计量"], window="年初至今") if row.get("计量") else None
    kpi, attained = row.get("指标"), None
    if kpi:
        attained = _sums_of_the_year(world, kpi, [one, *then])
    lines = [line for past in earlier for line in past.lines if line.employee == one.id and line.kind == "提成"]
    paid = sum((line.amount for line in lines if line.component == row["奖金项"]), ZERO)
    return max(ZERO, _paid_on(world, row, measured, attained) - paid)


def _sums_of_the_year(world: World, kpi: str, months: list[Worker]) -> tuple[Fraction, Fraction]:
    """Actuals and baselines; of a month that counts as zero only what is divided by, if there is any."""
    lower = world.kpis[kpi].get("方向") == "越小越好"
    over, under = ("baselines", "actuals") if lower else ("actuals", "baselines")
    fine = [one for one in months if kpi not in one.zeroed and one.baselines.get(kpi) is not None]
    sums = {
        over: sum((getattr(one, over).get(kpi) or ZERO for one in fine), ZERO),
        under: sum((getattr(one, under).get(kpi) or ZERO for one in months), ZERO),
    }
    return sums["actuals"], sums["baselines"]


def _paid_on(
    world: World, row: dict[str, Any], measured: Fraction | None, attained: tuple[Any, Any] | None
) -> Fraction:
    """What a commission pays on a measure, or on a KPI's actual against its baseline."""
    kpi = attained is not None
    actual, target = attained or (None, None)
    reached = max(ZERO, actual or ZERO) if kpi else max(ZERO, measured or ZERO)
    paid_on = max(ZERO, measured) if measured is not None else reached
    if row.get("比例") is not None or row.get("金额") is not None:
        return paid_on * exact(row["比例"] if row.get("比例") is not None else row["金额"])
    table = world.table(row["档位表"])
    if not kpi:
        return result(table, reached)
    baseline = target or ZERO
    if row.get("对象") == "超额":
        excess = max(ZERO, reached - baseline)
        return result(table.scaled(baseline), excess)
    return result(table.scaled(baseline), reached, paid_on if table.method == "全额" else None)
