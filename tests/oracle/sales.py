"""What each order and receipt counts for each person, and the measures summed from them (SPEC 4 and 5.1)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any, cast

from tests.oracle.arithmetic import aggregated, amount_of, exact
from tests.oracle.conditions import holds
from tests.oracle.staff import Worker, place_on, seats
from tests.oracle.world import Rows, World

ZERO = Fraction(0)
TABLES = {"订单": "签约日期", "回款": "回款日期", "活动": "日期"}
BUILT_IN: dict[str, dict[str, Any]] = {
    "签约金额": {"来源表": "订单", "字段": "签约金额", "汇总": "求和", "计系数": "是"},
    "签约毛利": {"来源表": "订单", "字段": "毛利", "汇总": "求和", "计系数": "是"},
    "应收金额": {"来源表": "订单", "字段": "应收金额", "汇总": "求和"},
    "签约笔数": {"来源表": "订单", "汇总": "计数"},
    "签约客户数": {"来源表": "订单", "字段": "客户编号", "汇总": "去重计数"},
    "新客户数": {"来源表": "订单", "字段": "客户编号", "汇总": "去重计数", "条件": "客户类型 = 新"},
    "回款金额": {"来源表": "回款", "字段": "回款金额", "汇总": "求和"},
    "有效拜访": {"来源表": "活动", "汇总": "计数", "条件": "类型 = 拜访 且 有效 = 是"},
}


def measure(world: World, staff: list[Worker], one: Worker, name: str, *, window: str | None = None) -> Fraction | None:
    """The value of a measure for a person; None where there is nothing to take a mean, maximum or minimum of."""
    spec = next((row for row in world.plan.get("计量", []) if row["计量"] == name), BUILT_IN.get(name))
    if spec is None:
        raise KeyError(name)
    spec = spec if window is None else {**spec, "口径": window}
    scope = spec.get("范围") or "本人"
    covered = [other for other in staff if _covers(world, scope, one, other)]
    rows = [row for other in covered for row in _rows(world, spec, other, own=scope == "本人")]
    if scope != "本人" and spec["来源表"] in {"订单", "回款"}:
        former = [other for other in _former(world, staff) if _covers(world, scope, one, other)]
        rows += [row for other in former for row in _earlier_rows(world, spec, other, own=False)]
    value = aggregated(spec, rows)
    if spec.get("人均") == "是" and value is not None:
        heads = sum((other.proration for other in covered), ZERO)
        return value / heads if heads else None
    return value


def _former(world: World, staff: list[Worker]) -> list[Worker]:
    """Who took part in an earlier period and no longer does, as last seen, under whom the roster has them today."""
    here = {one.id for one in staff}
    seen = {one.id: one for past in world.before for one in past.staff if one.id not in here}
    managers = {row["工号"]: row.get("上级工号") for row in world.data["人员"]}
    return [replace(one, manager=managers.get(one.id)) for one in seen.values()]


def company_total(world: World, staff: list[Worker], name: str) -> Fraction:
    """The sum of a measure of 本人 over everybody, overlay left out."""
    spec = next((row for row in world.plan.get("计量", []) if row["计量"] == name), BUILT_IN.get(name))
    assert spec is not None
    return aggregated(spec, [row for one in staff for row in _rows(world, spec, one, own=False)]) or ZERO


def credited_orders(world: World, one: Worker) -> Rows:
    """The person's rows of valid orders of the period, overlay included, by order."""
    rows = [row for row in world.data["订单"] if row["工号"] == one.id and counts(world, "订单", row)]
    return sorted((row for row in rows if not spared(world, row)), key=lambda row: row["订单号"])


def valid(order: dict[str, Any]) -> bool:
    """Whether an order counts at all."""
    return order.get("状态") != "取消"


def share(row: dict[str, Any]) -> Fraction:
    """The person's share of an order."""
    return exact(row.get("分成比例") or 1)


def _covers(world: World, scope: str, one: Worker, other: Worker) -> bool:
    if scope == "本人":
        return other is one
    if scope == "下级":
        return other is not one and _reports_to(world, other, one)
    if scope == "公司":
        return True
    return other.team == one.team if scope == "团队" else other.region is not None and other.region == one.region


