"""What a payout line multiplies, in words of the catalogue: the sentence beside the formula's numbers (SPEC 10)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from pipeline.plan.model import Component, Plan
from schemas.terms import Basis, Dimension, FactorTarget, Kind, LineKind, Method, Share

ON_AMOUNTS = (Method.MARGINAL, Method.WHOLE)


@dataclass(frozen=True, slots=True)
class Meaning:
    """The factors of a formula in order (`factor.<key>` of the catalogue), and the KPI or measure they speak of.

    A prize by place has `ranked_by` (`ranked.<key>`) and `scope` (`scope.<key>`) instead.
    """

    factors: tuple[str, ...] = ()
    subject: str = ""
    ranked_by: str = ""
    scope: str = ""


def meaning_of(kind: str, component: Component | None, plan: Plan, *, taken: bool = False) -> Meaning:
    """The meaning of a line of a component, or of a line that no component declares; empty where its note says it.

    `taken`: the amount is below zero, which for 带教奖 and 预支 is the side that gives.
    """
    if kind in OF_LINES:
        return Meaning((OF_LINES[kind],))
    if taken and kind in TAKEN:
        return Meaning((TAKEN[kind],))
    if component is None or kind != component.kind:
        return Meaning()
    return OF_COMPONENTS[component.kind](component, plan)


def _performance(_component: Component, plan: Plan) -> Meaning:
    regional = any(one.applies_to is FactorTarget.BONUS and one.dimension is Dimension.REGION for one in plan.factors)
    headline = plan.parameters.headline_kpi
    factors = ("base", "coefficient", *(["attainment"] if headline else []), *(["region"] if regional else []))
    return Meaning(factors, headline)


def _target_bonus(component: Component, _plan: Plan) -> Meaning:
    read = "by_total" if component.basis is Basis.TOTAL else "by_attainment"
    return Meaning(("base", *(["part"] if component.rate is not None else []), read), component.kpi)


def _commission(component: Component, plan: Plan) -> Meaning:
    subject = component.measure or component.kpi
    excess = component.applies_to is Share.EXCESS
    paid_on = "excess" if excess else "measured"
    if not component.table:
        return Meaning((paid_on, "rate" if component.rate is not None else "per_unit"), subject)
    if plan.tables[component.table].method in ON_AMOUNTS:
        return Meaning((paid_on, "tier_rate"), component.kpi if excess else subject)
    return Meaning(("tier_value",), component.kpi or subject)


def _per_order(component: Component, _plan: Plan) -> Meaning:
    return Meaning(("first_order" if component.basis is Basis.FIRST else "order",))


def _fixed(component: Component, _plan: Plan) -> Meaning:
    return Meaning(
        ("met" if component.amount else "entitled",), component.condition.text if component.condition else ""
    )


def _rank(component: Component, _plan: Plan) -> Meaning:
    basis = (component.basis or Basis.TOTAL).name.lower()
    return Meaning((), component.measure or component.kpi, basis, component.scope.name.lower())


def _mentor(component: Component, _plan: Plan) -> Meaning:
    return Meaning(("apprentice", "rate"), component.related)


def _always(*factors: str) -> Callable[[Component, Plan], Meaning]:
    return lambda _component, _plan: Meaning(factors)


OF_LINES: Mapping[str, str] = {
    LineKind.WITHHELD: "withheld",
    LineKind.RELEASED: "released",
    LineKind.BROUGHT_FORWARD: "brought_forward",
    LineKind.CARRY: "carry",
}
TAKEN: Mapping[str, str] = {Kind.MENTOR: "charged", Kind.DRAW: "drawn_back"}
OF_COMPONENTS: Mapping[Kind, Callable[[Component, Plan], Meaning]] = {
    Kind.PERFORMANCE: _performance,
    Kind.TARGET_BONUS: _target_bonus,
    Kind.COMMISSION: _commission,
    Kind.PER_ORDER: _per_order,
    Kind.FIXED: _fixed,
    Kind.RANK: _rank,
    Kind.NOMINATED: _always(),
    Kind.MENTOR: _mentor,
    Kind.POOL: _always("pool", "pool_share"),
    Kind.DRAW: _always("draw"),
    Kind.CLAWBACK: _always("clawback"),
}
