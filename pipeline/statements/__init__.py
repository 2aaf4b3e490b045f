"""Results as values to print: one `Statement` per person, one `Summary` per team and for the company."""

from pipeline.statements.build import statements
from pipeline.statements.closing import ClosingReport, closing_report
from pipeline.statements.deadlines import deadlines
from pipeline.statements.record import code_of, record, verification_code
from pipeline.statements.statement import Revision, Statement
from pipeline.statements.summary import Summary, Trigger
from pipeline.statements.teams import summaries
from pipeline.statements.triggers import triggers

__all__ = [
    "ClosingReport",
    "Revision",
    "Statement",
    "Summary",
    "Trigger",
    "closing_report",
    "code_of",
    "deadlines",
    "record",
    "statements",
    "summaries",
    "triggers",
    "verification_code",
]
