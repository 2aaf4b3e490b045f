"""Checks of 目标分解: children against their parent, people's targets against their team (SPEC 3)."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from pipeline.checks.delivery import Delivery, Findings
from pipeline.findings import error, warning
from pipeline.money import ZERO, decimal, exact
from pipeline.plan.names import closest
from pipeline.rules.rows import Row, grouped
from schemas.export_terms import TreeDimension

PLACES = 2


def parents_unknown(given: Delivery) -> Findings:
    """上级 names no 取值 of the same KPI."""
    nodes = given.rows("target_tree")
    known = {(node["kpi"], node["key"]) for node in nodes}
    for node in nodes:
        if node["parent"] is not None and (node["kpi"], node["parent"]) not in known:
            keys = [key for kpi, key in known if kpi == node["kpi"]]
            place = given.tables.place(node, "parent")
            yield error(
                "tree-parent-unknown", place, node["parent"], kpi=node["kpi"], closest=closest(node["parent"], keys)
            )


def teams_unknown(given: Delivery) -> Findings:
    """A target of a team in which nobody is."""
    teams = {*given.frame("people")["team"].dropna(), *given.frame("assignments")["team"].dropna()}
    for node in given.rows("target_tree"):
        if node["dimension"] == TreeDimension.TEAM and node["key"] not in teams:
            near = closest(node["key"], teams) or "—"
            yield warning("tree-team-unknown", given.tables.place(node, "key"), node["key"], closest=near)


def children_off(given: Delivery) -> Findings:
    """The targets of one dimension below a value do not add up to its target; the remainder is shown."""
    nodes = _added(given)
    below = grouped((node for node in nodes if node["parent"] is not None), "parent")
    for node in nodes:
        children = [one for one in below.get(node["key"], []) if one["kpi"] == node["kpi"] and one is not node]
        for dimension, parts in grouped(children, "dimension").items():
            if node["dimension"] == dimension or not _has_own(nodes, node, dimension):
                yield from _remainder(given, node, sum((exact(one["target"]) for one in parts), ZERO), dimension)


def people_off(given: Delivery) -> Findings:
    """The targets of a team's people do not add up to the team's target of this period."""
    nodes = _added(given)
    teams = given.participants.set_index("employee_id")["team"]
    targets = [
        row for row in given.rows("targets") if row["employee_id"] in teams.index and row["baseline"] is not None
    ]
    given_to = grouped(({**row, "team": teams[row["employee_id"]]} for row in targets), "team")
    for node in nodes:
        if node["dimension"] == TreeDimension.TEAM and (own := _of_this_period(given, nodes, node)):
            mine = [row for row in given_to.get(node["key"], []) if row["kpi"] == node["kpi"]]
            yield from (
                _remainder(given, own, sum((exact(row["baseline"]) for row in mine), ZERO), "人员") if mine else ()
            )


def _added(given: Delivery) -> list[Row]:
    """The nodes of KPIs whose targets add up: neither percentages nor ratios of measures."""
    adds = {kpi.kpi for kpi in given.kpis.values() if not kpi.is_percent and not kpi.denominator}
    return [node for node in given.rows("target_tree") if node["kpi"] in adds and node["target"] is not None]


def _has_own(nodes: Iterable[Row], node: Row, dimension: str) -> bool:
    """Whether the same value also stands in the dimension itself, where its children belong."""
    return any((one["kpi"], one["dimension"], one["key"]) == (node["kpi"], dimension, node["key"]) for one in nodes)


def _remainder(given: Delivery, node: Row, parts: Fraction, dimension: str) -> Findings:
    left = exact(node["target"]) - parts
    if left:
        figures = {"target": exact(node["target"]), "parts": parts}
        shown = {name: f"{decimal(figure, PLACES):,f}" for name, figure in figures.items()}
        place = given.tables.place(node, "target")
        told = {"kpi": node["kpi"], "node": node["key"], "dimension": dimension}
        yield warning("tree-remainder", place, f"{decimal(left, PLACES):,f}", **told, **shown)


def _of_this_period(given: Delivery, nodes: list[Row], node: Row) -> Row | None:
    """The node with the team's target of this period: its part for it, or itself unless it is another period's."""
    parts = [one for one in nodes if _is_period(one) and (one["kpi"], one["parent"]) == (node["kpi"], node["key"])]
    if parts:
        return next((one for one in parts if one["key"] == given.period.id), None)
    above, seen = node, {node["key"]}
    while above["parent"] is not None and above["parent"] not in seen:
        seen.add(above["parent"])
        found = [one for one in nodes if (one["kpi"], one["key"]) == (node["kpi"], above["parent"])]
        if not found:
            break
        above = found[0]
        if _is_period(above):
            return node if above["key"] == given.period.id else None
    return node


def _is_period(node: Row) -> bool:
    return bool(node["dimension"] == TreeDimension.PERIOD)


CHECKS = (parents_unknown, teams_unknown, children_off, people_off)
