"""One plan made from another by reading one of its rules differently (SPEC 6)."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from pipeline.money import ONE
from pipeline.plan.model import Component, Plan, RateTable, Tier, Weight
from pipeline.plan.wrong_weights import Scorecard, scorecards
from schemas.terms import Boundary, Category, Kind, Method, Share

NO_RATING = "—"


def blanks_as_remainder(plan: Plan) -> Plan:
    """Empty weights take, in equal parts, what their scorecard lacks to 100 %."""
    filled: list[Weight] = []
    for card, weights in scorecards(plan).items():
        gap = ONE - sum((weight.weight for weight in weights), start=Fraction(0))
        blanks = [weight for weight in plan.blanks if (weight.grade, weight.cycle) == card] if gap > 0 else []
        filled += [replace(weight, weight=gap / len(blanks)) for weight in blanks]
    return replace(plan, weights=(*plan.weights, *filled), blanks=())


def scaled_to_whole(plan: Plan) -> Plan:
    """Empty weights are no part of the scorecard, and the others are scaled to 100 %."""
    cards = scorecards(plan).items()
    wholes = {card: sum((weight.weight for weight in weights), start=Fraction(0)) for card, weights in cards}
    weights = tuple(
        replace(weight, weight=weight.weight / (wholes[weight.grade, weight.cycle] or ONE)) for weight in plan.weights
    )
    return replace(plan, weights=weights, blanks=())


def heaviest_takes_rest(plan: Plan) -> Plan:
    """What a scorecard lacks to 100 %, or exceeds it by, is put on its heaviest KPI, the first of several."""
    moved: list[Weight] = []
    for weights in scorecards(plan).values():
        gap = ONE - sum((weight.weight for weight in weights), start=Fraction(0))
        heaviest = max(weights, key=lambda weight: weight.weight)
        moved += [replace(weight, weight=weight.weight + gap) if weight is heaviest else weight for weight in weights]
    return replace(plan, weights=tuple(moved), blanks=())


def with_results_at(plan: Plan, card: Scorecard, share: Fraction) -> Plan:
    """The result KPIs of a scorecard weigh a share together and the process KPIs the rest, in their proportions."""

    def moved(weight: Weight) -> Weight:
        if (weight.grade, weight.cycle) != card:
            return weight
        result = plan.kpis[weight.kpi].category is Category.RESULT
        whole = share_of(plan, card, result=result)
        return replace(weight, weight=weight.weight / whole * (share if result else ONE - share)) if whole else weight

    return replace(plan, weights=tuple(moved(weight) for weight in plan.weights))


def share_of(plan: Plan, card: Scorecard, *, result: bool) -> Fraction:
    """What the result KPIs, or the process KPIs, of a scorecard weigh together."""
    weights = [weight for weight in plan.weights if (weight.grade, weight.cycle) == card]
    mine = [weight.weight for weight in weights if (plan.kpis[weight.kpi].category is Category.RESULT) is result]
    return sum(mine, start=Fraction(0))


def without_ratings(plan: Plan) -> Plan:
    """A plan whose rating table is missing rates nobody."""
    name = plan.parameters.rating_table
    if name in plan.tables:
        return plan
    only = Tier(None, NO_RATING, plan.written["rating_table"])
    table = RateTable(name, Method.STEP, Boundary.UPPER, (only,), plan.written["rating_table"])
    return _with_table(plan, table)


def with_boundary(plan: Plan, name: str, boundary: Boundary) -> Plan:
    """A value exactly on a bound belongs to the tier above, or below."""
    return _with_table(plan, replace(plan.tables[name], boundary=boundary))


def with_open_top(plan: Plan, name: str) -> Plan:
    """The last tier that has a value goes on for ever."""
    table = plan.tables[name]
    kept = tuple(tier for tier in table.tiers if tier.value is not None)
    return _with_table(plan, replace(table, tiers=kept))


def with_nothing_above(plan: Plan, name: str) -> Plan:
    """Where a table ends without a value, nothing is paid."""
    table = plan.tables[name]
    tiers = tuple(replace(tier, value=Fraction(0)) if tier.value is None else tier for tier in table.tiers)
    return _with_table(plan, replace(table, tiers=tiers))


def with_nothing_below(plan: Plan, name: str) -> Plan:
    """Below the first bound of a table nothing is paid, and nobody is rated."""
    table = plan.tables[name]
    nothing = NO_RATING if isinstance(table.tiers[0].value, str) else Fraction(0)
    return _with_table(plan, replace(table, tiers=(Tier(None, nothing, table.tiers[0].place), *table.tiers)))


def with_open_bottom(plan: Plan, name: str) -> Plan:
    """The first tier of a table also holds for all that lies below it."""
    table = plan.tables[name]
    first, *rest = table.tiers
    return _with_table(plan, replace(table, tiers=(replace(first, lower=None), *rest)))


def with_values_kept(plan: Plan, name: str, row: int) -> Plan:
    """From a row on no tier has less than the one before the row."""
    table = plan.tables[name]
    least = table.tiers[row - 1].value
    tiers = tuple(
        replace(tier, value=least) if place >= row and _is_less(tier.value, least) else tier
        for place, tier in enumerate(table.tiers)
    )
    return _with_table(plan, replace(table, tiers=tiers))


def _is_less(value: Fraction | str | None, other: Fraction | str | None) -> bool:
    return isinstance(value, Fraction) and isinstance(other, Fraction) and value < other


def with_values_one_up(plan: Plan, name: str, row: int) -> Plan:
    """From a row on, each tier takes the value of the next, and the last goes on by the same step."""
    table = plan.tables[name]
    values = [tier.value for tier in table.tiers]
    last, before = values[-1], values[-2]
    top = last + (last - before) if isinstance(last, Fraction) and isinstance(before, Fraction) else last
    moved = [*values[:row], *values[row + 1 :], top]
    tiers = tuple(replace(tier, value=value) for tier, value in zip(table.tiers, moved, strict=True))
    return _with_table(plan, replace(table, tiers=tiers))


def with_next_from_upper(plan: Plan, name: str, row: int, step: Fraction) -> Plan:
    """The tier after a row begins a step above the row's 上限, whatever its own 下限 says."""
    table = plan.tables[name]
    upper = table.tiers[row].upper
    tiers = list(table.tiers)
    tiers[row + 1] = replace(tiers[row + 1], lower=upper + step if upper is not None else tiers[row + 1].lower)
    return _with_table(plan, replace(table, tiers=tuple(tiers)))


