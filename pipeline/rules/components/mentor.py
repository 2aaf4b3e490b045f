"""带教奖: 比例 of each apprentice's line 相关奖金项 to the mentor, while the apprentice's 工龄 is at most 期数.

依据 = 公司 (default) or 徒弟: then the apprentice is charged what the mentor gets. Mentors must have ranked within
导师资格 (by total, company, rounded up) in the last sealed period of the cycle.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from fractions import Fraction

import pandas as pd

from pipeline.findings import Place, info, warning
from pipeline.money import ONE, money_text, percent_text
from pipeline.plan.model import Component
from pipeline.rationals import scaled
from pipeline.rules.facts import Facts
from pipeline.rules.lines import Line, Outcome, Paid, Phase, line_of, sorted_out, total_by_person
from pipeline.rules.rows import Row, rows
from pipeline.worded import worded
from schemas.terms import Basis, Kind


def mentor(component: Component, facts: Facts, lines: pd.DataFrame) -> Paid:
    """One line for each apprentice, paid to the mentor; mentors who get none are listed."""
    earned = total_by_person(lines[lines["component"] == component.related])
    return sorted_out(_outcomes(component, facts, earned))


def _outcomes(component: Component, facts: Facts, earned: Mapping[str, Fraction]) -> Iterator[Outcome]:
    entitled = set(facts.entitled(component)["employee_id"])
    charges = _apprentices(component, facts, earned)
    if charges and facts.ground.history.last(facts.ground.period.cycle) is None:
        yield warning("payout-mentor-no-past", component.place, component.component)
    allowed = _qualified(facts)
    for mentor_id, apprentices in charges.items():
        if mentor_id not in facts.participants:
            names = "、".join(str(person["name"]) for person in apprentices)
            yield warning("payout-mentor-not-found", _place(facts, apprentices[0]), mentor_id, people=names)
        elif allowed is not None and mentor_id not in allowed:
            share = percent_text(facts.ground.plan.parameters.mentor_share)
            name = facts.participants[mentor_id]["name"]
            yield info("payout-mentor-not-qualified", component.place, component.component, name=name, share=share)
        elif mentor_id in entitled:
            yield from (_line(component, mentor_id, one, earned[one["employee_id"]]) for one in apprentices)
        elif _of_no_grade(facts, mentor := facts.participants[mentor_id]):
            told = {"component": component.component, "name": mentor["name"], "grade": mentor["grade"]}
            yield warning("payout-mentor-other-grade", _place(facts, apprentices[0]), mentor_id, **told)


def _of_no_grade(facts: Facts, mentor: Row) -> bool:
    """Whether no 带教奖 of the plan has the mentor's grade: 职级 says whose mentoring is paid, not whose apprentice."""
    mentoring = (one for one in facts.ground.plan.components if one.kind is Kind.MENTOR)
    return not any(one.concerns(mentor["grade"], facts.ground.period.cycle) for one in mentoring)


def charges(component: Component) -> bool:
    """Whether the apprentices are charged what their mentors get: 依据 = 徒弟."""
    return component.kind is Kind.MENTOR and component.basis is Basis.APPRENTICE


def charged(lines: pd.DataFrame) -> pd.DataFrame:
    """What the apprentices are charged for their mentors' lines; what 保底 adds is the firm's to give."""
    formula = worded(lambda amount: f"-{money_text(amount)}", lines["amount"])
    nothing = worded(lambda _: "", lines["note"])
    return lines.assign(
        employee_id=lines["item"].astype("str"), amount=scaled(lines["amount"], -ONE), formula=formula, note=nothing
    )


def _apprentices(component: Component, facts: Facts, earned: Mapping[str, Fraction]) -> dict[str, list[Row]]:
    """The apprentices who earned something to share, by mentor."""
    found: dict[str, list[Row]] = {}
    for employee_id in facts.earning["employee_id"].tolist():
        person = facts.participants[employee_id]
        learning = component.terms is None or person["months_employed"] <= component.terms
        if person["mentor_id"] is not None and learning and person["employee_id"] in earned:
            found.setdefault(person["mentor_id"], []).append(person)
    return dict(sorted(found.items())) if _in_cycle(component, facts) else {}


def _in_cycle(component: Component, facts: Facts) -> bool:
    return not component.cycles or facts.ground.period.cycle in component.cycles


def _qualified(facts: Facts) -> set[str] | None:
    """Who ranked within 导师资格 in the last sealed period of the cycle; None where there is none."""
    sealed = facts.ground.history.last(facts.ground.period.cycle)
    if sealed is None:
        return None
    ranked = [row for row in rows(sealed.results) if row["rank_company"] is not None]
    last_place = math.ceil(facts.ground.plan.parameters.mentor_share * len(ranked))
    return {row["employee_id"] for row in ranked if row["rank_company"] <= last_place}


def _line(component: Component, mentor_id: str, apprentice: Row, earned: Fraction) -> Line:
    rate = component.rate or Fraction(0)
    employee = apprentice["employee_id"]
    formula = f"{money_text(earned)} × {percent_text(rate)}"
    return line_of(component, mentor_id, earned * rate, formula, phase=Phase.DERIVED, item=employee, reference=employee)


def _place(facts: Facts, person: Row) -> Place:
    return facts.ground.tables.place(person, "mentor_id")
