"""The state machine: what may follow what, and what a step needs."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest

from pipeline.process.advance import BACK, FORWARD, Ground, Wish, exceptions, is_recorded, refusals
from pipeline.process.life import Advance, Life
from schemas.process import State, state_named
from tests.process.days import day

SEALED = Ground("2023Q3", "r1", "aa", has_draft=True, notice_until=day("2023-10-16"))
CHAIN = list(State)


def life(*states: State, seal: str = "aa") -> Life:
    steps = zip((State.COLLECTING, *states), states, strict=False)
    return Life(
        tuple(
            Advance(day(f"2023-10-{11 + place:02}"), "", "苏敏", source, target, "r1", seal)
            for place, (source, target) in enumerate(steps)
        )
    )


def wish(target: State, on: str = "2023-10-20", reason: str = "") -> Wish:
    return Wish(target, day(on), "苏敏", reason)


def codes(past: Life, wanted: Wish, ground: Ground = SEALED) -> list[str]:
    return [one.code for one in refusals(past, wanted, ground)]


def test_the_whole_life_without_a_reason() -> None:
    for place, target in enumerate(CHAIN[1:]):
        assert codes(life(*CHAIN[1 : place + 1]), wish(target)) == []


@pytest.mark.parametrize(("place", "target"), list(product(range(len(CHAIN)), State)))
def test_only_listed_steps_follow_and_steps_back_need_a_reason(place: int, target: State) -> None:
    past, state = life(*CHAIN[1 : place + 1]), CHAIN[place]
    bare, reasoned = codes(past, wish(target)), codes(past, wish(target, reason="核对"))
    if state is State.PAID:
        assert bare == reasoned == ["period-paid"]
    elif target in FORWARD[state]:
        assert reasoned == []
    elif target in BACK[state]:
        assert (bare[0], reasoned) == ("advance-goes-back", [])
    else:
        assert bare == reasoned == ["advance-not-next"]


def test_a_final_without_or_with_a_short_notice_needs_a_reason() -> None:
    assert codes(life(State.CALCULATED), wish(State.FINAL)) == ["notice-skipped"]
    noticed = life(State.CALCULATED, State.NOTICED)
    assert codes(noticed, wish(State.FINAL, "2023-10-16")) == ["notice-cut-short"]
    assert codes(noticed, wish(State.FINAL, "2023-10-17")) == []
    assert codes(noticed, wish(State.FINAL, "2023-10-16", "总经理批准")) == []
    uncounted = replace(SEALED, notice_until=None)
    assert codes(noticed, wish(State.FINAL), uncounted) == ["notice-cut-short"]


def test_a_final_of_a_revision_that_nobody_saw_needs_a_reason() -> None:
    newer = replace(SEALED, revision="r2", seal="bb")
    noticed = life(State.CALCULATED, State.NOTICED)
    assert codes(noticed, wish(State.FINAL), newer) == ["notice-of-another-revision"]
    assert exceptions(noticed, wish(State.FINAL, reason="更正申诉"), newer) == [("notice-of-another-revision", "r2")]


def test_open_appeals_need_a_reason_to_become_final_but_not_to_be_paid() -> None:
    appealed = replace(SEALED, open_appeals=("SS-1", "SS-2"))
    found = refusals(life(State.CALCULATED, State.NOTICED), wish(State.FINAL), appealed)
    assert [(one.code, one.value) for one in found] == [("appeals-open", "SS-1、SS-2")]
    assert codes(life(*CHAIN[1:4]), wish(State.PAID), appealed) == []


def test_steps_stand_on_seals() -> None:
    bare = Ground("2023Q3")
    assert codes(Life(), wish(State.CALCULATED), bare) == ["advance-without-figures"]
    assert codes(Life(), wish(State.CALCULATED), replace(bare, has_draft=True)) == []
    assert codes(life(State.CALCULATED), wish(State.NOTICED), bare) == ["advance-without-seal"]
    newer = replace(SEALED, revision="r2", seal="bb")
    assert codes(life(*CHAIN[1:4]), wish(State.PAID), newer) == ["paid-revision-not-final"]


def test_dates_do_not_run_backwards_and_somebody_decides() -> None:
    assert codes(life(State.CALCULATED), wish(State.NOTICED, "2023-10-10")) == ["advance-before-last"]
    nobody = replace(wish(State.CALCULATED), by="  ")
    assert codes(Life(), nobody) == ["advance-without-name"]


def test_a_decision_is_not_dated_ahead_of_today_nor_within_the_period() -> None:
    dated = replace(SEALED, ends=day("2023-09-30"), today=day("2023-10-20"))
    noticed = life(State.CALCULATED, State.NOTICED)
    assert codes(noticed, wish(State.FINAL, "2023-10-20"), dated) == []
    assert codes(noticed, wish(State.FINAL, "2032-10-20", "笔误"), dated) == ["advance-in-future"]
    assert codes(Life(), wish(State.CALCULATED, "2023-09-30"), dated) == []
    started = Life((replace(life(State.CALCULATED).advances[0], day=day("2023-09-30")),))
    assert codes(started, wish(State.NOTICED, "2023-09-30"), dated) == ["advance-before-end"]


def test_a_decision_dated_before_its_seal_needs_a_reason() -> None:
    late = replace(SEALED, sealed_on=day("2023-10-18"), ends=day("2023-09-30"))
    calculated = life(State.CALCULATED)
    assert codes(calculated, wish(State.NOTICED, "2023-10-17"), late) == ["advance-before-seal"]
    assert codes(calculated, wish(State.NOTICED, "2023-10-18"), late) == []
    assert codes(calculated, wish(State.NOTICED, "2023-10-17", "补录"), late) == []
    noted = exceptions(calculated, wish(State.NOTICED, "2023-10-17", "补录"), late)
    assert noted == [("advance-before-seal", "2023-10-18")]
    assert codes(Life(), wish(State.CALCULATED, "2023-10-17"), late) == []


def test_a_second_click_is_no_second_decision() -> None:
    noticed = life(State.CALCULATED, State.NOTICED)
    assert is_recorded(noticed, wish(State.NOTICED, "2023-10-12"), SEALED)
    assert not is_recorded(noticed, wish(State.NOTICED, "2023-10-13", "重新公示"), SEALED)
    assert not is_recorded(noticed, wish(State.NOTICED, "2023-10-12"), replace(SEALED, seal="bb"))
    assert not is_recorded(Life(), wish(State.CALCULATED), SEALED)


def test_the_day_of_a_state_is_forgotten_when_the_period_goes_back() -> None:
    past = life(State.CALCULATED, State.NOTICED)
    assert past.day_of(State.NOTICED) == day("2023-10-12")
    back = replace(past.advances[-1], source=State.NOTICED, target=State.CALCULATED)
    assert Life((*past.advances, back)).day_of(State.NOTICED) is None
    assert past.deliverable is None
    assert life(*CHAIN[1:5]).deliverable is not None


def test_states_are_named_in_both_languages() -> None:
    assert [state_named(word) for word in ("公示中", "final", " 已发放 ")] == [State.NOTICED, State.FINAL, State.PAID]
    with pytest.raises(ValueError, match="完成"):
        state_named("完成")
