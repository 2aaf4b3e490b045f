"""Numbers as a language writes them: never rounded again, marked where cut."""

from datetime import date
from fractions import Fraction

import pytest

from pipeline.render.numbers import Numbers

ZH, EN = Numbers("zh_CN", "CNY"), Numbers("en_GB", "USD")


@pytest.mark.parametrize(
    ("value", "text"), [("9216", "9,216.00"), ("-1234567.5", "-1,234,567.50"), ("0", "0.00"), ("1/3", "≈0.33")]
)
def test_money(value: str, text: str) -> None:
    assert ZH.money(Fraction(value)) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("0", "零元整"),
        ("10216", "壹万零贰佰壹拾陆元整"),
        ("0.07", "柒分"),
        ("100000.5", "壹拾万元伍角"),
        ("1001.01", "壹仟零壹元零壹分"),
        ("9999999.99", "玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分"),
    ],
)
def test_capitals(value: str, text: str) -> None:
    assert ZH.capitals(Fraction(value)) == text


def test_amounts_of_exports_keep_their_decimals() -> None:
    assert [ZH.amount(Fraction(value)) for value in ("180000", "86.5212", "1/3")] == [
        "180,000.00",
        "86.5212",
        "≈0.3333",
    ]
    assert ZH.amount(None) == ""


def test_capitals_are_for_chinese_money_only() -> None:
    assert EN.capitals(Fraction(5)) == ""


def test_percentages_keep_the_plan_s_places_and_show_when_they_are_cut() -> None:
    assert ZH.percent(Fraction("0.96"), 2) == "96.00%"
    assert ZH.percent(Fraction(2, 3), None) == "≈66.67%"
    assert ZH.share(Fraction(1, 2)) == "50%"
    assert ZH.percent(None, 2) == "–"


def test_quantities_follow_their_unit() -> None:
    assert ZH.quantity(Fraction("0.885"), "%") == "88.5%"
    assert ZH.quantity(Fraction(480000), "元") == "480,000"


def test_dates_and_currencies_follow_the_language() -> None:
    assert (ZH.day(date(2023, 9, 5)), EN.day(date(2023, 9, 5))) == ("2023年9月5日", "5 Sept 2023")
    assert (ZH.payable(Fraction(5)), EN.payable(Fraction(5))) == ("¥5.00", "US$5.00")


def test_what_scripts_sort_by_is_a_plain_number() -> None:
    assert float(ZH.plain(Fraction(1, 3))) == pytest.approx(0.333333)
    assert float(ZH.plain(None)) < float(ZH.plain(Fraction(-1000000)))
