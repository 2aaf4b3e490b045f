"""Goldens of what special statements say; `python -m tests.render.test_statement_text` rewrites them."""

import re
from collections.abc import Callable
from html import unescape
from pathlib import Path

import pytest

from pipeline.render.statement import statement_html
from pipeline.statements import Statement
from pipeline.wording import LANGUAGES, wording
from tests.statements.special import SPECIAL

GOLDENS = Path(__file__).parent.parent / "goldens" / "statements"
BREAKS = re.compile(r"</(?:p|h1|h2|tr|li|div|header|title)>")


def said(statement: Statement, lang: str) -> str:
    """The page's text, one line per row or sentence."""
    page = BREAKS.sub("\n", statement_html(statement, wording(lang)).replace("\n", " ").replace("</td>", " | "))
    lines = (" ".join(unescape(re.sub(r"<[^>]+>", " ", line)).split()) for line in page.split("\n"))
    return "\n".join(line for line in lines if line) + "\n"


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("build", SPECIAL.values(), ids=SPECIAL)
def test_it_says_what_it_said_before(build: Callable[[], Statement], lang: str) -> None:
    golden = GOLDENS / f"{build.__name__}-{lang}.txt"
    assert said(build(), lang) == golden.read_text("utf-8")


def rewrite() -> None:
    """Write every golden anew; read the difference before it is committed."""
    GOLDENS.mkdir(parents=True, exist_ok=True)
    for name, build in SPECIAL.items():
        for lang in LANGUAGES:
            (GOLDENS / f"{name}-{lang}.txt").write_text(said(build(), lang), "utf-8")


if __name__ == "__main__":
    rewrite()
