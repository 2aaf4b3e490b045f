"""`index.html`: the close report as one self-contained page that asks for nothing (SPEC 8)."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from urllib.parse import quote

from markupsafe import Markup

from pipeline.findings import Finding, Place, Severity
from pipeline.render.assets import TEMPLATES
from pipeline.render.html import html
from pipeline.render.numbers import Numbers
from pipeline.render.triggers import CROWDED, detail, grouped
from pipeline.statements.closing import ClosingReport, Signoff
from pipeline.wording import Wording
from schemas import TABLES

ORDER = (Severity.ERROR, Severity.WARNING, Severity.INFO)
HEADERS = {table.name: table.header for table in TABLES}
FIELDS = {(table.name, field.name): field.header for table in TABLES for field in table.fields}
LEADERS = 10
SHOWN = 500
STEP = 300
AT_ONCE = 3


@dataclass(frozen=True, slots=True)
class Total:
    """A control total: a table's identifier, its rows as read, and the sum of each of its money columns."""

    table: str
    rows: int
    sums: tuple[tuple[str, Fraction], ...] = ()


@dataclass(frozen=True, slots=True)
class Control:
    """A control total as shown, with the departments that confirmed it."""

    label: str
    rows: int
    sums: tuple[tuple[str, Fraction], ...]
    signed: tuple[Signoff, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """A finding in words."""

    severity: str
    place: Place
    value: str
    what: str
    do: str
    count: int


Files = Mapping[str, str]
"""Documents by their paths, each with what it is called; empty: as its file is."""


@dataclass(frozen=True, slots=True)
class Link:
    """A file of the revision: its address beside the page and its name."""

    href: str
    name: str


def report_html(
    report: ClosingReport,
    findings: Sequence[Finding],
    totals: Sequence[Total],
    files: Mapping[str, str],
    words: Wording,
) -> str:
    """The page; it links to the revision's documents."""
    summary = report.summary
    told = _told([one for one in findings if one.severity is not Severity.INFO], words)
    flags = grouped(summary.triggers)
    notes = _told([one for one in findings if one.severity is Severity.INFO], words)
    return html(
        "report.html.j2",
        r=report,
        s=summary,
        n=Numbers(words.locale, summary.scheme.currency),
        words=words,
        findings=told[:SHOWN],
        findings_left=len(told) - SHOWN,
        notes=notes[:SHOWN],
        counts=[(one.value, sum(finding.severity is one for finding in findings)) for one in ORDER],
        totals=[_control(one, report.signoffs, words) for one in totals],
        step=STEP,
        at_most=SHOWN,
        anew="、".join(f"{one.employee_id} {one.name}" for one in report.anew[:SHOWN]) or words("report.nobody"),
        leaders=summary.members[:LEADERS],
        statements={link.name: link.href for link in _links(files, "statements/")},
        teams=_links(files, "teams/"),
        registers=_links(files, "registers/"),
        others=[link for top in ("data/", "calendar.ics") for link in _links(files, top)],
        detail=detail,
        crowded=CROWDED,
        at_once=AT_ONCE,
        triggers=flags[:SHOWN],
        triggers_left=len(flags) - SHOWN,
        style=Markup(_source("report.css")),  # noqa: S704 - our own file
        script=Markup(_source("report.js")),  # noqa: S704 - our own file
        script_hash=_script_hash(),
    )


def _control(total: Total, signoffs: Sequence[Signoff], words: Wording) -> Control:
    names = (total.table, HEADERS[total.table])
    signed = tuple(one for one in signoffs if one.table in names)
    zh = words.lang == "zh"
    sums = tuple((FIELDS[total.table, name] if zh else name, value) for name, value in total.sums)
    return Control(names[zh], total.rows, sums, signed)


def _told(findings: Sequence[Finding], words: Wording) -> list[Told]:
    """Findings in words, the gravest first."""
    return [_words_of(one, words) for one in sorted(findings, key=lambda finding: ORDER.index(finding.severity))]


def _words_of(one: Finding, words: Wording) -> Told:
    what, do = words.told(one)
    return Told(one.severity.value, one.place, one.value, what, do, one.count)


def _links(files: Files, top: str) -> list[Link]:
    """Links to the files below a folder; the name of a file is shown without its ending for documents."""
    return [Link(quote(path), name or _name(path)) for path, name in files.items() if path.startswith(top)]


def _name(path: str) -> str:
    return path.rpartition("/")[2].removesuffix(".pdf")


@cache
def _source(name: str) -> str:
    return (TEMPLATES / name).read_text("utf-8")


@cache
def _script_hash() -> str:
    return b64encode(hashlib.sha256(_source("report.js").encode()).digest()).decode()
