"""Which columns of 奖金项 each kind of component needs and allows (SPEC 4 and 5)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from schemas.terms import Basis, Kind, Scope, Window


@dataclass(frozen=True, slots=True)
class Columns:
    """`needs`: all are filled; `one_of`: exactly one is; `any_of`: at least one is; `allows`: may be filled.

    `bases` are the words that 依据 may hold.
    """

    needs: tuple[str, ...] = ()
    one_of: tuple[str, ...] = ()
    any_of: tuple[str, ...] = ()
    allows: tuple[str, ...] = ()
    bases: tuple[Basis, ...] = ()

    @property
    def all(self) -> frozenset[str]:
        """Every column that may be filled, beside those that each kind allows."""
        return frozenset((*self.needs, *self.one_of, *self.any_of, *self.allows))


ALWAYS = ("component", "kind", "grades", "cycles", "floor", "cap", "note")
RANKED_BY = (
    Basis.TOTAL,
    Basis.ATTAINMENT,
    Basis.SCORE,
    Basis.MEASURE,
    Basis.FASTEST,
    Basis.LARGEST,
    Basis.AVERAGE_TICKET,
    Basis.IMPROVEMENT,
)
KIND_COLUMNS: Mapping[Kind, Columns] = {
    Kind.PERFORMANCE: Columns(),
    Kind.TARGET_BONUS: Columns(needs=("table",), one_of=("kpi", "basis"), allows=("rate",), bases=(Basis.TOTAL,)),
    Kind.COMMISSION: Columns(
        any_of=("measure", "kpi"),
        one_of=("table", "rate", "amount"),
        allows=("measure2", "applies_to", "window", "release", "holdback", "condition"),
    ),
    Kind.PER_ORDER: Columns(
        needs=("condition",),
        one_of=("amount", "table"),
        allows=("basis", "min", "max"),
        bases=(Basis.EACH, Basis.FIRST),
    ),
    Kind.FIXED: Columns(needs=("condition", "amount")),
    Kind.RANK: Columns(
        needs=("table", "basis"), allows=("kpi", "measure", "scope", "condition", "min"), bases=RANKED_BY
    ),
    Kind.NOMINATED: Columns(allows=("amount", "min", "max")),
    Kind.MENTOR: Columns(needs=("rate", "related"), allows=("terms", "basis"), bases=(Basis.COMPANY, Basis.APPRENTICE)),
    Kind.POOL: Columns(
        needs=("rate", "measure", "basis"),
        allows=("scope", "condition"),
        bases=(Basis.EQUAL, Basis.TOTAL, Basis.MEASURE),
    ),
    Kind.DRAW: Columns(needs=("amount",), allows=("recoverable", "terms")),
    Kind.CLAWBACK: Columns(allows=("terms", "basis", "rate"), bases=(Basis.KEEPS_ATTAINMENT, Basis.LOWERS_ATTAINMENT)),
}
COMPONENT_SCOPES = (Scope.COMPANY, Scope.REGION, Scope.TEAM, Scope.GRADE)
COMPONENT_WINDOWS = (Window.CURRENT, Window.YEAR_TO_DATE)
MEASURE_SCOPES = (Scope.SELF, Scope.SUBORDINATES, Scope.TEAM, Scope.REGION, Scope.COMPANY)
RANK_NEEDS: Mapping[Basis, str] = {Basis.ATTAINMENT: "kpi", Basis.SCORE: "kpi", Basis.MEASURE: "measure"}
"""What 排名奖 needs beside 依据, by 依据."""
