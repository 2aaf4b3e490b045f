"""The columns of a person from the payout lines: pay by kind, payable, status (SPEC 5.7, 8, fine print 21)."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from pipeline.columns import Rule
from pipeline.money import ZERO
from pipeline.period import Period
from pipeline.plan.model import Plan
from pipeline.rational_array import Rationals
from pipeline.rules.lookup import UNKNOWN, asked_once, places
from pipeline.tables import Tables
from schemas.export_terms import Decision
from schemas.field import Choice
from schemas.terms import Kind, LineKind, Status

PAY = ("performance_bonus", "commission", "awards", "mentor", "other", "adjustments", "recoveries")
PAY_COLUMN: Mapping[Choice, str] = {
    Kind.PERFORMANCE: "performance_bonus",
    Kind.TARGET_BONUS: "performance_bonus",
    Kind.COMMISSION: "commission",
    Kind.PER_ORDER: "awards",
    Kind.FIXED: "awards",
    Kind.RANK: "awards",
    Kind.NOMINATED: "awards",
    Kind.MENTOR: "mentor",
    Kind.POOL: "other",
    Kind.DRAW: "other",
    Kind.CLAWBACK: "recoveries",
    LineKind.ADJUSTMENT: "adjustments",
    LineKind.BROUGHT_FORWARD: "other",
    LineKind.CARRY: "other",
}


def with_pay(plan: Plan, people: pd.DataFrame, lines: pd.DataFrame) -> pd.DataFrame:
    """The plan's people with the sums of their lines by kind (`PAY`), and `carried`, the shortfall of phase 8.

    待释放 and 释放 go to the kind of the component whose name they bear; one that the plan no longer has counts as
    commission.
    """
    kinds = kinds_of(plan)
    place, amounts = places(lines["employee_id"], people["employee_id"]), Rationals.of(lines["amount"].array)

    def column(kind: str, component: str) -> int:
        return PAY.index(pay_column(kinds, kind, component))

    columns = asked_once(column, lines["kind"], lines["component"], dtype=np.int64).to_numpy()
    sums = amounts.summed(place * len(PAY) + columns, len(people) * len(PAY))
    carried = amounts.summed(np.where(lines["kind"] == LineKind.CARRY.value, place, UNKNOWN), len(people))
    return people.assign(**{name: sums[at :: len(PAY)] for at, name in enumerate(PAY)}, carried=carried)


def with_held(people: pd.DataFrame, tables: Tables, period: Period) -> pd.DataFrame:
    """People with `held`: an appeal about this period without a conclusion."""
    if not tables.has("appeals"):
        return people.assign(held=False)
    appeals = tables.frames["appeals"]
    undecided = appeals["decision"].isna() | (appeals["decision"] == Decision.PENDING)
    waiting = appeals.loc[undecided & (appeals["period"] == period.id), "employee_id"]
    return people.assign(held=people["employee_id"].isin(waiting))


def payable(  # noqa: PLR0917 - a rule's arguments are the columns it reads
    performance_bonus: pd.Series,
    commission: pd.Series,
    awards: pd.Series,
    mentor: pd.Series,
    other: pd.Series,
    adjustments: pd.Series,
    recoveries: pd.Series,
) -> pd.Series:
    """The sum of all payout lines."""
    return performance_bonus + commission + awards + mentor + other + adjustments + recoveries


def status(forfeited: pd.Series, held: pd.Series, carried: pd.Series) -> pd.Series:
    """The first that holds: left without a claim, held for an open appeal, carried forward, else normal."""
    found = pd.Series(str(Status.NORMAL), index=forfeited.index, dtype=object)
    found = found.mask(carried != ZERO, str(Status.CARRIED)).mask(held.astype(bool), str(Status.HELD))
    return found.mask(forfeited.astype(bool), str(Status.FORFEITED))


PAID: tuple[Rule, ...] = (payable, status)


def kinds_of(plan: Plan) -> Mapping[str, Choice]:
    """The kind of each component of a plan, by its name."""
    return {component.component: component.kind for component in plan.components}


def pay_column(kinds: Mapping[str, Choice], kind: str, component: str) -> str:
    """Which column of `PAY` a line's amount adds to; `kinds` are those of the person's plan."""
    return PAY_COLUMN.get(_choice(kind)) or PAY_COLUMN[kinds.get(component, Kind.COMMISSION)]


def _choice(kind: str) -> Choice:
    return LineKind(kind) if kind in LineKind.__members__.values() else Kind(kind)
