"""Actuals, attainments, scores, totals, coefficients and ratings (SPEC 4 scoring, 5.2 to 5.5)."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from tests.oracle.arithmetic import exact, half_up
from tests.oracle.rates import Table, result, value_at
from tests.oracle.sales import measure
from tests.oracle.staff import Worker
from tests.oracle.world import Rows, World

ZERO, HUNDRED = Fraction(0), Fraction(100)


class MissingError(Exception):
    """A KPI with 缺失处理 = 报错 lacks its actual or target."""


def score_everybody(world: World, staff: list[Worker], mine: list[Worker]) -> None:
    """Fill in what each person of a plan scored; measures pool the participants of every plan."""
    scored = [one for one in mine if one.scored]
    for one in scored:
        _score_person(world, staff, one)
        one.total = _weighted(world, one, list(one.scores))
        one.coefficient = result(world.table(world.parameter("系数档位表")), one.total)
    ratings = world.table(world.parameter("评级档位表"))
    for one in scored:
        one.rating = str(value_at(ratings, _standing(ratings, one, scored)))


def category_score(world: World, one: Worker, category: str) -> Fraction | None:
    """The weighted mean within a category; None where it has no weight."""
    members = [kpi for kpi in one.scores if world.kpis[kpi]["类别"] == category]
    weight = sum((one.weights[kpi] for kpi in members), ZERO)
    return half_up(_sum(one, members) / weight, world.places("总分小数位")) if weight else None


def _standing(ratings: Table, one: Worker, staff: list[Worker]) -> Fraction:
    if ratings.method != "强制分布":
        return one.total
    return Fraction(sum(other.total > one.total for other in staff), len(staff))


def _weighted(world: World, one: Worker, members: list[str]) -> Fraction:
    return half_up(_sum(one, members), world.places("总分小数位"))


def _sum(one: Worker, members: list[str]) -> Fraction:
    return sum((one.weights[kpi] * one.scores[kpi] for kpi in members), ZERO)


def _score_person(world: World, staff: list[Worker], one: Worker) -> None:
    rows = [row for row in world.plan["指标权重"] if row["周期"] == world.cycle]
    card = {row["指标"]: exact(row[one.grade]) for row in rows if row.get(one.grade) is not None}
    for name in card:
        _score_kpi(world, staff, one, world.kpis[name])
    kept = sum((weight for name, weight in card.items() if name in one.scores), ZERO)
    one.weights = {name: weight / kept for name, weight in card.items() if name in one.scores}


def _score_kpi(world: World, staff: list[Worker], one: Worker, kpi: dict[str, Any]) -> None:
    name = kpi["指标"]
    actual = _actual(world, staff, one, kpi)
    baseline, challenge = _target(world, one, kpi)
    needs_target = kpi["计分方式"] in {"达成率", "双目标", "档位表"}
    if actual is None or (needs_target and baseline is None):
        if kpi.get("缺失处理", "报错") == "报错":
            raise MissingError(f"{one.id} {name}")
        if kpi["缺失处理"] == "按零":
            one.zeroed.add(name)
            one.actuals[name], one.baselines[name], one.scores[name] = actual, baseline, ZERO
            one.attainments[name] = one.exact_attainments[name] = ZERO
        return
    true, printed = _attainment(world, kpi, actual, baseline)
    one.actuals[name], one.baselines[name] = actual, baseline
    one.exact_attainments[name], one.attainments[name] = true, printed
    one.scores[name] = _score(world, kpi, actual, printed, _stretch(kpi, baseline, challenge))


def _actual(world: World, staff: list[Worker], one: Worker, kpi: dict[str, Any]) -> Fraction | None:
    if kpi.get("分子"):
        top = measure(world, staff, one, kpi["分子"])
        if not kpi.get("分母"):
            return top
        bottom = measure(world, staff, one, kpi["分母"])
        return top / bottom if top is not None and bottom else None
    if kpi["计分方式"] == "评分":
        return _rated(world, one, kpi["指标"])
    found = [row["实际值"] for row in world.data.get("实际", []) if (row["工号"], row["指标"]) == (one.id, kpi["指标"])]
    return exact(found[0]) if found else None


def _rated(world: World, one: Worker, kpi: str) -> Fraction | None:
    rows: Rows = [row for row in world.data.get("评分", []) if (row["工号"], row["指标"]) == (one.id, kpi)]
    total = weight = ZERO
    for rule in world.plan.get("评分权重", []):
        given = [exact(row["得分"]) for row in rows if row["评价角色"] == rule["评价角色"]]
        if rule["指标"] == kpi and given:
            total += exact(rule["权重"]) * sum(given, ZERO) / len(given)
            weight += exact(rule["权重"])
    return total / weight if weight else None


def _target(world: World, one: Worker, kpi: dict[str, Any]) -> tuple[Fraction | None, Fraction | None]:
    found = [row for row in world.data["目标"] if (row["工号"], row["指标"]) == (one.id, kpi["指标"])]
    if not found:
        return None, None
    prorated = world.parameter("目标折算") == "是" and not kpi.get("分母") and kpi.get("单位") != "%"
    unit = one.proration if prorated else Fraction(1)
    stretch = found[0].get("挑战值")
    return exact(found[0]["基准值"]) * unit, None if stretch is None else exact(stretch) * unit


def _attainment(
    world: World, kpi: dict[str, Any], actual: Fraction, baseline: Fraction | None
) -> tuple[Fraction | None, Fraction | None]:
    if baseline is None:
        return None, None
    if kpi.get("方向") == "越小越好":
        true = baseline / actual if actual else exact(world.parameter("达成率上限", "150%"))
    else:
        true = actual / baseline
    places = world.places("达成率小数位")
    return true, half_up(true, None if places is None else places + 2)


def _stretch(kpi: dict[str, Any], baseline: Fraction | None, challenge: Fraction | None) -> Fraction | None:
    if baseline is None or challenge is None:
        return None
    return baseline / challenge if kpi.get("方向") == "越小越好" else challenge / baseline


def _score(
    world: World, kpi: dict[str, Any], actual: Fraction, attainment: Fraction | None, stretch: Fraction | None
) -> Fraction:
    cap = exact(kpi.get("得分上限") or 100)
    raw = _raw(world, kpi, actual, attainment if attainment is not None else ZERO, stretch)
    return half_up(max(ZERO, min(cap, raw)), world.places("得分小数位"))


def _raw(
    world: World, kpi: dict[str, Any], actual: Fraction, attainment: Fraction, stretch: Fraction | None
) -> Fraction:
    how = kpi["计分方式"]
    if how == "评分":
        return actual
    if how == "直接":
        return actual * (HUNDRED if kpi.get("单位") == "%" else 1)
    if how == "扣分":
        return HUNDRED - actual * exact(kpi["每单位扣分"])
    if how == "档位表":
        return result(world.table(kpi["档位表"]), attainment)
    if how == "双目标" and stretch is not None and attainment >= 1:
        return HUNDRED + (attainment - 1) / (stretch - 1) * (exact(kpi["得分上限"]) - HUNDRED)
    return attainment * HUNDRED
