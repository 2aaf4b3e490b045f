"""Periods by their ids, their days, and full months of service (SPEC 1 and 5, fine print 22)."""

from __future__ import annotations

from datetime import date

import pytest

from pipeline.period import Period, full_months, in_its_year, parse_period
from schemas.terms import Cycle


@pytest.mark.parametrize(
    ("text", "start", "end", "cycle"),
    [
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29), Cycle.MONTH),
        ("2023-02", date(2023, 2, 1), date(2023, 2, 28), Cycle.MONTH),
        ("2023-12", date(2023, 12, 1), date(2023, 12, 31), Cycle.MONTH),
        ("2023Q1", date(2023, 1, 1), date(2023, 3, 31), Cycle.QUARTER),
        ("2023Q2", date(2023, 4, 1), date(2023, 6, 30), Cycle.QUARTER),
        ("2023Q4", date(2023, 10, 1), date(2023, 12, 31), Cycle.QUARTER),
        ("2024", date(2024, 1, 1), date(2024, 12, 31), Cycle.YEAR),
        ("0001", date(1, 1, 1), date(1, 12, 31), Cycle.YEAR),
    ],
)
def test_an_id_names_its_days(text: str, start: date, end: date, cycle: Cycle) -> None:
    assert parse_period(text) == Period(text, start, end, cycle)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2024-13",
        "2024-00",
        "2024Q0",
        "2024Q5",
        "24-01",
        "2024-1",
        "20245",
        "0000",
        "0000-01",
        "FY24",
        "x2024",
        "２０２４-01",
    ],
)
def test_what_names_no_period_is_none(text: str) -> None:
    assert parse_period(text) is None


def test_a_fiscal_period_comes_first_and_only_by_its_own_id() -> None:
    fiscal = Period("2024", date(2023, 7, 1), date(2024, 6, 30), Cycle.YEAR)
    other = Period("FY25", date(2024, 7, 1), date(2025, 6, 30), Cycle.YEAR)
    assert parse_period("2024", (other, fiscal)) == fiscal
    assert parse_period("2024-03", (other, fiscal)) == parse_period("2024-03")


def test_first_and_last_day_belong_to_a_period() -> None:
    june = Period("2024-06", date(2024, 6, 1), date(2024, 6, 30), Cycle.MONTH)
    days = (date(2024, 5, 31), date(2024, 6, 1), date(2024, 6, 30), date(2024, 7, 1))
    assert [june.covers(day) for day in days] == [False, True, True, False]
    assert june.days == len(june.dates())
    assert (june.dates()[0], june.dates()[-1]) == (june.start, june.end)


@pytest.mark.parametrize(
    ("start", "end", "months"),
    [
        (date(2024, 1, 31), date(2024, 2, 29), 1),  # the day after is 1 March: the 31st of February was its last day
        (date(2024, 1, 31), date(2024, 2, 28), 1),  # and 29 February counts as the 31st
        (date(2024, 1, 30), date(2024, 2, 27), 0),
        (date(2023, 1, 29), date(2023, 2, 27), 1),  # 28 February 2023 counts as the 29th
        (date(2024, 1, 1), date(2024, 6, 30), 6),
        (date(2024, 1, 2), date(2024, 6, 30), 5),
        (date(2023, 12, 1), date(2024, 2, 29), 3),
        (date(2024, 2, 29), date(2025, 2, 27), 12),
        (date(2024, 6, 30), date(2024, 6, 30), 0),
    ],
)
def test_full_months_count_to_the_day_after_the_period(start: date, end: date, months: int) -> None:
    assert full_months(start, end) == months


def test_a_period_lies_in_the_firms_own_year_and_quarter_if_it_lies_there_wholly() -> None:
    fiscal = [
        Period("FY23", date(2023, 4, 1), date(2024, 3, 31), Cycle.YEAR),
        Period("FY24", date(2024, 4, 1), date(2025, 3, 31), Cycle.YEAR),
        Period("FY24-Q1", date(2024, 4, 1), date(2024, 6, 30), Cycle.QUARTER),
    ]
    found = {
        text: in_its_year(one, fiscal)
        for text in ("2024-03", "2024-04", "2024-06", "2024-07", "2024Q1")
        if (one := parse_period(text))
    }
    year, quarter = (date(2024, 4, 1), date(2025, 3, 31)), (date(2024, 4, 1), date(2024, 6, 30))
    assert {text: (one.year, one.quarter) for text, one in found.items()} == {
        "2024-03": ((date(2023, 4, 1), date(2024, 3, 31)), None),
        "2024-04": (year, quarter),
        "2024-06": (year, quarter),
        "2024-07": (year, None),
        "2024Q1": ((date(2023, 4, 1), date(2024, 3, 31)), None),
    }
    assert in_its_year(fiscal[1], []) == fiscal[1]
    crossing = Period("W", date(2024, 3, 30), date(2024, 4, 5), Cycle.MONTH)
    assert (in_its_year(crossing, fiscal).year, in_its_year(crossing, fiscal).quarter) == (None, None)
