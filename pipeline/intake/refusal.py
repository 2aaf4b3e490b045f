"""How a reader stops: `Refused` unwinds a parser, and becomes a finding where the file is opened."""

from __future__ import annotations

from pipeline.findings import Finding, Place, error


class Refused(Exception):  # noqa: N818 - it is an outcome of reading a user's file, not a programmer's error
    """The file cannot be taken as it is: which finding, at which sheet and cell, and the value found."""

    def __init__(self, code: str, value: object = "", *, sheet: str = "", cell: str = "", **params: object) -> None:
        super().__init__(code)
        self.code, self.value, self.sheet, self.cell, self.params = code, value, sheet, cell, params

    def finding(self, workbook: str) -> Finding:
        """The finding about this workbook."""
        return error(self.code, Place(workbook, self.sheet, self.cell), self.value, **self.params)
