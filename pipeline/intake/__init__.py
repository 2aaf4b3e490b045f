"""From files to typed tables: gate, reader, recognition, normalisation (SPEC 2)."""

from __future__ import annotations

from pipeline.intake.calendar_workbook import read_calendar
from pipeline.intake.mapping import Mapping
from pipeline.intake.mapping_workbook import PROPOSED, read_mapping, write_proposal
from pipeline.intake.period_folder import read_period
from pipeline.intake.plan_workbook import read_plan
from pipeline.intake.result import ControlTotal, Intake, Normalised, Recognised

__all__ = [
    "PROPOSED",
    "ControlTotal",
    "Intake",
    "Mapping",
    "Normalised",
    "Recognised",
    "read_calendar",
    "read_mapping",
    "read_period",
    "read_plan",
    "write_proposal",
]
