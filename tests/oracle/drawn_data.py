"""Drawn exports: a roster with everything that happens to people, and what they sold."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from tests.oracle.traits import Traits, maybe, money
from tests.oracle.world import Rows

LONG_AGO = date(2020, 1, 1)
TEAMS = ("一部", "二部")
REGIONS = ("华东", "华南")
ON_BOUNDS = tuple(Decimal(whole) for whole in (20000, 30000, 40000, 50000, 60000, 80000))
FINE = st.integers(10**7, 9 * 10**8).map(lambda parts: Decimal(parts) / 10**4)
"""Exports may carry more than two decimals."""
Span = tuple[date, date]


def draw_data(
    draw: st.DrawFn,
    span: Span,
    period: str,
    plan: dict[str, Rows],
    traits: Traits,
    *,
    people: Rows | None = None,
) -> dict[str, Rows]:
    """The exports of a period; `people` is the roster of an earlier one."""
    people = _people(draw, span) if people is None else people
    ids = [row["工号"] for row in people]
    orders = _orders(draw, span, ids, traits, period if traits.spans else "")
    kpis = [row["指标"] for row in plan["指标"]]
    data = {
        "人员": people,
        "任职": _assignments(draw, span, people),
        "请假": _leaves(draw, span, ids),
        "目标": _targets(draw, ids, kpis),
        "实际": _actuals(draw, ids, kpis),
        "订单": orders,
        "回款": draw_receipts(draw, span, orders),
        "活动": _activities(draw, span, ids),
        "评分": _ratings(draw, ids) if "协作" in kpis else [],
        "奖励名单": _nominations(draw, span, ids, plan),
        "调整": _adjustments(draw, span, ids),
        "申诉": _appeals(draw, span, ids, period),
    }
    return {name: rows for name, rows in data.items() if rows or name in {"订单", "回款", "活动", "目标"}}


def day_in(span: Span) -> st.SearchStrategy[date]:
    """A day of a span."""
    return st.dates(span[0], span[1])


def _people(draw: st.DrawFn, span: Span) -> Rows:
    rows: Rows = []
    for number in range(1, draw(st.integers(3, 7))):
        row: dict[str, Any] = {"工号": f"E{number}", "姓名": f"员工{number}", "团队": draw(st.sampled_from(TEAMS))}
        row |= {
            "区域": draw(st.sampled_from(REGIONS)),
            "职级": draw(st.sampled_from(("骨干", "骨干", "新人", "经理", "行政"))),
        }
        above = [one["工号"] for one in rows] or [None]
        row["上级工号"] = draw(st.sampled_from((None, *above)))
        row["导师工号"] = draw(st.sampled_from(above))
        rows.append(row | _career(draw, span))
    return rows


def _career(draw: st.DrawFn, span: Span) -> dict[str, Any]:
    start, end = span
    hired = draw(
        st.sampled_from((LONG_AGO, LONG_AGO, date(2023, 1, 31), start + timedelta(days=4), start + timedelta(days=12)))
    )
    confirmed = draw(st.sampled_from((None, hired, start + timedelta(days=15), end + timedelta(days=9))))
    left = draw(st.sampled_from((None, None, None, start + timedelta(days=20), end, end + timedelta(days=3))))
    own = draw(st.none() | money(3000, 9000))
    return {
        "入职日期": hired,
        "转正日期": max(hired, confirmed) if confirmed else None,
        "离职日期": left,
        "奖金基数": own,
    }


def _assignments(draw: st.DrawFn, span: Span, people: Rows) -> Rows:
    rows: Rows = []
    for person in people:
        if person["职级"] == "行政" or not maybe(draw):
            continue
        first = {"工号": person["工号"], "生效日期": min(person["入职日期"], span[0])}
        moved = {"工号": person["工号"], "生效日期": span[0] + timedelta(days=draw(st.integers(1, 25)))}
        for row in (first, moved):
            grade = draw(st.sampled_from(("骨干", "新人", "经理")))
            rows.append(
                row | {"团队": draw(st.sampled_from(TEAMS)), "区域": draw(st.sampled_from(REGIONS)), "职级": grade}
            )
    return rows


def _leaves(draw: st.DrawFn, span: Span, ids: list[str]) -> Rows:
    rows = []
    for _ in range(draw(st.integers(0, 2))):
        first = draw(day_in((span[0] - timedelta(days=3), span[0] + timedelta(days=20))))
        last = first + timedelta(days=draw(st.integers(0, 6)))
        if draw(st.integers(0, 4)) == 0:
            first, last = span  # nothing of the period is left
        row = {"工号": draw(st.sampled_from(ids)), "开始日期": first, "结束日期": last}
        rows.append(row | {"计奖": draw(st.sampled_from((None, "否", "是")))})
    return rows


def _targets(draw: st.DrawFn, ids: list[str], kpis: list[str]) -> Rows:
    rows: Rows = []
    for who in ids:
        goal = draw(st.sampled_from((30000, 50000, 77777, 100000)))
        stretch = draw(st.sampled_from((None, goal + 20000)))
        rows.append({"工号": who, "指标": "销售额", "基准值": goal, "挑战值": stretch})
        goals: dict[str, Any] = {"回款率": "90%", "拜访": 3, "满意度": "85%", "退货": 5, "团队额": 150000}
        given = [kpi for kpi in kpis if kpi in goals and draw(st.integers(0, 4))]
        rows += [{"工号": who, "指标": kpi, "基准值": goals[kpi]} for kpi in given]
    return rows


def _actuals(draw: st.DrawFn, ids: list[str], kpis: list[str]) -> Rows:
    values: dict[str, st.SearchStrategy[Any]] = {
        "满意度": st.sampled_from(("70%", "84.5%", "95%")),
        "投诉": st.integers(0, 20),
        "退货": st.sampled_from((0, 3, 4.5, 9)),
    }
    asked = [(who, kpi) for who in ids for kpi in kpis if kpi in values and draw(st.integers(0, 5))]
    return [{"工号": who, "指标": kpi, "实际值": draw(values[kpi]), "数据来源": "系统"} for who, kpi in asked]


def _orders(draw: st.DrawFn, span: Span, ids: list[str], traits: Traits, tag: str) -> Rows:
    rows: Rows = []
    earlier = [] if tag else [day_in((span[0] - timedelta(days=40), span[0] - timedelta(days=1)))]
    days = st.one_of(day_in(span), day_in(span), *earlier)
    for number in range(1, draw(st.integers(4, 9) if tag else st.integers(1, 9))):
        amount = draw(money(1000, 90000) | st.sampled_from(ON_BOUNDS) | FINE)
        if traits.negatives and not traits.on_receipt and draw(st.integers(0, 5)) == 0:
            amount = -amount
        order: dict[str, Any] = {"订单号": f"D{tag}{number:02}", "签约日期": draw(days)}
        order["线索日期"] = draw(st.sampled_from((None, order["签约日期"] - timedelta(days=number % 4))))
        order |= {"签约金额": amount, "毛利": round(amount / 3, 2), "客户编号": f"K{draw(st.integers(1, 4))}"}
        order |= {
            "客户类型": draw(st.sampled_from(("新", "老", "战略"))),
            "产品线": draw(st.sampled_from(("新品", "旧品"))),
        }
        order |= {
            "区域": draw(st.sampled_from((None, *REGIONS))),
            "应收金额": draw(st.sampled_from((None, amount * 2))),
        }
        order |= {"状态": draw(st.sampled_from((None, "有效", "有效", "取消")))}
        rows += [order | credit for credit in _credits(draw, ids, traits)]
    return rows


def _credits(draw: st.DrawFn, ids: list[str], traits: Traits) -> Rows:
    owner, *others = draw(st.permutations(ids))
    if not others or traits.on_receipt or draw(st.integers(0, 2)):
        return [{"工号": owner, "分成比例": "100%", "叠加": "否"}]
    if traits.overlay:
        return [{"工号": owner, "分成比例": "100%", "叠加": "否"}, {"工号": others[0], "分成比例": "30%", "叠加": "是"}]
    part = draw(st.sampled_from([Decimal(text) for text in ("50", "33", "75", "33.33")]))
    shares = ((owner, part), (others[0], 100 - part))
    return [{"工号": who, "分成比例": f"{percent}%", "叠加": "否"} for who, percent in shares]


def draw_receipts(draw: st.DrawFn, span: Span, orders: Rows, *, least: int = 0) -> Rows:
    overlaid = {row["订单号"] for row in orders if row["叠加"] == "是"}
    payable = {row["订单号"]: row for row in orders if row["签约金额"] > 0 and row["订单号"] not in overlaid}
    rows: Rows = []
    for order in draw(st.lists(st.sampled_from(sorted(payable)), min_size=least, max_size=5)) if payable else []:
        day = draw(day_in((max(span[0], payable[order]["签约日期"]), span[1])))
        amount = draw(money(100, 50000) | st.just(payable[order]["签约金额"]))
        rows.append(
            {"回款编号": f"H{span[0]:%y%m}{len(rows) + 1}", "订单号": order, "回款日期": day, "回款金额": amount}
        )
    return rows


def _activities(draw: st.DrawFn, span: Span, ids: list[str]) -> Rows:
    kinds, marks = st.sampled_from(("拜访", "拜访", "电话")), st.sampled_from((None, "是", "否"))
    who = [draw(st.sampled_from(ids)) for _ in range(draw(st.integers(0, 6)))]
    return [{"工号": one, "日期": draw(day_in(span)), "类型": draw(kinds), "有效": draw(marks)} for one in who]


def _ratings(draw: st.DrawFn, ids: list[str]) -> Rows:
    roles, scores = st.sampled_from(("上级", "同事", "客户", "自评")), st.integers(50, 100)
    count = draw(st.integers(0, 6))
    return [
        {
            "工号": draw(st.sampled_from(ids)),
            "指标": "协作",
            "评价角色": draw(roles),
            "评价人": f"甲{number}",
            "得分": draw(scores),
        }
        for number in range(count)
    ]


def _nominations(draw: st.DrawFn, span: Span, ids: list[str], plan: dict[str, Rows]) -> Rows:
    awards = [row["奖金项"] for row in plan["奖金项"] if row["类型"] == "名单奖"]
    rows = []
    for award in awards:
        day = draw(day_in(span) | st.just(span[1] + timedelta(days=2)))
        row = {"工号": draw(st.sampled_from(ids)), "奖项": award, "金额": draw(st.none() | st.integers(100, 1000))}
        rows.append(row | {"事由": "表扬", "审批人": "王总", "审批日期": day})
    return rows


def _adjustments(draw: st.DrawFn, span: Span, ids: list[str]) -> Rows:
    rows = []
    for _ in range(draw(st.integers(0, 2))):
        row = {"工号": draw(st.sampled_from(ids)), "原期间": "2023-01", "类型": "其他", "金额": draw(money(-9000, 900))}
        rows.append(row | {"事由": "更正", "审批人": "王总", "审批日期": draw(day_in(span))})
    return rows


def _appeals(draw: st.DrawFn, span: Span, ids: list[str], period: str) -> Rows:
    if not maybe(draw):
        return []
    decision = draw(st.sampled_from((None, "待处理", "维持")))
    row = {
        "申诉编号": "S1",
        "工号": draw(st.sampled_from(ids)),
        "涉及期间": period,
        "提交日期": span[1],
        "内容": "异议",
    }
    return [row | {"结论": decision}]
