"""Every document of a revision, from a draft (SPEC 8)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from urllib.parse import quote

from pipeline.calculation import Calculation
from pipeline.draft import Draft, Progress
from pipeline.intake.result import ControlTotal
from pipeline.process.life import Life
from pipeline.process.schedule import schedule
from pipeline.render.batch import statement_pdfs
from pipeline.render.calendar_file import calendar_ics
from pipeline.render.notice import notice_pdf
from pipeline.render.registers.books import Closing, registers
from pipeline.render.report import Total as ReportTotal
from pipeline.render.report import report_html
from pipeline.render.summary import summary_pdf
from pipeline.statements import (
    Statement,
    Summary,
    closing_report,
    statements,
    summaries,
    verification_code,
)
from pipeline.statements.notice import Notice, notice
from pipeline.statements.statement import Revision
from pipeline.wording import Wording

FIT_FOR_A_FILE_NAME = " ()（）·&+,-_.@~"


@dataclass(frozen=True, slots=True)
class Documents:
    """The statements and summaries of a revision; `files` renders them one by one."""

    draft: Draft
    calculation: Calculation
    statements: tuple[Statement, ...]
    summaries: tuple[Summary, ...]
    notice: Notice
    words: Wording

    @property
    def codes(self) -> dict[str, str]:
        """The verification code of each person's statement."""
        return {one.person.employee_id: verification_code(one) for one in self.statements}

    def files(self, workers: int, progress: Progress, figures_seal: str) -> Iterator[tuple[str, bytes]]:
        """Name and content of each file, statements first; the close report comes last and links to all before it."""
        names = []
        for name, content in self._papers(workers, progress, figures_seal):
            names.append(name)
            yield name, content
        report = closing_report(self.calculation, self.draft.intake.tables, self.summaries)
        totals = [_control_total(one) for one in self.draft.intake.totals]
        yield "index.html", report_html(report, self.draft.findings, totals, names, self.words).encode()

    def _papers(self, workers: int, progress: Progress, figures_seal: str) -> Iterator[tuple[str, bytes]]:
        rendered = statement_pdfs(self.statements, self.words, workers)
        for done, (one, content) in enumerate(zip(self.statements, rendered, strict=True), start=1):
            yield f"statements/{one.person.employee_id}.pdf", content
            progress("render", done, len(self.statements))
        for summary in self.summaries:
            printed = "" if summary.team else figures_seal
            yield f"teams/{file_name(summary.name)}.pdf", summary_pdf(summary, self.words, printed)
        closing = Closing(self.calculation, self.notice, self.summaries[0].triggers, tuple(self.draft.findings))
        yield from registers(closing, self.draft.intake.payroll, self.words).items()
        yield "registers/公示表.pdf", notice_pdf(self.notice, self.words)
        for plan in self.calculation.plans[:1]:
            due = schedule(self.draft.period, Life(), plan.parameters, self.draft.workdays)
            yield "calendar.ics", calendar_ics(self.draft.period, due, self.words)


def documents(draft: Draft, calculation: Calculation, revision: Revision, words: Wording) -> Documents:
    """What a draft's figures say, as statements and summaries."""
    tables, history, workdays = draft.intake.tables, draft.history, draft.workdays
    return Documents(
        draft,
        calculation,
        statements(calculation, tables, history, workdays, revision),
        summaries(calculation, tables, history, workdays, revision),
        notice(calculation, workdays, revision),
        words,
    )


def _control_total(one: ControlTotal) -> ReportTotal:
    return ReportTotal(one.table, one.rows, tuple((name, Fraction(value)) for name, value in one.sums))


def file_name(text: str) -> str:
    """A team's name as a file name: characters unfit for one are percent-encoded (SPEC 8)."""
    return "".join(sign if sign.isalnum() or sign in FIT_FOR_A_FILE_NAME else quote(sign, safe="") for sign in text)
