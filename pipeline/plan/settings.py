"""The sheets 方案 and 职级 as frozen values (SPEC 4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from pipeline.findings import Place
from schemas.terms import BudgetRule, Cycle, LateEntries, Leaver, Notice, ProrationBasis, Ties


@dataclass(frozen=True, slots=True)
class Parameters:
    """The sheet 方案. Ratios are fractions of 1; a rounding of None is 不舍入."""

    plan_name: str
    version: str
    company: str
    effective_from: date
    approver: str
    approved_date: date
    coefficient_table: str
    rating_table: str
    effective_to: date | None = None
    currency: str = "CNY"
    teams: tuple[str, ...] = ()
    headline_kpi: str = ""
    attainment_cap: Fraction = Fraction(3, 2)
    attainment_places: int | None = 2
    score_places: int | None = 2
    total_places: int | None = 2
    proration_basis: ProrationBasis = ProrationBasis.CALENDAR_DAYS
    prorates_targets: bool = False
    budget_rate: Fraction | None = None
    budget_measure: str = ""
    budget_rule: BudgetRule = BudgetRule.WARN
    ties: Ties = Ties.SHARE
    late_entries: LateEntries = LateEntries.LIST
    mentor_share: Fraction = Fraction(3, 10)
    clawback_cap: Fraction | None = None
    clawback_floor: Fraction | None = None
    improvement_line: Fraction = Fraction(1)
    satisfaction_kpi: str = ""
    satisfaction_line: Fraction = Fraction(4, 5)
    quality_floor: Fraction = Fraction(3, 10)
    result_floor: Fraction = Fraction(7, 10)
    result_ceiling: Fraction = Fraction(4, 5)
    large_order: Fraction = Fraction(100_000)
    customer_a: Fraction = Fraction(500_000)
    customer_b: Fraction = Fraction(100_000)
    idle_days: int = 7
    missed_days: int = 3
    anomaly_line: Fraction = Fraction(1, 2)
    self_review_days: int = 3
    rating_days: int = 5
    notice_days: int = 3
    appeal_days: int = 3
    answer_days: int = 5
    pay_days: int = 10
    appeal_channel: str = ""
    notice: Notice = Notice.RATING


@dataclass(frozen=True, slots=True)
class GradeRule:
    """A row of 职级: what a grade has in a cycle. Shares of pay are reported, never blocking."""

    grade: str
    cycle: Cycle
    base: Fraction
    place: Place
    fixed_pay: Fraction | None = None
    probation_factor: Fraction = Fraction(1)
    leaver: Leaver = Leaver.PRORATED
    fixed_min: Fraction | None = None
    fixed_max: Fraction | None = None
    bonus_min: Fraction | None = None
    bonus_max: Fraction | None = None
    special_min: Fraction | None = None
    special_max: Fraction | None = None
