"""What must hold between two closes of almost the same company, from workbooks to lines (drawn plans and exports)."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings

from pipeline.calculation import Calculation
from pipeline.money import ZERO
from tests.oracle.run import CHILD, calculated, read_here
from tests.oracle.world import World
from tests.oracle.worlds import worlds
from tests.properties import varied

QUICK, MANY = 2, 60
BEFORE_BUDGET = 2
CENT = Fraction(1, 100)
Property = Callable[[World], None]


@pytest.fixture(autouse=True)
def _in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(CHILD, read_here)


def paid(world: World) -> Calculation:
    with tempfile.TemporaryDirectory() as folder:
        return calculated(world, Path(folder))


def lines(made: Calculation) -> list[tuple[str, str, str, Fraction]]:
    """Each person's lines, those of 0 left out: who, component, kind, amount."""
    columns = (made.lines[name].tolist() for name in ("employee_id", "component", "kind", "amount"))
    return [line for line in zip(*columns, strict=True) if line[3]]


def pay(made: Calculation) -> dict[str, Fraction]:
    """The sum of a person's lines, what is carried taken off again."""
    people = (made.people[name].tolist() for name in ("employee_id", "payable", "carried"))
    return {who: amount - carried for who, amount, carried in zip(*people, strict=True)}


def more_sales_never_pay_less(world: World) -> None:
    plain = varied.rising(world)
    before, after = pay(paid(plain)), pay(paid(varied.orders(plain, varied.grown)))
    assert {who: (before[who], after[who]) for who in before if after[who] < before[who]} == {}


def an_order_in_two_halves_pays_the_same(world: World) -> None:
    plain = varied.sums_only(world)
    assert lines(paid(varied.orders(plain, varied.halved))) == lines(paid(plain))


def a_reversal_and_a_new_entry_cancel(world: World) -> None:
    plain = varied.sums_only(world)
    assert lines(paid(varied.orders(plain, varied.reversed_and_entered_again))) == lines(paid(plain))


def a_bystander_changes_nobody_elses_pay(world: World) -> None:
    plain = varied.no_forced_ratings(varied.without_budget(varied.without(world, ("排名奖", "奖池"))))
    with_him = lines(paid(varied.with_bystander(plain)))
    assert [line for line in with_him if line[0] != "Z9"] == lines(paid(plain))


def ten_times_the_money_pays_ten_times(world: World) -> None:
    """Each line is rounded once, to half a cent at most, before and after; floors and shares of places alike."""
    before, after = paid(world), paid(varied.in_smaller_units(world))
    one, ten = lines(before), lines(after)
    count = len(before.lines) + len(after.lines) + 1
    once, tenfold = pay(before), pay(after)
    assert {
        who: (ten, once[who]) for who, ten in tenfold.items() if abs(ten - 10 * once[who]) > count * 10 * CENT
    } == {}
    assert {line[:3] for line in one} <= {line[:3] for line in ten} | {line[:3] for line in one if abs(line[3]) <= CENT}


def scaled_pay_is_the_budget_to_the_cent(world: World) -> None:
    free, scaled = paid(varied.without_budget(world)), paid(varied.with_budget(world))
    counted = scaled.credits[(scaled.credits["table"] == "orders") & (scaled.credits["status"] == "counted")]
    own = counted[~counted["overlay"].fillna(value=False).astype(bool)]
    signed = sum(own["credited"].tolist(), start=ZERO)
    limit = max(ZERO, signed * CENT // CENT * CENT)
    whole = sum(free.lines.loc[free.lines["phase"] <= BEFORE_BUDGET, "amount"].tolist(), start=ZERO)
    cut = sum(scaled.lines.loc[scaled.lines["phase"] <= BEFORE_BUDGET, "amount"].tolist(), start=ZERO)
    assert cut == min(whole, limit)


PROPERTIES: tuple[Property, ...] = (
    more_sales_never_pay_less,
    an_order_in_two_halves_pays_the_same,
    a_reversal_and_a_new_entry_cancel,
    a_bystander_changes_nobody_elses_pay,
    ten_times_the_money_pays_ten_times,
    scaled_pay_is_the_budget_to_the_cent,
)


def _holds(check: Property, count: int) -> None:
    @settings(deadline=None, max_examples=count, suppress_health_check=list(HealthCheck), print_blob=True)
    @given(worlds())
    def each(world: World) -> None:
        assume(len(world.data["订单"]) > 1)
        check(world)

    each()


@pytest.mark.parametrize("check", PROPERTIES, ids=lambda check: str(check.__name__))
def test_it_holds_for_drawn_companies(check: Property) -> None:
    _holds(check, QUICK)


@pytest.mark.long
@pytest.mark.parametrize("check", PROPERTIES, ids=lambda check: str(check.__name__))
def test_it_holds_for_many_drawn_companies(check: Property) -> None:
    _holds(check, MANY)
