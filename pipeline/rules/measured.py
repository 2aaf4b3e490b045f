"""The rows that a measure reads, each with its value: credited lines or the rows of any other table (SPEC 4, 计量)."""

from __future__ import annotations

from datetime import date

import pandas as pd

from pipeline.history import History
from pipeline.money import ZERO
from pipeline.period import Period
from pipeline.plan.conditions import fields_of
from pipeline.plan.model import Measure
from pipeline.rationals import rationals
from pipeline.rules.lookup import UNKNOWN, fitting, kept, looked_up, places
from pipeline.rules.sealed import COLUMNS, earlier_in
from pipeline.tables import Tables
from schemas import TABLES
from schemas.export_terms import OrderStatus
from schemas.field import Type
from schemas.terms import Aggregate, CreditStatus, Scope, Window

CREDITED = ("orders", "receipts")
OWN_DATE = {table.name: table.date_field for table in TABLES}
FIELDS = {table.name: {field.name: field.type for field in table.fields} for table in TABLES}
NUMERIC = {Type.MONEY, Type.NUMBER, Type.PERCENT}
PERSONAL = ["team", "region", "grade"]
QUARTER = 3
ALWAYS_READ = [
    *["employee_id", "table", "row_id", "date", "measure_amount", "share", "factor", "order_factor", "status"],
    *["overlay", "keeps_attainment", "order_id", "sheet_id", "sheet_row"],
]


def window_start(window: Window, period: Period) -> date:
    """The first day of a window: of the period, or of the quarter or year that it lies in.

    These are the firm's own where the calendar workbook defines them, else those of the period's last day.
    """
    if window == Window.CURRENT:
        return period.start
    own = period.year if window == Window.YEAR_TO_DATE else period.quarter
    if own is not None:
        return own[0]
    month = 1 if window == Window.YEAR_TO_DATE else (period.end.month - 1) // QUARTER * QUARTER + 1
    return min(period.start, date(period.end.year, month, 1))


def valued_rows(  # noqa: PLR0917 - the grains that a measure stands on, in their order
    measure: Measure,
    period: Period,
    tables: Tables,
    people: pd.DataFrame,
    credits: pd.DataFrame,  # noqa: A002 - SPEC's name of the grain
    history: History,
) -> pd.DataFrame:
    """The rows of participants that a measure reads, with the `value` of each; overlay counts for 本人 alone."""
    if measure.table in CREDITED:
        found = credited_rows(measure, period, credits, history)
    else:
        found = table_rows(measure, period, tables)
    mine = with_person(found, measure, people)
    rows = fitting(mine, measure.filter, lambda reference: mine[reference.name])
    if measure.scope != Scope.SELF and "overlay" in rows:
        rows = rows[~rows["overlay"].fillna(value=False).astype(bool)]
    return rows.assign(value=values(measure, rows))


def credited_rows(measure: Measure, period: Period, current: pd.DataFrame, history: History) -> pd.DataFrame:
    """The counted lines of 订单 or 回款 in the measure's window: this period's, and earlier ones from their seals."""
    start = window_start(measure.window, period)
    earlier = earlier_in(start, period, history) if measure.window != Window.CURRENT else ()
    needed = _needed(measure)
    sealed = [_sealed(one.credits, needed) for one in reversed(earlier) if len(one.credits)]
    lines = pd.concat([current[needed], *sealed], ignore_index=True) if sealed else current[needed]
    counted = kept(lines, _counts(measure, lines, start, period))
    if sealed and _by_another_date(measure):
        frame = pd.Series(range(len(sealed) + 1)).repeat([len(current), *map(len, sealed)]).reset_index(drop=True)
        counted = _once(counted, frame)
    return _as_the_table(measure.table, counted)


