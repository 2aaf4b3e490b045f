"""What the CRM and the finance system of the shipped example export."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from tests.example.people import COMPANY, REGIONS, people
from tests.example.records import Activity, activities, opportunities
from tests.example.sales import MONTHS, Order, Quarter, Receipt, customer_name, orders, receipts
from tests.example.targets import WAN
from tests.example.workbooks import MONEY, Sheet, Shown, write_csv, write_workbook

ORDER_HEADER = (
    "合同编号", "商机来源", "业务员", "分成比例", "叠加", "客户编号", "客户名称", "客户类型", "产品线", "线索日期",
    "签约日期", "合同金额(万元)", "毛利(万元)", "状态", "合规审核", "原订单号",
)  # fmt: skip
REVISED, LATE = "XC2307-0326", "XC2308-0416"
TEAMS = {one.id: one.team for one in people()}


def write_crm(folder: Path, quarter: Quarter) -> None:
    """Write the CRM's and the finance system's files of a quarter or month."""
    contracts, money = _of_quarter(quarter)
    exported = f"导出时间：{quarter.end:%Y}-{quarter.end.month % 12 + 1:02d}-08 09:15　导出人：销售运营部"
    current = [one for one in contracts if one.signed >= quarter.start or _is_late(one, quarter)]
    older = [one for one in contracts if one not in current]
    regions = [
        _orders(f"订单_{name}", [one for one in current if REGIONS[TEAMS[one.owner]] == name], exported)
        for name in dict.fromkeys(REGIONS.values())
    ]
    write_workbook(folder / "CRM合同台账.xlsx", [*regions, _orders("订单_往期", older, exported)])
    write_workbook(
        folder / "CRM拜访与方案.xlsx",
        [_activities("活动_拜访", "拜访", quarter), _activities("活动_方案", "方案", quarter)],
    )
    write_csv(folder / f"商机_CRM导出_{quarter.id}.csv", _opportunities(quarter))
    write_workbook(folder / f"回款_财务到账流水_{quarter.id}.xlsx", [_receipts(money, quarter)])
    write_workbook(folder / "数据确认.xlsx", [_signoffs(contracts, money, quarter)])


def _of_quarter(quarter: Quarter) -> tuple[list[Order], list[Receipt]]:
    """A span's orders and receipts, and the older orders that its receipts and reversals belong to."""
    known = [_as_known(one, quarter) for one in orders()]
    money = [one for one in receipts(orders()) if quarter.start <= one.received <= quarter.end]
    signed = {one.id for one in known if quarter.start <= one.signed <= quarter.end}
    needed = {one.order for one in money} | {one.original for one in known if one.id in signed}
    found = [one for one in known if one.id in signed | needed or _is_late(one, quarter)]
    return [one for one in found if not (one.id == LATE and quarter == MONTHS[1])], money


def _as_known(order: Order, span: Quarter) -> Order:
    """An order as the CRM had it: before September one stood there with its first draft's amount."""
    if order.id != REVISED or span not in MONTHS[:2]:
        return order
    return replace(order, amount=order.amount + 6_000)


def _is_late(order: Order, span: Quarter) -> bool:
    """One contract of August was entered in September only."""
    return order.id == LATE and span == MONTHS[2]


def _orders(name: str, contracts: list[Order], exported: str) -> Sheet:
    rows = [_order_row(one, index) for one in contracts for index in range(len(one.credits))]
    last = len(rows) + 3
    amount = Shown(_wan([one.amount for one in contracts for _ in one.credits]), "0.00##", f"=SUM(L4:L{last})")
    margin = Shown(_wan([one.margin for one in contracts for _ in one.credits]), "0.00##", f"=SUM(M4:M{last})")
    below = [("合计", *([None] * 10), amount, margin)]
    return Sheet(name, ORDER_HEADER, rows, above=[(f"{COMPANY} 合同台账",), (exported,)], below=below)


def _wan(amounts: list[int]) -> float:
    return sum(amounts) / WAN


def _order_row(order: Order, index: int) -> tuple[Any, ...]:
    credit = order.credits[index]
    origin = "转介绍" if order.customer % 4 == 0 else "自主开发"
    amount, margin = (Shown(one / WAN, "0.00##") for one in (order.amount, order.margin))
    customer = (f"KH{order.customer:04d}", customer_name(order.customer), order.customer_type)
    state = ("取消" if order.cancelled else "有效", "Y" if order.reviewed else "N", order.original)
    return (
        order.id, origin, int(credit.employee), Shown(credit.percent / 100, "0%"), "是" if credit.overlay else "否",
        *customer, order.product, order.lead, order.signed, amount, margin, *state,
    )  # fmt: skip


def _activities(name: str, kind: str, quarter: Quarter) -> Sheet:
    rows = [_activity_row(one) for one in activities(quarter) if one.type == kind]
    return Sheet(name, ("姓名", "日期", "类型", "客户编号", "客户名称", "有效", "及时", "签到地点"), rows)


def _activity_row(one: Activity) -> tuple[Any, ...]:
    in_time = None if one.on_time is None else "是" if one.on_time else "否"
    name = customer_name(one.customer)
    where = name[:2] if one.type == "拜访" else None
    return (
        one.name,
        f"{one.day:%Y/%m/%d}",
        one.type,
        f"KH{one.customer:04d}",
        name,
        "是" if one.valid else "否",
        in_time,
        where,
    )


def _opportunities(quarter: Quarter) -> Sheet:
    header = ("商机编号", "工号", "客户编号", "客户名称", "产品线", "阶段", "阶段日期", "创建日期", "预计金额", "状态")
    rows = [
        (one.id, one.employee, f"KH{one.customer:04d}", customer_name(one.customer), one.product, one.stage,
         one.stage_date.isoformat(), one.created.isoformat(), f"{one.amount:,.2f}", one.status)
        for one in opportunities(quarter)
    ]  # fmt: skip
    return Sheet("商机", header, rows)


def _receipts(money: list[Receipt], quarter: Quarter) -> Sheet:
    rows = [(one.id, one.order, one.received, Shown(one.amount, MONEY), "银行转账", "¥") for one in money]
    total = Shown(sum(one.amount for one in money), MONEY, f"=SUM(D4:D{len(rows) + 3})")
    title = [(f"{COMPANY}",), (f"客户到账流水　{quarter.start:%Y-%m-%d} 至 {quarter.end:%Y-%m-%d}",)]
    header = ("流水号", "合同编号", "到账日期", "到账金额", "收款方式", "币别")
    return Sheet("Sheet1", header, rows, above=title, below=[("总计", None, None, total)])


def _signoffs(contracts: list[Order], money: list[Receipt], quarter: Quarter) -> Sheet:
    signed = date(quarter.end.year, quarter.end.month % 12 + 1, 9)
    lines = [order.amount for order in contracts for _ in order.credits]
    rows = [
        ("订单", "销售运营部", "严丽", signed, len(lines), Shown(sum(lines), MONEY)),
        ("回款", "财务部", "韩雪松", signed, len(money), Shown(sum(one.amount for one in money), MONEY)),
    ]
    return Sheet("数据确认", ("表", "确认部门", "确认人", "确认日期", "行数", "金额合计"), rows)
