"""The tables of docs/howto.md are what runs: each plan from its rows to its result, through the command line."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.casebook.case import PERIOD, Case, Month, Sheets
from tests.casebook.compare import differences
from tests.casebook.run import run_case
from tests.example.text_tables import read_sheet

TEXT = (Path(__file__).parents[1] / "docs/howto.md").read_text(encoding="utf-8")
TOPICS = 10


def parts(text: str, level: int) -> dict[str, str]:
    """What stands below each heading of a level."""
    found = re.split(rf"^#{{{level}}} (.+)$", text, flags=re.MULTILINE)
    return {title.strip(): body for title, body in zip(found[1::2], found[2::2], strict=True)}


def sheets(text: str) -> Sheets:
    return {name: read_sheet(name, table_of(body)) for name, body in parts(text, 4).items()}


def table_of(text: str) -> str:
    return "\n".join(line for line in text.splitlines() if line.startswith("|"))


def by_period(topic: Mapping[str, str], word: str) -> dict[str, Sheets]:
    """`### 数据 2024-07` belongs to that period, `### 数据` to the usual one."""
    named = {title.partition(" "): body for title, body in topic.items() if title.partition(" ")[0] == word}
    return {period or PERIOD: sheets(body) for (_, _, period), body in named.items()}


def cases() -> list[Case]:
    """One case per topic and period with a result; the periods before it are closed first."""
    found = []
    for title, body in parts(TEXT, 2).items():
        topic = parts(body, 3)
        data, results = by_period(topic, "数据"), by_period(topic, "结果")
        for period, expected in results.items():
            earlier = tuple(Month(one, data[one]) for one in sorted(data) if one < period)
            month = Month(period, data[period])
            found.append(Case("howto", f"{title} {period}", sheets(topic["方案"]), {}, month, earlier, expected))
    return found


@pytest.mark.parametrize("case", [pytest.param(case, id=case.name) for case in cases()])
def test_the_plan_pays_what_the_page_says(case: Case, tmp_path: Path) -> None:
    assert differences(case, run_case(case, tmp_path)) == []


def test_there_are_ten_plans_each_with_wording_rows_and_result() -> None:
    topics = parts(TEXT, 2)
    assert len(topics) == TOPICS
    assert all("\n> " in body for body in topics.values())
    assert all(case.expected for case in cases())
