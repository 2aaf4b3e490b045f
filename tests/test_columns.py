"""Rules as column functions: added in order, read by name, explained from their own signature."""

from __future__ import annotations

from fractions import Fraction

import pandas as pd
import pytest

from pipeline.columns import add_columns, arguments, explain


def bonus_before_cap(base: pd.Series, coefficient: pd.Series) -> pd.Series:
    """Base times coefficient."""
    return base * coefficient


def bonus(bonus_before_cap: pd.Series, cap: Fraction) -> pd.Series:
    """The bonus, at most the cap."""
    return bonus_before_cap.where(bonus_before_cap <= cap, cap)


PEOPLE = pd.DataFrame(
    {"base": [Fraction(8000), Fraction(5000)], "coefficient": [Fraction(6, 5), Fraction(1)]}, dtype=object
)


def test_rules_add_their_column_in_order() -> None:
    found = add_columns(PEOPLE, bonus_before_cap, bonus, cap=Fraction(9000))
    assert found.columns.tolist() == ["base", "coefficient", "bonus_before_cap", "bonus"]
    assert found["bonus"].tolist() == [9000, 5000]


def test_the_frame_given_stays_as_it_is() -> None:
    add_columns(PEOPLE, bonus_before_cap)
    assert PEOPLE.columns.tolist() == ["base", "coefficient"]


def test_a_rule_reads_only_what_stands_above_it() -> None:
    with pytest.raises(KeyError, match="bonus_before_cap"):
        add_columns(PEOPLE, bonus, bonus_before_cap, cap=Fraction(9000))


def test_a_column_wins_over_a_parameter_of_its_name() -> None:
    assert add_columns(PEOPLE, bonus_before_cap, base=Fraction(1))["bonus_before_cap"].tolist() == [9600, 5000]


def test_the_explanation_is_the_rule_s_own() -> None:
    first = add_columns(PEOPLE, bonus_before_cap, bonus, cap=Fraction(9000)).iloc[0]
    row = {str(name): value for name, value in first.items()}
    assert arguments(bonus) == ("bonus_before_cap", "cap")
    assert explain(row, bonus_before_cap, bonus, cap=Fraction(9000)) == [
        ("bonus_before_cap", "Base times coefficient.", 9600, {"base": 8000, "coefficient": Fraction(6, 5)}),
        ("bonus", "The bonus, at most the cap.", 9000, {"bonus_before_cap": 9600, "cap": 9000}),
    ]
