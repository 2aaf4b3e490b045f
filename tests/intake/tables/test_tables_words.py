"""Every code that the tables can raise has words in both languages, and every word is used."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from pipeline.wording import wording

ROOT = Path(__file__).parents[3]
READERS = {"child.py", "gate.py", "limits.py", "readers.py", "refusal.py"}  # their words stand in another catalogue
MODULES = [path for path in (ROOT / "pipeline" / "intake").glob("*.py") if path.name not in READERS]
SOURCES = [*MODULES, ROOT / "schemas" / "frames.py"]
CODE = re.compile(r'"([a-z]+(?:-[a-z0-9]+)+)"')
NO_CODES = re.compile(r"yyyy-|utf-")


def codes() -> set[str]:
    found = {code for path in SOURCES for code in CODE.findall(path.read_text(encoding="utf-8"))}
    return {code for code in found if not NO_CODES.match(code)}


def catalogue(lang: str) -> set[str]:
    path = ROOT / "report_templates" / "messages" / lang / "findings-cells.po"
    with path.open("rb") as file:
        return {str(one.id) for one in read_po(file) if one.id}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_code_has_words_and_every_word_a_code(lang: str) -> None:
    said = {key.split(".")[1] for key in catalogue(lang) if key.startswith("finding.")}
    assert said - codes() == set()
    unsaid = {code for code in codes() if not wording(lang).has(f"finding.{code}.what")}
    assert unsaid == set()


def test_both_languages_say_the_same_things() -> None:
    assert catalogue("zh") == catalogue("en")
