"""What the HR system and HR's own spreadsheets of the shipped example export."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from tests.example.people import (
    ASSIGNMENTS,
    COMPANY,
    FIXED_PAY,
    LEAVES,
    XIAO_ZHANG,
    Person,
    grade_on,
    on_roster,
    team_on,
)
from tests.example.people import REGIONS as REGION_OF
from tests.example.records import ratings, satisfaction
from tests.example.sales import MONTHS, Quarter, quarter_of
from tests.example.targets import WAN, Target, branches, targets
from tests.example.workbooks import MONEY, Row, Sheet, Shown, write_workbook

Rows = Sequence[Row]

SEASON = {
    "2023Q2": "2023年第二季度",
    "2023Q3": "2023年第三季度",
    "2023-07": "2023年7月",
    "2023-08": "2023年8月",
    "2023-09": "2023年9月",
}
PERCENT_KPIS = {"回款率", "团队回款率", "区域回款率", "方案及时率", "客户满意度"}
NOMINATIONS = {
    "2023Q2": (("1024", "客户表扬奖", 500, "东莞客户书面表扬交付响应", "黄嘉仪", date(2023, 6, 26)),),
    "2023Q3": (
        ("1012", "客户表扬奖", 800, "厦门客户来函表扬，促成二期续约", "黄嘉仪", date(2023, 9, 25)),
        ("1026", "客户表扬奖", None, "展会现场获客户点名表扬", "黄嘉仪", date(2023, 9, 25)),
        ("1036", "客户表扬奖", 500, "协助客户处理停机故障", "梁志豪", date(2023, 9, 27)),
    ),
}
ADJUSTMENTS = {
    "2023Q2": (),
    "2023Q3": (
        (
            "1021",
            "2023Q2",
            "申诉更正",
            Decimal("860.00"),
            "二季度拜访记录漏计，申诉成立",
            "SS-2023Q2-02",
            "周立人",
            date(2023, 8, 4),
        ),
        (
            "1027",
            "2023Q2",
            "追回",
            Decimal("-300.00"),
            "二季度客户表扬奖重复发放",
            "HR-2023-071",
            "周立人",
            date(2023, 8, 4),
        ),
    ),
}
APPEALS = {
    "2023Q2": (),
    "2023Q3": (
        (
            "SS-2023Q2-02",
            "1021",
            "2023Q2",
            date(2023, 7, 25),
            "拜访次数少计 6 次",
            "更正",
            date(2023, 7, 31),
            "人力资源部 苏敏",
        ),
        (
            "SS-2023Q2-03",
            "1035",
            "2023Q2",
            date(2023, 7, 26),
            "认为回款率未计 6 月 30 日到账",
            "维持",
            date(2023, 8, 1),
            "人力资源部 苏敏",
        ),
        (
            "SS-2023Q3-01",
            "1025",
            "2023Q3",
            date(2023, 10, 9),
            "拆分订单 50% 的业绩归属有异议",
            "待处理",
            None,
            "人力资源部 苏敏",
        ),
    ),
}


def write_hr(folder: Path, quarter: Quarter) -> None:
    """Write HR's workbooks of a quarter or month; reviews and surveys come once a quarter, with its last month."""
    day = quarter.end.strftime("%Y%m%d")
    write_workbook(folder / f"人员_花名册_{day}.xlsx", [_roster(quarter)])
    write_workbook(folder / "考勤与异动.xlsx", [_assignments(quarter), _leaves(quarter)])
    write_workbook(folder / f"目标责任书_{quarter.id}.xlsx", [_targets(quarter), _tree(quarter)])
    if quarter.end == quarter_of(quarter).end:
        write_workbook(folder / "绩效评分与客户调查.xlsx", [_ratings(quarter), _survey(quarter)])
    registers = [sheet for sheet in (_nominations(quarter), _adjustments(quarter), _appeals(quarter)) if sheet.rows]
    if registers:
        write_workbook(folder / "奖励调整申诉登记.xlsx", registers)


def _roster(quarter: Quarter) -> Sheet:
    header = (
        "序号",
        "工号",
        "姓名",
        "部门",
        "区域",
        "职级",
        "上级工号",
        "导师工号",
        "入职日期",
        "转正日期",
        "离职日期",
        "邮箱",
        "固定薪酬",
        "备注",
    )
    rows = [
        _roster_row(number, one, quarter)
        for number, one in enumerate(on_roster(quarter_of(quarter).start, quarter.end), start=1)
    ]
    total = Shown(sum(row[12].value for row in rows), MONEY, f"=SUM(M4:M{len(rows) + 3})")
    below = [("合计", *([None] * 11), total), (), ("制表：苏敏", *([None] * 6), "审核：周立人")]
    above = [(f"{COMPANY} {SEASON[quarter.id]}在册人员",), (f"导出时间：{quarter.end:%Y-%m-%d} 18:02　来源：HR 系统",)]
    return Sheet("Sheet1", header, rows, above=above, below=below)


