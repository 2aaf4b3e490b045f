"""The array behind a typed column of figures: exact decimals as whole numbers with their places, ten bytes a cell.

A cell, `tolist` and iteration give `Decimal` as it was read (1.50 stays 1.50), a missing value is NaN. Such a column is
kept, compared and summed; what is reckoned with it is first made a column of `rationals`.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from decimal import Context, Decimal
from typing import Any, ClassVar

import numpy as np
import pandas as pd
from pandas.api.extensions import ExtensionDtype, register_extension_dtype, take

from pipeline.column_array import ColumnArray
from pipeline.whole_numbers import filled, narrowed, times

MISSING = float("nan")
NO_PLACES = -1
"""The places of a missing value."""
MOST_PLACES = 18
"""Ten to the power of more does not fit 64 bits."""
EXACT = Context(prec=1000)


@register_extension_dtype
class DecimalDtype(ExtensionDtype):
    """The type of a column of figures."""

    name = "decimal"
    type: ClassVar[Any] = Decimal
    na_value = MISSING

    @classmethod
    def construct_array_type(cls) -> Any:
        """The array of this type."""
        return Decimals


def _comparison(rule: Callable[[Any, Any], Any], *, of_missing: bool = False) -> Callable[..., Any]:
    """A comparison of whole columns; a missing value is unlike all others."""

    def method(self: Decimals, other: Any) -> Any:
        if isinstance(other, pd.Series | pd.DataFrame | pd.Index):
            return NotImplemented
        if not isinstance(other, Decimals | int | Decimal):
            return rule(self.__array__(), other)
        two = other if isinstance(other, Decimals) else Decimals.of([other])
        places = max(self.most_places, two.most_places)
        found = rule(self.units(places), two.units(places)).astype(bool)
        return np.where(self.isna() | two.isna(), of_missing, found)

    return method


def _arithmetic(rule: Callable[[Any, Any], Any]) -> Callable[..., Any]:
    """Cell by cell, as with objects."""

    def method(self: Decimals, other: Any) -> Any:
        if isinstance(other, pd.Series | pd.DataFrame | pd.Index):
            return NotImplemented
        return rule(self.__array__(), other.__array__() if isinstance(other, Decimals) else other)

    return method


class Decimals(ColumnArray):
    """Whole numbers, each with how many of its digits stand behind the point."""

    dtype = DecimalDtype()
    __lt__, __le__ = _comparison(operator.lt), _comparison(operator.le)
    __gt__, __ge__ = _comparison(operator.gt), _comparison(operator.ge)
    __eq__, __ne__ = _comparison(operator.eq), _comparison(operator.ne, of_missing=True)
    __add__, __sub__, __mul__ = _arithmetic(operator.add), _arithmetic(operator.sub), _arithmetic(operator.mul)

    def __init__(self, whole: np.ndarray, places: np.ndarray) -> None:
        self.whole, self.places = whole, places

    @classmethod
    def of(cls, values: Sequence[Any]) -> Decimals:
        """Decimals or whole numbers, and NaN, None or NA where one is missing."""
        known = [_parts(value) for value in values]
        places = np.array([places for _, places in known], dtype=np.int16)
        return cls(narrowed(np.array([whole for whole, _ in known], dtype=object)), places)

    @classmethod
    def _from_sequence(cls, scalars: Any, *, dtype: Any = None, copy: bool = False) -> Any:
        del dtype, copy
        return scalars if isinstance(scalars, cls) else cls.of(scalars)

    @classmethod
    def _concat_same_type(cls, to_concat: Sequence[Any]) -> Any:
        whole = np.concatenate([one.whole for one in to_concat])
        return cls(whole, np.concatenate([one.places for one in to_concat]))

    def __len__(self) -> int:
        return len(self.whole)

    def __getitem__(self, item: Any) -> Any:
        place = pd.api.indexers.check_array_indexer(self, item)
        whole, places = self.whole[place], self.places[place]
        return Decimals(whole, places) if isinstance(whole, np.ndarray) else _decimal(int(whole), int(places))

    def __setitem__(self, key: Any, value: Any) -> None:
        place = pd.api.indexers.check_array_indexer(self, key)
        single = pd.api.types.is_scalar(value)
        given = Decimals._from_sequence([value] if single else value)
        whole = self.whole.astype(object) if given.whole.dtype == object else self.whole.copy()
        places = self.places.copy()
        whole[place], places[place] = (given.whole[0], given.places[0]) if single else (given.whole, given.places)
        self.whole, self.places = whole, places

    def tolist(self) -> list[Any]:
        """The values as Decimals, missing ones as NaN."""
        return list(map(_decimal, self.whole.tolist(), self.places.tolist()))

    @property
    def nbytes(self) -> int:
        """Bytes of both parts."""
        return int(self.whole.nbytes + self.places.nbytes)

    @property
    def most_places(self) -> int:
        """The most digits behind the point that a value has."""
        return int(self.places.max(initial=0))

    def isna(self) -> np.ndarray:
        """Which values are missing."""
        return np.asarray(self.places == NO_PLACES)

    def units(self, places: int) -> np.ndarray:
        """The values as whole numbers with so many digits behind the point; missing ones are 0."""
        if (self.places == places).all():
            return self.whole
        wide = object if places > MOST_PLACES else np.int64
        powers = np.array([10**power for power in range(places + 1)], dtype=wide)
        return np.where(self.isna(), 0, times(self.whole, powers[places - np.maximum(self.places, 0)]))

    def ratios(self) -> tuple[np.ndarray, np.ndarray]:
        """Numerators and denominators over one denominator; 0 over 0 for a missing one."""
        places = self.most_places
        return self.units(places), np.where(self.isna(), 0, filled(10**places, 1))

    def take(self, indices: Any, *, allow_fill: bool = False, fill_value: Any = None) -> Any:
        """The values at places; -1 is missing, where `allow_fill` says so."""
        del fill_value
        filling = ((self.whole, 0), (self.places, NO_PLACES))
        found = (take(part, indices, allow_fill=allow_fill, fill_value=fill) for part, fill in filling)
        return Decimals(*map(np.asarray, found))

    def copy(self) -> Any:
        """The same values; the parts are never changed in place."""
        return Decimals(self.whole, self.places)

    def _reduce(self, name: str, *, skipna: bool = True, keepdims: bool = False, **_: Any) -> Any:
        del skipna
        there = self[~self.isna()]
        places = there.most_places
        whole = there.units(places)
        if name == "sum":
            found: Any = _decimal(sum(whole.tolist()), places)
        elif name in {"min", "max"}:
            found = there[int(getattr(whole, f"arg{name}")())] if len(whole) else MISSING
        else:
            raise TypeError(f"no {name} of decimals")
        return Decimals.of([found]) if keepdims else found

    def _groupby_op(self, *, how: str, **given: Any) -> Any:
        raise NotImplementedError(how, given)

    def _values_for_factorize(self) -> tuple[np.ndarray, int]:
        whole = self.units(self.most_places)
        nothing = int(whole.min(initial=0)) - 1
        return np.where(self.isna(), nothing, whole), nothing

    @classmethod
    def _from_factorized(cls, values: np.ndarray, original: Any) -> Any:
        missing = values == original._values_for_factorize()[1]  # noqa: SLF001 - one of ours
        return cls(np.where(missing, 0, values), np.where(missing, NO_PLACES, original.most_places).astype(np.int16))

    def _values_for_argsort(self) -> np.ndarray:
        return self.units(self.most_places)


def _parts(value: Any) -> tuple[int, int]:
    """A number as a whole number and its places; a list or a float is a programmer's mistake."""
    if pd.api.types.is_scalar(value) and pd.isna(value):
        return 0, NO_PLACES
    exact = Decimal(value) if isinstance(value, int) else value
    if not isinstance(exact, Decimal):
        raise TypeError(f"not a decimal: {type(value).__name__}")
    sign, digits, exponent = exact.as_tuple()
    if not isinstance(exponent, int):
        raise TypeError(f"no number: {value}")
    whole = int("".join(map(str, digits))) * 10 ** max(exponent, 0)
    return -whole if sign else whole, max(-exponent, 0)


def _decimal(whole: int, places: int) -> Any:
    return MISSING if places == NO_PLACES else Decimal(whole).scaleb(-places, EXACT)
