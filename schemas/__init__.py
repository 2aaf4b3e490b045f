"""What each table must look like: fields, terms, tables. Imports nothing of ours."""

from __future__ import annotations

from schemas.assignments import ASSIGNMENTS, LEAVES
from schemas.awards import ADJUSTMENTS, APPEALS, NOMINATIONS
from schemas.calendar import CALENDAR, PERIODS
from schemas.field import Table
from schemas.funnel import ACTIVITIES, OPPORTUNITIES
from schemas.mapping import MAPPINGS, PAYROLL
from schemas.people import PEOPLE
from schemas.sales import ORDERS, RECEIPTS
from schemas.signoffs import SIGNOFFS
from schemas.targets import ACTUALS, RATINGS, TARGET_TREE, TARGETS

TABLES: tuple[Table, ...] = (
    PEOPLE,
    ASSIGNMENTS,
    LEAVES,
    TARGETS,
    TARGET_TREE,
    ACTUALS,
    ORDERS,
    RECEIPTS,
    ACTIVITIES,
    OPPORTUNITIES,
    RATINGS,
    NOMINATIONS,
    ADJUSTMENTS,
    APPEALS,
    SIGNOFFS,
)
"""The data tables of a period in the order of SPEC 3; people come first because names are looked up there."""

CALENDAR_SHEETS: tuple[Table, ...] = (CALENDAR, PERIODS)
MAPPING_SHEETS: tuple[Table, ...] = (MAPPINGS, PAYROLL)
