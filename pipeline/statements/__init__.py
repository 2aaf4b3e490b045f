"""Results as values to print: one `Statement` per person, one `Summary` per team and for the company."""

from pipeline.statements.build import statements
from pipeline.statements.record import record, verification_code
from pipeline.statements.statement import Revision, Statement

__all__ = ["Revision", "Statement", "record", "statements", "verification_code"]
