"""What a child hands over, read with nothing but data in reach: a hostile workbook may have taken the child over.

A pickle is a program. Here it may build lists, texts, numbers and the few values of `BUILT`, each through a maker that
it can call and cannot change; any other name ends the reading. It never holds a class, so it cannot change one either.
"""

from __future__ import annotations

import pickle
from array import array
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from importlib import import_module
from io import BytesIO
from typing import Any, BinaryIO, NoReturn

FINDINGS, CELLS, HANDED, ARROW = "pipeline.findings", "pipeline.intake.cells", "pipeline.intake.handed", "pyarrow.lib"
MAKERS = {
    **{(FINDINGS, name): (FINDINGS, name) for name in ("Finding", "Place", "Severity")},
    **{(CELLS, name): (CELLS, name) for name in ("Workbook", "Sheet", "Column", "Lists", "Packed", "CellType")},
    ("builtins", "range"): ("builtins", "range"),
    (HANDED, "whole_numbers"): (HANDED, "whole_numbers"),
    (ARROW, "type_for_alias"): (ARROW, "type_for_alias"),
    (ARROW, "py_buffer"): (ARROW, "py_buffer"),
    (ARROW, "_restore_array"): (HANDED, "texts_of"),
}
"""What a child may name beside plain values, and what makes it: module and name; each takes its fields in order."""
BROKEN = (ValueError, TypeError, AttributeError, LookupError, ArithmeticError, ImportError)
TEXT_BUFFERS = 3


class NotDataError(pickle.UnpicklingError):
    """A child handed over something that no reader does."""


class Maker:
    """Makes one kind of value; nothing can be set on it."""

    __slots__ = ("_make",)
    _make: Callable[..., Any]

    def __init__(self, make: Callable[..., Any]) -> None:
        """Keep what makes the value."""
        object.__setattr__(self, "_make", make)

    def __call__(self, *given: Any) -> Any:
        """The value."""
        return self._make(*given)

    def __setattr__(self, name: str, value: object) -> NoReturn:
        """A pickle may try to put something else in its place."""
        raise NotDataError(name)


def dump(value: object, stream: BinaryIO) -> None:
    """Hand a value over: runs in the child."""
    _Pickler(stream, pickle.HIGHEST_PROTOCOL).dump(value)


def load(stream: BinaryIO) -> Any:
    """What was handed over, made while it is read; NotDataError where it is not data, EOFError where it ends early."""
    try:
        return _Unpickler(stream).load()
    except BROKEN as wrong:
        raise NotDataError(type(wrong).__name__) from wrong


def loads(content: bytes) -> Any:
    """The same of bytes."""
    return load(BytesIO(content))


def whole_numbers(content: bytes) -> array[int]:
    """An array of numbers of 32 bits."""
    found = array("i")
    found.frombytes(content)
    return found


def texts_of(parts: tuple[Any, ...]) -> Any:
    """An Arrow array of texts, every offset and every letter checked: Arrow itself trusts what it is given."""
    from pyarrow import Array, ArrowInvalid, large_string, string  # noqa: PLC0415 - not needed to know that nothing changed

    kind, length, missing, offset, buffers, children, dictionary = parts
    if kind not in {string(), large_string()} or len(buffers) != TEXT_BUFFERS or children or dictionary:
        raise NotDataError(str(kind))
    try:
        found = Array.from_buffers(kind, length, buffers, missing, offset)
        found.validate(full=True)
    except ArrowInvalid as wrong:
        raise NotDataError(str(kind)) from wrong
    return found


class _Pickler(pickle.Pickler):
    def reducer_override(self, value: Any) -> Any:
        """Our own values as their fields, so that the reader never needs a class to fill."""
        kind = type(value)
        if kind is array:
            return whole_numbers, (value.tobytes(),)
        if (kind.__module__, kind.__qualname__) not in MAKERS:
            return NotImplemented
        if is_dataclass(kind):
            return kind, tuple(getattr(value, one.name) for one in fields(kind))
        return (kind, tuple(value)) if isinstance(value, tuple) else NotImplemented


class _Unpickler(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Maker:
        """A maker for what may be handed over."""
        if (module, name) not in MAKERS:
            raise NotDataError(f"{module}.{name}")
        place, made = MAKERS[module, name]
        return Maker(getattr(import_module(place), made))
