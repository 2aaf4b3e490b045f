"""Every document of a revision, from a draft (SPEC 8)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from hashlib import sha256
from itertools import accumulate
from urllib.parse import quote

from pipeline.archive.shelf import Shelf
from pipeline.calculation import Calculation
from pipeline.collecting import put_off
from pipeline.draft import Draft, Progress
from pipeline.intake.result import ControlTotal
from pipeline.process.life import Life
from pipeline.process.schedule import schedule
from pipeline.render.batch import Paper, Press, pdf_of, pdfs
from pipeline.render.calendar_file import calendar_ics
from pipeline.render.registers.books import Closing, registers
from pipeline.render.report import Total as ReportTotal
from pipeline.render.report import report_html
from pipeline.statements import (
    Statement,
    Summary,
    closing_report,
    statements,
    summaries,
    verification_code,
)
from pipeline.statements.deadlines import shared_terms
from pipeline.statements.issue import Issue, Issuing
from pipeline.statements.issue import Paper as Issued
from pipeline.statements.notice import Notice, notice
from pipeline.statements.statement import Revision
from pipeline.wording import Wording
from schemas.terms import Scope

NOTICE = "registers/公示表.pdf"
FIT_FOR_A_FILE_NAME = " ()（）·&+,-_.@~"
LONGEST_FILE_NAME = 200
"""In bytes of UTF-8, without what stands before and after it; file systems take 255 of the whole."""


@dataclass(frozen=True, slots=True)
class Documents:
    """The statements, summaries and the notice of a revision, each as `issues` tells by the name of its file.

    `files` renders them one by one.
    """

    draft: Draft
    calculation: Calculation
    statements: tuple[Statement, ...]
    summaries: tuple[Summary, ...]
    notice: Notice
    revision: Revision
    issues: Mapping[str, Issue]
    words: Wording

    @property
    def codes(self) -> dict[str, str]:
        """The verification code of each person's statement."""
        return {one.person.employee_id: verification_code(one) for one in self.statements}

    def papers(self) -> dict[str, Paper]:
        """Each document that is rendered, by the name of its file."""
        return {
            **{statement_name(one): one for one in self.statements},
            **{summary_name(one): one for one in self.summaries},
            NOTICE: self.notice,
        }

    def files(self, press: Press, shelf: Shelf, progress: Progress) -> Iterator[tuple[str, bytes]]:
        """Name and content of each file, statements first; the close report comes last and links to all before it."""
        teams_of = {summary_name(one): one.team or self.words("summary.company") for one in self.summaries}
        names = {}
        for name, content in self._files(press, shelf, progress):
            names[name] = teams_of.get(name, "")
            yield name, content
        company = replace(self.summaries[0], revision=self.revision)
        teams = (company, *self.summaries[1:])
        report = closing_report(self.calculation, self.draft.intake.tables, teams, self.statements)
        totals = [_control_total(one) for one in self.draft.intake.totals]
        yield "index.html", report_html(report, self.draft.findings, totals, names, self.words).encode()

    def _files(self, press: Press, shelf: Shelf, progress: Progress) -> Iterator[tuple[str, bytes]]:
        yield from self._printed(press, shelf, progress)
        closing = Closing(self.calculation, self.notice, self.summaries[0].triggers, tuple(self.draft.findings))
        yield from registers(closing, self.draft.intake.payroll, self.words).items()
        due = schedule(self.draft.period, Life(), shared_terms(self.calculation.plans), self.draft.workdays)
        yield "calendar.ics", calendar_ics(self.draft.period, due, self.words)

    def _printed(self, press: Press, shelf: Shelf, progress: Progress) -> Iterator[tuple[str, bytes]]:
        """Each paper, from the shelf where it is there as it was made, else rendered and kept."""
        papers = self.papers()
        shelf.only({one.key for one in self.issues.values()})
        there = {name for name in papers if shelf.holds(self.issues[name].key)}
        made = pdfs([one for name, one in papers.items() if name not in there], self.words, press)
        for done, (name, paper) in enumerate(papers.items(), start=1):
            key = self.issues[name].key
            if name in there:
                content = shelf.take(key) or pdf_of(paper, self.words)
            else:
                shelf.keep(key, content := next(made))
            yield name, content
            progress("render", done, len(papers))


@put_off()
def documents(draft: Draft, calculation: Calculation, issuing: Issuing, words: Wording) -> Documents:
    """What a draft's figures say, as statements and summaries, each issued anew only where it changed."""
    tables, history, workdays, revision = draft.intake.tables, draft.history, draft.workdays, issuing.revision
    everybodys = revision.seen_by_nobody
    teams = _sealed(summaries(calculation, tables, history, workdays, everybodys), issuing)
    issues: dict[str, Issue] = {}
    return Documents(
        draft,
        calculation,
        _issued(statements(calculation, tables, history, workdays, revision), statement_name, issuing, issues),
        _issued(teams, summary_name, issuing, issues),
        _issued([notice(calculation, workdays, everybodys)], lambda _: NOTICE, issuing, issues)[0],
        revision,
        issues,
        words,
    )


def _sealed(found: tuple[Summary, ...], issuing: Issuing) -> tuple[Summary, ...]:
    """The company's summary prints the figures seal; a team's does not."""
    return (replace(found[0], figures_seal=issuing.figures_seal), *found[1:])


def _issued(
    papers: Iterable[Issued], name_of: Callable[[Issued], str], issuing: Issuing, issues: dict[str, Issue]
) -> tuple[Issued, ...]:
    """The papers as issued; how goes into `issues` by the name of the file."""
    found = []
    for paper in papers:
        one, issues[name_of(paper)] = issuing.issued(name_of(paper), paper)
        found.append(one)
    return tuple(found)


def statement_name(one: Statement) -> str:
    """Where a statement stands in a revision."""
    return f"statements/{one.person.employee_id}.pdf"


def summary_name(one: Summary) -> str:
    """Where a team's summary stands in a revision."""
    return team_file(one.team)


def team_file(team: str) -> str:
    """Where the document of a team stands, or of the company (no team); a team called 公司 leaves it its name."""
    name = file_name(team or Scope.COMPANY)
    return f"teams/{quote(name) if team == Scope.COMPANY else name}.pdf"


def _control_total(one: ControlTotal) -> ReportTotal:
    return ReportTotal(one.table, one.rows, tuple((name, Fraction(value)) for name, value in one.sums))


def file_name(text: str) -> str:
    """A team's name as a file name: characters unfit for one are percent-encoded (SPEC 8).

    What is too long for a file system is cut, and told apart by the first digits of the name's sha256.
    """
    signs = [sign if sign.isalnum() or sign in FIT_FOR_A_FILE_NAME else quote(sign, safe="") for sign in text]
    if len("".join(signs).encode()) <= LONGEST_FILE_NAME:
        return "".join(signs)
    mark = f"~{sha256(text.encode()).hexdigest()[:12]}"
    sizes = accumulate(len(sign.encode()) for sign in signs)
    return (
        "".join(sign for sign, size in zip(signs, sizes, strict=True) if size + len(mark) <= LONGEST_FILE_NAME) + mark
    )
