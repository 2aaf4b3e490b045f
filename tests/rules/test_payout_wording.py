"""Every finding and reason of the payout has words in both languages, and no words stand there for nothing."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pipeline.rate_tables import Problem
from pipeline.wording import LANGUAGES, wording

RULES = Path(__file__).parents[2] / "pipeline" / "rules"
REASONS = {"vetoed", "reduced", "raised", "capped", "budgeted", "limited"}


def used_codes() -> set[str]:
    files = [*RULES.glob("*.py"), *(RULES / "components").glob("*.py")]
    found = {code for path in files for code in re.findall(r'"(payout-[a-z-]+)"', path.read_text("utf-8"))}
    return found | {f"payout-{problem.value}" for problem in Problem}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_catalogue_has_exactly_the_codes_in_use(lang: str) -> None:
    known = {key.split(".")[1] for key in wording(lang).messages if key.startswith("finding.payout-")}
    assert known == used_codes()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_reason_of_a_line_has_words(lang: str) -> None:
    assert {slug for slug in REASONS if not wording(lang).has(f"line.reason.{slug}")} == set()
