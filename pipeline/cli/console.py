"""What the terminal shows: lines, tables of findings, a progress bar."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
from rich.progress import Progress as Bars
from rich.table import Table

from pipeline.findings import Finding, Severity
from pipeline.wording import Wording

if TYPE_CHECKING:  # a draft calculates; a screen only shows
    from pipeline.draft import Progress

SHOWN = 60
WIDTH_OF_A_FILE = 160
STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.INFO: "dim"}


class Terminal(Console):
    """A console that nobody may be reading any more (`| head`): the work goes on, and ends as it ends."""

    def on_broken_pipe(self) -> None:
        """Say nothing more."""
        self.quiet = True
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, self.file.fileno())
        os.close(nowhere)


class Screen:
    """The terminal in one language; `quiet` leaves out all but errors."""

    def __init__(self, words: Wording, *, quiet: bool) -> None:
        self.words = words
        self.quiet = quiet
        width = None if sys.stdout.isatty() else WIDTH_OF_A_FILE
        self.out = Terminal(width=width, highlight=False, soft_wrap=True)
        self.problems = Terminal(stderr=True, width=width, highlight=False, soft_wrap=True)

    def say(self, key: str, /, **params: object) -> None:
        """One line of wording."""
        if not self.quiet:
            self.out.print(escape(self.words(key, **params)))

    def complain(self, key: str, /, **params: object) -> None:
        """One line of wording on the error stream."""
        self.problems.print(escape(self.words(key, **params)), style="bold red")

    def findings(self, found: Sequence[Finding]) -> None:
        """Errors and warnings as a table, errors first; what is for the record stands in the report."""
        shown = sorted((one for one in found if one.severity is not Severity.INFO), key=lambda one: not one.blocks)
        shown = [one for one in shown if one.blocks or not self.quiet]
        if shown:
            (self.problems if shown[0].blocks else self.out).print(self._table(shown[:SHOWN]))
        if len(shown) > SHOWN:
            self.say("cli.more", count=len(shown) - SHOWN)

    @contextmanager
    def progress(self) -> Iterator[Progress]:
        """A bar per stage, on a terminal only."""
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
        with Bars(
            *columns, console=self.problems, transient=True, disable=self.quiet or not sys.stderr.isatty()
        ) as bars:
            tasks: dict[str, int] = {}

            def report(stage: str, done: int, count: int) -> None:
                if stage not in tasks:
                    tasks[stage] = bars.add_task(self.words(f"cli.stage_{stage}"), total=count)
                bars.update(tasks[stage], completed=done, total=count)  # type: ignore[arg-type]

            yield report

    def _table(self, found: Sequence[Finding]) -> Table:
        table = Table(show_lines=True)
        for key in ("severity", "where", "value", "what", "do"):
            table.add_column(self.words(f"cli.{key}"), overflow="fold")
        for one in found:
            what, do = self.words.told(one)
            table.add_row(
                self.words(f"severity.{one.severity.value}"),
                escape(" ".join(filter(None, (one.place.workbook, one.place.sheet, one.place.cell, one.place.header)))),
                escape(one.value),
                escape(what),
                escape(do),
                style=STYLES[one.severity],
            )
        return table
