"""Totals, sub-scores, coefficient, rating and places (SPEC 5.4, 5.5, 8)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from fractions import Fraction
from typing import Any

import pandas as pd
import pytest

from pipeline.columns import add_columns
from pipeline.findings import Place
from pipeline.money import MISSING
from pipeline.plan.model import Plan, RateTable, Tier
from pipeline.rules.gaps import total_gaps
from pipeline.rules.ranks import RANKS
from pipeline.rules.totals import TOTALS, scorecard_sums
from schemas.terms import Boundary, Category, Method
from tests.rules.spoken import spoken, told
from tests.rules.typed import person, plan, tables

COEFFICIENTS = (("70", Fraction(4, 5)), ("80", Fraction(1)), ("90", Fraction(6, 5)))
RATINGS = ((None, "C"), ("80", "B"), ("90", "A"))
QUANTILES = (("0", "A"), ("0.2", "B"), ("0.7", "C"))


def rate_table(name: str, method: Method, tiers: Sequence[tuple[str | None, Any]]) -> RateTable:
    rows = tuple(Tier(None if low is None else Fraction(low), value, Place()) for low, value in tiers)
    return RateTable(name, method, Boundary.UPPER, rows, Place("plan.xlsx", "档位", "A2"))


def plan_of(rating: RateTable | None = None, **parameters: Any) -> Plan:
    found = rating or rate_table("评级", Method.STEP, RATINGS)
    return plan(
        tables={"系数": rate_table("系数", Method.STEP, ((None, Fraction(0)), *COEFFICIENTS)), "评级": found},
        parameters=parameters,
    )


def scores_of(*rows: tuple[str, str, str, str | None]) -> pd.DataFrame:
    """Rows of employee_id, category (result or process), weight, score."""
    frame = pd.DataFrame(
        [
            {
                "employee_id": who,
                "kpi": f"{category}{place}",
                "category": Category[category].value,
                "weight": Fraction(weight),
                "score": MISSING if score is None else Fraction(score),
                "attainment": Fraction(1, 2),
                "dropped": False,
            }
            for place, (who, category, weight, score) in enumerate(rows)
        ],
        dtype=object,
    )
    return frame.assign(weighted_score=frame["weight"] * frame["score"])


def people_of(*ids: str, teams: Sequence[str] = ()) -> pd.DataFrame:
    rows = [{**person(one), "sheet_id": 0, "sheet_row": place} for place, one in enumerate(ids, start=2)]
    for row, team in zip(rows, teams, strict=False):
        row["team"] = team
    return pd.DataFrame(rows)


def totalled(scheme: Plan, people: pd.DataFrame, scores: pd.DataFrame) -> pd.DataFrame:
    summed = scorecard_sums(scheme, people, scores)
    return add_columns(summed, *TOTALS, rate_tables=scheme.tables, **asdict(scheme.parameters))


def totals_of(**totals: str) -> pd.DataFrame:
    """People of a plan who each have one KPI that scores the total."""
    rows = scores_of(*((who, "RESULT", "1", total) for who, total in totals.items()))
    return totalled(plan_of(), people_of(*totals), rows)


def test_total_and_sub_scores() -> None:
    rows = scores_of(
        ("1", "RESULT", "0.5", "96"), ("1", "RESULT", "0.2", "88"), ("1", "PROCESS", "0.1", "70"),
        ("1", "PROCESS", "0.2", "80"),
    )  # fmt: skip
    found = totalled(plan_of(), people_of("1"), rows).iloc[0]
    assert found["total_score"] == Fraction("88.6")
    assert found["result_score"] == Fraction("93.71")
    assert found["process_score"] == Fraction("76.67")
    assert (found["coefficient"], found["rating"]) == (1, "B")


@pytest.mark.parametrize(
    ("total", "coefficient", "rating"),
    [("69.99", "0", "C"), ("70", "4/5", "C"), ("89.995", "6/5", "A"), ("89.994", "1", "B")],
)
def test_bands_read_the_rounded_total(total: str, coefficient: str, rating: str) -> None:
    found = totals_of(a=total).iloc[0]
    assert (found["coefficient"], found["rating"]) == (Fraction(coefficient), rating)


def test_a_total_in_a_band_without_a_rating_has_none() -> None:
    scheme = plan_of(rate_table("评级", Method.STEP, ((None, "C"), ("90", None))))
    rows = scores_of(("1", "RESULT", "1", "95"), ("2", "RESULT", "1", "80"))
    ratings = totalled(scheme, people_of("1", "2"), rows)["rating"]
    assert pd.isna(ratings.iloc[0])
    assert ratings.iloc[1] == "C"


def test_not_rounded_means_exact() -> None:
    rows = scores_of(("1", "RESULT", "1/3", "89.99"), ("1", "RESULT", "2/3", "90"))
    assert totalled(plan_of(total_places=None), people_of("1"), rows).loc[0, "total_score"] == Fraction("269.99") / 3


def test_no_process_kpi_no_process_score() -> None:
    assert pd.isna(totals_of(a="80")["process_score"]).all()


def test_a_missing_score_leaves_no_total_and_no_second_finding() -> None:
    rows = scores_of(("1", "RESULT", "0.5", "96"), ("1", "RESULT", "0.5", None))
    scheme, people = plan_of(), people_of("1")
    found = totalled(scheme, people, rows)
    assert found[["total_score", "result_score", "coefficient", "rating"]].isna().all(axis=None)
    assert total_gaps(scheme, tables(people=[person("1")]), found, rows) == []


def test_what_was_left_out_is_no_gap_in_the_total() -> None:
    rows = scores_of(("1", "RESULT", "1", "96"), ("1", "RESULT", "0", None))
    rows["dropped"] = [False, True]
    assert totalled(plan_of(), people_of("1"), rows)["total_score"].tolist() == [96]


def test_when_nothing_counts_somebody_must_look() -> None:
    rows = scores_of(("1", "RESULT", "0", None))
    rows["dropped"] = [True]
    scheme, people = plan_of(), people_of("1")
    found = total_gaps(scheme, tables(people=[person("1")]), totalled(scheme, people, rows), rows)
    assert [(one.code, one.value, one.blocks) for one in found] == [("nothing-to-score", "1", True)]
    assert spoken(found)[0] == "员工1（1）没有任何可计分的指标，得不出总分"


def test_a_person_who_is_not_scored_has_no_total_and_that_is_no_error() -> None:
    scheme, people, rows = plan_of(), people_of("1", "2"), scores_of(("1", "RESULT", "1", "80"))
    found = totalled(scheme, people, rows)
    assert found["total_score"].isna().tolist() == [False, True]
    assert total_gaps(scheme, tables(people=[person("1"), person("2")]), found, rows) == []


def test_nobody_at_all() -> None:
    nobody = totalled(plan_of(), people_of("1"), scores_of(("1", "RESULT", "1", "80"))).iloc[:0]
    assert totalled(plan_of(), nobody, scores_of(("1", "RESULT", "1", "80")).iloc[:0]).empty


def test_a_total_below_the_coefficient_table_is_an_error_for_that_person() -> None:
    scheme = plan(
        tables={"系数": rate_table("系数", Method.STEP, COEFFICIENTS), "评级": rate_table("评级", Method.STEP, RATINGS)}
    )
    rows, people = scores_of(("1", "RESULT", "1", "55")), people_of("1")
    found = total_gaps(scheme, tables(people=[person("1")]), totalled(scheme, people, rows), rows)
    assert [(one.code, one.value, dict(one.params)["table"]) for one in found] == [
        ("table-below-first-bound", "55", "系数")
    ]


def test_a_total_that_no_rating_answers_to_is_an_error_for_that_person_alone() -> None:
    scheme = plan_of(rate_table("评级", Method.STEP, RATINGS[1:]))
    rows, people = scores_of(("1", "RESULT", "1", "55.5"), ("2", "RESULT", "1", "95")), people_of("1", "2")
    found = total_gaps(scheme, tables(people=[person("1")]), totalled(scheme, people, rows), rows)
    assert told(found) == ["error plan.xlsx!档位!A2: 员工1（1）的 55.5 低于档位表“评级”的第一个下限"]


def test_headline_attainment_is_that_of_the_headline_kpi() -> None:
    rows = scores_of(("1", "RESULT", "0.5", "96"), ("1", "RESULT", "0.5", "60"))
    rows["attainment"] = pd.Series([Fraction(2), Fraction(1, 2)], dtype=object)
    assert totalled(plan_of(headline_kpi="RESULT0"), people_of("1"), rows)["headline_attainment"].tolist() == [2]
    assert totalled(plan_of(), people_of("1"), rows)["headline_attainment"].isna().all()


def test_forced_distribution_counts_from_the_top_and_ties_take_the_best_rank() -> None:
    """Ten people: A for the first fifth, B to 70 %, C for the rest; the tied second place drags the third into A."""
    ids = [f"{place:02d}" for place in range(10)]
    marks = ["99", "95", "95", "90", "88", "88", "70", "60", "60", "10"]
    scheme = plan_of(rate_table("评级", Method.QUANTILE, QUANTILES))
    rows = scores_of(*((who, "RESULT", "1", mark) for who, mark in zip(ids, marks, strict=True)))
    assert "".join(totalled(scheme, people_of(*ids), rows)["rating"]) == "AAABBBBCCC"


def test_equal_totals_share_the_better_place_and_skip_the_next() -> None:
    people = people_of("1", "2", "3", "4", "5", teams=["东", "东", "西", "西", "西"])
    rows = scores_of(*((who, "RESULT", "1", mark) for who, mark in zip("1234", ["80", "90", "90", "70"], strict=True)))
    ranked = add_columns(totalled(plan_of(), people, rows), *RANKS)
    assert ranked["rank_company"].tolist() == [3, 1, 1, 4, pd.NA]
    assert ranked["rank_team"].tolist() == [2, 1, 1, 2, pd.NA]


def test_a_place_in_the_team_stays_with_its_person_where_teams_are_mixed() -> None:
    people = people_of("1", "2", "3", "4", teams=["西", "东", "西", "东"])
    rows = scores_of(*((who, "RESULT", "1", mark) for who, mark in zip("1234", ["80", "70", "95", "90"], strict=True)))
    assert add_columns(totalled(plan_of(), people, rows), *RANKS)["rank_team"].tolist() == [2, 2, 1, 1]
