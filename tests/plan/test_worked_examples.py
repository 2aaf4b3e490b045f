"""Worked examples in notes are calculated again."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.plan.check import check_plan
from pipeline.plan.worked_examples import worked_examples
from pipeline.wording import LANGUAGES, wording
from tests.plan.books import codes, parameter_rows, parsed


@pytest.mark.parametrize(
    ("note", "value", "holds"),
    [
        ("小张：8,000 × 1.2 × 96% = 9,216", 9216, True),
        ("8000x1.0x96%=9,216 元", 7680, False),
        ("销售额 96×50% + 回款率 88×20% + 拜访 93×15% + 及时率 100×15% = 93.2", Fraction("94.55"), False),
        ("96×50%+88×20%+93×15%+100×15%=94.55", Fraction("94.55"), True),
        ("92 分×60% + 95 分×40% = 93.2 分", Fraction("93.2"), True),
        ("(30% + 20%) × 8,000 = 4,000", 4000, True),
        ("48万 ÷ 50万 = 96%", Fraction(96, 100), True),
        ("2 ÷ 3 = 0.67", Fraction(2, 3), True),
        ("10 − 4 − 3 = 3", 3, True),
    ],
)
def test_an_example_is_calculated_again(note: str, value: Fraction | int, *, holds: bool) -> None:
    (example,) = worked_examples(note)
    assert example.value == value
    assert example.holds is holds


@pytest.mark.parametrize(
    "note", ["", "奖金基数 × 绩效系数 × 销售额达成率", "超额 10% 以内", "2023-01-01", "A = 3", "(3 × 4 = 12"]
)
def test_what_is_no_calculation_is_left_alone(note: str) -> None:
    assert all(example.holds for example in worked_examples(note))


def test_a_wrong_example_is_told_at_its_note() -> None:
    rows = parameter_rows(主指标="")
    rows[0]["说明"] = "示例得分 96×50%+88×20%+93×15%+100×15%=93.2"
    (found,) = check_plan(parsed(方案=rows)[0])
    assert codes([found]) == [("plan-check-example", "方案!C2", "93.2")]
    assert dict(found.params)["value_found"] == "94.55"
    for lang in LANGUAGES:
        assert "94.55" in wording(lang)(f"finding.{found.code}.what", value=found.value, **dict(found.params))


@given(st.text(alphabet="0123456789.,%万×÷+-=()（） 分a", max_size=30))
def test_any_note_can_be_read(note: str) -> None:
    for example in worked_examples(note):
        assert isinstance(example.value, Fraction)