def _reports_to(world: World, other: Worker, boss: Worker) -> bool:
    """By the roster's tree, in which also those stand who do not take part."""
    managers = {row["工号"]: row.get("上级工号") for row in world.data["人员"]}
    above = other.manager
    while above is not None:
        if above == boss.id:
            return True
        above = managers.get(above)
    return False


def _rows(world: World, spec: dict[str, Any], one: Worker, *, own: bool) -> list[tuple[dict[str, Any], Fraction]]:
    """The rows of a measure's table that are the person's, each with what multiplies its money."""
    table = spec["来源表"]
    if table == "回款":
        found = _receipts(world, one, own=own)
    else:
        found = [
            (row, share(row) if table == "订单" else Fraction(1)) for row in world.data[table] if row["工号"] == one.id
        ]
    if table == "订单":
        found = [(row, part) for row, part in found if own or row.get("叠加") != "是"]
        built_in_count = spec in BUILT_IN.values() and spec["汇总"] != "求和"
        found = [(row, part) for row, part in found if not built_in_count or exact(row["签约金额"]) > 0]
    dated = [(row, part) for row, part in found if counts(world, table, row) and not spared(world, row)]
    fits = [(row, part) for row, part in dated if not spec.get("条件") or holds(spec["条件"], _fields(row, one))]
    if spec.get("计系数") == "是":
        fits = [(row, part * factor(world, one, row)) for row, part in fits]
    return [*_earlier_rows(world, spec, one, own=own), *fits]


def _earlier_rows(
    world: World, spec: dict[str, Any], one: Worker, *, own: bool
) -> list[tuple[dict[str, Any], Fraction]]:
    """季初至今 and 年初至今: what earlier periods of the window credited the person, from their seals."""
    if (spec.get("口径") or "当期") == "当期":
        return []
    first = 1 if spec["口径"] == "年初至今" else (world.end.month - 1) // 3 * 3 + 1
    now = {**spec, "口径": "当期"}
    rows: list[tuple[dict[str, Any], Fraction]] = []
    for past in world.before:
        then = next((worker for worker in past.staff if worker.id == one.id), None)
        if past.world.start >= date(world.end.year, first, 1) and then is not None:
            unfiltered = _rows(past.world, {**now, "条件": None}, then, own=own)
            rows += [x for x in unfiltered if not spec.get("条件") or holds(spec["条件"], _fields(x[0], one))]
    return rows


def _receipts(world: World, one: Worker, *, own: bool) -> list[tuple[dict[str, Any], Fraction]]:
    """Receipts by the order's shares: of this period's orders, else of the last seal that holds the order."""
    found = []
    for row in world.data["回款"]:
        mine = [order for order in order_rows(world, row["订单号"]) if order["工号"] == one.id and valid(order)]
        found += [(row, share(order)) for order in mine if own or order.get("叠加") != "是"]
    return found


def order_rows(world: World, order: str) -> Rows:
    """An order's rows as this period delivers them, else as the last seal holds them."""
    for known in (world, *(past.world for past in reversed(world.before))):
        rows = [row for row in known.data["订单"] if row["订单号"] == order and row["签约日期"] <= known.end]
        if rows:
            return rows
    return []


KEYS = {"订单": "订单号", "回款": "回款编号", "活动": "日期"}


def counts(world: World, table: str, row: dict[str, Any]) -> bool:
    """Whether a row is credited in this period: dated in it, or late and counted; not what a seal already credited."""
    day = row[TABLES[table]]
    if table == "活动":
        return bool(world.start <= day <= world.end)
    if not _is_valid(world, table, row) or _credited_before(world, table, row):
        return False
    late = any(past.world.start <= day <= past.world.end for past in world.before)
    return bool(world.start <= day <= world.end) or (late and world.parameter("迟录处理", "列出待定") == "计入本期")


def _is_valid(world: World, table: str, row: dict[str, Any]) -> bool:
    if table == "订单":
        return valid(row)
    orders = order_rows(world, row["订单号"])
    return bool(orders) and all(valid(order) for order in orders)


