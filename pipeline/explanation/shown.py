"""Figures as an explanation prints them."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import pandas as pd

from pipeline.money import number_text, percent_text
from pipeline.rate_tables import Reading

RATIOS = {
    *("attainment", "attainment_exact", "weight", "scorecard_weight", "target_share", "proration", "stretch"),
    *("attainment_cap", "share_from_top", "headline_attainment"),
}
IN_UNIT = ("actual", "baseline", "full_baseline", "challenge", "full_challenge")


def shown(name: str, value: object, values: Mapping[str, Any]) -> str:
    """A column's value as printed: percentages as such, a reading by its value."""
    if isinstance(value, Reading):
        return shown(name, value.value, values)
    ratio = name in RATIOS or (name in IN_UNIT and values.get("unit") == "%")
    return percent_text(value) if ratio and isinstance(value, Fraction) else number(value)


def number(value: object) -> str:
    """A figure as printed; nothing where it is missing."""
    if isinstance(value, Fraction):
        return number_text(value)
    return "" if value is None or (isinstance(value, float) and pd.isna(value)) else str(value)
