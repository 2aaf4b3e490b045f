"""The reference pages of `docs/`, made from the schemas, the catalogue and the command line; tests hold them equal."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from pipeline.cli.arguments import COMMANDS, help_text
from pipeline.wording import wording
from schemas import CALENDAR_SHEETS, MAPPING_SHEETS, TABLES
from schemas.field import Field, Table
from schemas.plan import PLAN_SHEETS

DOCS = Path(__file__).resolve().parents[2] / "docs"
NOTE = "<!-- Made by `make docs`; do not edit. -->\n"
FAMILIES: Mapping[str, tuple[Table, ...]] = {
    "Data tables of a period": TABLES,
    "Plan workbook": PLAN_SHEETS,
    "Calendar workbook": CALENDAR_SHEETS,
    "Mapping workbook": MAPPING_SHEETS,
}


def pages() -> dict[str, str]:
    """Every page by its file name."""
    return {"tables.md": tables_page(), "findings.md": findings_page(), "commands.md": commands_page()}


def tables_page() -> str:
    """Every table with its columns, aliases, types and defaults."""
    parts = ["# Tables and columns", NOTE, "`*` marks a required column. Headers and identifiers are both accepted.\n"]
    for family, tables in FAMILIES.items():
        parts.append(f"## {family}\n")
        parts += [_table(table) for table in tables]
    return "\n".join(parts)


def findings_page() -> str:
    """Every finding: code, what it says and what to do, in both languages."""
    zh, en = wording("zh"), wording("en")
    codes = sorted(key.split(".")[1] for key in zh.messages if key.startswith("finding.") and key.endswith(".what"))
    rows = [_finding(code, zh.messages, en.messages) for code in codes]
    return "\n".join(["# Findings", NOTE, "| code | what | what to do |", "|---|---|---|", *rows, ""])


def commands_page() -> str:
    """The help of every command, as the terminal prints it."""
    parts = ["# Commands", NOTE]
    parts += [f"## {name or 'python -m pipeline'}\n\n```text\n{help_text(name)}```\n" for name in ("", *COMMANDS)]
    return "\n".join(parts)


def write_pages() -> None:
    """Write the pages into `docs/`."""
    for name, text in pages().items():
        (DOCS / name).write_text(text, encoding="utf-8")


def _table(table: Table) -> str:
    columns = "| column | identifier | type | aliases | default | meaning |\n|---|---|---|---|---|---|\n"
    head = f"### {table.header} `{table.name}`\n\n{columns}"
    return head + "".join(_field(field) for field in table.fields)


def _field(field: Field) -> str:
    choices = " / ".join(choice.header for choice in field.words) or field.type.value
    default = "" if field.default is None else str(field.default)
    star = "\\*" if field.required else ""
    meaning = _cell(field.advice_en or field.advice)
    aliases = "、".join(field.aliases)
    return f"| {field.header}{star} | `{field.name}` | {choices} | {aliases} | {default} | {meaning} |\n"


def _finding(code: str, zh: Mapping[str, str], en: Mapping[str, str]) -> str:
    what, todo = (
        f"{_cell(zh[f'finding.{code}.{part}'])}<br>{_cell(en[f'finding.{code}.{part}'])}" for part in ("what", "do")
    )
    return f"| `{code}` | {what} | {todo} |"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", "<br>")


if __name__ == "__main__":
    os.environ["COLUMNS"] = "100"
    write_pages()
