"""Drawn rows of 奖金项, with the rate tables that they read."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from tests.oracle.traits import Traits, maybe, money
from tests.oracle.world import Rows

PERSON_CONDITIONS = (
    "达成率(销售额) ≥ 90%", "总分 ≥ 70 且 职级 ≠ 经理", "工龄月数 < 24 或 (团队 = 一部 且 得分(销售额) > 50)",
    "职级 属于 (骨干, 新人)", "计量(回款金额) > 10000", "评级 属于 (A, B) 且 绩效系数 ≥ 0.4",
)  # fmt: skip
ORDER_CONDITIONS = (
    "签约金额 ≥ 20000",
    "客户类型 = 新 或 产品线 = 新品",
    "签约金额 > 0 且 团队 = 一部",
    "职级 属于 (骨干, 经理)",
)
MEASURES = (
    "签约金额",
    "签约毛利",
    "回款金额",
    "团队签约",
    "下级签约",
    "人均签约",
    "原额",
    "新品额",
    "应收金额",
    "年签约",
    "季团队",
    "公司签约",
)
NOT_SUMS = ("均额", "最大单", "最小单")
RATES = ("1%", "2.5%", "0.33%")
COUNTS = ("签约笔数", "签约客户数", "新客户数", "有效拜访", "团队客户", "电话")
RANKED_BY: tuple[dict[str, Any], ...] = (
    {"依据": "总分"},
    {"依据": "总分", "最低": 60},
    {"依据": "达成率", "指标": "销售额"},
    {"依据": "达成率", "指标": "销售额", "最低": "80%"},
    {"依据": "得分", "指标": "销售额"},
    {"依据": "计量", "计量": "回款金额"},
    {"依据": "计量", "计量": "新品额"},
)
BY_ORDERS: tuple[dict[str, Any], ...] = (
    {"依据": "最快签单"},
    {"依据": "最高单笔", "最低": 5000},
    {"依据": "最高客单价"},
)


def draw_components(draw: st.DrawFn, traits: Traits) -> tuple[Rows, Rows]:
    """The rows of 奖金项 and the rows of 档位 that they need."""
    makers = [_commission, _commission, _target_bonus, _per_order, _fixed, _rank, _nominated, _mentor, _draw_against]
    makers += [] if traits.overlay else [_pool]
    chosen = draw(
        st.lists(st.sampled_from(makers), min_size=1 if traits.spans else 3, max_size=4 if traits.spans else 6)
    )
    lasting = (_on_terms, _clawback, _of_the_year, _draw_against)
    chosen += [maker for maker in lasting if traits.spans and draw(st.integers(0, 2))]
    components: Rows = [{"奖金项": "绩效奖金", "类型": "绩效奖金", **_limits(draw)}]
    tiers: Rows = []
    for number, maker in enumerate(chosen, start=1):
        name = f"{traits.prefix}{number}"
        row, rows = maker(draw, name, traits)
        components.append(_with_grades(draw, {"奖金项": name, **row}))
        tiers += rows
    return components, tiers


def _with_grades(draw: st.DrawFn, row: dict[str, Any]) -> dict[str, Any]:
    listed = draw(st.sampled_from((None, None, "骨干", "骨干、经理")))
    return row if row["类型"] == "带教奖" else row | {"职级": listed}


def _limits(draw: st.DrawFn) -> dict[str, Any]:
    floor = draw(st.none() | st.integers(0, 3000))
    return {"保底": floor, "封顶": draw(st.none() | st.integers(3000, 9000))}


def _table(name: str, how: tuple[str, str | None], tiers: list[tuple[Any, Any]]) -> Rows:
    head = {"档位表": name, "方式": how[0], "边界归属": how[1], "下限": tiers[0][0], "值": tiers[0][1]}
    return [head, *({"档位表": name, "下限": low, "值": value} for low, value in tiers[1:])]


def _commission(draw: st.DrawFn, name: str, traits: Traits) -> tuple[dict[str, Any], Rows]:
    form = draw(st.sampled_from(("rate", "unit", "amounts", "attainment", "excess", "both", "receipt", "grid")))
    if form == "grid":
        return _by_grid(draw, name, traits)
    if form == "receipt" and traits.on_receipt:
        return {"类型": "提成", "计量": "签约金额", "比例": "5%", "发放": "回款"}, []
    if form == "unit" and not traits.negatives:
        return {
            "类型": "提成",
            "计量": draw(st.sampled_from(COUNTS)),
            "金额": draw(st.integers(1, 300)),
            **_limits(draw),
        }, []
    if form in {"amounts", "attainment", "excess", "both"}:
        return _by_table(draw, name, form)
    plain = traits.spans or traits.negatives  # what a reversal is to a mean or an extreme SPEC does not say
    row: dict[str, Any] = {
        "类型": "提成",
        "计量": draw(st.sampled_from(MEASURES if plain else (*MEASURES, *NOT_SUMS))),
        "比例": draw(st.sampled_from(RATES)),
    }
    row |= {"留存": draw(st.sampled_from((None, None, "20%")))}
    return row | {"条件": draw(st.sampled_from((None, *PERSON_CONDITIONS)))}, []


def _by_table(draw: st.DrawFn, name: str, form: str) -> tuple[dict[str, Any], Rows]:
    rates = form == "both" or maybe(draw)
    how = draw(st.sampled_from(("全额", "分段累进"))) if rates else draw(st.sampled_from(("查表", "插值", "累计定额")))
    how = "全额" if form == "both" else how
    special = {"amounts": (0, 20000, 50000, 120000), "excess": ("0%", "10%", "20%")}
    bounds = special.get(form, ("0%", "80%", "100%", "120%"))
    steps = ("0%", "1.5%", "3%", "4.5%") if rates else (0, 500, 900, 1600)
    row = {"类型": "提成", "档位表": name, "条件": draw(st.sampled_from((None, *PERSON_CONDITIONS))), **_limits(draw)}
    row["计量"] = {"amounts": draw(st.sampled_from(MEASURES)), "both": "回款金额"}.get(form)
    row["指标"] = None if form == "amounts" else "销售额"
    row["对象"] = "超额" if form == "excess" else None
    return row, _table(name, (how, "上档"), list(zip(bounds, steps, strict=False)))


def _by_grid(draw: st.DrawFn, name: str, traits: Traits) -> tuple[dict[str, Any], Rows]:
    """二维: over a measure or the attainment of 销售额, and a count or what was received."""
    counted = traits.spans or maybe(draw)  # refunds can make a month's receipts negative
    seconds = ("签约笔数", (0, 1, 3)) if counted else ("回款金额", (0, 9000, 30000))
    by_kpi = maybe(draw)
    lows: tuple[Any, ...] = ("0%", "80%", "110%") if by_kpi else (0, 20000, 60000)
    row: dict[str, Any] = {"类型": "提成", "档位表": name, "计量2": seconds[0], **_limits(draw)}
    row |= {"指标": "销售额"} if by_kpi else {"计量": draw(st.sampled_from(MEASURES))}
    bounds = [(low, low2) for low in lows for low2 in seconds[1]]
    tiers = [{"档位表": name, "下限": low, "下限2": low2, "值": 100 * at} for at, (low, low2) in enumerate(bounds)]
    return row, [tiers[0] | {"方式": "二维", "边界归属": "上档"}, *tiers[1:]]


def _target_bonus(draw: st.DrawFn, name: str, _: Traits) -> tuple[dict[str, Any], Rows]:
    how = draw(st.sampled_from(("查表", "插值", "分段累进", "全额", "累计定额")))
    row: dict[str, Any] = {"类型": "目标奖金", "档位表": name, **_limits(draw)}
    row["比例"] = draw(st.sampled_from((None, "40%")))
    if maybe(draw):
        return row | {"依据": "总分"}, _table(name, (how, "上档"), [(0, "0%"), (60, "50%"), (90, "110%")])
    return row | {"指标": "销售额"}, _table(name, (how, "上档"), [("0%", "10%"), ("80%", "60%"), ("100%", "130%")])


def _per_order(draw: st.DrawFn, name: str, traits: Traits) -> tuple[dict[str, Any], Rows]:
    row: dict[str, Any] = {"类型": "单笔奖", "条件": draw(st.sampled_from(ORDER_CONDITIONS))}
    row["依据"] = draw(st.sampled_from((None, "每笔", "首笔")))
    row["封顶"] = draw(st.sampled_from((None, 500)))
    if traits.overlay:
        row["条件"] = "签约金额 > 99999999"  # what overlay credit earns of an order's prize is not said
    if maybe(draw):
        return row | {"金额": draw(money(10, 900))}, []
    return row | {"档位表": name}, _table(name, ("查表", "上档"), [(0, 0), (20000, 200), (60000, 777)])


def _fixed(draw: st.DrawFn, _: str, __: Traits) -> tuple[dict[str, Any], Rows]:
    amount = draw(st.just(0) | st.integers(1, 2000))
    return {"类型": "定额", "条件": draw(st.sampled_from(PERSON_CONDITIONS)), "金额": amount}, []


def _rank(draw: st.DrawFn, name: str, traits: Traits) -> tuple[dict[str, Any], Rows]:
    bases = (*RANKED_BY, *(() if traits.overlay else BY_ORDERS), *(({"依据": "进步最快"},) if traits.spans else ()))
    basis: dict[str, Any] = draw(st.sampled_from(bases))
    row: dict[str, Any] = {
        "类型": "排名奖",
        "档位表": name,
        "范围": draw(st.sampled_from((None, "公司", "团队", "区域", "职级"))),
    }
    row["条件"] = draw(st.sampled_from((None, *PERSON_CONDITIONS)))
    row["封顶"] = draw(st.none() | st.integers(300, 700))  # whether 保底 lifts a share of nothing SPEC does not say
    return row | basis, _table(name, ("名次", None), [(1, 1000), (2, 500), (3, 100)])


def _nominated(_: st.DrawFn, __: str, ___: Traits) -> tuple[dict[str, Any], Rows]:
    return {"类型": "名单奖", "金额": 300, "最低": 100, "最高": 1000}, []


def _mentor(draw: st.DrawFn, _: str, traits: Traits) -> tuple[dict[str, Any], Rows]:
    row = {"类型": "带教奖", "比例": draw(st.sampled_from(("10%", "3.7%"))), "相关奖金项": "绩效奖金"}
    return row | {
        "期数": draw(st.sampled_from((None, 6, 12))),
        "依据": "徒弟" if traits.apprentice_pays else "公司",
    }, []


def _pool(draw: st.DrawFn, _: str, __: Traits) -> tuple[dict[str, Any], Rows]:
    row = {"类型": "奖池", "比例": "1.1%", "计量": "签约金额", "范围": draw(st.sampled_from((None, "公司", "团队")))}
    condition = draw(st.sampled_from((None, *PERSON_CONDITIONS)))
    row |= {"依据": draw(st.sampled_from(("平均", "总分", "计量"))), "条件": condition}
    return row | {"保底": draw(st.none() | st.integers(20, 200)), "封顶": draw(st.none() | st.integers(300, 900))}, []


def _draw_against(draw: st.DrawFn, _: str, __: Traits) -> tuple[dict[str, Any], Rows]:
    row: dict[str, Any] = {"类型": "预支", "金额": draw(st.integers(500, 9000))}
    recoverable = {"可追回": "是", "期数": draw(st.sampled_from((None, 1, 2)))}
    return row | (recoverable if maybe(draw) else {}), []


def _clawback(draw: st.DrawFn, _: str, __: Traits) -> tuple[dict[str, Any], Rows]:
    row = {
        "类型": "追回",
        "期数": draw(st.sampled_from((None, None, 30))),
        "比例": draw(st.sampled_from((None, "50%"))),
    }
    return row | {"依据": draw(st.sampled_from((None, "不降达成", "降低达成")))}, []


def _of_the_year(draw: st.DrawFn, name: str, _: Traits) -> tuple[dict[str, Any], Rows]:
    row: dict[str, Any] = {"类型": "提成", "口径": "年初至今", "档位表": name, **_limits(draw)}
    how = draw(st.sampled_from(("全额", "分段累进")))
    if maybe(draw):
        return row | {"计量": "签约金额"}, _table(name, (how, "上档"), [(0, "1%"), (60000, "2%"), (150000, "3%")])
    return row | {"指标": "销售额"}, _table(name, (how, "上档"), [("0%", "1%"), ("80%", "2%"), ("100%", "4%")])


def _on_terms(draw: st.DrawFn, _: str, traits: Traits) -> tuple[dict[str, Any], Rows]:
    release = "回款" if traits.on_receipt else None
    held = draw(st.sampled_from(("20%", None) if release else ("20%", "33.3%")))
    return {"类型": "提成", "计量": "签约金额", "比例": "5%", "发放": release, "留存": held}, []
