"""The audit's certificate: one page that says what was verified and what was entered by hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from pipeline.period import Period
from pipeline.process.life import Advance
from pipeline.render.html import html
from pipeline.render.numbers import Numbers
from pipeline.render.pdf import pdf
from pipeline.wording import Wording

LISTED = 12


@dataclass(frozen=True, slots=True)
class Sum:
    """Two figures that must agree; `key` has words at `audit.check_<key>`."""

    key: str
    left: Fraction
    right: Fraction


@dataclass(frozen=True, slots=True)
class HandEntry:
    """Something that a person entered: an adjustment, a nomination, a manual actual, a late entry."""

    kind: str
    employee_id: str
    what: str
    amount: Fraction | None
    by: str


@dataclass(frozen=True, slots=True)
class Certificate:
    """What the certificate says; `layers` that differ are none in a clean audit; `rerun`: whether one was possible.

    `pays_the_same`: the seal is whole and its money proved, though the environment or documents differ.
    `changes`: layer, name, sealed and today's version of each part of the environment that differs.
    `shuffled`: how many files, sheets and rows the invariance run put elsewhere; `left`: files it shuffled as tables.
    """

    company: str
    currency: str
    period: Period
    revision: str
    reason: str
    seal: str
    figures_seal: str
    prev: str
    files: int
    people: int
    payable: Fraction
    clean: bool
    pays_the_same: bool
    layers: tuple[str, ...]
    rerun: bool
    figures_agree: bool
    invariant: bool
    shuffled: Mapping[str, int]
    left: tuple[str, ...]
    sums: tuple[Sum, ...]
    entries: tuple[HandEntry, ...]
    environment: tuple[tuple[str, str], ...]
    changes: tuple[tuple[str, str, str, str], ...]
    decisions: tuple[Advance, ...] = ()


def certificate_pdf(certificate: Certificate, words: Wording) -> bytes:
    """The certificate as a PDF, the same bytes for the same audit."""
    page = html(
        "certificate.html.j2",
        c=certificate,
        n=Numbers(words.locale, certificate.currency),
        words=words,
        verdict=_verdict(certificate),
        changes=certificate.changes[:LISTED],
        entries=certificate.entries[:LISTED],
        more=len(certificate.entries) - LISTED,
    )
    return pdf(page, "summary.css", "certificate.css")


def _verdict(certificate: Certificate) -> str:
    if certificate.clean:
        return "clean"
    return "same_pay" if certificate.pays_the_same else "differs"
