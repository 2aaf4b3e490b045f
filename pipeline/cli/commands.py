"""The commands with their arguments and options (SPEC 7)."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from pipeline.findings import visible
from schemas.process import State, state_named

Words = Mapping[str, Mapping[str, Any]]
"""Arguments by name or flag, with argparse's settings."""


def teams_named(text: str) -> tuple[str, ...]:
    """Teams separated by commas of either width or 、."""
    return tuple(filter(None, (team.strip() for team in text.replace("，", ",").replace("、", ",").split(","))))


def day_named(text: str) -> date:
    """A day as the calendar writes it."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no day; write it like 2026-10-09") from None


def state_asked(text: str) -> State:
    """A state of a period, in either language."""
    try:
        return state_named(text)
    except ValueError:
        known = ", ".join(f"{state.header} ({state.value})" for state in State)
        raise argparse.ArgumentTypeError(f"{text!r} is no state; there are {known}") from None


PERIOD_HELP = "2026-09, 2026Q3, 2026, or an id of calendar.xlsx; default: the folder of input/ that ends last"
PERIOD: Words = {"period": {"nargs": "?", "metavar": "PERIOD", "help": PERIOD_HELP}}
DATE: Words = {
    "--date": {
        "type": day_named,
        "metavar": "D",
        "help": "the day that it counts for, like 2026-10-09; default: today",
    }
}
COMMANDS: Mapping[str, tuple[str, Words]] = {
    "validate": ("check the workbooks of a period and the plan in force; write a report", PERIOD),
    "calculate": ("the figures without documents, as a draft", PERIOD),
    "close": (
        "validate, calculate, render and seal as the next revision",
        {
            **PERIOD,
            "--reason": {"type": visible, "default": "", "help": "why a further revision is made"},
            "--allow-shared": {"action": "store_true", "help": "publish into an output folder that others can read"},
        },
    ),
    "audit": (
        "verify a seal, re-run it from itself alone and compare every byte",
        {
            **PERIOD,
            "--revision": {"default": "", "metavar": "rN", "help": "default: the last one"},
            "--all": {"action": "store_true", "help": "every revision of the output folder"},
            "--seal": {"default": "", "metavar": "HASH", "help": "the seal that was kept elsewhere"},
        },
    ),
    "explain": (
        "every number of a person back to the plan's rule and to workbook, sheet and cell",
        {
            **PERIOD,
            "employee": {"metavar": "EMPLOYEE", "help": "the employee_id, as the people sheet has it"},
            "--line": {"type": int, "default": 0, "metavar": "N", "help": "only this payout line; default: all"},
        },
    ),
    "diff": (
        "who or what changed between two closes, by how much, why",
        {
            "period": {"metavar": "PERIOD", "help": PERIOD_HELP},
            "second": {"metavar": "rA|PERIOD_B", "help": "a revision of the period, or another period"},
            "third": {"nargs": "?", "default": "", "metavar": "rB", "help": "another revision; default: the last one"},
        },
    ),
    "correct": (
        "the adjustments that a paid period needs: its corrected inputs, with --input, against what was sealed",
        {"period": {"metavar": "PERIOD", "help": PERIOD_HELP}},
    ),
    "plan check": (
        "every contradiction of a plan, and what each reading costs in a period",
        {
            "file": {"type": Path, "metavar": "FILE", "help": "a plan workbook"},
            "--period": {"default": "", "metavar": "PERIOD", "help": "cost the readings on this period's inputs"},
        },
    ),
    "plan diff": (
        "every cell that differs between two plans",
        {
            "old": {"type": Path, "metavar": "A", "help": "a plan workbook"},
            "new": {"type": Path, "metavar": "B", "help": "another"},
        },
    ),
    "progress": (
        "where a running period stands: to date, due by now, at this rate; nothing is sealed",
        {
            **PERIOD,
            "--as-of": {
                "type": day_named,
                "metavar": "D",
                "help": "the day, like 2026-10-15; later rows are not counted; default: today",
            },
        },
    ),
    "spread": (
        "a parent target over its children, to the cent, as a 目标分解 sheet to edit",
        {
            **PERIOD,
            "--kpi": {"required": True, "metavar": "KPI", "help": "the 指标, like 销售额"},
            "--target": {"required": True, "metavar": "AMOUNT", "help": "the parent's target"},
            "--over": {"required": True, "metavar": "DIMENSION", "help": "期间, 区域, 产品线, 客户类型, 团队 or 人员"},
            "--shares": {
                "default": "",
                "metavar": "SHARES",
                "help": "like 2026-07=30,2026-08=40,2026-09=30; default: by the sales of earlier seals",
            },
            "--parent": {"default": "", "metavar": "NAME", "help": "the parent's 取值; default: 公司"},
        },
    ),
    "review": (
        "what a plan did over sealed periods: attainment, cost, gains, pay mix, appeals, changes",
        {
            "period": {"metavar": "FROM", "help": "2026-09, 2026Q3, 2026, or an id of calendar.xlsx"},
            "to": {"nargs": "?", "default": "", "metavar": "TO", "help": "the last period of the same cycle"},
        },
    ),
    "simulate": (
        "another plan on the same closed inputs: difference per person, team and total; nothing is sealed",
        {
            "period": {"metavar": "FROM", "help": "2026-09, 2026Q3, 2026, or an id of calendar.xlsx"},
            "to": {"nargs": "?", "default": "", "metavar": "TO", "help": "the last period of the same cycle"},
            "--plan": {"type": Path, "required": True, "metavar": "FILE", "help": "the plan workbook to try"},
            "--teams": {
                "type": teams_named,
                "default": (),
                "metavar": "TEAMS",
                "help": "pilot teams, separated by commas; default: everybody",
            },
        },
    ),
    "calendar": ("each deadline in working days, who owes what and what is late; calendar.ics", {**PERIOD, **DATE}),
    "advance": (
        "record a person's decision: 收集 → 已试算 → 公示中 → 已定稿 → 已发放",
        {
            **PERIOD,
            "--to": {
                "type": state_asked,
                "required": True,
                "metavar": "STATE",
                "help": "the next state, like 公示中 (noticed)",
            },
            "--by": {"type": visible, "required": True, "metavar": "NAME", "help": "who decides"},
            **DATE,
            "--reason": {
                "type": visible,
                "default": "",
                "help": "why, where a step skips the notice, ends it early or goes back",
            },
        },
    ),
    "deliver": (
        "each statement of a final revision once, by mail or into folders",
        {
            **PERIOD,
            "--to": {"default": "", "metavar": "ADDRESS", "help": "a trial: everything to this address"},
            "--folder": {"type": Path, "metavar": "DIR", "help": "a folder per person instead of mail"},
            "--settings": {
                "type": Path,
                "metavar": "FILE",
                "help": "mail settings; default: delivery.toml in --output",
            },
            "--received": {
                "action": "append",
                "metavar": "EMPLOYEE",
                "help": "the person has it: it was unknown, or handed over",
            },
            "--resend": {"action": "append", "metavar": "EMPLOYEE", "help": "the person has it not: it was unknown"},
        },
    ),
    "tick": (
        "the daily job over every open period: validates, reminds, reports lateness, delivers what is final",
        {
            **DATE,
            "--dry-run": {"action": "store_true", "help": "only say what it would do"},
            "--settings": {
                "type": Path,
                "metavar": "FILE",
                "help": "mail settings; default: delivery.toml in --output",
            },
        },
    ),
    "seed-calendar": ("enter the statutory Chinese holidays of the years that calendar.xlsx lacks", {}),
    "templates": (
        "blank input, plan, calendar and mapping workbooks",
        {
            "folder": {
                "nargs": "?",
                "type": Path,
                "default": Path("templates"),
                "metavar": "DIR",
                "help": "default: templates",
            }
        },
    ),
}
GROUPS = ("plan",)
"""First words of commands of two words."""
