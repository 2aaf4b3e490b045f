"""What the CRM and the appraisal forms of the shipped example recorded."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import NamedTuple

from tests.example.people import LEAVES, XIAO_LI, XIAO_ZHANG, Person, grade_on, sellers
from tests.example.sales import MONTHS, PRODUCTS, Quarter, quarter_of

STAGES = ("初步接触", "需求确认", "方案报价", "商务谈判", "签约")
RATED = {"销售经理", "区域总监"}
# visits made and counted, proposals made and in time
_HANDBOOK = {
    ("2023Q2", XIAO_ZHANG): (29, 1, 11, 11), ("2023Q3", XIAO_ZHANG): (28, 1, 12, 12),
    ("2023Q2", XIAO_LI): (12, 0, 4, 3), ("2023Q3", XIAO_LI): (24, 2, 10, 8),
}  # fmt: skip


class Activity(NamedTuple):
    """A visit or a proposal."""

    employee: str
    name: str
    day: date
    type: str
    customer: int
    valid: bool
    on_time: bool | None


class Opportunity(NamedTuple):
    """A sale in the making."""

    id: str
    employee: str
    customer: int
    product: str
    stage: str
    stage_date: date
    created: date
    amount: int
    status: str


class Rating(NamedTuple):
    """A score that somebody gave."""

    employee: str
    role: str
    rater: str
    score: int
    submitted: date


def activities(quarter: Quarter) -> tuple[Activity, ...]:
    """Visits and proposals of a quarter or month, by day."""
    if quarter in MONTHS:
        return tuple(one for one in activities(quarter_of(quarter)) if quarter.start <= one.day <= quarter.end)
    rng = _rng("activities", quarter)
    found = [one for person in sellers(quarter.start, quarter.end) for one in _activities_of(rng, person, quarter)]
    return tuple(sorted(found, key=lambda one: (one.day, one.employee, one.type)))


def opportunities(quarter: Quarter) -> tuple[Opportunity, ...]:
    """The pipeline as it stood at the end of a quarter or month, what was decided before a month left out."""
    if quarter in MONTHS:
        known = [one for one in opportunities(quarter_of(quarter)) if one.created <= quarter.end]
        return tuple(_as_of(one, quarter.end) for one in known if _is_open(one, quarter))
    rng = _rng("opportunities", quarter)
    found = [one for person in sellers(quarter.start, quarter.end) for one in _opportunities_of(rng, person, quarter)]
    return tuple(one._replace(id=f"SJ{quarter.id[2:]}-{number:04d}") for number, one in enumerate(found, start=1))


def _is_open(one: Opportunity, month: Quarter) -> bool:
    return one.status == "进行中" or one.stage_date >= month.start


def _as_of(one: Opportunity, day: date) -> Opportunity:
    """As the CRM showed it on a day: before its last stage it was at the first."""
    return one if one.stage_date <= day else one._replace(stage=STAGES[0], stage_date=one.created, status="进行中")


def ratings(quarter: Quarter) -> tuple[Rating, ...]:
    """What managers, colleagues, customers and they themselves thought of those who lead."""
    rng = _rng("ratings", quarter)
    leaders = [one for one in sellers(quarter.start, quarter.end) if one.grade in RATED]
    return tuple(rating for person in leaders for rating in _ratings_of(rng, person, quarter))


def satisfaction(quarter: Quarter) -> dict[str, int]:
    """Share of satisfied customers in percent, of whom the survey asked for."""
    rng = _rng("satisfaction", quarter)
    asked = RATED | {"资深"}
    return {
        one.id: rng.randint(79, 98)
        for one in sellers(quarter.start, quarter.end)
        if grade_on(one, quarter.end) in asked
    }


def _rng(subject: str, quarter: Quarter) -> Random:
    return Random(f"{subject} {quarter.id}")  # noqa: S311 - an example is seeded so that it repeats


def _activities_of(rng: Random, person: Person, quarter: Quarter) -> list[Activity]:
    days = _days_at_work(person, quarter)
    share = len(days) / 65
    drawn = (round(rng.gauss(28, 4) * share), rng.randint(0, 2), round(rng.gauss(11, 2) * share), 0)
    made, invalid, proposed, in_time = _HANDBOOK.get((quarter.id, person.id), drawn)
    in_time = in_time or sum(rng.random() < 0.93 for _ in range(proposed))
    visits = [_activity(rng, person, days, "拜访", valid=number >= invalid) for number in range(made + invalid)]
    return visits + [_activity(rng, person, days, "方案", on_time=number < in_time) for number in range(proposed)]


def _activity(
    rng: Random, person: Person, days: list[date], kind: str, *, valid: bool = True, on_time: bool | None = None
) -> Activity:
    return Activity(person.id, person.name, rng.choice(days), kind, rng.randrange(1, 480), valid, on_time)


def _days_at_work(person: Person, quarter: Quarter) -> list[date]:
    off = [leave for leave in LEAVES if leave.employee == person.id]
    days = [quarter.start + timedelta(days=step) for step in range((quarter.end - quarter.start).days + 1)]
    here = [day for day in days if person.hired <= day <= (person.left or day) and day.weekday() < 5]
    return [day for day in here if not any(leave.start <= day <= leave.end for leave in off)]


def _opportunities_of(rng: Random, person: Person, quarter: Quarter) -> list[Opportunity]:
    days = _days_at_work(person, quarter)
    return [_opportunity(rng, person, days) for _ in range(rng.randint(2, 6))]


def _opportunity(rng: Random, person: Person, days: list[date]) -> Opportunity:
    created, moved = sorted(rng.sample(days, 2))
    status = rng.choice(("进行中", "进行中", "进行中", "赢单", "输单"))
    stage = "签约" if status == "赢单" else rng.choice(STAGES[:4])
    amount = rng.randrange(30, 400) * 1000
    return Opportunity(
        "", person.id, rng.randrange(1, 480), rng.choice(PRODUCTS), stage, moved, created, amount, status
    )


def _ratings_of(rng: Random, person: Person, quarter: Quarter) -> list[Rating]:
    after = quarter.end + timedelta(days=1)
    boss = person.manager or "董事长"
    roles = [("自评", person.id), ("上级", boss), ("同事", "1009"), ("同事", "1014"), ("跨部门", "交付部 林工")]
    asked = roles + [("客户", "客户回访小组")] * (person.grade == "销售经理")
    return [
        Rating(person.id, role, rater, rng.randint(78, 97), after + timedelta(days=rng.randint(0, 9)))
        for role, rater in asked
    ]