def _once(lines: pd.DataFrame, frame: pd.Series) -> pd.DataFrame:
    """Of orders or receipts that several periods hold, the lines of one: of the one that counted them, else the newest.

    `frame` numbers the period that each line is from, newest first. A seal stands over a later export (SPEC 3).
    """
    listed = lines["status"] != CreditStatus.COUNTED.value
    preference = frame[lines.index] + listed * (len(frame) + 1)
    return lines[preference == preference.groupby(lines["row_id"].to_numpy()).transform("min")]


def _sealed(credited: pd.DataFrame, needed: list[str]) -> pd.DataFrame:
    """The lines of a seal; an older one holds only the factor that the line itself counted with."""
    lines = credited.reindex(columns=needed)
    weighs = lines["order_factor"].where(lines["order_factor"].notna(), lines["factor"])
    return lines.assign(order_factor=weighs)


def table_rows(measure: Measure, period: Period, tables: Tables) -> pd.DataFrame:
    """The rows of any other table whose date lies in the measure's window; all rows where it has no date."""
    rows = tables.frames[measure.table]
    if not measure.date_field:
        return rows
    first = pd.Timestamp(window_start(measure.window, period))
    return rows[rows[measure.date_field].between(first, pd.Timestamp(period.end))]


def with_person(rows: pd.DataFrame, measure: Measure, people: pd.DataFrame) -> pd.DataFrame:
    """The rows of participants, with the person's columns that the filter reads and the table has not."""
    mine = kept(rows, places(rows["employee_id"], people["employee_id"]) != UNKNOWN)
    missing = [name for name in PERSONAL if name in _read(measure) and name not in FIELDS[measure.table]]
    known = people[["employee_id", *missing]].set_index("employee_id")
    return mine.assign(**{name: looked_up(mine["employee_id"], known[name]) for name in missing})


def values(measure: Measure, rows: pd.DataFrame) -> pd.Series:
    """What each row gives: money of a credited line × share (× factors with 计系数), else the field itself."""
    if not measure.field:
        return rows["employee_id"]
    kind = FIELDS[measure.table][measure.field]
    if measure.table not in CREDITED:
        return rationals(rows[measure.field]) if kind in NUMERIC else rows[measure.field]
    if kind != Type.MONEY:
        return rows[measure.field]
    shared = rows[measure.field] * rows["share"]
    return shared * rows["order_factor"] if measure.weighted else shared


def _read(measure: Measure) -> set[str]:
    """The columns that a measure's filter reads."""
    return {reference.name for reference in fields_of(measure.filter)} if measure.filter else set()


def _needed(measure: Measure) -> list[str]:
    """The columns of credited lines that a measure reads; the others are not carried along."""
    named = {measure.field, measure.date_field, *_read(measure)} & set(COLUMNS)
    return [*ALWAYS_READ, *sorted(named - set(ALWAYS_READ))]


def _counts(measure: Measure, lines: pd.DataFrame, start: date, period: Period) -> pd.Series:
    """Which lines count; by a date field other than the table's own, reference lines of the window do too."""
    mine = (lines["table"] == measure.table) & ~lines["keeps_attainment"].eq(other=True)
    counted = lines["status"] == CreditStatus.COUNTED.value
    if measure.aggregate in {Aggregate.COUNT, Aggregate.DISTINCT} and not measure.place.workbook:
        mine &= ~(lines["measure_amount"] < ZERO)
    if not _by_another_date(measure):
        return mine & counted
    day = pd.to_datetime(lines[measure.date_field])
    counted |= lines["status"] == CreditStatus.REFERENCE.value
    return mine & counted & day.between(pd.Timestamp(start), pd.Timestamp(period.end))


def _by_another_date(measure: Measure) -> bool:
    """Whether a measure asks when a row happened by another date than its table's own."""
    return measure.date_field not in {"", OWN_DATE[measure.table]}


def _as_the_table(table: str, lines: pd.DataFrame) -> pd.DataFrame:
    """Credited lines under the names and with the values that the table's own columns have."""
    if table == "orders":
        return lines.assign(status=OrderStatus.VALID.value)
    return lines.assign(receipt_id=lines["row_id"], received_date=lines["date"], amount=lines["measure_amount"])
