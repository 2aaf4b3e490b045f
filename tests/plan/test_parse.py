"""A correct plan becomes frozen values."""

from datetime import date
from fractions import Fraction

from pipeline.plan.conditions import Reference, fields_of
from schemas.terms import Aggregate, Category, Cycle, Kind, Method, Scope
from tests.plan.books import parsed, sheets, tier_rows


def test_a_plan_of_one_page_parses_without_a_finding() -> None:
    plan, findings = parsed()
    assert findings == ()
    assert (plan.parameters.plan_name, plan.parameters.effective_from) == ("销售激励方案", date(2023, 1, 1))
    assert plan.parameters.approved_date == date(2022, 12, 20)
    assert plan.parameters.attainment_cap == Fraction(3, 2)
    rule = plan.grade_rule("骨干", Cycle.QUARTER)
    assert rule is not None
    assert (rule.base, rule.probation_factor, rule.place.cell) == (Fraction(8000), Fraction(1), "2:2")
    assert plan.grade_rule("骨干", Cycle.MONTH) is None
    assert (plan.kpis["拜访"].category, plan.kpis["拜访"].quality) == (Category.PROCESS, True)
    assert [(w.grade, w.kpi, w.weight) for w in plan.weights][:2] == [
        ("骨干", "销售额", Fraction(1, 2)),
        ("骨干", "回款率", Fraction(1, 5)),
    ]
    assert plan.weights[-1].place.cell == "D4"
    assert [tier.lower for tier in plan.tables["绩效系数"].tiers] == [None, 70, 80, 90]
    assert [tier.value for tier in plan.tables["评级"].tiers] == ["C", "B", "A", "S"]
    assert plan.components[0].kind is Kind.PERFORMANCE
    assert plan.measures["新客户数"].aggregate is Aggregate.DISTINCT
    assert plan.measures["签约毛利"].weighted
    assert not plan.measures["应收金额"].weighted


def test_components_and_measures_name_columns_in_chinese_or_english() -> None:
    plan, findings = parsed(
        计量=[
            {
                "计量": "新品额",
                "来源表": "orders",
                "字段": "签约金额",
                "汇总": "求和",
                "条件": "产品线 = 新品 且 职级 = 骨干",
            },
            {"计量": "团队额", "来源表": "订单", "字段": "amount", "汇总": "求和", "范围": "团队", "计系数": "否"},
        ],
        奖金项=[
            {
                "奖金项": "首单奖",
                "类型": "单笔奖",
                "条件": "签约金额 ≥ 1万 且 客户类型 = 新",
                "金额": "1000",
                "依据": "首笔",
            },
            {
                "奖金项": "提成",
                "类型": "提成",
                "计量": "新品额",
                "档位表": "提成",
                "职级": "骨干、新人",
                "周期": "季度",
            },
            {"奖金项": "旅游", "类型": "定额", "条件": "总分 ≥ 95 且 计量(团队额) > 0", "金额": "0"},
        ],
        档位=[
            *tier_rows("绩效系数", [("", "1")]),
            *tier_rows("评级", [("", "1"), ("90", "2")]),
            *tier_rows("提成", [("0", "3%"), ("100000", "0.05")], "分段累进"),
        ],
    )
    assert findings == ()
    assert plan.measures["新品额"].field == "amount"
    assert plan.measures["新品额"].date_field == "signed_date"
    assert (plan.measures["新品额"].weighted, plan.measures["团队额"].weighted) == (True, False)
    assert plan.measures["团队额"].scope is Scope.TEAM
    first, commission, travel = plan.components
    assert first.condition is not None
    assert fields_of(first.condition) == (Reference("amount"), Reference("customer_type"))
    assert (commission.grades, commission.cycles) == (("骨干", "新人"), (Cycle.QUARTER,))
    assert travel.condition is not None
    assert fields_of(travel.condition) == (Reference("total_score"), Reference("measure", "团队额"))
    rates = plan.tables["提成"]
    assert (rates.method, [tier.value for tier in rates.tiers]) == (
        Method.MARGINAL,
        [Fraction(3, 100), Fraction(1, 20)],
    )
    assert [tier.value for tier in plan.tables["评级"].tiers] == ["1", "2"]


def test_a_grid_may_be_written_along_either_side() -> None:
    cells = [("10", "0", "3"), ("0", "0", "1"), ("0", "5", "2"), ("10", "5", "4")]
    rows = [{"档位表": "网格", "下限": x, "下限2": y, "值": value} for x, y, value in cells]
    component = {"奖金项": "提成", "类型": "提成", "计量": "签约金额", "计量2": "签约笔数", "档位表": "网格"}
    tiers = [*sheets()["档位"], {**rows[0], "方式": "二维"}, *rows[1:]]
    plan, findings = parsed(档位=tiers, 奖金项=[component])
    assert findings == ()
    assert [tier.value for tier in plan.tables["网格"].tiers] == [1, 2, 3, 4]
