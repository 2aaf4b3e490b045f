"""The statements that must look right beside the ordinary one, by name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pandas as pd

from pipeline.history import History
from pipeline.statements import Revision, Statement, statements
from pipeline.workdays import WorkCalendar
from schemas.terms import Decision, Kind, LineKind
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


def uncovered_year() -> Statement:
    return statements(
        make.calculation(), make.tables(), make.history(), WorkCalendar(), Revision("r2", "r1", "更正 3 笔回款")
    )[0]


SPECIAL: dict[str, Callable[[], Statement]] = {
    one.__name__: one
    for one in (
        make.statement, long_names, ten_kpis, zero_pay, not_scored, held, negative_month, transfer, forty_awards,
        hundred_orders, unrounded, uncovered_year,
    )
}  # fmt: skip
