"""Sums that must agree: what was delivered, and what people are credited with (SPEC 8, 对账)."""

from __future__ import annotations

from fractions import Fraction

import pandas as pd

from pipeline.money import total
from schemas.terms import CreditStatus


def credit_sums(credited: pd.DataFrame, table: str) -> tuple[Fraction, Fraction]:
    """Each row of orders or receipts once, and its amount times share summed over the people it was split among.

    Cancelled rows count for nobody; an overlay is credit beside the split and in neither sum.
    """
    split = (credited["table"] == table) & (credited["status"] != CreditStatus.CANCELLED.value)
    own = credited[split & ~credited["overlay"].astype(bool)]
    once = total(own.drop_duplicates("row_id")["measure_amount"])
    return once, total(own["measure_amount"] * own["share"])
