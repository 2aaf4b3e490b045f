"""Plan check of rate tables: gaps, overlaps, tops, bounds in two bands, notes that disagree (SPEC 6)."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from pipeline.findings import Finding, Place, info, warning
from pipeline.money import number_text, percent_text
from pipeline.plan.bound_words import Claim, claims_of
from pipeline.plan.model import Plan, RateTable, Tier
from pipeline.plan.table_uses import Use, table_uses
from schemas.terms import Boundary, Method

BANDED = (Method.STEP, Method.MARGINAL, Method.WHOLE, Method.LADDER)
READ_AT_A_VALUE = (*BANDED, Method.INTERPOLATED)
PAYING_ON_AMOUNTS = (Method.MARGINAL, Method.WHOLE)


def check_tiers(plan: Plan) -> Iterator[Finding]:
    """What in the rate tables contradicts itself or leaves a value without an answer."""
    uses = {use.table.table: use for use in table_uses(plan)}
    for table in plan.tables.values():
        use = uses.get(table.table)
        if use is None:
            yield info("plan-check-unused", plan.at(table.place, "table"), table.table)
        if table.method in BANDED:
            yield from _bands(plan, table, use)
            yield from _ends(plan, table, use)
            yield from _values(plan, table)
    yield from _ratings(plan)
    yield from _units(plan)


def _bands(plan: Plan, table: RateTable, use: Use | None) -> Iterator[Finding]:
    for tier, after in pairwise(table.tiers):
        if after.lower is None:
            continue
        yield from _joint(plan, table, tier, after, _step(plan, use))
        yield from _claimed(plan, table, tier, after)


def _step(plan: Plan, use: Use | None) -> Fraction:
    """How far apart neighbouring values of x are: whole points leave no gap between 79 and 80."""
    places = plan.parameters.total_places
    return Fraction(1, 10**places) if use is not None and use.points and places is not None else Fraction(0)


def _joint(plan: Plan, table: RateTable, tier: Tier, after: Tier, step: Fraction) -> Iterator[Finding]:
    upper, lower = tier.upper, after.lower
    if upper is None or lower is None or upper == lower:
        return
    ends = {"table": table.table, "upper": shown(upper, tier), "lower": shown(lower, after)}
    place = plan.at(tier.place, "upper")
    if upper > lower:
        yield warning("plan-check-overlap", place, shown(upper, tier), **ends)
    elif lower - upper > step:
        yield warning("plan-check-gap", place, shown(upper, tier), **ends)


def _claimed(plan: Plan, table: RateTable, tier: Tier, after: Tier) -> Iterator[Finding]:
    """Whether the notes of two neighbours agree with each other and with 边界归属 on whose the bound is."""
    below = _includes(claims_of(tier.note), after.lower, lower=False)
    above = _includes(claims_of(after.note), after.lower, lower=True)
    code = _disagreement(below, above, table.boundary)
    if code:
        words = {"below": tier.note or "—", "above": after.note or "—", "boundary": table.boundary.header}
        yield warning(code, plan.at(after.place, "lower"), shown(after.lower, after), table=table.table, **words)


def _disagreement(below: bool | None, above: bool | None, boundary: Boundary) -> str:
    """What is wrong when the tier below and the tier above say, or do not say, that a bound is theirs."""
    if below and above:
        return "plan-check-bound-twice"
    if below is False and above is False:
        return "plan-check-bound-nowhere"
    owner_above = (not below) if below is not None else above
    wrong = owner_above is not None and owner_above is not (boundary is Boundary.UPPER)
    return "plan-check-note-boundary" if wrong else ""


def _includes(claims: tuple[Claim, ...], bound: Fraction | None, *, lower: bool) -> bool | None:
    """Whether a note includes the bound on this side; None where it does not name it."""
    named = [claim.includes for claim in claims if claim.number == bound and claim.lower is lower]
    return named[0] if named else None


def _ends(plan: Plan, table: RateTable, use: Use | None) -> Iterator[Finding]:
    first, last = table.tiers[0], table.tiers[-1]
    if ends_above_nothing(table):
        place = plan.at(first.place, "lower")
        yield warning("plan-check-bottom", place, shown(first.lower, first), table=table.table)
    upper = last.upper
    if last.value is None and last is not first:
        yield warning("plan-check-top-undefined", _value_at(plan, last), shown(last.lower, last), table=table.table)
    elif upper is not None and upper < _highest(plan, use, upper):
        yield warning("plan-check-top-closed", plan.at(last.place, "upper"), shown(upper, last), table=table.table)
    elif upper is None and table.method in PAYING_ON_AMOUNTS and use is not None and not _capped(plan, table):
        yield info("plan-check-top-open", _value_at(plan, last), shown(last.lower, last), table=table.table)


def ends_above_nothing(table: RateTable) -> bool:
    """Whether a table of bands says nothing of what lies below its first bound."""
    first = table.tiers[0]
    return table.method in BANDED and first.lower is not None and first.lower > 0


def _highest(plan: Plan, use: Use | None, upper: Fraction) -> Fraction:
    """The highest x: for points what the score caps allow, else more than any bound."""
    if use is None or not use.points:
        return upper + 1
    return max((kpi.score_cap for kpi in plan.kpis.values()), default=Fraction(100))


def _capped(plan: Plan, table: RateTable) -> bool:
    return all(component.cap is not None for component in plan.components if component.table == table.table)


def _values(plan: Plan, table: RateTable) -> Iterator[Finding]:
    for tier, after in pairwise(table.tiers):
        if tier.value is None or after.value is None:
            continue
        if tier.value == after.value:
            yield warning("plan-check-same-value", _value_at(plan, after), value_text(after), table=table.table)
        elif isinstance(tier.value, Fraction) and isinstance(after.value, Fraction) and after.value < tier.value:
            yield warning("plan-check-falling-value", _value_at(plan, after), value_text(after), table=table.table)


def _ratings(plan: Plan) -> Iterator[Finding]:
    ratings = plan.tables.get(plan.parameters.rating_table)
    if ratings is None or len(ratings.tiers) == 1:
        place = plan.written.get("rating_table", Place(plan.workbook))
        yield warning("plan-check-no-ratings", place, plan.parameters.rating_table)


def _units(plan: Plan) -> Iterator[Finding]:
    """Bounds in percent of nothing, and bounds of an excess that count from 0 instead of the baseline."""
    for use in table_uses(plan):
        for tier in use.table.tiers:
            place, bound = plan.at(tier.place, "lower"), shown(tier.lower, tier)
            if tier.lower and not tier.bare and not use.attainment and use.table.method in READ_AT_A_VALUE:
                code = "plan-check-bound-percent" if use.points else "plan-check-percent-of-nothing"
                yield warning(code, place, bound, table=use.table.table)
        first = next((tier for tier in use.table.tiers if tier.lower is not None), None)
        if use.excess and first is not None and (first.lower or Fraction(0)) >= 1:
            place = plan.at(first.place, "lower")
            yield warning("plan-check-excess-bounds", place, shown(first.lower, first), table=use.table.table)


def _value_at(plan: Plan, tier: Tier) -> Place:
    return plan.at(tier.place, "value")


def shown(bound: Fraction | None, tier: Tier) -> str:
    """A bound as the plan writes it."""
    if bound is None:
        return "—"
    return number_text(bound) if tier.bare else percent_text(bound)


def value_text(tier: Tier) -> str:
    """A tier's value as text."""
    return number_text(tier.value) if isinstance(tier.value, Fraction) else tier.value or "—"
