"""Assignments: which team, region and grade a person has on a day (SPEC 3, 任职)."""

from __future__ import annotations

import numpy as np
import pandas as pd
from pandas.api.extensions import take

from pipeline.rules.lookup import UNKNOWN, kept, looked_up, places
from pipeline.rules.ordering import places_in_order
from pipeline.tables import Tables

POSITION = ["team", "region", "grade"]
FROM_THE_ROSTER = pd.Timestamp("1000-01-01").as_unit("s")
SECONDS = 10**12
"""More seconds than a date can be away from the first: one person's dates end before the next one's begin."""
ONE_DAY = pd.Timedelta(days=1)


def assignment_rows(tables: Tables) -> pd.DataFrame:
    """Every change of position: employee_id, effective_date, team, region, grade, assigned (bool).

    The roster's row holds before a person's first assignment, so that it holds throughout for people without any; it
    also gives the region where an assignment names none. `assigned` tells rows of 任职 from the roster's.
    """
    roster = tables.frames["people"][["employee_id", *POSITION]].assign(effective_date=FROM_THE_ROSTER, assigned=False)
    if not tables.has("assignments"):
        return _in_order(roster)
    rows = tables.frames["assignments"][["employee_id", "effective_date", *POSITION]].assign(assigned=True)
    rows = rows[rows["employee_id"].isin(roster["employee_id"])]
    known = looked_up(rows["employee_id"], roster.drop_duplicates("employee_id").set_index("employee_id")["region"])
    return _in_order(pd.concat([roster, rows.assign(region=rows["region"].fillna(known))]))


def assigned_region(tables: Tables, employee_id: pd.Series, day: pd.Series) -> pd.Series:
    """The region of people on days, on the index given; missing for people not in the roster."""
    rows = assignment_rows(tables)
    people = rows["employee_id"].drop_duplicates()
    owner, asked = places(rows["employee_id"], people), places(employee_id, people)
    changes, dates = owner * SECONDS + _seconds(rows["effective_date"]), asked * SECONDS + _seconds(day)
    row = np.searchsorted(changes, dates, side="right") - 1
    in_force = (asked != UNKNOWN) & day.notna().to_numpy() & (owner[row] == asked)
    found = take(rows["region"].astype("category").array, np.where(in_force, row, UNKNOWN), allow_fill=True)
    return pd.Series(found, index=employee_id.index)


def stretches(tables: Tables, employed: pd.DataFrame) -> pd.DataFrame:
    """Stretches of assignments between first_day and last_day: employee_id, start, end, position, assigned."""
    rows = assignment_rows(tables)
    place = places(rows["employee_id"], employed["employee_id"])
    rows, place = kept(rows, place != UNKNOWN), place[place != UNKNOWN]
    days = {name: employed[name].take(place).set_axis(rows.index) for name in ("first_day", "last_day")}
    rows = rows.assign(**days)
    until = (rows["effective_date"].shift(-1) - ONE_DAY).where(place == np.append(place[1:], UNKNOWN))
    start = rows["effective_date"].where(rows["effective_date"] > rows["first_day"], rows["first_day"])
    end = until.where(until < rows["last_day"], rows["last_day"])
    spans = rows.assign(start=start, end=end)[start <= end]
    return spans[["employee_id", "start", "end", *POSITION, "assigned"]].reset_index(drop=True)


def _seconds(column: pd.Series) -> np.ndarray:
    """Seconds since the first day that a roster's row can hold from; 0 for a missing date."""
    since = column.to_numpy(dtype="datetime64[s]") - FROM_THE_ROSTER.to_datetime64()
    return np.where(np.isnat(since), 0, since.astype(np.int64))


def _in_order(rows: pd.DataFrame) -> pd.DataFrame:
    """By person and date; of two rows of one day the order never depends on where they stood in the file."""
    typed = rows.assign(effective_date=rows["effective_date"].astype("datetime64[s]"))
    ordered = typed.take(places_in_order(typed, "employee_id", "effective_date", *POSITION)).reset_index(drop=True)
    return ordered.drop_duplicates(["employee_id", "effective_date"], keep="last", ignore_index=True)
