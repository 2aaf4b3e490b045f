"""公示表: what is announced of each person, as the plan allows (SPEC 4, 公示内容)."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from pipeline.calculation import Calculation
from pipeline.period import Period
from pipeline.rules.rows import Row, rows
from pipeline.statements.build import schemes
from pipeline.statements.contests import rating_mix
from pipeline.statements.deadlines import deadlines, shared_terms
from pipeline.statements.facts import amount, text
from pipeline.statements.statement import Deadlines, Revision, Scheme
from pipeline.workdays import WorkCalendar
from schemas.terms import Notice as Shown


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the notice: no name where the plan keeps people anonymous, no amount unless the plan says so."""

    name: str
    team: str
    rating: str
    payable: Fraction | None


@dataclass(frozen=True, slots=True)
class Notice:
    """The notice of a period, best rating first; `named` and `amounts` tell which columns hold anything."""

    period: Period
    revision: Revision
    scheme: Scheme
    deadlines: Deadlines
    entries: tuple[Entry, ...]

    @property
    def named(self) -> bool:
        """Whether anybody's name is shown."""
        return any(one.name for one in self.entries)

    @property
    def amounts(self) -> bool:
        """Whether anybody's pay is shown."""
        return any(one.payable is not None for one in self.entries)


def notice(calculation: Calculation, workdays: WorkCalendar, revision: Revision = Revision()) -> Notice:
    """The notice, under the names of all plans, for as long as any of them asks."""
    plans, terms = calculation.plans, shared_terms(calculation.plans)
    people = rows(calculation.people)
    order = [one.label for one in rating_mix(people, plans)]
    by_rating = sorted(people, key=lambda row: (_place(order, row), text(row, "team"), text(row, "employee_id")))
    return Notice(
        period=calculation.period,
        revision=revision,
        scheme=schemes(plans),
        deadlines=deadlines(calculation.period, terms, terms, workdays),
        entries=tuple(_entry(calculation, row) for row in by_rating),
    )


def _place(order: list[str], row: Row) -> int:
    rating = text(row, "rating")
    return order.index(rating) if rating in order else len(order)


def _entry(calculation: Calculation, row: Row) -> Entry:
    """As the person's own plan allows."""
    shown = calculation.plans[int(row["plan"])].parameters.notice
    named, paid = shown is not Shown.ANONYMOUS, shown is Shown.AMOUNT
    name, team = (text(row, "name"), text(row, "team")) if named else ("", "")
    return Entry(name, team, text(row, "rating"), amount(row, "payable") if paid else None)
