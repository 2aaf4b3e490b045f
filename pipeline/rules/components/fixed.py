"""定额: 金额 when 条件 holds; 0 makes a list of the entitled (travel, training)."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.money import ZERO, money_text
from pipeline.plan.model import Component
from pipeline.rules.criteria import meets
from pipeline.rules.facts import Facts
from pipeline.rules.figures import condition_sources
from pipeline.rules.lines import Outcome, line_of


def fixed(component: Component, facts: Facts) -> Iterator[Outcome]:
    """One line for each person who meets the condition."""
    amount = component.amount or ZERO
    note = component.condition.text if component.condition else ""
    for person in facts.entitled(component):
        if meets(facts, component, person):
            sources = condition_sources(facts, component, person)
            yield line_of(component, person["employee_id"], amount, money_text(amount), sources=sources, note=note)
