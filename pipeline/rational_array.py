"""The array behind a pandas column of exact rationals: whole numbers over whole numbers.

Whole columns are added, multiplied, compared and rounded at once; a cell, `tolist` and iteration give `Fraction`, a
missing value is NaN. A float is a programmer's mistake. The column functions are in `rationals.py`.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import lru_cache
from math import lcm
from typing import Any, ClassVar, Self

import numpy as np
import pandas as pd
from pandas.api.extensions import ExtensionDtype

from pipeline.column_array import ColumnArray
from pipeline.decimal_array import Decimals
from pipeline.whole_numbers import (
    NOTHING,
    different,
    filled,
    largest,
    narrowed,
    one_for_all,
    over_one_unit,
    plus,
    ratios,
    same,
    sums,
    taken,
    times,
)

MISSING = float("nan")
COMFORTABLE = 2**31
"""Denominators beyond are reduced, so that the next product still fits 64 bits."""
KNOWN_FRACTIONS = 2**16


class RationalDtype(ExtensionDtype):
    """The type of a column of rationals."""

    name = "rational"
    type: ClassVar[Any] = Fraction
    na_value = MISSING

    @classmethod
    def construct_array_type(cls) -> Any:
        """The array of this type."""
        return Rationals


def _sum(one: Rationals, two: Rationals) -> Rationals:
    if same(one.bottom, two.bottom):
        return _settled(plus(one.top, two.top), one.bottom)
    top = plus(times(one.top, two.bottom), times(two.top, one.bottom))
    return _settled(top, times(one.bottom, two.bottom))


def _difference(one: Rationals, two: Rationals) -> Rationals:
    return _sum(one, Rationals(-two.top, two.bottom))


def _product(one: Rationals, two: Rationals) -> Rationals:
    return _settled(times(one.top, two.top), times(one.bottom, two.bottom))


def _quotient(one: Rationals, two: Rationals) -> Rationals:
    """A division by 0 is missing (SPEC 5.2)."""
    bottom = times(one.bottom, np.abs(two.top))
    top = times(one.top, np.where(two.top < 0, -two.bottom, two.bottom))
    return _settled(np.where(bottom == 0, 0, top), bottom)


def _arithmetic(rule: Callable[[Rationals, Rationals], Rationals], *, reverse: bool = False) -> Callable[..., Any]:
    """An operator of whole columns; pandas unwraps its own columns first."""

    def method(self: Rationals, other: Any) -> Any:
        if isinstance(other, pd.Series | pd.DataFrame | pd.Index):
            return NotImplemented
        return rule(Rationals.of(other), self) if reverse else rule(self, Rationals.of(other))

    return method


def _comparison(rule: Callable[[Any, Any], Any], *, of_missing: bool = False) -> Callable[..., Any]:
    """A comparison of whole columns; a missing value is unlike all others."""

    def method(self: Rationals, other: Any) -> Any:
        if isinstance(other, pd.Series | pd.DataFrame | pd.Index):
            return NotImplemented
        two = Rationals.of(other)
        found = rule(times(self.top, two.bottom), times(two.top, self.bottom)).astype(bool)
        return np.where(self.isna() | two.isna(), of_missing, found)

    return method


class Rationals(ColumnArray):
    """Numerators over denominators, not always reduced; a denominator is above 0, or 0 where the value is missing."""

    dtype = RationalDtype()
    __add__ = __radd__ = _arithmetic(_sum)
    __mul__ = __rmul__ = _arithmetic(_product)
    __sub__, __rsub__ = _arithmetic(_difference), _arithmetic(_difference, reverse=True)
    __truediv__, __rtruediv__ = _arithmetic(_quotient), _arithmetic(_quotient, reverse=True)
    __lt__, __le__ = _comparison(operator.lt), _comparison(operator.le)
    __gt__, __ge__ = _comparison(operator.gt), _comparison(operator.ge)
    __eq__, __ne__ = _comparison(operator.eq), _comparison(operator.ne, of_missing=True)

    def __init__(self, top: np.ndarray, bottom: np.ndarray) -> None:
        self.top, self.bottom = one_for_all(top), one_for_all(bottom)

    @classmethod
    def of(cls, values: Any) -> Rationals:
        """Exact numbers as they come, or one number as an array of one."""
        if isinstance(values, cls):
            return values
        if isinstance(values, Decimals):
            return cls(*values.ratios())
        if isinstance(values, np.ndarray) and values.dtype.kind in "iu":
            return cls(values.astype(np.int64), np.ones(len(values), dtype=np.int64))
        return cls(*over_one_unit(*ratios([values] if pd.api.types.is_scalar(values) else values)))

    @classmethod
    def _from_sequence(cls, scalars: Any, *, dtype: Any = None, copy: bool = False) -> Any:
        del dtype, copy
        return cls.of(scalars)

    @classmethod
    def _concat_same_type(cls, to_concat: Sequence[Any]) -> Any:
        tops = np.concatenate([one.top for one in to_concat])
        return cls(tops, np.concatenate([one.bottom for one in to_concat]))

    def __len__(self) -> int:
        return len(self.top)

    def __getitem__(self, item: Any) -> Any:
        place = pd.api.indexers.check_array_indexer(self, item)
        top, bottom = self.top[place], self.bottom[place]
        return type(self)(top, bottom) if isinstance(top, np.ndarray) else _fraction(int(top), int(bottom))

    def __setitem__(self, key: Any, value: Any) -> None:
        place, given = pd.api.indexers.check_array_indexer(self, key), Rationals.of(value)
        for name in ("top", "bottom"):
            old, new = getattr(self, name), getattr(given, name)
            kept = old.astype(object) if new.dtype == object else old.copy()
            kept[place] = new[0] if pd.api.types.is_scalar(value) else new
            setattr(self, name, kept)

    def tolist(self) -> list[Any]:
        """The values as Fractions, missing ones as NaN."""
        return list(map(_fraction, self.top.tolist(), self.bottom.tolist()))

    @property
    def nbytes(self) -> int:
        """Bytes of both parts; one that is the same in all rows is held once."""
        return sum(part.nbytes if any(part.strides) else part.itemsize for part in (self.top, self.bottom))

    def isna(self) -> np.ndarray:
        """Which values are missing."""
        return np.asarray(self.bottom == 0, dtype=bool)

    def take(self, indices: Any, *, allow_fill: bool = False, fill_value: Any = None) -> Any:
        """The values at places; -1 is `fill_value`, by default missing, where `allow_fill` says so."""
        filling = zip(
            (self.top, self.bottom), NOTHING if pd.isna(fill_value) else fill_value.as_integer_ratio(), strict=True
        )
        places = np.asarray(indices)
        return type(self)(*(taken(part, places, fill, allow_fill=allow_fill) for part, fill in filling))

    def copy(self) -> Self:
        """The same values; the parts are never changed in place."""
        return type(self)(self.top, self.bottom)

    def rounded(self, places: int) -> Rationals:
        """Rounded half-up (away from zero) to decimal places."""
        doubled = plus(times(np.abs(self.top), filled(2 * 10**places, 1)), self.bottom)
        size = narrowed(doubled // np.where(self.isna(), 1, times(self.bottom, filled(2, 1))))
        signed = np.where(self.top < 0, -size, size)
        return Rationals(np.where(self.isna(), 0, signed), np.where(self.isna(), 0, filled(10**places, 1)))

    def units(self) -> tuple[np.ndarray, int]:
        """The values as whole multiples of one unit, missing ones as 0; and how many units make 1."""
        kinds = [bottom for bottom in different(self.bottom) if bottom]
        unit = lcm(*kinds)
        if len(kinds) <= 1:
            return self.top, unit
        return times(self.top, filled(unit, 1) // np.where(self.isna(), 1, self.bottom)), unit

    def summed(self, codes: np.ndarray, count: int) -> Rationals:
        """The sum of the values that are there for each code from 0 to `count`; a code of -1 counts nowhere."""
        whole, unit = self.units()
        return _settled(sums(whole, codes, count), filled(unit, count))

    def _reduce(self, name: str, *, skipna: bool = True, keepdims: bool = False, **_: Any) -> Any:
        del skipna
        there = self[~self.isna()]
        whole, unit = there.units()
        if name == "sum":
            found: Any = Fraction(sum(whole.tolist()), unit)
        elif name in {"min", "max"}:
            found = Fraction(int(getattr(whole, name)()), unit) if len(whole) else MISSING
        else:
            raise TypeError(f"no {name} of rationals")
        return Rationals.of([found]) if keepdims else found

    def _groupby_op(self, *, how: str, ngroups: int, ids: np.ndarray, **_: Any) -> Any:
        if how != "sum":
            raise NotImplementedError(how)
        return self.summed(ids, ngroups)

    def _values_for_factorize(self) -> tuple[np.ndarray, int]:
        whole, _ = self.units()
        nothing = int(whole.min(initial=0)) - 1
        return np.where(self.isna(), nothing, whole), nothing

    @classmethod
    def _from_factorized(cls, values: np.ndarray, original: Any) -> Any:
        missing = values == original._values_for_factorize()[1]  # noqa: SLF001 - one of ours
        return cls(np.where(missing, 0, values), np.where(missing, 0, filled(original.units()[1], 1)))

    def _values_for_argsort(self) -> np.ndarray:
        return self.units()[0]


@lru_cache(maxsize=KNOWN_FRACTIONS)
def _fraction(top: int, bottom: int) -> Any:
    return Fraction(top, bottom) if bottom else MISSING


def _settled(top: np.ndarray, bottom: np.ndarray) -> Rationals:
    """The numbers, reduced where they grew long."""
    if object not in {top.dtype, bottom.dtype} and largest(bottom) <= COMFORTABLE:
        return Rationals(top, bottom)
    shared = np.gcd(top, bottom)
    shared = np.where(shared == 0, 1, shared)
    return Rationals(narrowed(top // shared), narrowed(bottom // shared))