def with_method(plan: Plan, name: str, method: Method) -> Plan:
    """The table read another way; commissions on a KPI then count what the KPI counts."""
    components = tuple(
        replace(component, measure="") if component.table == name and component.kpi else component
        for component in plan.components
    )
    return replace(_with_table(plan, replace(plan.tables[name], method=method)), components=components)


def on_whole_amount(plan: Plan, name: str) -> Plan:
    """The rate that the excess reaches is paid on the whole amount: bounds count from 0 instead of the baseline."""
    table = plan.tables[name]
    shifted = tuple(replace(tier, lower=(tier.lower or Fraction(0)) + ONE, bare=False) for tier in table.tiers)
    none = Tier(None, Fraction(0), table.place)
    components = tuple(_on_all(component) if component.table == name else component for component in plan.components)
    whole = replace(table, tiers=(none, *shifted), method=Method.WHOLE)
    return replace(_with_table(plan, whole), components=components)


def _on_all(component: Component) -> Component:
    return replace(component, applies_to=Share.ALL, measure="")


def without_headline(plan: Plan) -> Plan:
    """Attainment counts in the score alone and does not multiply the performance bonus."""
    return replace(plan, parameters=replace(plan.parameters, headline_kpi=""))


def with_deduction_per_point(plan: Plan, name: str) -> Plan:
    """每单位扣分 of a KPI in percent is for each percentage point."""
    kpi = plan.kpis[name]
    per_point = replace(kpi, deduction=(kpi.deduction or Fraction(0)) * 100)
    return replace(plan, kpis={**plan.kpis, name: per_point})


def without_component(plan: Plan, order: int) -> Plan:
    """One row of 奖金项 left out."""
    return replace(plan, components=tuple(component for component in plan.components if component.order != order))


def is_commission_on_excess(plan: Plan, name: str) -> bool:
    """Whether a commission on what exceeds the baseline reads the table."""
    uses = [component for component in plan.components if component.table == name and component.kind is Kind.COMMISSION]
    return any(component.applies_to is Share.EXCESS for component in uses)


def _with_table(plan: Plan, table: RateTable) -> Plan:
    return replace(plan, tables={**plan.tables, table.table: table})