def _credited_before(world: World, table: str, row: dict[str, Any]) -> bool:
    key = KEYS[table]
    return any(
        old[key] == row[key] and (counts(past.world, table, old) or _seen_cancelled(past.world, table, old))
        for past in world.before
        for old in past.world.data[table]
    )


def _seen_cancelled(world: World, table: str, row: dict[str, Any]) -> bool:
    orders = [row] if table == "订单" else order_rows(world, row["订单号"])
    return any(not valid(order) for order in orders) and row[TABLES[table]] <= world.end


def spared(world: World, row: dict[str, Any]) -> bool:
    """追回 with 不降达成 takes a reversal or refund back from whom it reaches, so that it lowers no measure as well."""
    order = row.get("原订单号") if "签约金额" in row else row.get("订单号")
    if exact(row.get("签约金额", row.get("回款金额", 0)) or 0) >= 0 or order is None:
        return False
    lines = [line for past in world.before for line in past.lines if line.kind == "提成" and line.amount > 0]
    paid = {line.employee for line in lines if order in line.given}
    return any(
        rule["类型"] == "追回" and rule.get("依据") != "降低达成" and reaches(world, rule, grade, row)
        for plan, grade in (
            seat for person in world.data["人员"] if person["工号"] in paid for seat in seats(world, person)
        )
        for rule in plan["奖金项"]
    )


def reaches(world: World, rule: dict[str, Any], grade: str, row: dict[str, Any]) -> bool:
    """Whether a 追回 concerns the reversal or refund for people of a grade: by it, and within 期数 days of signing."""
    order = row.get("原订单号") if "签约金额" in row else row["订单号"]
    signed = _signed(world, str(order))
    day = row.get("签约日期") or row["回款日期"]
    in_time = rule.get("期数") is None or (day - signed).days <= rule["期数"]
    return in_time and (not rule.get("职级") or grade in rule["职级"].split("、"))


def _signed(world: World, order: str) -> date:
    """The day of signing as the last seal that credited the order holds it, else as the order is known."""
    for past in reversed(world.past):
        for row in past.world.data["订单"]:
            if row["订单号"] == order and counts(past.world, "订单", row):
                return cast("date", row["签约日期"])
    return cast("date", order_rows(world, order)[0]["签约日期"])


def given(world: World, staff: list[Worker], one: Worker, name: str) -> dict[str, Fraction]:
    """What each order of this period gave to a person's measure, pooled ones included."""
    spec = next((row for row in world.plan.get("计量", []) if row["计量"] == name), BUILT_IN.get(name))
    if spec is None or spec["来源表"] == "活动":
        return {}
    scope, found = spec.get("范围") or "本人", dict[str, Fraction]()
    covered = [other for other in staff if _covers(world, scope, one, other)]
    now = [x for other in covered for x in _rows(world, {**spec, "口径": "当期"}, other, own=scope == "本人")]
    for row, part in now:
        value = Fraction(1) if spec["汇总"] != "求和" else amount_of(row, spec["字段"]) * part
        found[row["订单号"]] = found.get(row["订单号"], ZERO) + value
    return found


def _fields(row: dict[str, Any], one: Worker) -> dict[str, Any]:
    defaults = {"有效": "是", "职级": one.grade, "团队": one.team, "区域": one.region}
    return {**defaults, **{name: value for name, value in row.items() if value is not None}}


def factor(world: World, one: Worker, order: dict[str, Any]) -> Fraction:
    """The product of an order's factors in the plan of the person credited; an unlisted key has 1 (SPEC 5.1)."""
    person = next(row for row in world.data["人员"] if row["工号"] == order["工号"])
    region = order.get("区域") or place_on(world, person, order["签约日期"]).get("区域")
    keys = {"区域": region, "产品线": order.get("产品线"), "客户类型": order.get("客户类型")}
    result = Fraction(1)
    for row in world.plan_of(one.plan).get("系数", []):
        if row["作用"] == "业绩" and keys[row["维度"]] == row["取值"]:
            result *= exact(row["系数"])
    return result
