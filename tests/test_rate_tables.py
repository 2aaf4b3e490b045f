"""Every way to read a rate table, at, between, below and beyond its bounds (SPEC 4)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from pipeline.findings import Place
from pipeline.plan.model import RateTable, Tier
from pipeline.rate_tables import Problem, Reading, read_against, read_factor, read_table
from schemas.terms import Boundary, Direction, Method

Rows = Sequence[tuple[str | None, str | None]]
COEFFICIENTS: Rows = ((None, "0"), ("70", "0.8"), ("80", "1.0"), ("90", "1.2"))
EXCESS: Rows = ((None, "0"), ("1", "0.03"), ("1.1", "0.05"), ("1.2", "0.08"))


def table(method: Method, rows: Rows, boundary: Boundary = Boundary.UPPER) -> RateTable:
    tiers = tuple(
        Tier(None if low is None else Fraction(low), None if value is None else Fraction(value), Place())
        for low, value in rows
    )
    return RateTable("档位", method, boundary, tiers, Place())


def grid(rows: Sequence[tuple[str | None, str | None, str]]) -> RateTable:
    tiers = tuple(
        Tier(
            None if low is None else Fraction(low),
            Fraction(value),
            Place(),
            lower2=None if low2 is None else Fraction(low2),
        )
        for low, low2, value in rows
    )
    return RateTable("二维", Method.GRID, Boundary.UPPER, tiers, Place())


@pytest.mark.parametrize(
    ("boundary", "x", "value"),
    [
        (Boundary.UPPER, "-3", "0"),
        (Boundary.UPPER, "69.99", "0"),
        (Boundary.UPPER, "70", "0.8"),
        (Boundary.UPPER, "90", "1.2"),
        (Boundary.UPPER, "500", "1.2"),
        (Boundary.LOWER, "70", "0"),
        (Boundary.LOWER, "90", "1"),
        (Boundary.LOWER, "90.01", "1.2"),
    ],
)
def test_step_gives_the_value_of_the_tier(boundary: Boundary, x: str, value: str) -> None:
    reading = read_table(table(Method.STEP, COEFFICIENTS, boundary), Fraction(x))
    assert (reading.value, reading.problem) == (Fraction(value), None)


def test_a_value_on_the_first_bound_is_not_below_it_even_with_the_lower_boundary() -> None:
    reading = read_table(table(Method.STEP, (("0", "1"), ("10", "2")), Boundary.LOWER), Fraction(0))
    assert reading.value == 1


@pytest.mark.parametrize("method", [Method.STEP, Method.MARGINAL, Method.WHOLE, Method.LADDER, Method.QUANTILE])
def test_below_the_first_bound_is_a_problem(method: Method) -> None:
    assert read_table(table(method, (("60", "1"), ("70", "2"))), Fraction(59)).problem is Problem.BELOW


@pytest.mark.parametrize("method", [Method.STEP, Method.MARGINAL, Method.WHOLE, Method.LADDER, Method.INTERPOLATED])
def test_an_empty_value_ends_the_table(method: Method) -> None:
    ends = table(method, (("0", "1"), ("70", None)))
    assert read_table(ends, Fraction(70)).problem is Problem.NO_VALUE
    assert read_table(ends, Fraction(69)).problem is None


@pytest.mark.parametrize(
    ("x", "value"),
    [("10", "0.8"), ("80", "0.8"), ("85", "0.9"), ("90", "1"), ("96", "1.06"), ("100", "1.1"), ("140", "1.1")],
)
def test_interpolated_is_linear_between_points_and_constant_beyond(x: str, value: str) -> None:
    line = table(Method.INTERPOLATED, (("80", "0.8"), ("90", "1"), ("100", "1.1")))
    assert read_table(line, Fraction(x)).value == Fraction(value)


def test_interpolated_from_an_unbounded_first_tier_is_constant_below_the_first_point() -> None:
    line = table(Method.INTERPOLATED, ((None, "0"), ("80", "1"), ("90", "2")))
    assert [read_table(line, Fraction(x)).value for x in ("79", "80", "85")] == [0, 1, Fraction("1.5")]


def test_interpolated_on_a_point_is_its_value_with_either_boundary() -> None:
    for boundary in Boundary:
        line = table(Method.INTERPOLATED, (("80", "0.8"), ("90", "1"), ("100", "1.1")), boundary)
        assert [read_table(line, Fraction(x)).words for x in (80, 90, 100)] == ["0.8", "1", "1.1"]


def test_interpolated_prints_its_formula() -> None:
    line = table(Method.INTERPOLATED, (("80", "1"), ("90", "0.9")))
    assert read_table(line, Fraction(84)).words == "1 + (84 − 80) ÷ (90 − 80) × (-0.1)"


def test_marginal_pays_each_part_at_its_own_rate() -> None:
    bands = table(Method.MARGINAL, (("0", "0.01"), ("100000", "0.02"), ("300000", "0.05")))
    reading = read_table(bands, Fraction("350000.5"))
    assert reading.value == 1000 + 4000 + Fraction("2500.025")
    assert reading.words == "100,000.00 × 1% + 200,000.00 × 2% + 50,000.50 × 5%"


def test_whole_pays_all_at_the_rate_of_the_tier() -> None:
    reading = read_table(table(Method.WHOLE, (("0", "0.01"), ("100000", "0.02"))), Fraction(150_000))
    assert reading == Reading(Fraction(3000), "150,000.00 × 2%", reading.tiers)


def test_ladder_adds_the_values_of_all_tiers_reached() -> None:
    reading = read_table(table(Method.LADDER, ((None, "0"), ("10", "500"), ("20", "800"))), Fraction(20))
    assert reading == Reading(Fraction(1300), "0.00 + 500.00 + 800.00", reading.tiers)


@pytest.mark.parametrize(("x", "y", "value"), [("0", "0", "1"), ("0", "5", "2"), ("10", "4.9", "3"), ("99", "5", "4")])
def test_grid_reads_two_values(x: str, y: str, value: str) -> None:
    square = grid([(None, None, "1"), (None, "5", "2"), ("10", None, "3"), ("10", "5", "4")])
    assert read_table(square, Fraction(x), y=Fraction(y)).value == Fraction(value)


def test_a_grid_may_be_listed_by_either_side() -> None:
    cells = [("0", "0", "1"), ("10", "0", "3"), ("0", "5", "2"), ("10", "5", "4")]
    for rows in (cells, sorted(cells)):
        assert [read_table(grid(rows), Fraction(x), y=Fraction(y)).value for x, y in ((9, 9), (10, 4), (10, 5))] == [
            2,
            3,
            4,
        ]


def test_grid_below_either_first_bound_is_a_problem() -> None:
    square = grid([("1", "1", "1"), ("1", "5", "2")])
    assert read_table(square, Fraction(0), y=Fraction(2)).problem is Problem.BELOW
    assert read_table(square, Fraction(1), y=Fraction(0)).problem is Problem.BELOW


def test_places_that_are_not_listed_get_nothing() -> None:
    prizes = table(Method.PLACES, (("1", "1000"), ("2", "500")))
    assert [read_table(prizes, Fraction(place)).value for place in (1, 2, 3)] == [1000, 500, 0]


def test_bounds_in_percent_are_compared_in_exact_money() -> None:
    """A third of 100 times 3 is 100 exactly: no rounding may lose the tier."""
    steps = table(Method.STEP, EXCESS)
    assert read_against(steps, Fraction(100, 3) * 3, Fraction(100)).value == Fraction("0.03")
    assert read_against(steps, Fraction("109.999999"), Fraction(100)).value == Fraction("0.03")
    assert read_against(steps, Fraction(110), Fraction(100)).value == Fraction("0.05")


def test_marginal_against_a_baseline_pays_on_money() -> None:
    """Pamela Ansman-Wolfe's published quarter: 204.09 % of 210,000."""
    reading = read_against(table(Method.MARGINAL, EXCESS[:3]), Fraction("428595.8025"), Fraction(210_000))
    assert reading.value == Fraction("630") + Fraction("197595.8025") / 20
    assert reading.words == "210,000.00 × 0% + 21,000.00 × 3% + 197,595.8025 × 5%"


