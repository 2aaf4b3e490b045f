"""The ways to read a rate table: exact, and with the words of the formula that a statement prints (SPEC 4)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from pipeline.money import ONE, ZERO, money_text, number_text, percent_text
from pipeline.plan.model import RateTable, Tier
from schemas.terms import Boundary, Direction, Method


class Problem(StrEnum):
    """Why a table says nothing for a value: an error for that person. The value is the code of the finding."""

    BELOW = "table-below-first-bound"
    NO_VALUE = "table-without-value"
    NO_AMOUNT = "table-needs-more-is-better"


@dataclass(frozen=True, slots=True)
class Reading:
    """What a table says: the value, the words of its formula (without the value), the tiers read, or the problem."""

    value: Fraction | str | None = None
    words: str = ""
    tiers: tuple[Tier, ...] = ()
    problem: Problem | None = None

    @property
    def number(self) -> Fraction:
        """The value of a table of numbers; a text or a problem is the caller's mistake."""
        if isinstance(self.value, Fraction):
            return self.value
        message = f"no number: {self}"
        raise TypeError(message)


@dataclass(frozen=True, slots=True)
class _At:
    """Where a table is read: x, what one of its bounds is worth, what 全额 pays on, and how parts are printed."""

    x: Fraction
    unit: Fraction
    amount: Fraction
    show: Callable[[Fraction], str]


def read_table(
    table: RateTable, x: Fraction, *, y: Fraction | None = None, unit: Fraction = ONE, amount: Fraction | None = None
) -> Reading:
    """Read the table at x.

    `y` is the second value of a 二维 table. Bounds count in units of `unit`: 1 for amounts, the baseline in money for
    bounds in percent of it, so that 分段累进 pays on money. `amount` is what 全额 pays its rate on; default x in money.
    """
    if table.method is Method.PLACES:
        return _place(table, x)
    if table.method is Method.GRID:
        return _value(_grid(table, x, ZERO if y is None else y))
    reached = _reached(table, x)
    if table.method is Method.INTERPOLATED:
        return _interpolated(table, reached, x)
    return _paid(table, reached, _At(x, unit, x * unit if amount is None else amount, money_text))


def read_factor(table: RateTable, attainment: Fraction) -> Reading:
    """Read a table at an attainment for a factor on money (目标奖金): 分段累进 and 全额 pay on the ratio itself."""
    x = max(attainment, ZERO)
    if table.method in _PAYING:
        return _paid(table, _reached(table, x), _At(x, ONE, x, percent_text))
    return read_table(table, x)


def read_against(
    table: RateTable,
    actual: Fraction,
    baseline: Fraction,
    *,
    direction: Direction = Direction.HIGHER,
    excess: bool = False,
    y: Fraction | None = None,
    amount: Fraction | None = None,
) -> Reading:
    """Read a table whose bounds are percentages of a baseline, in exact money (SPEC 4, 5 fine print 1 to 3).

    A bound lo is reached when actual ≥ baseline × lo; for 越小越好 when actual × lo ≤ baseline. With `excess` (超额)
    the bounds count from the baseline: on what the actual exceeds it by, or for 越小越好 stays below it by. `amount`
    is what 全额 pays its rate on; default the actual or its excess. None of them counts below 0.
    """
    lower = direction is Direction.LOWER
    if lower and not excess:
        return _read_lower(table, actual, baseline, y, actual if amount is None else amount)
    beyond = (baseline - actual if lower else actual - baseline) if excess else actual
    paid_on = max(beyond, ZERO)
    return read_table(
        table, paid_on / baseline, y=y, unit=baseline, amount=None if amount is None else max(amount, ZERO)
    )


def _read_lower(
    table: RateTable, actual: Fraction, baseline: Fraction, y: Fraction | None, amount: Fraction
) -> Reading:
    if table.method is Method.MARGINAL:
        return Reading(problem=Problem.NO_AMOUNT)
    position = baseline / actual if actual > 0 else beyond_bounds(table)
    return read_table(table, position, y=y, amount=max(amount, ZERO))


def beyond_bounds(table: RateTable) -> Fraction:
    """A value above every bound: an actual of 0 reaches them all."""
    return max((tier.lower for tier in table.tiers if tier.lower is not None), default=ZERO) + 1


def _reaches(x: Fraction, bound: Fraction | None, boundary: Boundary, *, first: bool) -> bool:
    """A value on a bound belongs to the tier above, or below with 下档; below the first bound there is no tier."""
    if bound is None or x > bound:
        return True
    return x == bound and (first or boundary is Boundary.UPPER)


def _reached(table: RateTable, x: Fraction) -> tuple[Tier, ...]:
    return tuple(tier for tier in table.tiers if _reaches(x, tier.lower, table.boundary, first=tier is table.tiers[0]))


