"""The command line parsed: which command, with what (SPEC 7)."""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from pathlib import Path

from pipeline.cli.commands import COMMANDS, GROUPS


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    """The command and its options; wrong usage ends the program with exit code 2."""
    return _parser().parse_args(_joined(arguments))


def help_text(command: str) -> str:
    """The help of a command, or of the program for an empty one."""
    parser, commands = _parsers()
    return (commands[command] if command else parser).format_help()


def _joined(arguments: Sequence[str]) -> list[str]:
    """The arguments with a command of two words as one."""
    if arguments[:1] and arguments[0] in GROUPS and arguments[1:2]:
        return [" ".join(arguments[:2]), *arguments[2:]]
    return list(arguments)


def _parser() -> argparse.ArgumentParser:
    return _parsers()[0]


def _parsers() -> tuple[argparse.ArgumentParser, dict[str, argparse.ArgumentParser]]:
    parser = argparse.ArgumentParser(prog="python -m pipeline", description="Close a sales period: pay, exactly.")
    group = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    common = _common()
    commands = {}
    for name, (text, words) in COMMANDS.items():
        command = group.add_parser(name, help=text, description=text, parents=[common])
        for word, settings in words.items():
            command.add_argument(word, **settings)
        commands[name] = command
    return parser, commands


def _common() -> argparse.ArgumentParser:
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--input", type=Path, default=Path("input"), metavar="DIR", help="default: input")
    common.add_argument("--output", type=Path, default=Path("output"), metavar="DIR", help="default: output")
    common.add_argument("--lang", choices=("zh", "en"), default="zh", help="language of all text; default: zh")
    cores = os.cpu_count() or 1
    common.add_argument("--workers", type=_count, default=cores, metavar="N", help="processes; default: one per core")
    common.add_argument("--scheduler", default="", metavar="ADDRESS", help="a Dask cluster to render on")
    common.add_argument("--quiet", action="store_true", help="print errors only")
    return common


def _count(text: str) -> int:
    """How many processes: at least one."""
    if text.isdecimal() and int(text) > 0:
        return int(text)
    raise argparse.ArgumentTypeError(f"{text!r} is no number of processes; give 1 or more")
