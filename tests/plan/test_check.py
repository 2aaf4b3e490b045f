"""Plan check: the contradictions that SPEC 6 and the handbook's tables name, each at its cell."""

from fractions import Fraction
from typing import Any

import pytest

from pipeline.findings import Finding
from pipeline.money import ONE, round_half_up
from pipeline.plan.bound_words import Claim, claims_of
from pipeline.plan.check import check_plan
from pipeline.plan.model import Plan
from pipeline.plan.parse import parse_plan
from pipeline.plan.readings import Cost, costs, questions, settle
from pipeline.rate_tables import read_against, read_table
from pipeline.wording import LANGUAGES, wording
from schemas.terms import Cycle
from tests.plan.books import BANDS, RATINGS, codes, parameter_rows, parsed, sheets, tables, tier_rows

PRINTED: dict[str, list[dict[str, str]]] = {
    "方案": [
        *parameter_rows(客户A线="500000", 客户B线="100000", 总分小数位="2")[:-2],
        {"参数": "客户A线", "值": "500000", "说明": "A 类客户：50 万以上"},
        {"参数": "客户B线", "值": "100000", "说明": "B 类客户：10 万–50 万以内"},
    ],
    "职级": [
        {"职级": grade, "周期": "季度", "奖金基数": base, "固定占比下限": "50%", "固定占比上限": "70%",
         "奖金占比下限": "20%", "奖金占比上限": "35%", "专项占比下限": "5%", "专项占比上限": "15%"}
        for grade, base in (("骨干", "8000"), ("新人", "5000"))
    ],
    "指标": [
        {"指标": "销售额", "类别": "结果", "分子": "签约金额", "计分方式": "达成率", "数据来源": "CRM"},
        {"指标": "回款率", "类别": "结果", "计分方式": "直接", "单位": "%", "数据来源": "财务", "质量指标": "是"},
        {"指标": "拜访", "类别": "过程", "计分方式": "达成率", "数据来源": "CRM"},
        {"指标": "方案及时", "类别": "过程", "计分方式": "达成率", "单位": "%", "数据来源": "CRM"},
    ],
    "指标权重": [
        {"周期": "季度", "指标": "销售额", "骨干": "50%", "新人": "60%"},
        {"周期": "季度", "指标": "回款率", "骨干": "20%", "新人": ""},
        {"周期": "季度", "指标": "拜访", "骨干": "15%", "新人": "40%"},
        {"周期": "季度", "指标": "方案及时", "骨干": "", "新人": ""},
    ],
    "档位": [
        {"档位表": "绩效系数", "方式": "查表", "上限": "70", "值": "0", "说明": "70 分以下"},
        {"档位表": "绩效系数", "下限": "70", "上限": "79", "值": "0", "说明": "70–79 分"},
        {"档位表": "绩效系数", "下限": "80", "上限": "89", "值": "0.8", "说明": "80–89 分"},
        {"档位表": "绩效系数", "下限": "90", "上限": "100", "值": "1.0", "说明": "90 分以上"},
        {"档位表": "超额提成", "方式": "分段累进", "下限": "0%", "上限": "10%", "值": "3%", "说明": "超额 10% 以内"},
        {"档位表": "超额提成", "下限": "10%", "上限": "20%", "值": "5%", "说明": "10% 以上、20% 以内"},
        {"档位表": "超额提成", "下限": "20%"},
        {"档位表": "超额奖", "方式": "查表", "下限": "0%", "值": "0"},
        {"档位表": "超额奖", "下限": "20%", "值": "2000"},
    ],
    "奖金项": [
        {"奖金项": "绩效奖金", "类型": "绩效奖金"},
        {"奖金项": "超额提成", "类型": "提成", "计量": "签约金额", "指标": "销售额", "档位表": "超额提成",
         "对象": "超额"},
        {"奖金项": "超额奖", "类型": "提成", "指标": "销售额", "档位表": "超额奖", "对象": "超额"},
    ],
}  # fmt: skip