def test_excess_counts_bounds_from_the_baseline() -> None:
    bands = table(Method.MARGINAL, (("0", "0.03"), ("0.1", "0.05")))
    assert read_against(bands, Fraction(125), Fraction(100), excess=True).value == Fraction("0.3") + Fraction("0.75")
    assert read_against(bands, Fraction(80), Fraction(100), excess=True).value == 0


def test_whole_pays_on_the_amount_given() -> None:
    bands = table(Method.WHOLE, (("0", "0.01"), ("1", "0.02")))
    assert read_against(bands, Fraction(100), Fraction(100), amount=Fraction(5000)).value == 100
    assert read_against(bands, Fraction(100), Fraction(100)).value == 2
    assert read_against(bands, Fraction(100), Fraction(100), amount=Fraction(-5000)).value == 0


def test_where_it_multiplies_money_a_negative_amount_is_zero() -> None:
    assert read_against(table(Method.MARGINAL, (("0", "0.03"),)), Fraction(-500), Fraction(100)).value == 0


@pytest.mark.parametrize(
    ("actual", "value"), [("0", "0.08"), ("-1", "0.08"), ("8", "0.08"), ("9", "0.05"), ("10", "0.03"), ("10.01", "0")]
)
def test_less_is_better_reaches_a_bound_when_actual_times_bound_is_within_the_baseline(actual: str, value: str) -> None:
    steps = table(Method.STEP, EXCESS)
    assert read_against(steps, Fraction(actual), Fraction(10), direction=Direction.LOWER).value == Fraction(value)


