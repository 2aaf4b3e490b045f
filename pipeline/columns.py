"""Rules as column functions: a rule's name is the column it adds, its arguments are what it reads (DESIGN)."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping

import pandas as pd

Rule = Callable[..., pd.Series]


def arguments(rule: Rule) -> tuple[str, ...]:
    """The columns and parameters that a rule reads."""
    return tuple(inspect.signature(rule).parameters)


def add_columns(frame: pd.DataFrame, *rules: Rule, **parameters: object) -> pd.DataFrame:
    """The frame with one more column per rule, in the order given; a rule reads columns first, then parameters."""
    table = frame.copy(deep=False)
    for rule in rules:
        read = {name: table[name] if name in table else parameters[name] for name in arguments(rule)}
        table[rule.__name__] = rule(**read)
    return table


def explain(
    row: Mapping[str, object], *rules: Rule, **parameters: object
) -> list[tuple[str, str, object, dict[str, object]]]:
    """For each rule: its column, its sentence, the value in this row, and the values that it read."""
    known = {**parameters, **row}
    return [
        (rule.__name__, inspect.getdoc(rule) or "", row[rule.__name__], {name: known[name] for name in arguments(rule)})
        for rule in rules
    ]