def printed() -> tuple[Plan, list[Finding]]:
    plan, findings = parse_plan("plan.xlsx", tables(PRINTED))
    assert plan is not None
    return plan, [*findings, *check_plan(plan)]


def test_the_handbook_as_printed_shows_every_known_contradiction() -> None:
    found = codes(printed()[1])
    assert found == [
        ("plan-unknown-table", "方案!B9", "评级"),
        ("plan-weight-empty", "指标权重!C5", "方案及时"),
        ("plan-weights-off", "指标权重!C2:C4", "85%"),
        ("plan-check-quality-share", "指标权重!C2:C4", "20%"),
        ("plan-check-result-share", "指标权重!D2:D4", "60%"),
        ("plan-check-quality-share", "指标权重!D2:D4", "0%"),
        ("plan-check-pay-mix-range", "职级!G2", "75%–120%"),
        ("plan-check-pay-mix-range", "职级!G3", "75%–120%"),
        ("plan-check-customer-twice", "方案!C13", "500,000"),
        ("plan-check-bound-twice", "档位!D3", "70"),
        ("plan-check-gap", "档位!F3", "79"),
        ("plan-check-gap", "档位!F4", "89"),
        ("plan-check-same-value", "档位!G3", "0"),
        ("plan-check-bound-twice", "档位!D7", "10%"),
        ("plan-check-note-boundary", "档位!D8", "20%"),
        ("plan-check-top-undefined", "档位!G8", "20%"),
        ("plan-check-no-ratings", "方案!B9", "评级"),
        ("plan-check-attainment-twice", "方案!B10", "销售额"),
        ("plan-check-excess-twice", "奖金项!A4", "超额奖"),
    ]


def pay_for(sales: int, score: Fraction) -> Any:
    """Pays 骨干 and 新人 base × coefficient × attainment, and the commission on sales of 500,000."""

    def pay(plan: Plan) -> dict[str, Fraction]:
        attained = Fraction(sales, 500_000) if plan.parameters.headline_kpi else ONE
        factor = read_table(plan.tables["绩效系数"], score).number
        bonus = {rule.grade: round_half_up(rule.base * factor * attained, 2) for rule in plan.grades}
        excess = plan.components[1].applies_to.value == "超额"
        amount, baseline = Fraction(sales), Fraction(500_000)
        commission = read_against(plan.tables["超额提成"], amount, baseline, excess=excess).number
        return bonus | {"提成": commission}

    return pay


def cost_of(code: str, cell: str, pay: Any) -> dict[str, Cost]:
    plan, findings = printed()
    asked = [one for one in questions(plan, findings) if (one.finding.code, one.finding.place.cell) == (code, cell)]
    assert len(asked) == 1
    ((_, priced),) = costs(asked, pay)
    return {cost.label: cost for cost in priced}


def test_coefficients_one_band_off_cost_1536_and_900() -> None:
    costed = cost_of("plan-check-same-value", "G3", pay_for(480_000, Fraction("94.55")))
    as_written, one_up = costed["as-written"].people, costed["one-band-up"].people
    assert as_written["骨干"] == 7680
    assert one_up["骨干"] == 7680 + 1536
    costed = cost_of("plan-check-same-value", "G3", pay_for(450_000, Fraction("85.6")))
    as_written, one_up = costed["as-written"].people, costed["one-band-up"].people
    assert as_written["新人"] == 3600
    assert one_up["新人"] == 3600 + 900


def test_the_commission_can_be_read_as_4000_5000_or_30000() -> None:
    costed = cost_of("plan-check-bound-twice", "D7", pay_for(600_000, Fraction(95)))
    paid = {label: cost.people["提成"] for label, cost in costed.items()}
    assert paid == {"marginal": 4000, "whole-excess": 5000, "whole-amount": 30000}
    assert all(cost.total == sum(filter(None, cost.people.values())) for cost in costed.values())


