"""The reference pages of `docs/`, made from the schemas, the catalogue and the command line; tests hold them equal."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from pipeline.cli.arguments import help_text
from pipeline.cli.commands import COMMANDS
from pipeline.intake.templates import default_text
from pipeline.plan.measures import BUILT_IN_MEASURES
from pipeline.plan.model import Measure
from pipeline.wording import wording
from schemas import CALENDAR_SHEETS, MAPPING_SHEETS, TABLES
from schemas.field import Field, Table
from schemas.parameters import PARAMETERS
from schemas.plan import MEASURES, PLAN, PLAN_SHEETS

DOCS = Path(__file__).resolve().parents[2] / "docs"
NOTE = "<!-- Made by `make docs`; do not edit. -->\n"
PARAMETER_COLUMNS = "| parameter | identifier | type | default | meaning |\n|---|---|---|---|---|\n"
MEASURE_COLUMNS = "| measure | table | column | how | only rows | by date | 计系数 |\n|---|---|---|---|---|---|---|\n"
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
        parts += [part for table in tables for part in (_table(table), *_added(table))]
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
    told = f"{table.advice}<br>{table.advice_en}\n\n" if table.advice else ""
    head = f"### {table.header} `{table.name}`\n\n{told}{columns}"
    return head + "".join(_field(field) for field in table.fields)


def _added(table: Table) -> Iterator[str]:
    """What a sheet's rows may name without defining it: the parameters of 方案, the measures that are there."""
    if table is PLAN:
        yield f"### 方案的参数 · the parameters of 方案\n\n{PARAMETER_COLUMNS}" + "".join(map(_parameter, PARAMETERS))
    if table is MEASURES:
        lines = "".join(map(_measure, BUILT_IN_MEASURES))
        yield f"### 不用定义的计量 · measures that need no definition\n\n{MEASURE_COLUMNS}{lines}"


def _parameter(field: Field) -> str:
    star, default = "\\*" if field.required else "", default_text(field, wording("zh"))
    meaning = f"{_cell(field.advice)}<br>{_cell(field.advice_en)}"
    return f"| {field.header}{star} | `{field.name}` | {_type(field)} | {default} | {meaning} |\n"


def _measure(measure: Measure) -> str:
    """One line: what is summed or counted, of which rows, by which date."""
    table = next(one for one in TABLES if one.name == measure.table)
    column, day = (table.field(name).header if name else "" for name in (measure.field, measure.date_field))
    kept, weighted = measure.filter.text if measure.filter else "", "是" if measure.weighted else "否"
    cells = (measure.measure, table.header, column, measure.aggregate.header, kept, day, weighted)
    return f"| {' | '.join(cells)} |\n"


def _type(field: Field) -> str:
    return " / ".join(choice.header for choice in field.words) or field.type.value


def _field(field: Field) -> str:
    default = default_text(field, wording("zh"))
    star = "\\*" if field.required else ""
    meaning = _cell(field.advice_en or field.advice)
    aliases = "、".join(field.aliases)
    return f"| {field.header}{star} | `{field.name}` | {_type(field)} | {aliases} | {default} | {meaning} |\n"


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