def _roster_row(number: int, one: Person, quarter: Quarter) -> tuple[Any, ...]:
    last = min(one.left or quarter.end, quarter.end)
    grade, team = grade_on(one, last), team_on(one, last)
    left = one.left if one.left and one.left <= quarter.end else None
    confirmed = one.confirmed if one.confirmed <= date(2023, 12, 31) else None
    pay = Shown(_fixed_pay(grade, quarter), MONEY)
    return (
        number, one.id, one.name, team, REGION_OF[team], grade, one.manager, one.mentor, one.hired, confirmed, left,
        f"{one.id}@xingchuan.example", pay, "试用期" if confirmed and confirmed > quarter.end else None,
    )  # fmt: skip


def _fixed_pay(grade: str, span: Quarter) -> Decimal | int:
    """A quarter's pay; a month's is a third of it, the last one what is left."""
    whole = FIXED_PAY[grade]
    if span not in MONTHS:
        return whole
    third = (Decimal(whole) / 3).quantize(Decimal("0.01"))
    return whole - 2 * third if span == MONTHS[-1] else third


def _assignments(quarter: Quarter) -> Sheet:
    rows = [(one.employee, one.since, one.team, REGION_OF[one.team], one.grade, one.reason) for one in ASSIGNMENTS]
    known = [row for row in rows if row[1] <= quarter.end]
    return Sheet("任职_异动记录", ("工号", "生效日期", "团队", "区域", "职级", "异动原因"), known)


def _leaves(quarter: Quarter) -> Sheet:
    rows = [one for one in LEAVES if quarter.start <= one.start <= quarter.end]
    shown = [
        (one.employee, one.start, one.end, one.type, "是" if one.counts else "否", (one.end - one.start).days + 1)
        for one in rows
    ]
    return Sheet("请假", ("工号", "开始日期", "结束日期", "类型", "计奖", "自然日"), shown)


def _targets(quarter: Quarter) -> Sheet:
    rows = [_target_row(one) for one in targets(quarter)]
    return Sheet(
        "目标", ("工号", "指标", "基准值", "挑战值", "签字"), rows, above=[(f"{SEASON[quarter.id]}业绩目标责任书",)]
    )


def _target_row(one: Target) -> tuple[Any, ...]:
    if one.kpi in PERCENT_KPIS:
        return one.employee, one.kpi, Shown(one.baseline, "0%"), None, "已签"
    if one.kpi == "销售额":  # signed off as it was spoken: 50万
        return (
            one.employee,
            one.kpi,
            f"{one.baseline / WAN:g}万" if one.employee >= XIAO_ZHANG else one.baseline,
            None,
            "已签",
        )
    return one.employee, one.kpi, one.baseline, one.challenge, "已签"


def _tree(quarter: Quarter) -> Sheet:
    rows = [(one.dimension, one.key, one.parent, "销售额", one.target / WAN) for one in branches(quarter)]
    return Sheet("目标分解", ("维度", "取值", "上级", "指标", "目标(万元)"), rows)


def _ratings(quarter: Quarter) -> Sheet:
    given = ratings(quarter_of(quarter))
    rows = [(one.employee, "协作评价", one.role, one.rater, one.score, one.submitted) for one in given]
    return Sheet("评分", ("工号", "指标", "评价角色", "评价人", "得分", "提交日期"), rows)


def _survey(quarter: Quarter) -> Sheet:
    rows = [
        (who, "客户满意度", Shown(share / 100, "0%"), "客服回访系统", "系统")
        for who, share in satisfaction(quarter_of(quarter)).items()
    ]
    return Sheet("实际_客户满意度", ("工号", "指标", "实际值", "数据来源", "录入方式"), rows)


def _nominations(quarter: Quarter) -> Sheet:
    rows = _dated(NOMINATIONS, quarter, 5)
    return Sheet("奖励名单", ("工号", "奖项", "金额", "事由", "审批人", "审批日期"), rows)


def _adjustments(quarter: Quarter) -> Sheet:
    header = ("工号", "原期间", "类型", "金额", "事由", "依据", "审批人", "审批日期")
    return Sheet("调整", header, _dated(ADJUSTMENTS, quarter, 7))


def _appeals(quarter: Quarter) -> Sheet:
    header = ("申诉编号", "工号", "涉及期间", "提交日期", "内容", "结论", "答复日期", "处理人")
    return Sheet("申诉", header, [_known(row, quarter) for row in _dated(APPEALS, quarter, 3, 6)])


def _dated(of_quarters: Mapping[str, Rows], span: Quarter, *columns: int) -> Rows:
    """The quarter's rows; of a month those that one of its columns dates in it, or after the quarter in its last."""
    rows = of_quarters[quarter_of(span).id]
    if span not in MONTHS:
        return rows
    last = span.end == quarter_of(span).end
    return [row for row in rows if any(_falls(row[column], span, last=last) for column in columns)]


def _falls(day: date | None, span: Quarter, *, last: bool) -> bool:
    return day is not None and span.start <= day and (last or day <= span.end)


def _known(appeal: Row, span: Quarter) -> Row:
    """An appeal as it stood when a month was exported: what was decided later is open."""
    decided = appeal[6]
    if span not in MONTHS or decided is None or decided <= span.end:
        return appeal
    return (*appeal[:5], "待处理", None, appeal[7])
