"""PK by team, region and product line, score distribution and rating mix (SPEC 5, team figures)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from fractions import Fraction

from pipeline.money import round_half_up
from pipeline.plan.model import Plan
from pipeline.rules.rows import Row
from pipeline.statements.facts import amount, by_key, number, text
from pipeline.statements.summary import Contender, Contest, Count
from schemas.terms import Method

SCORE_BANDS = (60, 70, 80, 90, 100)
RATE_PLACES = 4
SCORE_PLACES = 2


def contests(people: Sequence[Row], credited: Sequence[Row], *, teams: bool) -> tuple[Contest, ...]:
    """PK tables with at least two sides; teams only where there are several."""
    sides = [Contest("region", _trade(credited, "region")), Contest("product", _trade(credited, "product"))]
    if teams:
        sides.insert(0, Contest("team", _teams(people, by_key(credited, "employee_id"))))
    return tuple(one for one in sides if len(one.contenders) > 1)


def score_bands(people: Sequence[Row]) -> tuple[Count, ...]:
    """How many total scores lie below 60, from 60 to 70 … and at 100 or more; the label is the lower bound."""
    scores = [score for row in people if (score := number(row, "total_score")) is not None]
    bounds = (Fraction(0), *map(Fraction, SCORE_BANDS))
    places = Counter(sum(score >= bound for bound in bounds[1:]) for score in scores)
    return tuple(Count(str(bound), places[place]) for place, bound in enumerate(bounds))


def rating_mix(people: Sequence[Row], plans: Sequence[Plan]) -> tuple[Count, ...]:
    """How many people have each rating, best first as the plans' tables say; ratings that nobody has count 0."""
    found = Counter(text(row, "rating") for row in people if text(row, "rating"))
    order = dict.fromkeys([*(rating for plan in plans for rating in _best_first(plan)), *sorted(found)])
    return tuple(Count(rating, found[rating]) for rating in order)


def _best_first(plan: Plan) -> list[str]:
    """The ratings of a plan: totals rise from tier to tier, the shares of 强制分布 count from the top."""
    table = plan.tables.get(plan.parameters.rating_table)
    rising = [str(tier.value) for tier in table.tiers if tier.value is not None] if table else []
    return rising if table and table.method is Method.QUANTILE else rising[::-1]


def mean(values: Sequence[Fraction], places: int = RATE_PLACES) -> Fraction | None:
    """The mean of the values, rounded; None of none."""
    return round_half_up(sum(values, start=Fraction(0)) / len(values), places) if values else None


def rate(part: Fraction, whole: Fraction) -> Fraction | None:
    """A part of a whole, rounded to four places; None where there is no whole."""
    return round_half_up(part / whole, RATE_PLACES) if whole > 0 else None


def column(found: Sequence[Row], name: str) -> list[Fraction]:
    """The values of a column that are there."""
    return [value for row in found if (value := number(row, name)) is not None]


def _teams(people: Sequence[Row], credited: Mapping[str, list[Row]]) -> tuple[Contender, ...]:
    sides = []
    for team, members in by_key(people, "team").items():
        own = [row for member in members for row in credited.get(text(member, "employee_id"), ())]
        sides.append(
            Contender(
                label=team,
                people=len(members),
                credited=sum(column(own, "credited"), start=Fraction(0)),
                attainment=mean(column(members, "headline_attainment")),
                total_score=mean(column(members, "total_score"), SCORE_PLACES),
                payable=sum(column(members, "payable"), start=Fraction(0)),
            )
        )
    return tuple(sorted(sides, key=lambda side: (-(side.total_score or 0), -side.credited, side.label)))


def _trade(credited: Sequence[Row], by: str) -> tuple[Contender, ...]:
    sides = [
        Contender(label, len({text(row, "employee_id") for row in found}), _credit(found), None, None, None)
        for label, found in by_key(credited, by).items()
        if label
    ]
    return tuple(sorted(sides, key=lambda side: (-side.credited, side.label)))


def _credit(found: Sequence[Row]) -> Fraction:
    return sum((amount(row, "credited") for row in found), start=Fraction(0))
