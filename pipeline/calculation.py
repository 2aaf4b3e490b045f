"""What a calculation yields: one frame per grain, every column that an auditor would ask for (SPEC 5)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

import pandas as pd

from pipeline.findings import Finding
from pipeline.history import History
from pipeline.period import Period
from pipeline.plan.model import Plan
from pipeline.tables import Tables


@dataclass(frozen=True, slots=True)
class Ground:
    """What the components of one plan stand on: its participants, scored, and everything that led there.

    `people`: one row per participant of this plan with team, grade, proration, base, total_score, coefficient, rating.
    `everyone`: the participants of every plan in force, because 下级, 团队, 区域 and 公司 pool the rows of all of them.
    `measures`: the value per employee_id (index) of every measure that the plan names, NaN where its rows are missing.
    """

    period: Period
    plan: Plan
    tables: Tables
    people: pd.DataFrame
    everyone: pd.DataFrame
    kpi_scores: pd.DataFrame
    credits: pd.DataFrame
    measures: Mapping[str, pd.Series]
    history: History


@dataclass(frozen=True, slots=True)
class Calculation:
    """The figures of a period; columns begin with `schemas.outputs`.

    Numbers are columns of `pipeline.rationals`: a cell is a Fraction, or NaN where it is missing. In `kpi_scores` and
    `credits` people and texts that recur are categories; a cell is the text.

    `people`: one row per participant, `results` and what led to them. `kpi_scores`: one per participant and KPI.
    `credits`: one per person and order or receipt. `lines`: payout lines in the order of their numbers. `segments`: one
    per stretch of an assignment within the period. `not_covered`: people whose grade the plan does not cover (不参与).
    `measures`: each measure's value per employee_id. `plans`: the plans in force; `people.plan` is an index into them.
    `lapsed`: by person and component what is withheld and never released, because its orders were undone.
    """

    period: Period
    plans: tuple[Plan, ...]
    people: pd.DataFrame
    kpi_scores: pd.DataFrame
    credits: pd.DataFrame
    lines: pd.DataFrame
    segments: pd.DataFrame
    not_covered: pd.DataFrame
    measures: Mapping[str, pd.Series] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    lapsed: Mapping[tuple[str, str], Fraction] = field(default_factory=dict)
