"""Targets of the shipped example: what each person signed up for, and how the company's target breaks down to it."""

from __future__ import annotations

from typing import NamedTuple

from tests.example.people import REGIONS, XIAO_LI, Person, grade_on, sellers, team_on
from tests.example.sales import SALES_TARGET, Quarter

WAN = 10_000
SALES_KPIS = {"团队销售额": "销售经理", "区域销售额": "区域总监"}


class Target(NamedTuple):
    """Baseline and challenge of one KPI of one person."""

    employee: str
    kpi: str
    baseline: float
    challenge: float | None = None


class Branch(NamedTuple):
    """One node of the target tree."""

    dimension: str
    key: str
    parent: str
    target: int


def targets(quarter: Quarter) -> tuple[Target, ...]:
    """All targets of a quarter, person by person."""
    staff = sellers(quarter.start, quarter.end)
    return tuple(target for one in staff for target in _of_person(one, quarter, staff))


def branches(quarter: Quarter) -> tuple[Branch, ...]:
    """The sales target by company, region and team: each the sum of what is below it."""
    staff = sellers(quarter.start, quarter.end)
    teams = {team: sum(sales_target(one, quarter) for one in staff if _team(one, quarter) == team) for team in REGIONS}
    regions = {
        region: sum(teams[team] for team in teams if REGIONS[team] == region)
        for region in dict.fromkeys(REGIONS.values())
    }
    company = Branch("公司", "公司", "", sum(regions.values()))
    below = [Branch("区域", region, "公司", amount) for region, amount in regions.items()]
    return (company, *below, *(Branch("团队", team, REGIONS[team], amount) for team, amount in teams.items()))


def sales_target(person: Person, quarter: Quarter) -> int:
    """What a person is to sell in a quarter."""
    if person.id == XIAO_LI:
        return 500_000 if quarter.id == "2023Q3" else 100_000
    return SALES_TARGET[_grade(person, quarter)]


def _of_person(person: Person, quarter: Quarter, staff: tuple[Person, ...]) -> list[Target]:
    grade, team = _grade(person, quarter), _team(person, quarter)
    own = [Target(person.id, "销售额", sales_target(person, quarter))]
    if grade == "销售经理":
        amount = sum(sales_target(one, quarter) for one in staff if _team(one, quarter) == team)
        return [
            *own,
            Target(person.id, "团队销售额", amount),
            Target(person.id, "团队回款率", 0.9),
            Target(person.id, "客户满意度", 0.9),
        ]
    if grade == "区域总监":
        amount = sum(sales_target(one, quarter) for one in staff if REGIONS[_team(one, quarter)] == person.region)
        return [
            *own,
            Target(person.id, "区域销售额", amount),
            Target(person.id, "区域回款率", 0.9),
            Target(person.id, "客户满意度", 0.9),
        ]
    own += [Target(person.id, "回款率", 0.9), Target(person.id, "有效拜访", 24 if grade == "资深" else 30)]
    own += [Target(person.id, "方案及时率", 0.95)]
    return own + (
        [Target(person.id, "新客户数", 2, 4), Target(person.id, "客户满意度", 0.9)] if grade == "资深" else []
    )


def _grade(person: Person, quarter: Quarter) -> str:
    return grade_on(person, min(person.left or quarter.end, quarter.end))


def _team(person: Person, quarter: Quarter) -> str:
    return team_on(person, min(person.left or quarter.end, quarter.end))
