"""Every rule has a case that a person in HR can read; each runs from workbooks through the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from schemas.terms import Boundary, Kind, Method, Scoring
from tests.casebook.case import CASES, Case, all_cases
from tests.casebook.compare import differences
from tests.casebook.published import NOT_EXPRESSED
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


def test_every_published_example_is_a_case_or_has_a_reason() -> None:
    published = Path(__file__).parents[2] / "shared" / "cases" / "published_examples.json"
    if not published.exists():
        pytest.skip("the published examples are not beside this checkout")
    ids = {one["id"] for one in json.loads(published.read_text(encoding="utf-8"))}
    text = "\n".join(path.read_text(encoding="utf-8") for path in CASES.glob("*.toml"))
    told = {one for one in ids if f'name = "{one} ' in text or f'source = "{one} ' in text}
    assert ids - told == set(NOT_EXPRESSED)
