"""Every rule has a case that a person in HR can read; each runs from workbooks through the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from schemas.terms import Boundary, Kind, Method, Scoring
from tests.casebook.case import Case, all_cases
from tests.casebook.compare import differences
from tests.casebook.run import run_case

ALL = all_cases()


@pytest.mark.parametrize("case", [pytest.param(case, id=case.id) for case in ALL])
def test_case(case: Case, tmp_path: Path) -> None:
    assert differences(case, run_case(case, tmp_path)) == []


def test_every_case_expects_something_and_has_a_name_of_its_own() -> None:
    assert [case.id for case in ALL if not case.expected and case.findings is None] == []
    assert len({case.id for case in ALL}) == len(ALL)


@pytest.mark.parametrize(
    ("sheet", "words"), [("奖金项", Kind), ("指标", Scoring), ("档位", Method), ("档位", Boundary)]
)
def test_every_word_of_the_plan_language_has_a_case(
    sheet: str, words: type[Kind | Scoring | Method | Boundary]
) -> None:
    used = {cell for case in ALL if sheet in case.plan for row in case.plan[sheet].rows for cell in row}
    assert [word.header for word in words if word.header not in used] == []
