"""The workbooks of a close: 奖金发放表 and the payroll files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.calculation import Calculation
from pipeline.findings import Finding
from pipeline.render.registers.control import notice_grid, reconciliation_grid, warning_grid
from pipeline.render.registers.pay import line_grid, pay_grid
from pipeline.render.registers.payroll import Columns, payroll_columns, payroll_csv, payroll_rows, payroll_xlsx
from pipeline.render.registers.scores import kpi_grid, library_grid, summary_grid
from pipeline.render.registers.sheet import workbook_bytes
from pipeline.statements import Trigger
from pipeline.statements.notice import Notice
from pipeline.wording import Wording


@dataclass(frozen=True, slots=True)
class Closing:
    """What the workbooks of a close are made of, beside its figures."""

    calculation: Calculation
    notice: Notice
    triggers: tuple[Trigger, ...]
    findings: tuple[Finding, ...]


def registers(closing: Closing, payroll: Columns, words: Wording) -> Mapping[str, bytes]:
    """The files of `registers/`, by name (SPEC 8); `payroll` are the columns that the mapping names."""
    people = payroll_rows(closing.calculation)
    columns = payroll_columns(payroll)
    return {
        "registers/奖金发放表.xlsx": bonus_register(closing, words),
        "registers/薪资导入.csv": payroll_csv(people, columns),
        "registers/薪资导入.xlsx": payroll_xlsx(people, columns),
    }


def bonus_register(closing: Closing, words: Wording) -> bytes:
    """奖金发放表: the eight sheets in the order in which HR reads them."""
    calculation = closing.calculation
    grids = (
        pay_grid(calculation, words),
        kpi_grid(calculation, words),
        library_grid(calculation, words),
        summary_grid(calculation, words),
        line_grid(calculation, words),
        notice_grid(closing.notice, words),
        warning_grid(calculation, closing.triggers, closing.findings, words),
        reconciliation_grid(calculation, words),
    )
    return workbook_bytes(grids)
