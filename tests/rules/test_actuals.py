"""Where the actual of a KPI comes from (SPEC 5.2, fine print 10)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pandas as pd
import pytest

from pipeline.findings import Place
from pipeline.plan.model import Kpi, Plan, RaterWeight
from pipeline.rules.actuals import kpi_actuals
from pipeline.rules.ratings import rated_actuals, roles_without_weight
from pipeline.tables import Tables
from schemas.export_terms import RaterRole
from schemas.terms import Category, Scoring
from tests.rules.spoken import spoken
from tests.rules.typed import plan, tables

KPI = Kpi("指标", Category.RESULT, Scoring.RATIO, "CRM", Place())
NOBODY = Tables({})


def measure(**values: str | float) -> pd.Series:
    cells = [Fraction(value) if isinstance(value, str) else value for value in values.values()]
    return pd.Series(cells, index=[name.removeprefix("e") for name in values], dtype=object)


def actual(rule: Kpi, given: Tables = NOBODY, **measures: pd.Series) -> dict[str, Any]:
    return dict(kpi_actuals(plan(kpis={rule.kpi: rule}), given, measures, {})[rule.kpi].dropna())


def test_a_numerator_alone_is_the_measure() -> None:
    assert actual(replace(KPI, numerator="额"), 额=measure(e1="500", e2="0")) == {"1": 500, "2": 0}


def test_a_denominator_of_zero_or_without_a_person_is_missing() -> None:
    rule = replace(KPI, numerator="额", denominator="数")
    assert actual(rule, 额=measure(e1="10", e2="5", e3="5"), 数=measure(e1="3", e2="0")) == {"1": Fraction(10, 3)}


def test_a_measure_whose_table_is_absent_is_missing() -> None:
    assert actual(replace(KPI, numerator="额"), 额=measure(e1=float("nan"))) == {}


def test_without_measures_the_table_of_actuals_says_it() -> None:
    given = tables(actuals=[{"employee_id": "1", "kpi": "指标", "actual": "0.1", "source": "CRM"}])
    assert actual(KPI, given) == {"1": Fraction(1, 10)}
    assert actual(KPI) == {}


RATED = replace(KPI, kpi="协作", scoring=Scoring.RATED)


def rated_plan(*weights: tuple[RaterRole, str]) -> Plan:
    rows = tuple(RaterWeight("协作", role, Fraction(weight), Place()) for role, weight in weights)
    return plan(kpis={"协作": RATED}, rater_weights=rows)


def rating_rows(*rows: tuple[str, RaterRole, str]) -> Tables:
    return tables(
        ratings=[
            {"employee_id": who, "kpi": "协作", "rater_role": str(role), "score": score} for who, role, score in rows
        ]
    )


WEIGHTS = ((RaterRole.MANAGER, "0.5"), (RaterRole.PEER, "0.3"), (RaterRole.SELF, "0.2"))


@pytest.mark.parametrize(
    ("rows", "mean"),
    [
        ([("1", RaterRole.MANAGER, "90"), ("1", RaterRole.PEER, "80"), ("1", RaterRole.SELF, "100")], Fraction(89)),
        (
            [("1", RaterRole.MANAGER, "90"), ("1", RaterRole.PEER, "70"), ("1", RaterRole.PEER, "80")],
            (90 * Fraction(5) + 75 * Fraction(3)) / 8,
        ),
        ([("1", RaterRole.SELF, "66")], Fraction(66)),
    ],
)
def test_roles_are_averaged_first_and_leave_their_weight_when_absent(
    rows: Sequence[tuple[str, RaterRole, str]], mean: Fraction
) -> None:
    assert rated_actuals(rated_plan(*WEIGHTS), rating_rows(*rows))["协作"].to_dict() == {"1": mean}


def test_without_weights_every_role_counts_alike() -> None:
    rows = rating_rows(("1", RaterRole.PEER, "60"), ("1", RaterRole.PEER, "80"), ("1", RaterRole.SELF, "100"))
    assert rated_actuals(rated_plan(), rows)["协作"].to_dict() == {"1": 85}


def test_a_role_without_a_weight_counts_for_nothing_and_is_said() -> None:
    scheme = rated_plan(*WEIGHTS)
    rows = rating_rows(("1", RaterRole.CUSTOMER, "10"), ("1", RaterRole.PEER, "80"), ("2", RaterRole.CUSTOMER, "10"))
    assert rated_actuals(scheme, rows)["协作"].to_dict() == {"1": 80}
    found = roles_without_weight(scheme, rows)
    assert [finding.code for finding in found] == ["rating-role-without-weight"] * 2
    assert "客户" in spoken(found)[0]
    assert "协作" in spoken(found)[0]
    given = rows.frames["ratings"].to_dict("records")
    assert [one.place for one in found] == [
        rows.place({str(name): cell for name, cell in given[at].items()}, "rater_role") for at in (0, 2)
    ]
    assert found[0].place != found[1].place


def test_nobody_rated() -> None:
    assert rated_actuals(rated_plan(*WEIGHTS), NOBODY) == {}
    assert roles_without_weight(rated_plan(*WEIGHTS), NOBODY) == []