def test_the_empty_weight_makes_94_55_or_93_59() -> None:
    plan, findings = printed()
    asked = {question.finding.code: question for question in questions(plan, findings)}["plan-weight-empty"]
    scores = {"销售额": 96, "回款率": 88, "拜访": 93, "方案及时": 100}
    totals = {
        reading.label: sum((w.weight * scores[w.kpi] for w in reading.plan.weights if w.grade == "骨干"), Fraction(0))
        for reading in asked.readings
    }
    assert totals["remainder"] == Fraction("94.55")
    assert round_half_up(totals["not-scored"], 2) == Fraction("93.59")


def test_every_reading_can_be_calculated_and_is_worded() -> None:
    plan, findings = printed()
    asked = questions(plan, findings)
    assert {question.finding.code for question in asked} >= {
        "plan-weight-empty", "plan-check-gap", "plan-check-top-undefined", "plan-check-attainment-twice",
        "plan-check-excess-twice", "plan-check-result-share", "plan-check-bound-twice", "plan-check-same-value",
    }  # fmt: skip
    for question in asked:
        assert len({id(reading.plan) for reading in question.readings}) == len(question.readings)
        for reading in question.readings:
            assert sum(w.weight for w in reading.plan.weights if w.grade == "骨干") == 1
            assert all(table.tiers[-1].value is not None for table in reading.plan.tables.values())
            assert reading.plan.parameters.rating_table in reading.plan.tables
            assert all(wording(lang)(f"plan-reading.{reading.label}") for lang in LANGUAGES)


def test_the_result_share_is_moved_into_its_range() -> None:
    plan, findings = printed()
    asked = {question.finding.code: question for question in questions(plan, findings)}["plan-check-result-share"]
    moved = {w.kpi: w.weight for w in asked.readings[1].plan.weights if w.grade == "新人"}
    assert moved == {"销售额": Fraction(7, 10), "拜访": Fraction(3, 10)}
    assert asked.readings[1].plan.grade_rule("新人", Cycle.QUARTER) is not None


def test_a_shared_plan_is_calculated_once() -> None:
    plan, findings = printed()
    asked = questions(plan, findings)
    seen: list[Plan] = []

    def pay(variant: Plan) -> dict[str, Fraction]:
        seen.append(variant)
        return {}

    costs(asked, pay)
    assert len(seen) == len({id(reading.plan) for question in asked for reading in question.readings})
    assert len(seen) < sum(len(question.readings) for question in asked)


def test_a_plan_with_another_error_has_no_readings() -> None:
    rows = [*PRINTED["奖金项"], {"奖金项": "预支", "类型": "预支"}]
    plan, findings = parse_plan("plan.xlsx", tables({**PRINTED, "奖金项": rows}))
    assert plan is not None
    assert questions(plan, [*findings, *check_plan(plan)]) == ()


def asked_of(code: str, **changed: list[dict[str, str]]) -> dict[str, Plan]:
    """The readings of the one question of this code about a changed plan."""
    plan, findings = parse_plan("plan.xlsx", tables(sheets(**changed)))
    assert plan is not None
    (asked,) = [one for one in questions(plan, [*findings, *check_plan(plan)]) if one.finding.code == code]
    return {reading.label: reading.plan for reading in asked.readings}


def test_weights_off_are_scaled_or_fall_on_the_heaviest() -> None:
    rows = sheets()["指标权重"]
    rows[0]["骨干"] = "30%"
    read = asked_of("plan-weights-off", 指标权重=rows)
    weights = {label: [w.weight for w in plan.weights if w.grade == "骨干"] for label, plan in read.items()}
    assert weights == {
        "weights-scaled": [Fraction(3, 8), Fraction(1, 4), Fraction(3, 8)],
        "heaviest-takes-rest": [Fraction(1, 2), Fraction(1, 5), Fraction(3, 10)],
    }


