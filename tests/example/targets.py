"""Targets of the shipped example: what each person signed up for, and how the company's target breaks down to it."""

from __future__ import annotations

from typing import NamedTuple

from tests.example.people import REGIONS, XIAO_LI, Person, grade_on, sellers, team_on
from tests.example.sales import MONTHS, SALES_TARGET, Quarter, quarter_of

WAN = 10_000
SHARES = {"2023-07": 30, "2023-08": 40, "2023-09": 30}
"""The months' percentages of the third quarter's targets."""
ADD_UP = {"销售额", "团队销售额", "区域销售额", "有效拜访", "新客户数"}


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
    """All targets of a quarter, person by person; a month has its share of them for those hired by then."""
    if quarter in MONTHS:
        here = {one.id for one in sellers(quarter_of(quarter).start, quarter.end)}
        return tuple(_part(one, quarter) for one in targets(quarter_of(quarter)) if one.employee in here)
    staff = sellers(quarter.start, quarter.end)
    return tuple(target for one in staff for target in _of_person(one, quarter, staff))


def branches(quarter: Quarter) -> tuple[Branch, ...]:
    """The sales target by company, region and team: each the sum of what is below it."""
    if quarter in MONTHS:
        whole = branches(quarter_of(quarter))
        return tuple(one._replace(target=one.target * SHARES[quarter.id] // 100) for one in whole)
    staff = sellers(quarter.start, quarter.end)
    teams = {team: sum(sales_target(one, quarter) for one in staff if _team(one, quarter) == team) for team in REGIONS}
    regions = {
        region: sum(teams[team] for team in teams if REGIONS[team] == region)
        for region in dict.fromkeys(REGIONS.values())
    }
    company = Branch("公司", "公司", "", sum(regions.values()))
    below = [Branch("区域", region, "公司", amount) for region, amount in regions.items()]
    return (company, *below, *(Branch("团队", team, REGIONS[team], amount) for team, amount in teams.items()))


def _part(one: Target, month: Quarter) -> Target:
    """The month's part of what adds up; a rate holds every month."""
    if one.kpi not in ADD_UP:
        return one
    baseline, challenge = (None if value is None else value * SHARES[month.id] / 100 for value in one[2:])
    return one._replace(baseline=baseline or 0, challenge=challenge)


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
