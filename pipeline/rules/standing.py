"""Standing of a credited line: counted, reference, late, unattributed or cancelled (SPEC 3, between periods)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from pipeline.history import History
from pipeline.period import Period
from pipeline.plan.model import Plan
from pipeline.rules.lookup import kept
from pipeline.rules.sealed import in_sealed_period, settled
from schemas.terms import CreditStatus, LateEntries

STANDINGS = (
    *(CreditStatus.CANCELLED, CreditStatus.COUNTED, CreditStatus.UNATTRIBUTED, CreditStatus.LATE),
    CreditStatus.REFERENCE,
)


def placed_in_time(
    lines: pd.DataFrame, period: Period, plans: Sequence[Plan], history: History, past: pd.DataFrame
) -> pd.DataFrame:
    """The lines (table, row_id, date, plan, cancelled) with their `status`, without those dated after the period.

    A row that a seal settled is only a reference, whatever its date says now: it is never credited twice.
    """
    known = held(lines, past)
    late = is_late(lines["date"], known, period, history)
    counts = lines["date"].between(pd.Timestamp(period.start), pd.Timestamp(period.end)) & ~known
    counts |= late & lines["plan"].isin(_counting_late(plans))
    conditions = [lines["cancelled"], counts & (lines["plan"] >= 0), counts, late]
    which = np.select(conditions, range(len(conditions)), len(conditions)).astype(np.int8)
    status = pd.Categorical.from_codes(which, pd.Index([name.value for name in STANDINGS]))
    return kept(lines.assign(status=status), (lines["date"] <= pd.Timestamp(period.end)) | known)


def held(lines: pd.DataFrame, past: pd.DataFrame) -> pd.Series:
    """Whether a seal settled the row of a line, for whomever."""
    keys = ["table", "row_id"]
    before = settled(past)
    if before.empty:
        return pd.Series(data=False, index=lines.index)
    known = pd.MultiIndex.from_frame(before[keys])
    return pd.Series(pd.MultiIndex.from_frame(lines[keys]).isin(known), index=lines.index, dtype=bool)


def is_late(day: pd.Series, known: pd.Series, period: Period, history: History) -> pd.Series:
    """Dated in a sealed period before this one whose seal does not hold the row: 漏录."""
    return (day < pd.Timestamp(period.start)) & in_sealed_period(day, history) & ~known


def _counting_late(plans: Sequence[Plan]) -> list[int]:
    return [index for index, plan in enumerate(plans) if plan.parameters.late_entries == LateEntries.COUNT]
