"""What a table and its columns must look like: each field declared once, for intake, templates, docs and exports."""

from __future__ import annotations

import builtins
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Self


class Type(StrEnum):
    """The type of a field's values (SPEC 3)."""

    ID = "id"
    TEXT = "text"
    DATE = "date"
    MONEY = "money"
    NUMBER = "number"
    PERCENT = "percent"
    BOOL = "bool"


class Choice(StrEnum):
    """A closed list of words. A member's value is SPEC's identifier where SPEC prints one, else the Chinese word.

    `header` is the Chinese word that workbooks carry; both are accepted on input.
    """

    header: str

    def __new__(cls, value: str, header: str = "") -> Self:
        """Keep the Chinese word beside the value."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.header = header or value
        return member


@dataclass(frozen=True, slots=True)
class Field:
    """One column of a table.

    `name` is the English identifier, `header` the Chinese header, `aliases` other headers that mean it.
    `advice` and `advice_en` tell the user what to enter. `default` is a value in its typed form.
    `offered` are the choices that this column takes, where it takes fewer than there are.
    `minimum`, `maximum` and `above` (exclusive) bound numbers. `printed` marks text that appears on documents.
    `marks_percent` adds a bool column `<name>_percent` that tells whether the cell itself was written as a percentage.
    """

    name: str
    header: str
    type: Type = Type.TEXT
    required: bool = False
    unique: bool = False
    aliases: tuple[str, ...] = ()
    choices: builtins.type[Choice] | None = None
    offered: tuple[Choice, ...] = ()
    default: Any = None
    minimum: int | None = None
    maximum: int | None = None
    above: int | None = None
    printed: bool = False
    marks_percent: bool = False
    example: str = ""
    advice: str = ""
    advice_en: str = ""

    @property
    def words(self) -> tuple[Choice, ...]:
        """The choices that a cell of this column may hold; none where it is no choice."""
        return self.offered or (tuple(self.choices) if self.choices else ())


@dataclass(frozen=True, slots=True)
class Table:
    """One table: a sheet's identifier and Chinese name, its fields and the fields that identify a row.

    `date_field` is the date by which rows belong to a period, `amount_field` what a sign-off totals.
    """

    name: str
    header: str
    fields: tuple[Field, ...]
    key: tuple[str, ...] = ()
    date_field: str | None = None
    amount_field: str | None = None
    advice: str = ""
    advice_en: str = ""

    def field(self, name: str) -> Field:
        """The field with this identifier; KeyError if there is none."""
        for field in self.fields:
            if field.name == name:
                return field
        raise KeyError(name)

    @property
    def required(self) -> tuple[Field, ...]:
        """The fields that a sheet must have."""
        return tuple(field for field in self.fields if field.required)
