"""How this firm's exports are called: the sheet 字段映射 of the mapping workbook as a value (SPEC 2)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import PurePosixPath

from pipeline.intake.characters import compact, narrow
from pipeline.intake.headers import header_key
from schemas.field import Table


@dataclass(frozen=True, slots=True)
class Rule:
    """One row: where `source` fits, `header` of `table` means `field` (empty = ignore), and `value` `means`."""

    source: str
    table: str
    header: str
    field: str = ""
    value: str = ""
    means: str = ""

    def fits(self, file: str, sheet: str) -> bool:
        """Whether the source names this file or sheet; an empty source names all."""
        path = PurePosixPath(file)
        return not self.source or self.names(sheet) or any(map(self.names, (file, path.name, path.stem)))

    def names(self, word: str) -> bool:
        """Whether the source is, with its wildcards, this name."""
        return fnmatchcase(narrow(word).casefold(), narrow(self.source).casefold())


@dataclass(frozen=True, slots=True)
class Mapping:
    """The rows of the mapping, in their order; `payroll` are field and header of the payroll file's columns."""

    rules: tuple[Rule, ...] = ()
    payroll: tuple[tuple[str, str], ...] = ()

    def of_sheet(self, sheet: str, tables: Sequence[Table]) -> list[Table]:
        """The tables that a sheet of this name is; a row without a source only renames headers."""
        names = [rule.table for rule in self.rules if rule.source and rule.names(sheet)]
        return _named(names, tables)

    def of_file(self, file: str, tables: Sequence[Table]) -> list[Table]:
        """The tables that the sheets of a file may be."""
        names = [rule.table for rule in self.rules if rule.source and rule.fits(file, "")]
        return _named(names, tables)

    def renamed(self, file: str, sheet: str, table: Table) -> dict[str, str]:
        """What the headers of a sheet mean: header key → field, empty = ignore."""
        rules = self._rules(file, sheet, table)
        return {header_key(rule.header): rule.field for rule in rules if rule.field or not rule.value}

    def values(self, file: str, sheet: str, table: Table, header: str) -> dict[str, str]:
        """What the values below a header mean."""
        key = header_key(header)
        rules = [rule for rule in self._rules(file, sheet, table) if header_key(rule.header) == key]
        return {compact(rule.value): rule.means for rule in rules if rule.value}

    def _rules(self, file: str, sheet: str, table: Table) -> list[Rule]:
        return [rule for rule in self.rules if rule.table == table.name and rule.fits(file, sheet)]


def _named(names: Sequence[str], tables: Sequence[Table]) -> list[Table]:
    return [table for name in dict.fromkeys(names) for table in tables if table.name == name]