def test_an_overlap_is_in_the_tier_above_or_below() -> None:
    read = asked_of("plan-check-overlap", **bands({"值": "1", "上限": "60"}, {"下限": "50", "值": "2"}))
    values = {label: read_table(plan.tables["试"], Fraction(55)).value for label, plan in read.items()}
    assert values == {"overlap-above": 2, "overlap-below": 1}


def test_a_gap_is_in_the_tier_below_or_above() -> None:
    read = asked_of("plan-check-gap", **bands({"值": "1", "上限": "40"}, {"下限": "50", "值": "2"}))
    values = {label: read_table(plan.tables["试"], Fraction(45)).value for label, plan in read.items()}
    assert values == {"gap-below": 1, "gap-above": 2}


def test_a_bound_is_in_the_tier_above_or_below() -> None:
    notes = bands({"值": "1", "说明": "5 以内"}, {"下限": "5", "值": "2", "说明": "5 以上"})
    read = asked_of("plan-check-bound-twice", **notes)
    values = {label: read_table(plan.tables["试"], Fraction(5)).value for label, plan in read.items()}
    assert values == {"bound-above": 2, "bound-below": 1}


@pytest.mark.parametrize(
    ("boundary", "labels"), [("上档", ["bound-above", "bound-below"]), ("下档", ["bound-below", "bound-above"])]
)
def test_the_first_reading_of_a_bound_is_the_plan_s_own(boundary: str, labels: list[str]) -> None:
    notes = bands({"值": "1", "说明": "5 以内"}, {"下限": "5", "值": "2", "说明": "5 以上"}, 边界归属=boundary)
    assert list(asked_of("plan-check-bound-twice", **notes)) == labels


@pytest.mark.parametrize(("method", "first"), [("分段累进", "marginal"), ("全额", "whole-excess")])
def test_the_first_reading_of_an_excess_is_the_plan_s_own(method: str, first: str) -> None:
    rows = bands(
        {"下限": "0%", "值": "3%", "说明": "10% 以内"}, {"下限": "10%", "值": "5%", "说明": "10% 以上"}, 方式=method
    )
    excess = {"奖金项": "试", "类型": "提成", "指标": "销售额", "档位表": "试", "对象": "超额"}
    read = asked_of("plan-check-bound-twice", **{**rows, "奖金项": [excess]})
    assert next(iter(read)) == first
    assert set(read) == {"marginal", "whole-excess", "whole-amount"}


def test_a_note_against_the_boundary_of_a_whole_rate_is_read_both_ways() -> None:
    """全额 pays the whole amount at the tier's rate: on the bound it matters whose it is."""
    told = ({"下限": "0", "值": "3%", "说明": "不满 10万"}, {"下限": "100000", "值": "5%", "说明": "10万以上"})
    read = asked_of("plan-check-note-boundary", **bands(*told, 方式="全额", 边界归属="下档"))
    assert list(read) == ["bound-below", "bound-above"]
    values = [read_table(plan.tables["试"], Fraction(100_000)).value for plan in read.values()]
    assert values == [3000, 5000]


def test_a_top_goes_on_or_pays_nothing() -> None:
    read = asked_of("plan-check-top-undefined", **bands({"值": "1"}, {"下限": "5"}))
    values = {label: read_table(plan.tables["试"], Fraction(6)).value for label, plan in read.items()}
    assert values == {"top-goes-on": 1, "nothing-above": 0}


def test_below_the_first_bound_nothing_is_paid_or_the_first_tier() -> None:
    read = asked_of("plan-check-bottom", **bands({"下限": "50", "值": "1"}, {"下限": "60", "值": "2"}))
    values = {label: read_table(plan.tables["试"], Fraction(40)).value for label, plan in read.items()}
    assert values == {"nothing-below": 0, "bottom-goes-on": 1}
    assert {read_table(plan.tables["试"], Fraction(60)).value for plan in read.values()} == {2}


