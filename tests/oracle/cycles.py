"""Years that hypothesis draws: months, their quarter and the year, each a delivery of its own, sealed in turn."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import strategies as st

from tests.oracle.drawn_data import draw_data
from tests.oracle.drawn_plan import GRADES, draw_plan
from tests.oracle.eras import days_of, reach_back
from tests.oracle.traits import Traits, maybe
from tests.oracle.united import united
from tests.oracle.world import Rows, World
from tests.oracle.worlds import CALENDAR

CYCLES = ("月度", "季度", "年度")
PERIODS = (
    ("2024-11", (date(2024, 11, 1), date(2024, 11, 30)), "月度"),
    ("2024-12", (date(2024, 12, 1), date(2024, 12, 31)), "月度"),
    ("2024Q4", (date(2024, 10, 1), date(2024, 12, 31)), "季度"),
    ("2024", (date(2024, 1, 1), date(2024, 12, 31)), "年度"),
)
QUARTER = ("2024-10", "2024-11", "2024-12")
PAID_IN = (None, None, "月度", "月度、季度", "季度、年度")
UNDECIDED = ("追回", "预支")
"""What of a quarter a claim or a draw of its months still reaches is the project's own decision, not the contract's."""


@st.composite
def cycles(draw: st.DrawFn) -> list[World]:
    """A company over two months, their quarter and their year under one plan with a scorecard for each."""
    traits = _traits(draw)
    plan = _in_cycles(draw, draw_plan(draw, "月度", traits))
    found: list[World] = []
    people: Rows | None = None
    for name, span, cycle in PERIODS:
        data = draw_data(draw, span, name, plan, traits, people=people)
        people = data["人员"]
        found.append(World(name, *span, cycle, plan, data, CALENDAR))
    return found


@st.composite
def built(draw: st.DrawFn) -> list[World]:
    """Three months with rows that reach back, sealed in turn, and the quarter that has no exports of its own."""
    traits = _traits(draw)
    plan = _in_cycles(draw, draw_plan(draw, "月度", traits))
    months: list[World] = []
    for name in QUARTER:
        span = days_of(name)
        people = [dict(row) for row in months[-1].data["人员"]] if months else None
        if people and maybe(draw):
            people[-1] |= {
                "离职日期": people[-1]["离职日期"] or span[1],
                "奖金基数": draw(st.sampled_from((None, 4321))),
            }
        data = draw_data(draw, span, name, plan, traits, people=people)
        if months:
            reach_back(draw, span, months, data, traits)
        months.append(World(name, *span, "月度", plan, data, CALENDAR))
    whole = (months[0].start, months[-1].end)
    return [*months, World("2024Q4", *whole, "季度", plan, united(months), CALENDAR, parts=QUARTER)]


def _traits(draw: st.DrawFn) -> Traits:
    return Traits(
        splits=draw(st.booleans()), overlay=draw(st.booleans()), negatives=draw(st.booleans()), on_receipt=False,
        apprentice_pays=draw(st.booleans()), forfeits=draw(st.booleans()), by_headcount=draw(st.booleans()), spans=True,
    )  # fmt: skip


def _in_cycles(draw: st.DrawFn, plan: dict[str, Rows]) -> dict[str, Rows]:
    """The plan with grades and scorecards for every cycle; 新人 may have no year."""
    lacking = draw(st.sampled_from((None, GRADES[1])))
    grades = [
        row | {"周期": cycle} for cycle in CYCLES for row in plan["职级"] if (cycle, row["职级"]) != ("年度", lacking)
    ]
    cards = [_card(row, cycle, lacking) for cycle in CYCLES for row in plan["指标权重"]]
    kept = [row for row in plan["奖金项"] if row["类型"] not in UNDECIDED]
    components = [row | {"周期": draw(st.sampled_from(PAID_IN))} for row in kept]
    return {**plan, "职级": grades, "指标权重": cards, "奖金项": components}


def _card(row: dict[str, Any], cycle: str, lacking: str | None) -> dict[str, Any]:
    return row | {"周期": cycle} | ({lacking: None} if lacking and cycle == "年度" else {})
