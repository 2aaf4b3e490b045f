"""The exports as they were on a day: rows dated after it are not counted (SPEC 7, `progress`)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pandas as pd

from pipeline.tables import Tables

DATED: Mapping[str, tuple[str, ...]] = {
    "orders": ("signed_date",),
    "receipts": ("received_date",),
    "activities": ("date",),
    "opportunities": ("created_date", "stage_date"),
    "ratings": ("submitted_date",),
    "nominations": ("approved_date",),
    "adjustments": ("approved_date",),
    "appeals": ("submitted_date",),
}
"""The dates of a row's events; plans for later days (任职, 请假, 离职) stay."""


def cut(tables: Tables, day: date) -> tuple[Tables, Mapping[str, int]]:
    """The tables with what was dated until the day, and how many rows of each table were left out."""
    frames = {name: _until(frame, DATED.get(name, ()), day) for name, frame in tables.frames.items()}
    left_out = {name: len(tables.frames[name]) - len(frame) for name, frame in frames.items()}
    return Tables(frames, tables.sources), {name: count for name, count in left_out.items() if count}


def _until(frame: pd.DataFrame, dates: tuple[str, ...], day: date) -> pd.DataFrame:
    for name in dates:
        frame = frame[frame[name].isna() | (frame[name] <= pd.Timestamp(day))]
    return frame.reset_index(drop=True) if dates else frame