def test_a_value_that_falls_is_meant_or_stays_at_the_one_before() -> None:
    falling = bands({"值": "3"}, {"下限": "50", "值": "2"}, {"下限": "60", "值": "4"})
    read = asked_of("plan-check-falling-value", **falling)
    values = {label: [tier.value for tier in plan.tables["试"].tiers] for label, plan in read.items()}
    assert values == {"as-written": [3, 2, 4], "never-falls": [3, 3, 4]}


def test_what_is_paid_twice_is_paid_once() -> None:
    assert asked_of("plan-check-attainment-twice")["attainment-in-score-only"].parameters.headline_kpi == ""
    plan, findings = printed()
    asked = {question.finding.code: question for question in questions(plan, findings)}["plan-check-excess-twice"]
    names = [[part.component for part in reading.plan.components] for reading in asked.readings]
    assert names == [["绩效奖金", "超额提成", "超额奖"], ["绩效奖金", "超额提成"]]


def test_two_guarantees_for_the_same_people_are_asked_about() -> None:
    """Both top up the same earnings: with 4,000 and 3,000, 2,900 earned are paid as 4,100 and 3,500 as 4,000."""
    first = {"奖金项": "预支一", "类型": "预支", "金额": "4000", "职级": "骨干"}
    second = {"奖金项": "预支二", "类型": "预支", "金额": "3000"}
    read = asked_of("plan-check-drawn-twice", 奖金项=[first, second])
    names = {label: [part.component for part in plan.components] for label, plan in read.items()}
    assert names == {"both-paid": ["预支一", "预支二"], "first-only": ["预支一"]}
    plan, _ = parse_plan("plan.xlsx", tables(sheets(奖金项=[first, {**second, "职级": "新人"}])))
    assert plan is not None
    assert "plan-check-drawn-twice" not in {one.code for one in check_plan(plan)}


def test_a_deduction_per_percent_is_of_the_whole_or_of_each_point() -> None:
    """扣分 on a rate: 100 − 0.05 × 2 takes a tenth of a point where people mean ten."""
    plain = next(row for row in sheets()["指标"] if row["指标"] == "回款率")
    rows = [
        {**plain, "计分方式": "扣分", "每单位扣分": "2"} if row["指标"] == "回款率" else row for row in sheets()["指标"]
    ]
    read = asked_of("plan-check-deduct-percent", 指标=rows)
    assert {label: plan.kpis["回款率"].deduction for label, plan in read.items()} == {"as-written": 2, "per-point": 200}
    deliberate = [{**row, "每单位扣分": "200"} if row["指标"] == "回款率" else row for row in rows]
    plan, _ = parse_plan("plan.xlsx", tables(sheets(指标=deliberate)))
    assert plan is not None
    assert "plan-check-deduct-percent" not in {one.code for one in check_plan(plan)}


def test_settling_a_correct_plan_changes_nothing() -> None:
    plan = parsed()[0]
    assert settle(plan) == plan


TIERS = [*tier_rows("绩效系数", BANDS), *tier_rows("评级", RATINGS)]