def _value(tiers: Sequence[Tier]) -> Reading:
    """The value of the last of the tiers reached."""
    if not tiers:
        return Reading(problem=Problem.BELOW)
    tier = tiers[-1]
    if tier.value is None:
        return Reading(tiers=(tier,), problem=Problem.NO_VALUE)
    return Reading(tier.value, _printed(tier.value), (tier,))


def _paid(table: RateTable, reached: Sequence[Tier], at: _At) -> Reading:
    """The value itself, or what the method makes of it."""
    if table.method not in _PAYING or not reached or reached[-1].value is None:
        return _value(reached)
    return _PAYING[table.method](reached, at)


def _whole(reached: Sequence[Tier], at: _At) -> Reading:
    rate = _number(reached[-1])
    return Reading(at.amount * rate, f"{at.show(at.amount)} × {_rate(rate)}", (reached[-1],))


def _marginal(reached: Sequence[Tier], at: _At) -> Reading:
    """Each tier's part of x, in money, times its rate; an unbounded first tier begins at 0."""
    if any(tier.value is None for tier in reached):
        return Reading(tiers=tuple(reached), problem=Problem.NO_VALUE)
    starts = [ZERO if tier.lower is None else tier.lower for tier in reached]
    ends = [*starts[1:], at.x]
    parts = [max(end - start, ZERO) * at.unit for start, end in zip(starts, ends, strict=True)]
    rates = [_number(tier) for tier in reached]
    words = " + ".join(f"{at.show(part)} × {_rate(rate)}" for part, rate in zip(parts, rates, strict=True))
    return Reading(sum((p * r for p, r in zip(parts, rates, strict=True)), start=ZERO), words, tuple(reached))


def _ladder(reached: Sequence[Tier], _at: _At) -> Reading:
    if any(tier.value is None for tier in reached):
        return Reading(tiers=tuple(reached), problem=Problem.NO_VALUE)
    values = [_number(tier) for tier in reached]
    return Reading(sum(values, start=ZERO), " + ".join(money_text(value) for value in values), tuple(reached))


def _interpolated(table: RateTable, reached: Sequence[Tier], x: Fraction) -> Reading:
    """On the line between the points around x; the first value below the first point, the last beyond the last."""
    place = len(reached)
    here = reached[-1] if reached else table.tiers[0]
    after = table.tiers[place] if place < len(table.tiers) else here
    if after is here or here.lower is None or here.value is None or after.value is None:
        return _value((here,))
    if x in (here.lower, after.lower):
        return _value((here if x == here.lower else after,))
    return _between(here, after, x)


def _between(here: Tier, after: Tier, x: Fraction) -> Reading:
    low, high, start, end = _number(here), _number(after), here.lower or ZERO, after.lower or ZERO
    show = number_text if here.bare else percent_text
    part = f"({show(x)} − {show(start)}) ÷ ({show(end)} − {show(start)})"
    value = low + (x - start) / (end - start) * (high - low)
    return Reading(value, f"{number_text(low)} + {part} × {_step_text(high - low)}", (here, after))


def _grid(table: RateTable, x: Fraction, y: Fraction) -> list[Tier]:
    """The cells of x's band up to y's row, in whatever order the plan lists them."""
    band = _band(x, [tier.lower for tier in table.tiers], table.boundary)
    cells = [tier for tier in table.tiers if band and tier.lower == band[-1]]
    row = _band(y, [cell.lower2 for cell in cells], table.boundary)
    return [cell for cell in cells if row and cell.lower2 == row[-1]]


def _band(x: Fraction, bounds: list[Fraction | None], boundary: Boundary) -> list[Fraction | None]:
    """The bounds that x reaches, rising."""
    rising = rising_bounds(bounds)
    return [bound for bound in rising if _reaches(x, bound, boundary, first=bound == rising[0])]


def rising_bounds(bounds: Iterable[Fraction | None]) -> list[Fraction | None]:
    """Bounds, each once and rising; an unbounded one comes first."""
    return sorted(set(bounds), key=lambda bound: (bound is not None, bound or ZERO))


def _place(table: RateTable, place: Fraction) -> Reading:
    """The value of the place; a place that is not listed gets nothing."""
    tiers = [tier for tier in table.tiers if tier.lower == place]
    return _value(tiers) if tiers else Reading(ZERO, number_text(ZERO))


def _number(tier: Tier) -> Fraction:
    if isinstance(tier.value, Fraction):
        return tier.value
    message = f"a tier without a number: {tier}"
    raise TypeError(message)


def _printed(value: Fraction | str) -> str:
    return value if isinstance(value, str) else number_text(value)


def _rate(rate: Fraction) -> str:
    """A rate on money in percent; an amount per unit as it is."""
    return percent_text(rate) if abs(rate.numerator) < rate.denominator else number_text(rate)


def _step_text(step: Fraction) -> str:
    return number_text(step) if step >= 0 else f"({number_text(step)})"


_PAYING: dict[Method, Callable[[Sequence[Tier], _At], Reading]] = {
    Method.WHOLE: _whole,
    Method.MARGINAL: _marginal,
    Method.LADDER: _ladder,
}
