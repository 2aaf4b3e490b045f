"""What people decided on a period, from its ledger."""

from __future__ import annotations

from pathlib import Path

from pipeline.cli.exits import Exit
from pipeline.cli.job import UsageError
from pipeline.findings import Finding, error
from pipeline.ledger import BrokenLedgerError, Ledger
from pipeline.process.life import Advance, Life
from schemas.process import State

LEDGER = "ledger.jsonl"


def paid(folder: Path) -> list[Finding]:
    """The finding that a period's bonus has been paid, if so: nothing of it can change any more."""
    life = Life.of(ledger_of(folder / LEDGER).entries)
    return [error("period-paid", value=folder.name)] if life.state is State.PAID else []


def decisions(folder: Path, seal: str) -> tuple[Advance, ...]:
    """What people decided on a seal."""
    return tuple(one for one in Life.of(ledger_of(folder / LEDGER).entries).advances if one.seal == seal)


def ledger_of(path: Path) -> Ledger:
    """The ledger of a path; one that was changed by hand is told, not used."""
    try:
        return Ledger(path)
    except BrokenLedgerError as broken:
        raise UsageError("process.ledger_broken", Exit.FINDINGS, path=broken.path, line=broken.line) from broken