def bands(*rows: dict[str, str], **first: str) -> dict[str, list[dict[str, str]]]:
    head = {"方式": "查表", **first}
    tiers = [*TIERS, *({"档位表": "试", **(head if number == 0 else {}), **row} for number, row in enumerate(rows))]
    component = {"奖金项": "试", "类型": "提成", "计量": "签约金额", "档位表": "试"}
    return {"档位": tiers, "奖金项": [component]}


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        (bands({"值": "1", "上限": "60"}, {"下限": "50", "值": "2"}), ("plan-check-overlap", "档位!F10", "60")),
        (bands({"值": "1", "上限": "40"}, {"下限": "50", "值": "2"}), ("plan-check-gap", "档位!F10", "40")),
        (bands({"值": "1"}, {"下限": "50", "值": "1"}), ("plan-check-same-value", "档位!G11", "1")),
        (bands({"值": "2"}, {"下限": "50", "值": "1"}), ("plan-check-falling-value", "档位!G11", "1")),
        (bands({"下限": "5", "值": "1"}), ("plan-check-bottom", "档位!D10", "5")),
        (bands({"值": "1"}, {"下限": "5"}), ("plan-check-top-undefined", "档位!G11", "5")),
        (bands({"值": "1"}, {"下限": "5", "上限": "9", "值": "2"}), ("plan-check-top-closed", "档位!F11", "9")),
        (bands({"值": "1"}, {"下限": "10%", "值": "2"}), ("plan-check-percent-of-nothing", "档位!D11", "10%")),
        (bands({"值": "1%"}, 方式="全额"), ("plan-check-top-open", "档位!G10", "—")),
        (
            bands({"值": "1", "说明": "不满 5"}, {"下限": "5", "值": "2", "说明": "超过 5"}),
            ("plan-check-bound-nowhere", "档位!D11", "5"),
        ),
        (
            bands({"值": "1", "说明": "5 以内"}, {"下限": "5", "值": "2", "说明": "超过 5"}),
            ("plan-check-note-boundary", "档位!D11", "5"),
        ),
        (
            bands({"值": "1"}, {"下限": "5", "值": "2", "说明": "5 以上"}, 边界归属="下档"),
            ("plan-check-note-boundary", "档位!D11", "5"),
        ),
        ({"档位": [*TIERS, *tier_rows("闲", [("", "1")])]}, ("plan-check-unused", "档位!A10", "闲")),
        ({"档位": [*TIERS[:4], *tier_rows("评级", [("", "A")])]}, ("plan-check-no-ratings", "方案!B9", "评级")),
        (
            {"档位": [*tier_rows("绩效系数", [("", "1"), ("90%", "2")]), *TIERS[4:]]},
            ("plan-check-bound-percent", "档位!D3", "90%"),
        ),
        (
            {"评分权重": [{"指标": "拜访", "评价角色": "上级", "权重": "100%"}]},
            ("plan-check-rater-kpi", "评分权重!A2", "拜访"),
        ),
        (
            {
                "指标": [{**row, "计分方式": "评分"} if row["指标"] == "拜访" else row for row in sheets()["指标"]],
                "评分权重": [{"指标": "拜访", "评价角色": "上级", "权重": "60%"}],
            },
            ("plan-check-rater-weights", "评分权重!C2", "60%"),
        ),
        (
            {
                "档位": [*TIERS, *tier_rows("名次", [("1", "100")], "名次")],
                "奖金项": [{"奖金项": "奖", "类型": "排名奖", "指标": "拜访", "档位表": "名次", "依据": "总分"}],
            },
            ("plan-check-ignored", "奖金项!G2", "拜访"),
        ),
        ({"方案": parameter_rows(主指标="", 客户B线="600000")}, ("plan-check-customer-order", "方案!B11", "600,000")),
        (
            {"奖金项": [{"奖金项": "补", "类型": "预支", "金额": "1", "周期": "年度"}]},
            ("plan-check-nobody", "奖金项!C2", "补"),
        ),
        (
            {"奖金项": [{"奖金项": "补", "类型": "预支", "金额": "0"}]},
            ("plan-check-pays-nothing", "奖金项!A2", "补"),
        ),
        (
            {"奖金项": [{"奖金项": "表扬", "类型": "名单奖", "最低": "9", "最高": "5"}]},
            ("plan-check-range", "奖金项!U2", "9"),
        ),
        (
            {
                "指标权重": [{"周期": "季度", "指标": "拜访", "骨干": "30%", "新人": "30%"},
                          {"周期": "季度", "指标": "回款率", "骨干": "70%", "新人": "70%"}],
                "奖金项": [{"奖金项": "奖", "类型": "提成", "指标": "销售额", "比例": "1%"}],
            },
            ("plan-check-nobody-scored", "奖金项!G2", "奖"),
        ),
    ],
)  # fmt: skip
def test_each_advice_is_found_alone_at_its_cell(changed: dict[str, Any], expected: tuple[str, str, str]) -> None:
    plain = {"方案": parameter_rows(主指标=""), "奖金项": [{"奖金项": "补", "类型": "预支", "金额": "1"}]}
    plan, errors = parsed(**{**plain, **changed})
    assert errors == ()
    advice = check_plan(plan)
    assert codes(advice) == [expected]
    assert not any(finding.blocks for finding in advice)
    for finding in advice:
        for lang in LANGUAGES:
            for part in ("what", "do"):
                assert wording(lang)(f"finding.{finding.code}.{part}", value=finding.value, **dict(finding.params))


