"""The words of the command line: commands, arguments, options (SPEC 7)."""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

PERIOD_HELP = "2026-09, 2026Q3, 2026, or an id of calendar.xlsx; default: the folder of input/ that ends last"
COMMANDS = {
    "validate": "check the workbooks of a period and the plan in force; write a report",
    "calculate": "the figures without documents, as a draft",
    "close": "validate, calculate, render and seal as the next revision",
    "audit": "verify a seal, re-run it from itself alone and compare every byte",
}
OPTIONS: dict[str, dict[str, Any]] = {
    "close": {"--reason": {"default": "", "help": "why a further revision is made"}},
    "audit": {
        "--revision": {"default": "", "metavar": "rN", "help": "default: the last one"},
        "--all": {"action": "store_true", "help": "every revision of the output folder"},
        "--seal": {"default": "", "metavar": "HASH", "help": "the seal that was kept elsewhere"},
    },
}


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    """The command and its options; wrong usage ends the program with exit code 2."""
    return _parser().parse_args(arguments)


def help_text(command: str) -> str:
    """The help of a command, or of the program, at a width of 100."""
    parser = _parser()
    if not command:
        return parser.format_help()
    choices = next(action.choices for action in parser._actions if action.dest == "command")  # noqa: SLF001
    return choices[command].format_help()  # type: ignore[index, no-any-return]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m pipeline", description="Close a sales period: pay, exactly.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    common = _common()
    for name, text in COMMANDS.items():
        command = commands.add_parser(name, help=text, description=text, parents=[common])
        command.add_argument("period", nargs="?", metavar="PERIOD", help=PERIOD_HELP)
        for option, settings in OPTIONS.get(name, {}).items():
            command.add_argument(option, **settings)
    return parser


def _common() -> argparse.ArgumentParser:
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--input", type=Path, default=Path("input"), metavar="DIR", help="default: input")
    common.add_argument("--output", type=Path, default=Path("output"), metavar="DIR", help="default: output")
    common.add_argument("--lang", choices=("zh", "en"), default="zh", help="language of all text; default: zh")
    common.add_argument(
        "--workers",
        type=_count,
        default=os.cpu_count() or 1,
        metavar="N",
        help="processes at once; default: one per core",
    )
    common.add_argument("--scheduler", default="", metavar="ADDRESS", help="a Dask cluster to render on")
    common.add_argument("--quiet", action="store_true", help="print errors only")
    return common


def _count(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ValueError(text)
    return number
