"""Worlds that hypothesis draws: a company, its plan and its exports, without the questions that SPEC leaves open."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import strategies as st

from tests.oracle.drawn_data import TEAMS, draw_data
from tests.oracle.drawn_plan import draw_plan
from tests.oracle.traits import Traits
from tests.oracle.world import Rows, World

PERIODS = {
    "2024-06": (date(2024, 6, 1), date(2024, 6, 30), "月度"),
    "2024-12": (date(2024, 12, 1), date(2024, 12, 31), "月度"),
    "2023Q3": (date(2023, 7, 1), date(2023, 9, 30), "季度"),
}
CALENDAR = [
    {"日期": date(2023, 9, 29), "类型": "假日", "依据": "中秋节、国庆节"},
    {"日期": date(2024, 6, 10), "类型": "假日", "依据": "端午节"},
    {"日期": date(2024, 6, 15), "类型": "调休上班", "依据": "案例"},
]


@st.composite
def worlds(draw: st.DrawFn) -> World:
    """A company, its plan and one period's exports."""
    period = draw(st.sampled_from(sorted(PERIODS)))
    start, end, cycle = PERIODS[period]
    traits = draw(st.builds(Traits))
    plan = draw_plan(draw, cycle, traits)
    return World(period, start, end, cycle, plan, draw_data(draw, (start, end), period, plan, traits), CALENDAR)


@st.composite
def worlds_of_two_plans(draw: st.DrawFn) -> World:
    """A company with a plan for each of its teams, both in force at once."""
    period = draw(st.sampled_from(sorted(PERIODS)))
    start, end, cycle = PERIODS[period]
    traits = replace(draw(st.builds(Traits)), by_headcount=False)
    drawn = [draw_plan(draw, cycle, replace(traits, prefix=f"{team}项")) for team in TEAMS]
    plans = [_for_team(plan, team, drawn[0]) for plan, team in zip(drawn, TEAMS, strict=True)]
    both = {name: [row for plan in plans for row in plan[name]] for name in ("指标", "奖金项")}
    both["指标"] = list({row["指标"]: row for row in both["指标"]}.values())
    data = draw_data(draw, (start, end), period, both, traits)
    return World(period, start, end, cycle, plans[0], data, CALENDAR, others=tuple(plans[1:]))


def _for_team(plan: dict[str, Rows], team: str, first: dict[str, Rows]) -> dict[str, Rows]:
    """A team's plan, with the grades of the first: what a mover's base is between two plans SPEC does not say."""
    own = [{"参数": "适用团队", "值": team}]
    days = [row for row in first["方案"] if row["参数"] == "折算口径"]
    rest = [row for row in plan["方案"] if row["参数"] != "折算口径"]
    return {**plan, "方案": [*rest, *days, *own], "职级": first["职级"]}
