"""What a person asked a close for: which files, where to, in which language, why again."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pipeline.archive.environment import tree_hash
from pipeline.inputs import Inputs
from pipeline.intake.calendar_book import CalendarBook
from pipeline.wording import Wording

SEALED_INPUTS = ("seal/inputs/", "seal/parts/", "seal/plan/")


@dataclass(frozen=True, slots=True)
class Order:
    """How documents are made: language, processes or a cluster's address, and why there is a further revision."""

    words: Wording
    workers: int = 1
    reason: str = ""
    scheduler: str = ""

    @property
    def options(self) -> dict[str, str]:
        """What shapes the bytes beside the inputs."""
        return {"lang": self.words.lang, "code": tree_hash()}


@dataclass(frozen=True, slots=True)
class Request:
    """What a person asked for: which files, where to, and how."""

    inputs: Inputs
    output: Path
    calendar: CalendarBook
    order: Order
