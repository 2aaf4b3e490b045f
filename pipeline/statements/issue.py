"""Which revision a document prints: the one in which it last changed (CONTRIBUTING, decision on issues)."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from pipeline.statements.notice import Notice
from pipeline.statements.statement import Revision, Statement
from pipeline.statements.summary import Summary

Paper = TypeVar("Paper", Statement, Summary, Notice)


@dataclass(frozen=True, slots=True)
class Issue:
    """A document as it was issued: what it prints of revisions, and the key of all that shaped its bytes."""

    revision: Revision
    key: str


@dataclass(frozen=True, slots=True)
class Issuing:
    """A close that issues documents: its revision and figures seal, and how those before were issued, by name.

    `shape` stands for what shapes bytes beside a document's value: language, code, packages, libraries, fonts.
    """

    revision: Revision
    figures_seal: str
    shape: str
    before: Mapping[str, Issue]

    def issued(self, name: str, paper: Paper) -> tuple[Paper, Issue]:
        """The document as issued before, where nothing of it changed; else as issued by this revision."""
        earlier = self.before.get(name)
        if earlier and self.key(same := replace(paper, revision=earlier.revision)) == earlier.key:
            return same, earlier
        replaced = earlier.revision.id if earlier else self.revision.replaces
        anew = replace(paper, revision=replace(paper.revision, replaces=replaced))
        return anew, Issue(anew.revision, self.key(anew))

    def key(self, paper: Statement | Summary | Notice) -> str:
        """The same for the same document in the same shape, and for no other."""
        return hashlib.sha256(f"{self.shape}\n{paper!r}".encode()).hexdigest()
