"""A rate of 100 % or more on money is told: a percent sign was left out."""

from __future__ import annotations

from tests.plan.books import codes, parsed, sheets, tier_rows

TIERS = sheets()["档位"]
SALES = [{"奖金项": "提成", "类型": "提成", "计量": "签约金额", "档位表": "签约提成"}]


def test_a_bare_rate_on_money_is_warned_of_at_its_cell() -> None:
    bare = tier_rows("签约提成", [("", "1"), ("500000", "1.5")], "分段累进")
    plan, findings = parsed(档位=[*TIERS, *bare], 奖金项=SALES)
    places = [(one.code, one.place.sheet, one.value) for one in findings]
    assert places == [("plan-rate-above-whole", "档位", "1"), ("plan-rate-above-whole", "档位", "1.5")]
    assert not any(one.blocks for one in findings)
    assert plan.tables["签约提成"].tiers[0].value == 1


def test_half_of_the_sales_is_warned_of_and_half_of_a_margin_is_not() -> None:
    direct = [{"奖金项": "提成", "类型": "提成", "计量": "签约金额", "比例": "0.5"}]
    assert codes(parsed(奖金项=direct)[1]) == [("plan-rate-half", "奖金项!K2", "50%")]
    assert codes(parsed(奖金项=[direct[0] | {"计量": "签约毛利"}])[1]) == []


def test_rates_below_half_and_amounts_per_unit_are_silent() -> None:
    rates = tier_rows("签约提成", [("", "1%"), ("500000", "49%")], "分段累进")
    assert codes(parsed(档位=[*TIERS, *rates], 奖金项=SALES)[1]) == []
    per_visit = tier_rows("拜访提成", [("", "5"), ("20", "8")], "分段累进")
    visits = [{"奖金项": "拜访提成", "类型": "提成", "计量": "有效拜访", "档位表": "拜访提成"}]
    assert codes(parsed(档位=[*TIERS, *per_visit], 奖金项=visits)[1]) == []
