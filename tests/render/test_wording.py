"""Catalogues: both languages say everything, with the same parameters, and a missing word is a fault."""

import re
from pathlib import Path
from string import Formatter

import pytest

from pipeline.render.assets import TEMPLATES
from pipeline.wording import LANGUAGES, MESSAGES, MissingWordingError, Wording, wording

LITERAL = re.compile(r"""words\(\s*["']([a-z_]+\.[a-z_.]*[a-z_])["']\s*[,)]""")
ASCII_PUNCTUATION = re.compile("[一-鿿][,:;?()]")


def parameters(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


def test_both_languages_have_the_same_keys() -> None:
    zh, en = wording("zh").messages, wording("en").messages
    assert zh.keys() ^ en.keys() == set()
    assert len(zh) > 100


def test_both_languages_use_the_same_parameters() -> None:
    """Findings may name a header in one language and its identifier in the other."""
    zh, en = wording("zh").messages, wording("en").messages
    own = {key for key in zh.keys() & en.keys() if not key.startswith("finding.")}
    assert {key for key in own if parameters(zh[key]) != parameters(en[key])} == set()


def test_both_languages_have_the_same_files() -> None:
    files = [{path.name for path in (MESSAGES / lang).iterdir()} for lang in LANGUAGES]
    assert files[0] == files[1]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_key_that_a_template_or_module_names_has_words(lang: str) -> None:
    sources = [*TEMPLATES.glob("*.j2"), *(TEMPLATES.parent / "pipeline").rglob("*.py")]
    named = {key for path in sources for key in LITERAL.findall(path.read_text("utf-8"))}
    assert "statement.payable" in named
    assert named - wording(lang).messages.keys() == set()


def test_chinese_documents_use_chinese_punctuation() -> None:
    for name in ("statement", "summary", "report", "terms"):
        text = (MESSAGES / "zh" / f"{name}.po").read_text("utf-8")
        assert ASCII_PUNCTUATION.findall(text) == []


PRINTED = ("statement", "summary", "report", "register", "terms", "progress")
CODE = re.compile(r"<(script|style|code|a) .*?</\1>|<code>.*?</code>", re.DOTALL)
BLANKED = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
SPOKEN = re.compile(r'(?:alt|title|aria-label|placeholder)="[^"]*\w')
LETTERS = {"zh": "[A-Za-z]{2,}", "en": "[一-鿿]+"}
OF_BOTH = {"zh-CN", "PDF", "JSON", "HR", "PK", "zh", "CN"}


@pytest.mark.parametrize("template", sorted(TEMPLATES.glob("*.j2")), ids=lambda path: path.name)
def test_templates_hold_no_words_of_their_own(template: Path) -> None:
    page = BLANKED.sub(" ", CODE.sub(" ", template.read_text("utf-8")))
    assert set(re.findall(r"[^\W\d_]+", re.sub(r"<[^>]*>", " ", page))) <= {"r"}, "but for the name of a revision"
    assert SPOKEN.findall(page) == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_documents_speak_one_language(lang: str) -> None:
    for name in PRINTED:
        said = re.findall(r'^msgstr "(.*)"$', (MESSAGES / lang / f"{name}.po").read_text("utf-8"), re.MULTILINE)
        assert len(said) > 10
        foreign = re.findall(LETTERS[lang], re.sub(r"\{[^}]*\}", "", " ".join(said)))
        assert set(foreign) - OF_BOTH == set(), name


def test_a_key_without_words_is_a_fault() -> None:
    with pytest.raises(MissingWordingError, match=r"no zh wording for statement\.nothing"):
        wording("zh")("statement.nothing")


def test_a_sentence_without_its_parameter_is_a_fault() -> None:
    with pytest.raises(MissingWordingError, match="needs 'team'"):
        Wording("en", {"greeting": "Hello {team}"})("greeting")


def test_a_value_with_braces_is_text() -> None:
    assert Wording("en", {"greeting": "Hello {team}"})("greeting", team="{team.__class__}") == "Hello {team.__class__}"
