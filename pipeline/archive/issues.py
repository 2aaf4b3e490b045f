"""`seal/issued.json`: which revision each document of a close prints, and the key of what shaped its bytes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import astuple
from fractions import Fraction
from typing import Any

from pipeline.archive.past import sealed_content
from pipeline.archive.revisions import ISSUED, Revision
from pipeline.statements.issue import Issue
from pipeline.statements.statement import Revision as Printed
from pipeline.statements.statement import Standing


def read_issues(revision: Revision | None) -> dict[str, Issue]:
    """How the documents of a sealed revision were issued, by name; nothing where it kept no account of it."""
    if revision is None or ISSUED not in revision.manifest["files"]:
        return {}
    stored = json.loads(sealed_content(revision, ISSUED))
    return {name: Issue(_printed(one), one["key"]) for name, one in stored.items()}


def issues_content(issues: Mapping[str, Issue]) -> dict[str, Any]:
    """The account of a revision, as JSON stores it."""
    return {name: {**_stored(one.revision), "key": one.key} for name, one in issues.items()}


def shape_of(environment: Mapping[str, object], lang: str) -> str:
    """What shapes the bytes of every document alike: the language and what a revision was computed with."""
    text = json.dumps([lang, environment], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _stored(printed: Printed) -> dict[str, Any]:
    paid = {who: str(amount) for who, amount in printed.payables.items()}
    stood = {who: astuple(one) for who, one in printed.standings.items()}
    return {
        "revision": printed.id, "replaces": printed.replaces, "reason": printed.reason, "paid": paid, "stood": stood,
    }  # fmt: skip


def _printed(stored: Mapping[str, Any]) -> Printed:
    paid = {who: Fraction(amount) for who, amount in stored["paid"].items()}
    stood = {who: Standing(*places) for who, places in stored.get("stood", {}).items()}
    return Printed(stored["revision"], stored["replaces"], stored["reason"], paid, stood)
