"""The payroll file: who is paid how much, for the payroll system to read (SPEC 8). Held pay is not in it.

A payroll system knows one name for a column and one word for a status: both are the contract's, in every language.
"""

from __future__ import annotations

import csv
from io import BytesIO, StringIO

import xlsxwriter

from pipeline.calculation import Calculation
from pipeline.money import CENTS, decimal
from pipeline.render.registers.sheet import CREATED
from pipeline.rules.rows import rows
from pipeline.statements.facts import amount, text
from schemas.mapping import PayrollField
from schemas.terms import Status

Columns = tuple[tuple[str, str], ...]
"""Pairs of field and header, in order."""
BOM = "\ufeff"
FORMULAS_BEGIN = ("=", "+", "-", "@", "\t", "\r")


def payroll_rows(calculation: Calculation) -> list[dict[str, str]]:
    """One row per person whose pay is not held: amounts as text with two decimals."""
    return [
        {
            "employee_id": text(row, "employee_id"),
            "name": text(row, "name"),
            "period": calculation.period.id,
            "payable": str(decimal(amount(row, "payable"), CENTS)),
            "currency": calculation.plans[int(row["plan"])].parameters.currency,
            "status": Status(text(row, "status")).header,
        }
        for row in rows(calculation.people)
        if text(row, "status") != Status.HELD
    ]


def payroll_columns(named: Columns) -> Columns:
    """The columns in the order of the mapping, 工号 first; those that it does not name follow under their own name."""
    headers = {field.value: field.header for field in PayrollField}
    order = dict.fromkeys((PayrollField.EMPLOYEE_ID.value, *(field for field, _ in named), *headers))
    return tuple((field, dict(named).get(field, headers[field])) for field in order)


def payroll_csv(people: list[dict[str, str]], columns: Columns) -> bytes:
    """UTF-8 with BOM."""
    buffer = StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow([_safe("", header) for _, header in columns])
    writer.writerows([[_safe(field, row[field]) for field, _ in columns] for row in people])
    return (BOM + buffer.getvalue()).encode()


def payroll_xlsx(people: list[dict[str, str]], columns: Columns) -> bytes:
    """The same table as a workbook: one header row, text as text, amounts as numbers, no formulas, no merged cells."""
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        book.set_properties({"created": CREATED})
        sheet = book.add_worksheet("薪资导入")
        text_style, money = book.add_format({"num_format": "@"}), book.add_format({"num_format": "0.00"})
        for place, (field, header) in enumerate(columns):
            sheet.set_column(place, place, 16)
            sheet.write_string(0, place, header)
            for line, row in enumerate(people, start=1):
                if field == "payable":
                    sheet.write_number(line, place, float(row[field]), money)
                else:
                    sheet.write_string(line, place, row[field], text_style)
    return buffer.getvalue()


def _safe(field: str, value: str) -> str:
    """Text that a spreadsheet would run as a formula is quoted with an apostrophe; amounts and ids stay as they are."""
    if field in {"payable", "employee_id"} or not value.startswith(FORMULAS_BEGIN):
        return value
    return f"'{value}"
