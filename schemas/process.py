"""The life of a period: its states, in the order in which a person advances them (SPEC 7)."""

from __future__ import annotations

from schemas.field import Choice


class State(Choice):
    """How far a period is."""

    COLLECTING = "collecting", "收集"
    CALCULATED = "calculated", "已试算"
    NOTICED = "noticed", "公示中"
    FINAL = "final", "已定稿"
    PAID = "paid", "已发放"


def state_named(text: str) -> State:
    """The state of a Chinese word or its English name; ValueError if there is none."""
    for state in State:
        if text.strip() in (state.header, state.value):
            return state
    raise ValueError(text)
