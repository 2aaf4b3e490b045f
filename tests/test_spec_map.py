"""docs/spec.md names for each rule of the contract what shows it: every case and test named is there."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from tests.casebook.case import all_cases

TESTS = Path(__file__).parent
PAGE = TESTS.parent / "docs/spec.md"
CASE = "案例 "
NAMED = re.compile(r"`([^`]+)`")
SECTIONS = ("3", "4", "5", "6")


def table_rows() -> list[tuple[str, str]]:
    """Each rule with what is said to show it."""
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("|")]
    return [(row[0], row[-1]) for row in cells if row[0] not in {"rule", "check", "---"}]


@cache
def defined_in(module: str) -> frozenset[str]:
    tree = ast.parse((TESTS / f"{module}.py").read_text(encoding="utf-8"))
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


@cache
def case_ids() -> tuple[str, ...]:
    return tuple(f"{case.file}/{case.name}" for case in all_cases())


def is_there(named: str) -> bool:
    """A case whose name begins so, and only one; or a module with the test."""
    if named.startswith(CASE):
        return sum(one.startswith(named.removeprefix(CASE)) for one in case_ids()) == 1
    module, _, test = named.partition(":")
    return (TESTS / f"{module}.py").is_file() and (not test or test in defined_in(module))


@pytest.mark.parametrize(("rule", "shown"), table_rows(), ids=lambda cell: str(cell)[:60])
def test_every_rule_is_shown_by_something_that_exists(rule: str, shown: str) -> None:
    named = NAMED.findall(shown)
    assert rule
    assert named
    assert [one for one in named if not is_there(one)] == []


def test_every_section_of_the_contract_has_its_rules() -> None:
    sections = re.findall(r"^## (\d)", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert tuple(sections) == SECTIONS
    assert len(table_rows()) > 100
