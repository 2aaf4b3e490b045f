"""The statements that must look right beside the ordinary one, by name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pandas as pd

from pipeline.history import History
from pipeline.plan.condition_tree import Condition, Every
from pipeline.plan.model import Component
from pipeline.statements import Revision, Statement, statements
from pipeline.workdays import WorkCalendar
from schemas.export_terms import Decision
from schemas.terms import Basis, Kind, LineKind, Scope, Share
from tests.statements import factory as make

F = Fraction
ADVICE = "每周复盘一次未成交商机,按“客户、金额、下一步、日期”四列更新,并在周一例会上逐条说明。"


def long_names() -> Statement:
    shown = make.statement(
        kpis=[
            row | {"kpi": f"{row['kpi']}(含渠道、代理与战略客户的全部合同口径)", "advice": ADVICE}
            for row in make.scorecard()
        ],
        lines=[row | {"component": f"{row['component']}(年度战略客户专项激励计划第二阶段)"} for row in make.earnings()],
    )
    person = replace(
        shown.person,
        name="买买提·阿卜杜热合曼·欧斯曼江·阿不都克里木",
        team="华东大区战略客户与生态合作伙伴事业部第三销售一组",
        grade="资深解决方案销售经理",
        manager="司马相如·欧阳",
        mentor="诸葛孔明",
    )
    scheme = replace(
        shown.scheme,
        company="远山(上海)智能科技股份有限公司长三角区域总部",
        plan="二〇二三年度全国销售团队综合激励方案",
    )
    return replace(shown, person=person, scheme=scheme)


def ten_kpis() -> Statement:
    rows = [
        make.score(
            f"第{place}项指标", "1/10", "100", str(80 + place * 3), str(80 + place * 3), unit="分", advice="逐项跟进。"
        )
        for place in range(1, 11)
    ]
    return make.statement(kpis=rows)


def zero_pay() -> Statement:
    nothing = {
        "payable": F(0),
        "coefficient": F(0),
        "total_score": F(62),
        "rating": "D",
        "rank_company": 38,
        "headline_attainment": F("0.41"),
    }
    return make.statement(
        people=[make.person(**nothing)],
        kpis=[row | {"score": F(62), "weighted_score": row["weight"] * 62} for row in make.scorecard()],
        lines=[make.line(1, "季度绩效奖金", Kind.PERFORMANCE.value, "0", "8,000.00 × 0 × 41.00% = 0.00")],
        past=History(),
    )


def not_scored() -> Statement:
    nothing = dict.fromkeys(
        (
            "total_score",
            "result_score",
            "process_score",
            "coefficient",
            "headline_attainment",
            "rank_company",
            "rank_team",
        )
    )
    absent = {"payable": F(0), "proration": F(0), "proration_text": "0/92", "rating": None, "base": F(0)}
    return make.statement(people=[make.person(**nothing, **absent)], kpis=[], lines=[], credit_rows=[], past=History())


def held() -> Statement:
    appeal = {
        "appeal_id": "A-7", "employee_id": "1001", "period": "2023Q3", "submitted_date": pd.Timestamp("2023-10-16"),
        "decision": Decision.PENDING.value,
    }  # fmt: skip
    return make.statement(people=[make.person(status="held")], delivered=make.tables(appeals=pd.DataFrame([appeal])))


def negative_month() -> Statement:
    lines = [
        make.line(1, "季度绩效奖金", Kind.PERFORMANCE.value, "1200", "8,000.00 × 0.8 × 18.75% = 1,200.00"),
        make.line(
            2,
            "项目提成",
            Kind.CLAWBACK.value,
            "-2400",
            "−120,000.00 × 2% = −2,400.00",
            order_id="SO-230411-02",
            note="客户于 2023-08-20 退货,退回已发提成。",
        ),
        make.line(
            3,
            "申诉更正",
            LineKind.ADJUSTMENT.value,
            "-300",
            "",
            note="2023Q2 回款率口径更正",
            reference="申诉 A-5,张总 2023-08-01 批",
        ),
        make.line(4, "结转下期", LineKind.CARRY.value, "1500", "−1,500.00 → 0.00"),
    ]
    return make.statement(people=[make.person(payable=F(0), carried=F(1500), status="carried")], lines=lines)


def transfer() -> Statement:
    first = make.segment(date(2023, 7, 1), date(2023, 8, 14), team="华东二部", grade="新人", base_part=F("2445.652173"))
    second = make.segment(date(2023, 8, 15), date(2023, 9, 30), base_part=F(47 * 8000, 92))
    return make.statement(segments=[first, second])


def forty_awards() -> Statement:
    awards = [
        make.line(
            place, "重点客户签约奖", Kind.PER_ORDER.value, "300", "300.00 × 100%", order_id=f"SO-2307{place:02d}-01"
        )
        for place in range(2, 42)
    ]
    return make.statement(people=[make.person(payable=F(21216))], lines=[make.earnings()[0], *awards])


def hundred_orders() -> Statement:
    rows = [
        make.credit(f"SO-23{place:04d}", str(9000 + 137 * place), status="cancelled" if place % 17 == 0 else "counted")
        for place in range(100)
    ]
    receipts = [
        make.credit(f"SO-23{place:04d}", str(4000 + place), table="receipts", row_id=f"HK-{place:04d}")
        for place in range(30)
    ]
    return make.statement(credit_rows=rows + receipts)


def unrounded() -> Statement:
    plan = make.plan(attainment_places=None, score_places=None, total_places=None, currency="USD", headline_kpi="")
    rows = [
        row | {"attainment": F(2, 3), "score": F(200, 3), "weighted_score": row["weight"] * F(200, 3)}
        for row in make.scorecard()
    ]
    return make.statement(
        the_plan=plan, kpis=rows, people=[make.person(total_score=F(200, 3), headline_attainment=None)]
    )


def every_kind() -> Statement:
    """A line of every kind, with each reason why it is not what the component alone gives."""
    plan = replace(make.plan(), components=COMPONENTS)
    written = [
        ("绩效奖金", Kind.PERFORMANCE, "11520", "8,000.00 × 1.2 × 150.00% × 0.8 = 11,520.00", "reduced"),
        ("销售目标奖", Kind.TARGET_BONUS, "800", "8,000.00 × 10% × 1 = 800.00", "raised"),
        ("超额提成", Kind.COMMISSION, "1300", "30,000.00 × 3% + 8,000.00 × 5% = 1,300.00", "capped budgeted"),
        ("大单奖", Kind.PER_ORDER, "400", "261,500.00 → 800.00 × 50% = 400.00", ""),
        ("研修资格", Kind.FIXED, "0", "0.00", ""),
        ("销售之星", Kind.RANK, "2500", "#3 → (3,000.00 + 2,000.00) ÷ 2 = 2,500.00", ""),
        ("新人之星", Kind.RANK, "500", "#1 → 500.00", ""),
        ("客户表扬奖", Kind.NOMINATED, "800", "800.00", ""),
        ("带教奖", Kind.MENTOR, "450", "4,500.00 × 10% = 450.00", ""),
        ("团队奖池", Kind.POOL, "600", "300,000.00 × 1% × 1 ÷ 5 = 600.00", ""),
        ("保障", Kind.DRAW, "-200", "-min(200.00, 900.00 − 500.00) = -200.00", ""),
        ("追回", Kind.CLAWBACK, "-1000", "-(100,000.00 × 3%) → -1,000.00", "limited"),
        ("超额提成", LineKind.WITHHELD, "-650", "-1,300.00 × (1 − 50%) = -650.00", ""),
    ]
    notes = {"绩效奖金": "回款率 达成率 <80%", "研修资格": "总分 ≥ 90", "客户表扬奖": "客户来函表扬"}
    lines = [
        make.line(place, name, kind.value, amount, formula, note=notes.get(name, ""), reasons=reasons)
        for place, (name, kind, amount, formula, reasons) in enumerate(written, start=1)
    ]
    person = make.person(headline_attainment=F("1.571"), payable=sum(one["amount"] for one in lines))
    share = make.scorecard()[0] | {"target_share": F(608, 920), "attainment": F("1.571"), "score": F(100)}
    return make.statement(the_plan=plan, lines=lines, people=[person], kpis=[share, *make.scorecard()[1:]])


def _component(order: int, name: str, kind: Kind, **terms: Any) -> Component:
    return Component(name, kind, order, make.NOWHERE, **terms)


COMPONENTS = (
    _component(1, "绩效奖金", Kind.PERFORMANCE),
    _component(2, "销售目标奖", Kind.TARGET_BONUS, kpi="销售额", table="超额提成", rate=F(1, 10)),
    _component(3, "超额提成", Kind.COMMISSION, kpi="销售额", table="超额提成", applies_to=Share.EXCESS),
    _component(4, "大单奖", Kind.PER_ORDER, table="超额提成"),
    _component(5, "研修资格", Kind.FIXED, amount=F(0), condition=Condition("总分 ≥ 90", Every(()))),
    _component(6, "销售之星", Kind.RANK, kpi="销售额", basis=Basis.ATTAINMENT, table="超额提成"),
    _component(7, "新人之星", Kind.RANK, basis=Basis.FASTEST, scope=Scope.TEAM, table="超额提成"),
    _component(8, "客户表扬奖", Kind.NOMINATED),
    _component(9, "带教奖", Kind.MENTOR, related="绩效奖金", rate=F(1, 10)),
    _component(10, "团队奖池", Kind.POOL, rate=F(1, 100), measure="签约金额", basis=Basis.EQUAL),
    _component(11, "保障", Kind.DRAW, amount=F(500), recoverable=True),
    _component(12, "追回", Kind.CLAWBACK),
)


def uncovered_year() -> Statement:
    return statements(
        make.calculation(), make.tables(), make.history(), WorkCalendar(), Revision("r2", "r1", "更正 3 笔回款")
    )[0]


SPECIAL: dict[str, Callable[[], Statement]] = {
    one.__name__: one
    for one in (
        make.statement, long_names, ten_kpis, zero_pay, not_scored, held, negative_month, transfer, forty_awards,
        hundred_orders, unrounded, every_kind, uncovered_year,
    )
}  # fmt: skip
