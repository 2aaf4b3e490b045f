"""Message catalogues: every sentence that a user reads, by key and language; a key without words is a fault."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from babel.messages.pofile import read_po

from pipeline.findings import Finding

MESSAGES = Path(__file__).resolve().parent.parent / "report_templates" / "messages"
LOCALES = {"zh": "zh_CN", "en": "en_GB"}
LANGUAGES = tuple(LOCALES)


class MissingWordingError(LookupError):
    """A key, or a parameter that its sentence needs, is absent: a programmer's mistake."""


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of one language: `words("statement.payable")`, `words("finding.unknown-employee.what", value=…)`."""

    lang: str
    messages: Mapping[str, str]

    @property
    def locale(self) -> str:
        """The locale whose numbers and dates go with the language."""
        return LOCALES[self.lang]

    def __call__(self, key: str, /, **params: object) -> str:
        """The sentence of a key with its parameters filled in."""
        if key not in self.messages:
            raise MissingWordingError(f"no {self.lang} wording for {key}")
        try:
            return self.messages[key].format_map(params)
        except KeyError as absent:
            raise MissingWordingError(f"{self.lang} wording of {key} needs {absent}") from absent

    def told(self, finding: Finding) -> tuple[str, str]:
        """What a finding says, with what was expected, and what the reader should do."""
        key, params = f"finding.{finding.code}", {**dict(finding.params), "value": finding.value}
        return self(f"{key}.what", **params), self(f"{key}.do", **params)

    def has(self, key: str) -> bool:
        """Whether a key has words."""
        return key in self.messages


@cache
def wording(lang: str) -> Wording:
    """The catalogues of a language, merged; a key that stands in two of them is a fault."""
    messages: dict[str, str] = {}
    for path in sorted((MESSAGES / lang).glob("*.po")):
        words = _read(path, LOCALES[lang])
        if twice := messages.keys() & words.keys():
            raise MissingWordingError(f"{path.name} repeats {sorted(twice)}")
        messages |= words
    return Wording(lang, messages)


def _read(path: Path, locale: str) -> dict[str, str]:
    with path.open("rb") as file:
        catalogue = read_po(file, locale=locale, abort_invalid=True)
    return {str(message.id): str(message.string) for message in catalogue if message.id and message.string}
