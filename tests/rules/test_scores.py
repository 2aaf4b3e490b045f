"""Scorecard rows: targets that count, attainment, the six scorings, what is missing, weights (SPEC 4, 5.2 to 5.4)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from fractions import Fraction
from typing import Any

import pandas as pd
import pytest

from pipeline.columns import add_columns
from pipeline.findings import Place, Severity
from pipeline.money import exact
from pipeline.plan.model import Kpi, Plan, RateTable, Tier, Weight
from pipeline.rules.actuals import kpi_actuals
from pipeline.rules.gaps import score_gaps
from pipeline.rules.scorecards import scorecards
from pipeline.rules.scores import AFTER_POINTS, BEFORE_POINTS
from pipeline.rules.scorings import points
from pipeline.tables import Tables
from schemas.terms import Boundary, Category, Cycle, Direction, Method, Missing, Scoring
from tests.rules.spoken import spoken
from tests.rules.typed import person, plan, tables

SALES = Kpi("销售额", Category.RESULT, Scoring.RATIO, "CRM", Place("plan.xlsx", "指标", "A2"))


def kpi(name: str = "销售额", **cells: Any) -> Kpi:
    return replace(SALES, kpi=name, **cells)


def plan_of(*kpis: tuple[Kpi, str], **cells: Any) -> Plan:
    weights = tuple(Weight("骨干", Cycle.MONTH, one.kpi, Fraction(weight), Place()) for one, weight in kpis)
    return plan(kpis={one.kpi: one for one, _ in kpis}, weights=weights, **cells)


def people_of(*ids: str, proration: str = "1") -> pd.DataFrame:
    rows = [
        {**person(one), "plan": 0, "proration": Fraction(proration), "sheet_id": 0, "sheet_row": place}
        for place, one in enumerate(ids or ("1001",), start=2)
    ]
    return pd.DataFrame(rows).astype({"proration": object})


def scored(scheme: Plan, given: Tables, people: pd.DataFrame | None = None) -> pd.DataFrame:
    actuals = kpi_actuals(scheme, given, {}, {})
    cards = scorecards(scheme, Cycle.MONTH, people_of() if people is None else people, given, actuals)
    attained = add_columns(cards, *BEFORE_POINTS, rate_tables=scheme.tables, **asdict(scheme.parameters))
    return add_columns(attained.assign(points=points(attained)), *AFTER_POINTS, **asdict(scheme.parameters))


def entered(targets: Mapping[str, Sequence[str]], actuals: Mapping[str, str], employee_id: str = "1001") -> Tables:
    """Targets as KPI → (baseline, challenge?) and actuals as KPI → actual, of one person."""
    return tables(
        people=[person(employee_id)],
        targets=[
            {"employee_id": employee_id, "kpi": name, **dict(zip(("baseline", "challenge"), values, strict=False))}
            for name, values in targets.items()
        ],
        actuals=[{"employee_id": employee_id, "kpi": name, "actual": value} for name, value in actuals.items()],
    )


def one(rule: Kpi, target: Sequence[str], actual: str, **cells: Any) -> dict[str, Any]:
    """The scorecard row of a person with one KPI."""
    targets = {rule.kpi: target} if target else {}
    return dict(scored(plan_of((rule, "1"), **cells), entered(targets, {rule.kpi: actual})).iloc[0])


def test_the_handbook_s_kpi_table_adds_to_94_55() -> None:
    scheme = plan_of(
        (kpi("销售额"), "0.5"),
        (kpi("回款率", scoring=Scoring.DIRECT, unit="%"), "0.2"),
        (kpi("拜访"), "0.15"),
        (kpi("方案及时率", unit="%"), "0.15"),
        parameters={"score_places": 0},
    )
    targets = {"销售额": ["500000"], "回款率": ["0.9"], "拜访": ["30"], "方案及时率": ["0.95"]}
    actuals = {"销售额": "480000", "回款率": "0.88", "拜访": "28", "方案及时率": "1"}
    rows = scored(scheme, entered(targets, actuals))
    assert rows["score"].tolist() == [96, 88, 93, 100]
    assert rows["attainment"].tolist() == [Fraction(96, 100), exact("0.9778"), exact("0.9333"), exact("1.0526")]
    assert sum(rows["weighted_score"]) == exact("94.55")


@pytest.mark.parametrize(
    ("places", "attainment", "score"),
    [(2, "0.3333", "33.33"), (0, "0.33", "33"), (None, "1/3", "100/3")],
)
def test_the_score_uses_the_attainment_as_printed(places: int | None, attainment: str, score: str) -> None:
    row = one(kpi(), ["3"], "1", parameters={"attainment_places": places, "score_places": places})
    assert (row["attainment"], row["score"]) == (Fraction(attainment), Fraction(score))
    assert row["attainment_exact"] == Fraction(1, 3)


def test_half_is_rounded_up() -> None:
    assert one(kpi(), ["1000"], "5", parameters={"attainment_places": 0})["attainment"] == Fraction(1, 100)


def test_a_score_is_at_most_the_cap_and_at_least_zero() -> None:
    assert one(kpi(), ["100"], "230")["score"] == 100
    assert one(kpi(score_cap=Fraction(120)), ["100"], "230")["score"] == 120
    assert one(kpi(), ["100"], "-50")["score"] == 0


@pytest.mark.parametrize(
    ("actual", "attainment", "score"),
    [("5", "2", "120"), ("20", "0.5", "50"), ("0", "1.5", "120"), ("-3", "1.5", "120")],
)
def test_less_is_better(actual: str, attainment: str, score: str) -> None:
    row = one(kpi(direction=Direction.LOWER, score_cap=Fraction(120)), ["10"], actual)
    assert (row["attainment"], row["score"]) == (Fraction(attainment), Fraction(score))


@pytest.mark.parametrize(
    ("actual", "score"),
    [("80", "80"), ("100", "100"), ("110", "110"), ("120", "120"), ("115", "115"), ("150", "120")],
)
def test_dual_rises_from_100_at_the_baseline_to_the_cap_at_the_challenge(actual: str, score: str) -> None:
    assert one(kpi(scoring=Scoring.DUAL, score_cap=Fraction(120)), ["100", "120"], actual)["score"] == Fraction(score)


def test_dual_where_less_is_better_takes_the_challenge_the_other_way_round() -> None:
    """Baseline 10 days, challenge 8: 9 days are 111.11 %, c = 1.25 unrounded."""
    row = one(kpi(scoring=Scoring.DUAL, direction=Direction.LOWER, score_cap=Fraction(120)), ["10", "8"], "9")
    assert row["score"] == exact("108.89")


def test_dual_without_a_challenge_is_the_ratio() -> None:
    rule = kpi(scoring=Scoring.DUAL, score_cap=Fraction(120))
    assert one(rule, ["100"], "110")["score"] == 110
    assert one(rule, ["100"], "90")["score"] == 90


def test_deductions_start_at_100_and_need_no_target() -> None:
    rule = kpi("投诉", scoring=Scoring.DEDUCT, deduction=exact("7.5"), direction=Direction.LOWER)
    assert one(rule, [], "3")["score"] == exact("77.5")
    assert one(rule, [], "30")["score"] == 0
    assert pd.isna(one(rule, [], "3")["attainment"])


def test_direct_takes_the_actual_as_points() -> None:
    assert one(kpi(scoring=Scoring.DIRECT), [], "91")["score"] == 91
    assert one(kpi(scoring=Scoring.DIRECT, unit="%"), ["0.9"], "0.88")["score"] == 88


def by_attainment(*tiers: tuple[str | None, str | None]) -> dict[str, RateTable]:
    rows = tuple(Tier(low and exact(low), value and exact(value), Place()) for low, value in tiers)  # type: ignore[arg-type]
    return {"达成分": RateTable("达成分", Method.STEP, Boundary.UPPER, rows, Place("plan.xlsx", "档位", "A2"))}


def test_a_table_is_read_at_the_printed_attainment() -> None:
    """1999 of 2000 is 99.95 %; printed without decimals it is 100 %, and that is what the table reads."""
    bands = by_attainment((None, "60"), ("1", "95"))
    rule = kpi(scoring=Scoring.TABLE, table="达成分")
    assert one(rule, ["2000"], "1999", tables=bands)["score"] == 60
    assert one(rule, ["2000"], "1999", tables=bands, parameters={"attainment_places": 0})["score"] == 95


def test_an_attainment_below_the_table_is_an_error_for_that_person() -> None:
    scheme = plan_of(
        (kpi(scoring=Scoring.TABLE, table="达成分"), "1"), tables=by_attainment(("0.6", "60"), ("1", "95"))
    )
    given = entered({"销售额": ["100"]}, {"销售额": "50"})
    rows = scored(scheme, given)
    found = score_gaps(scheme, given, people_of(), rows)
    assert rows["score"].isna().tolist() == [True]
    assert [(one.code, one.blocks, one.value) for one in found] == [("table-below-first-bound", True, "50%")]
    assert spoken(found)[0] == "员工1001（1001）的 50% 低于档位表“达成分”的第一个下限"


def missing_of(handling: Missing, targets: Mapping[str, Sequence[str]], actuals: Mapping[str, str]) -> pd.DataFrame:
    scheme = plan_of((kpi("销售额", missing=handling), "0.4"), (kpi("拜访"), "0.36"), (kpi("协作"), "0.24"))
    return scored(scheme, entered({"拜访": ["10"], "协作": ["10"], **targets}, {"拜访": "10", "协作": "5", **actuals}))


@pytest.mark.parametrize(("targets", "actuals"), [({"销售额": ["100"]}, {}), ({}, {"销售额": "80"})])
def test_what_is_left_out_leaves_its_weight_to_the_others(
    targets: Mapping[str, Sequence[str]], actuals: Mapping[str, str]
) -> None:
    rows = missing_of(Missing.DROP, targets, actuals)
    assert rows["dropped"].tolist() == [True, False, False]
    assert rows["weight"].tolist() == [0, Fraction(3, 5), Fraction(2, 5)]
    assert rows["weighted_score"].sum() == 80


@pytest.mark.parametrize(("targets", "actuals"), [({"销售额": ["100"]}, {}), ({}, {"销售额": "80"})])
def test_what_counts_as_zero_keeps_its_weight(targets: Mapping[str, Sequence[str]], actuals: Mapping[str, str]) -> None:
    rows = missing_of(Missing.ZERO, targets, actuals)
    assert rows[["weight", "attainment", "score"]].iloc[0].tolist() == [Fraction(2, 5), 0, 0]
    assert rows["weighted_score"].sum() == 48


def test_zero_is_zero_whatever_the_scoring_or_direction() -> None:
    rule = kpi("投诉", scoring=Scoring.DEDUCT, deduction=Fraction(5), direction=Direction.LOWER, missing=Missing.ZERO)
    rows = scored(plan_of((rule, "1")), tables(people=[person()]))
    assert rows[["attainment", "score"]].iloc[0].tolist() == [0, 0]


@pytest.mark.parametrize(
    ("handling", "code", "blocks"),
    [
        (Missing.ERROR, "actual-missing", True),
        (Missing.ZERO, "actual-missing-zero", False),
        (Missing.DROP, "actual-missing-dropped", False),
    ],
)
def test_nothing_missing_goes_unsaid(handling: Missing, code: str, blocks: bool) -> None:
    scheme = plan_of((kpi(missing=handling), "1"))
    given = entered({"销售额": ["100"]}, {})
    found = score_gaps(scheme, given, people_of(), scored(scheme, given))
    assert [(one.code, one.blocks, one.value, one.place.cell) for one in found] == [(code, blocks, "1001", "A2")]
    assert spoken(found)[0].startswith("员工1001（1001）没有指标“销售额”的实际值")


@pytest.mark.parametrize("handling", list(Missing))
def test_what_nobody_has_is_one_finding(handling: Missing) -> None:
    scheme = plan_of((kpi(missing=handling), "0.5"), (kpi("拜访", missing=handling), "0.5"))
    given = tables(
        people=[person("1001"), person("1002")],
        targets=[{"employee_id": who, "kpi": "拜访", "baseline": "10"} for who in ("1001", "1002")],
        actuals=[{"employee_id": who, "kpi": "销售额", "actual": "5"} for who in ("1001", "1002")],
    )
    people = people_of("1001", "1002")
    found = score_gaps(scheme, given, people, scored(scheme, given, people))
    assert [(one.code.split("-")[0], one.value, one.count) for one in found] == [
        ("target", "销售额", 2),
        ("actual", "拜访", 2),
    ]
    assert all(one.code.endswith("-all") for one in found)
    assert {one.severity for one in found} == {Severity.ERROR if handling is Missing.ERROR else Severity.WARNING}
    assert spoken(found)[0].startswith("参加考核的 2 人都没有指标“销售额”的目标")
    assert dict(found[0].params) == {"source": "CRM", "people": "2"}


def test_a_missing_target_is_an_error_by_default() -> None:
    scheme = plan_of((kpi(), "1"))
    given = entered({}, {"销售额": "80"})
    found = score_gaps(scheme, given, people_of(), scored(scheme, given))
    assert [one.code for one in found] == ["target-missing"]
    assert spoken(found)[0] == "员工1001（1001）没有指标“销售额”的目标"


def test_prorated_targets_are_exact_and_spare_percentages_and_ratios() -> None:
    scheme = plan_of(
        (kpi("销售额", scoring=Scoring.DUAL, score_cap=Fraction(120)), "0.5"),
        (kpi("回款率", unit="%"), "0.5"),
        parameters={"prorates_targets": True},
    )
    given = entered({"销售额": ["30000", "60000"], "回款率": ["0.9"]}, {"销售额": "22000", "回款率": "0.9"})
    rows = scored(scheme, given, people_of(proration="22/30"))
    assert rows["baseline"].tolist() == [22_000, Fraction(9, 10)]
    assert rows[["challenge", "score"]].iloc[0].tolist() == [44_000, 100]


def test_a_person_who_was_away_all_the_time_is_not_scored() -> None:
    rows = scored(plan_of((kpi(), "1")), entered({}, {}), people_of(proration="0"))
    assert rows.empty
    assert {"score", "weighted_score", "attainment"} <= set(rows.columns)


def test_rows_are_ordered_by_person_then_as_the_plan_lists_the_kpis() -> None:
    scheme = plan_of((kpi("乙", missing=Missing.ZERO), "0.5"), (kpi("甲", missing=Missing.ZERO), "0.5"))
    rows = scored(scheme, tables(people=[person("1002"), person("1001")]), people_of("1002", "1001"))
    assert list(zip(rows["employee_id"], rows["kpi"], strict=True)) == [
        *[("1001", "乙"), ("1001", "甲")],
        *[("1002", "乙"), ("1002", "甲")],
    ]
