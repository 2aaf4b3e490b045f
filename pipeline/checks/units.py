"""Figures that can be read but hardly be meant: 万 where others write 元, a thousand times what is usual (SPEC 3)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from fractions import Fraction
from statistics import median_low

import pandas as pd

from pipeline.checks.delivery import Delivery, Findings
from pipeline.checks.telling import each_row, each_sheet
from pipeline.findings import warning
from pipeline.money import ZERO, decimal
from pipeline.plan.model import Kpi, Measure
from pipeline.rationals import rationals, sums_by
from pipeline.rules.measured import FIELDS
from schemas.field import Type
from schemas.terms import Aggregate, Direction, Scope

FAR = 1000
"""From here on figures that should be alike are doubted: units differ by 1,000 or 10,000, people do not."""
FAR_BEYOND = 100
"""All of a company's people together do not reach 100 times their targets; a thousandth of them they may, early on."""
ALIKE = 3
"""So many targets of a KPI show what is usual."""


def targets_far_from_others(given: Delivery) -> Findings:
    """A 基准值 that is 1,000 times, or a thousandth of, what is usual for the KPI."""
    targets = _figures(given, "targets", "baseline")
    for _, rows in targets.groupby("kpi"):
        usual = median_low(rows["baseline"]) if len(rows) >= ALIKE else Decimal(0)
        others = pd.Series([usual] * len(rows), index=rows.index, dtype=object)
        wrong = rows.assign(usual=others)[_far(rows["baseline"], others)]
        told = {"kpi": "kpi", "usual": "usual"}
        yield from each_row(warning, "target-far-from-others", given.tables, wrong, "baseline", params=told)


def challenges_far_from_targets(given: Delivery) -> Findings:
    """A 挑战值 that is 1,000 times its 基准值."""
    rows = _figures(given, "targets", "baseline").dropna(subset=["challenge"])
    rising = [given.kpis[kpi].direction == Direction.HIGHER for kpi in rows["kpi"]]
    wrong = rows[_far(rows["challenge"], rows["baseline"]) & pd.Series(rising, index=rows.index, dtype=bool)]
    told = {"kpi": "kpi", "baseline": "baseline"}
    yield from each_row(warning, "challenge-far-from-target", given.tables, wrong, "challenge", params=told)


def actuals_far_from_targets(given: Delivery) -> Findings:
    """An 实际值 that is 1,000 times, or a thousandth of, the person's own 基准值."""
    targets = _figures(given, "targets", "baseline")[["employee_id", "kpi", "baseline"]]
    rows = _figures(given, "actuals", "actual").merge(targets, on=["employee_id", "kpi"])
    wrong = rows[_far(rows["actual"], rows["baseline"])]
    told = {"kpi": "kpi", "baseline": "baseline"}
    yield from each_row(warning, "actual-far-from-target", given.tables, wrong, "actual", params=told)


def targets_far_from_data(given: Delivery) -> Findings:
    """The 基准值 of a KPI, together, against all that its measure has to add up."""
    targets = _figures(given, "targets", "baseline")
    for kpi, measure in _summed(given):
        rows = targets[targets["kpi"] == kpi.kpi]
        asked, found = _total(rows["baseline"]), _total(_of_the_period(given, measure))
        if _is_far(found, asked) or 0 < FAR_BEYOND * asked <= found:
            times = max(found, asked) // min(found, asked)
            shown = {"asked": _shown(asked), "found": _shown(found), "measure": measure.measure, "times": f"{times:,}"}
            yield from each_sheet(
                warning, "targets-far-from-data", given.tables, rows, "baseline", kpi=kpi.kpi, **shown
            )


def _figures(given: Delivery, table: str, column: str) -> pd.DataFrame:
    """The rows of KPIs that are counted in a unit, no percentages."""
    counted = [kpi.kpi for kpi in given.kpis.values() if not kpi.is_percent]
    frame = given.frame(table)
    return frame[frame["kpi"].isin(counted)].dropna(subset=[column])


def _summed(given: Delivery) -> Iterator[tuple[Kpi, Measure]]:
    """KPIs whose actual is a plain sum of money, each person's own, of this period."""
    measures = {name: measure for plan in given.plans for name, measure in plan.measures.items()}
    for kpi in given.kpis.values():
        measure = measures.get(kpi.numerator)
        if measure and not kpi.denominator and not kpi.is_percent and _adds_money(measure):
            yield kpi, measure


def _adds_money(measure: Measure) -> bool:
    money = bool(measure.field) and FIELDS[measure.table][measure.field] is Type.MONEY
    return money and measure.aggregate == Aggregate.SUM and measure.scope == Scope.SELF


def _of_the_period(given: Delivery, measure: Measure) -> pd.Series:
    frame = given.frame(measure.table)
    if measure.date_field:
        start, end = pd.Timestamp(given.period.start), pd.Timestamp(given.period.end)
        frame = frame[frame[measure.date_field].between(start, end)]
    return frame[measure.field].dropna()


def _far(figures: pd.Series, others: Iterable[Decimal]) -> pd.Series:
    far = [_is_far(one, other) for one, other in zip(figures, others, strict=True)]
    return pd.Series(far, index=figures.index, dtype=bool)


def _is_far(one: Decimal | Fraction, other: Decimal | Fraction) -> bool:
    """Whether one is a thousand times the other; of what is not above 0 nothing can be said."""
    return min(one, other) > 0 and max(one, other) >= FAR * min(one, other)


def _total(figures: pd.Series) -> Fraction:
    found = sums_by(rationals(figures), pd.Series(0, index=figures.index)).tolist()
    return found[0] if found else ZERO


def _shown(figure: Fraction) -> str:
    return f"{decimal(figure, 2):,f}"


CHECKS = (targets_far_from_others, challenges_far_from_targets, actuals_far_from_targets, targets_far_from_data)