def test_bounds_of_an_excess_count_from_the_target() -> None:
    rows = [{"奖金项": "提成", "类型": "提成", "指标": "销售额", "档位表": "提成", "对象": "超额", "封顶": "9"}]
    tiers = [*TIERS, *tier_rows("提成", [("", "0"), ("100%", "3%"), ("110%", "5%")], "分段累进")]
    found = codes(check_plan(parsed(奖金项=rows, 档位=tiers)[0]))
    assert found == [("plan-check-excess-bounds", "档位!D11", "100%")]


def test_grades_paid_by_a_headline_that_they_are_not_scored_on() -> None:
    rows = sheets()["指标权重"]
    rows[0]["新人"], rows[1]["新人"] = "", "70%"
    found = [one for one in check_plan(parsed(指标权重=rows)[0]) if one.code == "plan-check-headline-unscored"]
    assert [dict(one.params)["grades"] for one in found] == ["新人"]


def test_every_advice_of_the_printed_handbook_is_worded() -> None:
    for finding in printed()[1]:
        for lang in LANGUAGES:
            for part in ("what", "do"):
                assert wording(lang)(f"finding.{finding.code}.{part}", value=finding.value, **dict(finding.params))


def test_a_plan_that_agrees_with_itself_gets_no_advice_but_the_deliberate() -> None:
    assert codes(check_plan(parsed()[0])) == [("plan-check-attainment-twice", "方案!B10", "销售额")]


@pytest.mark.parametrize(
    ("fixed", "expected"),
    [("80%", "plan-check-pay-mix"), ("60%", "plan-check-pay-mix-range"), ("", "")],
)
def test_pay_mix(fixed: str, expected: str) -> None:
    rows = sheets()["职级"]
    rows[0] |= {"固定占比下限": fixed, "固定占比上限": fixed, "奖金占比下限": "30%", "奖金占比上限": "40%",
                "专项占比上限": "10%"} if fixed else {}  # fmt: skip
    found = [finding.code for finding in check_plan(parsed(职级=rows)[0]) if "pay-mix" in finding.code]
    assert found == ([expected] if expected else [])


@pytest.mark.parametrize(
    ("note", "claims"),
    [
        ("90 分以上", [(90, True, True)]),
        ("70 分以下", [(70, False, True)]),
        ("超额 10% 以上、20% 以内", [(Fraction(1, 10), True, True), (Fraction(1, 5), False, True)]),
        ("超过 50 万", [(500_000, True, False)]),
        ("不超过 50 万元", [(500_000, False, True)]),
        ("不满 3 个", [(3, False, False)]),
        ("10 万以外", [(100_000, True, False)]),
        ("10 万–50 万以内", [(100_000, True, True), (500_000, False, True)]),
        ("10–50 万", [(100_000, True, True), (500_000, False, True)]),
        ("score bands", []),
        ("2023-1", []),
    ],
)
def test_what_notes_say_about_bounds(note: str, claims: list[tuple[Any, bool, bool]]) -> None:
    found = sorted(claims_of(note), key=lambda claim: claim.number)
    assert found == [Claim(Fraction(number), lower, includes) for number, lower, includes in claims]
