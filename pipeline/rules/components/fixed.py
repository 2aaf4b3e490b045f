"""定额: 金额 when 条件 holds; 0 makes a list of the entitled (travel, training)."""

from __future__ import annotations

from pipeline.money import ZERO, money_text
from pipeline.plan.model import Component
from pipeline.rules.criteria import meeting
from pipeline.rules.facts import Facts
from pipeline.rules.figures import condition_sources
from pipeline.rules.lines import Paid, lines_of


def fixed(component: Component, facts: Facts) -> Paid:
    """One line for each person who meets the condition."""
    ids = meeting(facts, component, facts.entitled(component))["employee_id"]
    amount = component.amount or ZERO
    note = component.condition.text if component.condition else ""
    sources = condition_sources(facts, component, ids)
    return Paid(lines_of(component, ids, amount=amount, formula=money_text(amount), sources=sources, note=note))