def test_less_is_better_has_no_parts_to_pay_marginally_but_its_saving_has() -> None:
    bands = table(Method.MARGINAL, (("0", "0.5"),))
    assert read_against(bands, Fraction(8), Fraction(10), direction=Direction.LOWER).problem is Problem.NO_AMOUNT
    assert read_against(bands, Fraction(8), Fraction(10), direction=Direction.LOWER, excess=True).value == 1


@pytest.mark.parametrize(
    ("method", "attainment", "value", "words"),
    [
        (Method.MARGINAL, "1.3", "1.45", "100% × 1 + 30% × 1.5"),
        (Method.WHOLE, "1.3", "1.95", "130% × 1.5"),
        (Method.STEP, "1.3", "1.5", "1.5"),
        (Method.MARGINAL, "-0.2", "0", "0% × 1"),
        (Method.INTERPOLATED, "0.5", "1.25", "1 + (0.5 − 0) ÷ (1 − 0) × 0.5"),
    ],
)
def test_a_ratio_is_read_for_a_factor_on_the_base(method: Method, attainment: str, value: str, words: str) -> None:
    reading = read_factor(table(method, (("0", "1"), ("1", "1.5"))), Fraction(attainment))
    assert (reading.number, reading.words) == (Fraction(value), words)


def test_a_ratio_below_the_table_or_without_a_value_is_a_problem() -> None:
    ends = table(Method.MARGINAL, (("0.7", "1"), ("2", None)))
    assert read_factor(ends, Fraction("0.5")).problem is Problem.BELOW
    assert read_factor(ends, Fraction(2)).problem is Problem.NO_VALUE


def test_texts_are_read_and_are_no_numbers() -> None:
    rating = RateTable(
        "评级", Method.STEP, Boundary.UPPER, (Tier(None, "C", Place()), Tier(Fraction(80), "A", Place())), Place()
    )
    reading = read_table(rating, Fraction(80))
    assert (reading.value, reading.words) == ("A", "A")
    with pytest.raises(TypeError):
        _ = reading.number
    with pytest.raises(TypeError):
        _ = Reading(problem=Problem.BELOW).number


@pytest.mark.parametrize("method", [Method.STEP, Method.MARGINAL, Method.LADDER])
def test_a_problem_and_a_sum_name_the_tiers_that_were_read(method: Method) -> None:
    ends = table(method, (("0", "1"), ("70", "2"), ("90", None)))
    read = read_table(ends, Fraction(95)).tiers
    assert [tier.lower for tier in read] == [90]
    assert [tier.lower for tier in read_table(ends, Fraction(75)).tiers] == ([70] if method is Method.STEP else [0, 70])


