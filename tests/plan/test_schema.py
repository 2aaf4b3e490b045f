"""The schemas of plan sheets and the frozen plan say the same."""

from dataclasses import MISSING, fields
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from pipeline.plan.literals import read_bool, read_date, read_number, read_ratio
from pipeline.plan.model import Component, Factor, GradeRule, Kpi, Measure, Parameters, RaterWeight, Tier, Weight
from schemas.components import ALWAYS, KIND_COLUMNS
from schemas.field import Table
from schemas.parameters import PARAMETERS
from schemas.plan import COMPONENTS, FACTORS, GRADES, KPIS, MEASURES, PLAN_SHEETS, RATER_WEIGHTS, SCORECARDS, TIERS
from schemas.terms import Kind

OF_THE_TABLE = {"table", "method", "boundary"}
COMPUTED = {"place", "order", "bare"}


@pytest.mark.parametrize(
    ("table", "row"),
    [
        (GRADES, GradeRule),
        (KPIS, Kpi),
        (SCORECARDS, Weight),
        (COMPONENTS, Component),
        (MEASURES, Measure),
        (RATER_WEIGHTS, RaterWeight),
        (FACTORS, Factor),
    ],
)
def test_a_row_has_the_fields_of_its_sheet(table: Table, row: Any) -> None:
    assert {field.name for field in table.fields} == {field.name for field in fields(row)} - COMPUTED


def test_a_tier_has_the_fields_of_its_sheet() -> None:
    names = {field.name for field in TIERS.fields} - OF_THE_TABLE
    assert names == {field.name for field in fields(Tier)} - COMPUTED


def test_parameters_have_the_names_and_defaults_of_the_sheet() -> None:
    model = {field.name: field.default for field in fields(Parameters)}
    assert sorted(model) == sorted(field.name for field in PARAMETERS)
    for field in PARAMETERS:
        default = model[field.name]
        if field.required:
            assert default is MISSING
        else:
            assert exact(field.default) == (default or None if default in ("", ()) else default), field.name


def exact(value: Any) -> Any:
    return Fraction(value) if isinstance(value, Decimal) else value


def test_every_kind_says_which_columns_it_needs_and_allows() -> None:
    known = {field.name for field in COMPONENTS.fields}
    assert set(KIND_COLUMNS) == set(Kind)
    assert known == {*ALWAYS, *(name for columns in KIND_COLUMNS.values() for name in columns.all)}
    for columns in KIND_COLUMNS.values():
        assert ("basis" in columns.all) == bool(columns.bases)


def test_headers_and_identifiers_are_unique_within_a_sheet() -> None:
    for table in PLAN_SHEETS:
        words = [word for field in table.fields for word in (field.header, field.name, *field.aliases)]
        assert len(words) == len(set(words)), table.header


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1,234.5", Fraction("1234.5")), ("50万", Fraction(500_000)), ("1.2亿元", Fraction(120_000_000)),
        ("95%", Fraction(19, 20)), ("95％", Fraction(19, 20)), ("-3", Fraction(-3)),
        ("¥8,000.00", Fraction(8000)), ("1,23", None), ("", None), ("1e5", None), ("nan", None), ("12 34", None),
    ],
)  # fmt: skip
def test_numbers_as_people_write_them(text: str, number: Fraction | None) -> None:
    assert read_number(text) == number


def test_ratios_dates_and_truths() -> None:
    assert (read_ratio("1.5"), read_ratio("150%"), read_ratio("1.6")) == (Fraction(3, 2), Fraction(3, 2), None)
    assert {read_date(text) for text in ("2026-09-01", "2026/9/1", "2026年9月1日", "20260901")} == {
        read_date("2026-9-1")
    }
    assert (read_date("2026-13-01"), read_date("soon")) == (None, None)
    assert (read_bool("是"), read_bool("N"), read_bool("true"), read_bool("maybe")) == (True, False, True, None)


def test_every_column_says_what_to_enter_in_both_languages() -> None:
    for table in PLAN_SHEETS:
        assert table.advice, table.name
        assert table.advice_en, table.name
        for field in table.fields:
            assert field.advice, (table.name, field.name)
            assert field.advice_en, (table.name, field.name)
