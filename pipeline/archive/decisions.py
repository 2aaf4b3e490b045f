"""What people decided on a period, from its ledger."""

from __future__ import annotations

from pathlib import Path

from pipeline.findings import Finding, error
from pipeline.ledger import Ledger
from pipeline.process.life import Advance, Life
from schemas.process import State

LEDGER = "ledger.jsonl"


def life_of(period_folder: Path) -> Life:
    """Every decision on a period; BrokenLedgerError where its ledger was changed by hand."""
    return Life.of(Ledger(period_folder / LEDGER).entries)


def paid(period_folder: Path) -> list[Finding]:
    """The finding that a period's bonus has been paid, if so: nothing of it can change any more."""
    return [error("period-paid", value=period_folder.name)] if life_of(period_folder).state is State.PAID else []


def decisions(period_folder: Path, seal: str) -> tuple[Advance, ...]:
    """What people decided on a seal."""
    return tuple(one for one in life_of(period_folder).advances if one.seal == seal)
