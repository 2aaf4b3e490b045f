"""The condition language: what parses, what it means, and where it says that a text is wrong."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.plan.conditions import (
    Condition,
    ConditionError,
    Expected,
    FieldKind,
    Reference,
    Term,
    ValueKind,
    evaluate,
    fields_of,
    parse_condition,
)

FIELDS = {
    "签约金额": FieldKind("amount", ValueKind.NUMBER),
    "amount": FieldKind("amount", ValueKind.NUMBER),
    "客户类型": FieldKind("customer_type", words={"新": "新", "老": "老", "战略": "战略"}),
    "产品线": FieldKind("product"),
    "签约日期": FieldKind("signed_date", ValueKind.DATE),
    "首单": FieldKind("first_order", ValueKind.BOOL),
    "分成比例": FieldKind("share", ValueKind.RATIO),
    "达成率": FieldKind("attainment", arguments={"销售额": ValueKind.RATIO, "新客户或老客户": ValueKind.RATIO}),
}
ROW = {
    "amount": Decimal(100000),
    "customer_type": "新",
    "product": "001",
    "signed_date": pd.Timestamp("2026-09-01"),
    "first_order": True,
    "share": Fraction(1, 2),
    "attainment": Fraction(96, 100),
}


def parsed(text: str) -> Condition:
    condition = parse_condition(text, FIELDS)
    assert isinstance(condition, Condition), condition
    return condition


def holds(text: str, **changed: Any) -> bool:
    row: dict[str, Any] = {**ROW, **changed}
    return evaluate(parsed(text), lambda reference: row[reference.name])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("客户类型 = 新", True),
        ("客户类型=新且签约金额≥10万", True),
        ("客户类型 ＝ 新 且 签约金额 ＞ 100000", False),
        ("amount >= 100000 and amount <= 100000", True),
        ("amount != 100000 or 客户类型 <> 新", False),
        ("签约金额 ≠ 99999.99", True),
        ("客户类型 属于 (老、战略)", False),
        ("客户类型 in (老, 新)", True),
        ("客户类型属于（老，新）", True),
        ("产品线 = 001", True),
        ("产品线 = 1", False),
        ('产品线 = "且 或"', False),
        ("签约日期 ≥ 2026-09-01 且 签约日期 < 2026年9月2日", True),
        ("签约日期 = 2026/9/2", False),
        ("首单 = 是", True),
        ("首单 = 否", False),
        ("签约金额 ≥ 100,000 且 签约金额 < 100,000.01", True),
        ("签约金额≥100，001或签约金额<99,999元", False),
        ("签约金额 属于 (1,100,000)", False),
        ("签约金额 属于 (1, 100000)", True),
        ("(签约金额 属于 (1,2) 或 签约金额 = 100,000)", True),
        ("分成比例 ≥ 50%", True),
        ("分成比例 > 0.5", False),
        ("达成率(销售额) ≥ 96%", True),
        ("达成率（销售额）＜96％", False),
        ('达成率("新客户或老客户") ≥ 90%', True),
    ],
)
def test_a_condition_means_what_it_says(text: str, *, expected: bool) -> None:
    assert holds(text) is expected


def test_and_binds_tighter_than_or() -> None:
    assert holds("客户类型 = 新 或 客户类型 = 老 且 签约金额 < 1")
    assert not holds("(客户类型 = 新 或 客户类型 = 老) 且 签约金额 < 1")


@pytest.mark.parametrize("missing", [None, float("nan"), pd.NA, pd.NaT])
def test_a_missing_value_makes_its_single_term_false_also_with_unequal(missing: object) -> None:
    assert not holds("客户类型 ≠ 老", customer_type=missing)
    assert not holds("签约金额 < 1", amount=missing)
    assert holds("签约金额 < 1 或 客户类型 = 新", amount=missing)


@pytest.mark.parametrize(
    ("text", "position", "expected", "closest"),
    [
        ("签约 > 5", 1, Expected.FIELD, "签约金额"),
        ("", 1, Expected.FIELD, ""),
        ("签约金额 5", 6, Expected.OPERATOR, ""),
        ("签约金额 > ", 7, Expected.VALUE, ""),
        ("签约金额 > 多", 8, Expected.NUMBER, ""),
        ("签约金额 ≥ 1000,000", 12, Expected.END, ""),
        ("签约金额 ≥ 100,00", 11, Expected.END, ""),
        ("签约日期 ≥ 2026-02-30", 8, Expected.DATE, ""),
        ("首单 = 也许", 6, Expected.BOOL, ""),
        ("客户类型 = 新户", 8, Expected.WORD, "新"),
        ("客户类型 > 新", 6, Expected.EQUALITY, ""),
        ("客户类型 属于 新", 9, Expected.OPEN, ""),
        ("客户类型 属于 (新", 11, Expected.CLOSE, ""),
        ("(签约金额 > 1", 10, Expected.CLOSE, ""),
        ("签约金额 > 1 客户类型 = 新", 10, Expected.END, ""),
        ('产品线 = "x', 7, Expected.QUOTE, ""),
        ("达成率(销售) > 1", 5, Expected.NAME, "销售额"),
        ("达成率 > 1", 5, Expected.OPEN, ""),
        ("达成率(", 5, Expected.NAME, ""),
        ("达成率(销售额 > 1", 9, Expected.CLOSE, ""),
        ("产品名称 = x", 1, Expected.FIELD, "产品线"),
        ("达成率(销售额) ≥ 100", 12, Expected.RATIO, ""),
        ("(" * 31 + "签约金额 > 1", 31, Expected.SHORTER, ""),
        ("__import__('os')", 1, Expected.FIELD, ""),
    ],
)
def test_what_is_no_condition_says_where(text: str, position: int, expected: Expected, closest: str) -> None:
    failed = parse_condition(text, FIELDS)
    assert isinstance(failed, ConditionError), failed
    assert (failed.position, failed.expected, failed.closest) == (position, expected, closest)
    assert failed.found in text


def test_what_stands_where_something_else_was_expected_is_told() -> None:
    failed = parse_condition("客户类型 = 新户", FIELDS)
    assert isinstance(failed, ConditionError)
    assert failed.found == "新户"
    assert failed.choices == ("新", "老", "战略")


def test_brackets_around_a_term_leave_nothing_behind() -> None:
    assert parsed("((首单 = 是))").root == parsed("首单 = 是").root
    assert isinstance(parsed("首单 = 是").root, Term)


def test_fields_are_listed_once_in_order() -> None:
    condition = parsed("达成率(销售额) > 1 且 (签约金额 > 1 或 amount < 0)")
    assert fields_of(condition) == (Reference("attainment", "销售额"), Reference("amount"))


def test_a_condition_is_a_value_that_remembers_its_text() -> None:
    assert hash(parsed("首单 = 是")) == hash(parsed("首单 = 是"))
    assert parsed(" 首单=是").text == " 首单=是"
    assert evaluate(parsed("签约日期 = 2026-09-01"), lambda _: date(2026, 9, 1))


@given(st.text(alphabet="签约金额客户类型新首单=<>≥()且或属于,、'\" 12%.-", max_size=40))
def test_any_text_parses_or_says_where(text: str) -> None:
    outcome = parse_condition(text, FIELDS)
    if isinstance(outcome, ConditionError):
        assert 1 <= outcome.position <= len(text) + 1
    else:
        assert fields_of(outcome)