@pytest.mark.parametrize("method", [Method.MARGINAL, Method.LADDER])
def test_an_empty_value_that_is_passed_says_nothing_either(method: Method) -> None:
    gap = table(method, (("0", "1"), ("70", None), ("90", "2")))
    reading = read_table(gap, Fraction(95))
    assert reading.problem is Problem.NO_VALUE
    assert [tier.lower for tier in reading.tiers] == [0, 70, 90]


def test_whole_and_interpolated_name_the_tiers_that_they_read() -> None:
    whole = read_table(table(Method.WHOLE, (("0", "0.01"), ("100", "0.02"))), Fraction(150))
    assert [tier.lower for tier in whole.tiers] == [100]
    line = table(Method.INTERPOLATED, (("0", "1"), ("0.5", "2"), ("1", "3")))
    assert [tier.lower for tier in read_table(line, Fraction("0.75")).tiers] == [Fraction("0.5"), 1]


def test_a_line_over_percentages_prints_percentages() -> None:
    bare = (Tier(Fraction("0.8"), Fraction(1), Place()), Tier(Fraction(1), Fraction(2), Place()))
    points = tuple(replace(tier, bare=False) for tier in bare)
    words = [
        read_table(RateTable("档位", Method.INTERPOLATED, Boundary.UPPER, tiers, Place()), Fraction("0.9")).words
        for tiers in (points, bare)
    ]
    assert words == ["1 + (90% − 80%) ÷ (100% − 80%) × 1", "1 + (0.9 − 0.8) ÷ (1 − 0.8) × 1"]


def test_a_flat_line_adds_nothing_and_says_so_without_brackets() -> None:
    line = table(Method.INTERPOLATED, (("80", "1"), ("90", "1")))
    assert read_table(line, Fraction(84)).words == "1 + (84 − 80) ÷ (90 − 80) × 0"


@pytest.mark.parametrize(("boundary", "values"), [(Boundary.UPPER, [3, 4]), (Boundary.LOWER, [1, 2])])
def test_a_grids_bounds_belong_to_either_side(boundary: Boundary, values: list[int]) -> None:
    square = replace(grid([("-5", "0", "1"), ("-5", "5", "2"), ("10", "0", "3"), ("10", "5", "4")]), boundary=boundary)
    assert [read_table(square, Fraction(10), y=Fraction(y)).value for y in ("0", "5.5")] == values


def test_a_grid_read_at_one_value_takes_nothing_for_the_other() -> None:
    assert read_table(grid([("0", "0", "1"), ("0", "5", "2")]), Fraction(3)).value == 1
    assert read_table(grid([("0", "-1", "1"), ("0", "0", "2")]), Fraction(3)).value == 2


def test_a_grid_over_attainment_reads_its_second_value_in_either_direction() -> None:
    square = grid([("0", "0", "1"), ("0", "5", "2"), ("1", "0", "3"), ("1", "5", "4")])
    assert read_against(square, Fraction(120), Fraction(100), y=Fraction(6)).value == 4
    lower: dict[str, Any] = {"direction": Direction.LOWER}
    assert read_against(square, Fraction(8), Fraction(10), y=Fraction(6), **lower).value == 4
    assert read_against(square, Fraction(12), Fraction(10), y=Fraction(6), **lower).value == 2


def test_less_is_better_pays_its_rate_on_the_amount_given_or_the_actual() -> None:
    rates = table(Method.WHOLE, (("0", "0.01"), ("1", "0.02")))
    lower: dict[str, Any] = {"direction": Direction.LOWER}
    assert read_against(rates, Fraction(8), Fraction(10), amount=Fraction(5000), **lower).value == 100
    assert read_against(rates, Fraction(8), Fraction(10), **lower).value == Fraction("0.16")
    assert read_against(rates, Fraction(8), Fraction(10), amount=Fraction(-5000), **lower).value == 0


def test_an_actual_of_zero_reaches_a_table_without_bounds() -> None:
    lower: dict[str, Any] = {"direction": Direction.LOWER}
    assert read_against(table(Method.STEP, ((None, "7"),)), Fraction(0), Fraction(10), **lower).value == 7


def test_a_place_that_is_not_listed_prints_its_nothing() -> None:
    assert read_table(table(Method.PLACES, (("1", "1000"),)), Fraction(2)).words == "0"
