"""Typed tables with a cell blanked or a row repeated in some of them."""

from __future__ import annotations

import pandas as pd
from hypothesis import strategies as st

from pipeline.tables import Tables


def damaged(whole: Tables, data: st.DataObject) -> Tables:
    frames = dict(whole.frames)
    for name in data.draw(st.lists(st.sampled_from(sorted(frames)), min_size=1, max_size=3, unique=True)):
        frame = frames[name].copy()
        column = data.draw(st.sampled_from([one for one in frame.columns if not one.startswith("sheet_")]))
        row = data.draw(st.integers(0, len(frame) - 1))
        frame.loc[row, column] = None if frame[column].dtype != object else float("nan")
        frames[name] = pd.concat([frame, frame.iloc[[row]]], ignore_index=True) if data.draw(st.booleans()) else frame
    return Tables(frames, whole.sources)
