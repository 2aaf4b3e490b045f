"""The plan workbooks of the shipped example: the handbook by its own rules, and as it was printed (SPEC 9)."""

from __future__ import annotations

from pathlib import Path

from tests.example.text_tables import read_document, replaced
from tests.example.workbooks import Sheet, write_workbook

HERE = Path(__file__).parent


def write_plans(folder: Path) -> None:
    """Write the plan in force, and beside it the printed coefficients and the printed tables as they are."""
    by_the_rules, as_printed = _document("plan.md"), _document("plan_as_printed.md")
    write_workbook(folder / "销售绩效激励方案2023.xlsx", by_the_rules.values())
    write_workbook(folder / "对照" / "手册印刷系数.xlsx", replaced(by_the_rules, as_printed).values())
    write_workbook(folder / "对照" / "手册原表.xlsx", _document("printed_tables.md").values())


def _document(name: str) -> dict[str, Sheet]:
    return read_document((HERE / name).read_text(encoding="utf-8"))
