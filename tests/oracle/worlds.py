"""Worlds that hypothesis draws: a company, its plan and its exports, without the questions that SPEC leaves open."""

from __future__ import annotations

from datetime import date

from hypothesis import strategies as st

from tests.oracle.drawn_data import draw_data
from tests.oracle.drawn_plan import draw_plan
from tests.oracle.traits import Traits
from tests.oracle.world import World

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
