"""From files to typed tables: gate, reader, recognition, normalisation (SPEC 2).

Names are loaded when first used: the child processes that read files import this package, and must stay light.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pipeline.intake.calendar_workbook import read_calendar
    from pipeline.intake.mapping import Mapping
    from pipeline.intake.mapping_workbook import PROPOSED, read_mapping, write_proposal
    from pipeline.intake.period_folder import read_period
    from pipeline.intake.plan_workbook import read_plan
    from pipeline.intake.result import ControlTotal, Intake, Normalised, Recognised
    from pipeline.intake.templates import write_templates

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
    "write_templates",
]

_MODULES = {
    "calendar_workbook": ("read_calendar",),
    "mapping": ("Mapping",),
    "mapping_workbook": ("PROPOSED", "read_mapping", "write_proposal"),
    "period_folder": ("read_period",),
    "plan_workbook": ("read_plan",),
    "result": ("ControlTotal", "Intake", "Normalised", "Recognised"),
    "templates": ("write_templates",),
}
_WHERE = {name: module for module, names in _MODULES.items() for name in names}


def __getattr__(name: str) -> Any:
    if name not in _WHERE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_WHERE[name]}"), name)
