"""Who takes part, with what share of the period and what base (SPEC 3 and 5.6), counted day by day."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from tests.oracle.arithmetic import cents, exact
from tests.oracle.world import Rows, World

SATURDAY = 5
ZERO = Fraction(0)


@dataclass(slots=True)
class Worker:
    """A participant, and in the end everything that was found out about them."""

    id: str
    team: str
    region: str | None
    grade: str
    manager: str | None
    mentor: str | None
    hired: date
    proration: Fraction
    base: Fraction
    forfeited: bool
    months: int
    plan: int
    attainments: dict[str, Fraction | None] = field(default_factory=dict)
    exact_attainments: dict[str, Fraction | None] = field(default_factory=dict)
    actuals: dict[str, Fraction | None] = field(default_factory=dict)
    baselines: dict[str, Fraction | None] = field(default_factory=dict)
    scores: dict[str, Fraction] = field(default_factory=dict)
    weights: dict[str, Fraction] = field(default_factory=dict)
    zeroed: set[str] = field(default_factory=set)
    total: Fraction = ZERO
    coefficient: Fraction = ZERO
    rating: str = ""

    @property
    def scored(self) -> bool:
        """Whether the person was there at all: a proration of 0 is not scored and earns nothing (fine print 9)."""
        return self.proration > 0

    @property
    def earns(self) -> bool:
        """Whether the person takes part in what is earned."""
        return self.scored and not self.forfeited


def rank_of(one: Worker, staff: list[Worker]) -> int | None:
    """1-2-2-4 by total among those scored."""
    return 1 + sum(other.scored and other.total > one.total for other in staff) if one.scored else None


def workers(world: World) -> list[Worker]:
    """Everybody who takes part, by id."""
    rows = sorted(world.data["人员"], key=lambda row: row["工号"])
    views = list(enumerate(world.views))
    return [one for row in rows for number, view in views if (one := _worker(view, row, number)) is not None]


def place_on(world: World, row: dict[str, Any], day: date) -> dict[str, Any]:
    """The assignment in force on a day: the latest not after it, else the roster's."""
    own = [one for one in world.data.get("任职", []) if one["工号"] == row["工号"] and one["生效日期"] <= day]
    return max(own, key=lambda one: one["生效日期"]) if own else row


def working_day(world: World, day: date) -> bool:
    """Whether people work on a day."""
    kind = {row["日期"]: row["类型"] for row in world.calendar}.get(day)
    return kind == "调休上班" if kind else day.weekday() < SATURDAY


def full_months(hired: date, end: date) -> int:
    """Full months from the hire date to the day after the period (SPEC fine print 22)."""
    after = end + timedelta(days=1)
    months = (after.year - hired.year) * 12 + after.month - hired.month
    month_end = (date(after.year + after.month // 12, after.month % 12 + 1, 1) - timedelta(days=1)).day
    return months if after.day >= min(hired.day, month_end) else months - 1


def seats(world: World, row: dict[str, Any]) -> list[tuple[dict[str, Rows], str]]:
    """The plan in force that covers a person, with the person's grade; none where nobody pays them."""
    last = min(row.get("离职日期") or world.end, world.end)
    here = place_on(world, row, last)
    every = [replace(world, plan=plan) for plan in world.every or (world.plan, *world.others)]
    return [
        (view.plan, here["职级"])
        for view in every
        if max(row["入职日期"], world.start) <= last
        and here["职级"] in view.grades
        and here["团队"] in view.parameter("适用团队", here["团队"]).split("、")
    ]


def _worker(world: World, row: dict[str, Any], number: int) -> Worker | None:
    """The person as one of the plans in force pays them; None where it is not theirs."""
    first = max(row["入职日期"], world.start)
    last = min(row.get("离职日期") or world.end, world.end)
    here = place_on(world, row, last)
    teams = world.parameter("适用团队", here["团队"]).split("、")
    if first > last or here["职级"] not in world.grades or here["团队"] not in teams:
        return None
    proration, base = _share_and_base(world, row)
    left = row.get("离职日期")
    gone = left is not None and world.start <= left <= world.end
    forfeits = gone and world.grades[here["职级"]].get("离职处理") == "不发"
    return Worker(
        id=row["工号"], team=here["团队"], region=here.get("区域"), grade=here["职级"], manager=row.get("上级工号"),
        mentor=row.get("导师工号"), hired=row["入职日期"], proration=proration, base=base, forfeited=forfeits,
        months=full_months(row["入职日期"], world.end), plan=number,
    )  # fmt: skip


def _share_and_base(world: World, row: dict[str, Any]) -> tuple[Fraction, Fraction]:
    days = [world.start + timedelta(days=step) for step in range((world.end - world.start).days + 1)]
    if world.parameter("折算口径", "自然日") == "工作日":
        days = [day for day in days if working_day(world, day)]
    share = base = ZERO
    for day in days:
        weight = _weight(world, row, day) / len(days)
        own = row.get("奖金基数")
        grade = world.grades.get(place_on(world, row, day)["职级"], {"奖金基数": 0})
        share += weight
        base += weight * exact(grade["奖金基数"] if own is None else own)
    return share, cents(base)


def _weight(world: World, row: dict[str, Any], day: date) -> Fraction:
    if not row["入职日期"] <= day <= (row.get("离职日期") or day):
        return ZERO
    away = [one for one in world.data.get("请假", []) if one["工号"] == row["工号"] and one.get("计奖") != "是"]
    if any(one["开始日期"] <= day <= one["结束日期"] for one in away):
        return ZERO
    confirmed = row.get("转正日期")
    if confirmed is not None and day < confirmed:
        return exact(world.grades.get(place_on(world, row, day)["职级"], {}).get("试用期系数") or 1)
    return Fraction(1)
