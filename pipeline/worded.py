"""The array behind a pandas column of texts that are made when somebody looks at them.

A large calculation words two formulas and the source cells for each person; most of its readers look at sums only.
Such a column holds how its texts are made and, per row, which of them it is; rows may be taken, sorted and stacked
without making any. Once made, the texts are kept and what they were made from is let go.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Sequence
from typing import Any, ClassVar

import numpy as np
import pandas as pd
from pandas.api.extensions import ExtensionDtype, take

from pipeline.column_array import ColumnArray
from pipeline.whole_numbers import one_for_all

MISSING = float("nan")
NONE_OF_THEM = -1
Texts = Callable[[], Sequence[str]]


class Wording:
    """The texts of one column, made when first asked for."""

    def __init__(self, make: Texts) -> None:
        self._make: Texts | None = make
        self._texts: Sequence[str] = ()

    @property
    def texts(self) -> Sequence[str]:
        """All texts, in the order of the rows that they were made from."""
        if self._make is not None:
            self._texts, self._make = self._make(), None
        return self._texts


class WordedDtype(ExtensionDtype):
    """The type of a column of texts that are made when looked at."""

    name = "worded"
    type: ClassVar[Any] = str
    na_value = MISSING

    @classmethod
    def construct_array_type(cls) -> Any:
        """The array of this type."""
        return Worded


def _comparison(rule: Callable[[Any, Any], Any]) -> Callable[..., Any]:
    def method(self: Worded, other: Any) -> Any:
        if isinstance(other, pd.Series | pd.DataFrame | pd.Index):
            return NotImplemented
        return rule(np.asarray(self), np.asarray(other) if isinstance(other, Worded) else other)

    return method


class Worded(ColumnArray):
    """Texts by the wording that makes them and the place there; a missing one is NONE_OF_THEM."""

    dtype = WordedDtype()
    __eq__, __ne__ = _comparison(operator.eq), _comparison(operator.ne)

    def __init__(self, wordings: tuple[Wording, ...], which: np.ndarray, place: np.ndarray) -> None:
        self.wordings, self.which, self.place = wordings, one_for_all(which), place

    @classmethod
    def when_asked(cls, make: Texts, size: int) -> Worded:
        """A column of so many texts, which `make` gives when somebody looks at one."""
        return cls((Wording(make),), np.zeros(size, dtype=np.int32), np.arange(size, dtype=np.int32))

    @classmethod
    def of_one(cls, text: str, size: int) -> Worded:
        """A column of one text, many times."""
        return cls((Wording(lambda: [text]),), *(np.zeros(size, dtype=np.int32) for _ in range(2)))

    @classmethod
    def _from_sequence(cls, scalars: Iterable[Any], *, dtype: Any = None, copy: bool = False) -> Any:
        del dtype, copy
        texts = list(scalars)
        which = np.where(pd.isna(np.array(texts, dtype=object)), NONE_OF_THEM, 0).astype(np.int32)
        return cls((Wording(lambda: texts),), which, np.arange(len(texts), dtype=np.int32))

    @classmethod
    def _concat_same_type(cls, to_concat: Sequence[Any]) -> Any:
        wordings = [wording for one in to_concat for wording in one.wordings]
        before = np.cumsum([0, *(len(one.wordings) for one in to_concat)]).tolist()
        which = [
            np.where(one.which == NONE_OF_THEM, NONE_OF_THEM, one.which + first).astype(np.int32)
            for one, first in zip(to_concat, before, strict=False)
        ]
        return cls(tuple(wordings), np.concatenate(which), np.concatenate([one.place for one in to_concat]))

    def __len__(self) -> int:
        return len(self.which)

    def __getitem__(self, item: Any) -> Any:
        rows = pd.api.indexers.check_array_indexer(self, item)
        which, place = self.which[rows], self.place[rows]
        if isinstance(which, np.ndarray):
            return type(self)(self.wordings, which, place)
        return MISSING if which == NONE_OF_THEM else self.wordings[which].texts[place]

    def __setitem__(self, key: Any, value: Any) -> None:
        rows = pd.api.indexers.check_array_indexer(self, key)
        given = (
            value if isinstance(value, Worded) else self._from_sequence([value] if isinstance(value, str) else value)
        )
        both = self._concat_same_type([self, given])
        self.wordings = both.wordings
        for name in ("which", "place"):
            kept, new = np.split(getattr(both, name), [len(self)])
            kept[rows] = new[0] if isinstance(value, str) else new
            setattr(self, name, kept)

    def tolist(self) -> list[Any]:
        """The texts, missing ones as NaN."""
        asked = set(self.which.tolist()) - {NONE_OF_THEM}
        texts = {which: self.wordings[which].texts for which in asked}
        pairs = zip(self.which.tolist(), self.place.tolist(), strict=True)
        return [MISSING if which == NONE_OF_THEM else texts[which][place] for which, place in pairs]

    @property
    def nbytes(self) -> int:
        """Bytes of the places; texts that were made are not counted."""
        return sum(part.nbytes for part in (self.which, self.place) if any(part.strides))

    def isna(self) -> np.ndarray:
        """Which texts are missing."""
        return np.asarray(self.which == NONE_OF_THEM, dtype=bool)

    def take(self, indices: Any, *, allow_fill: bool = False, fill_value: Any = None) -> Any:
        """The texts at places; -1 is missing, where `allow_fill` says so."""
        del fill_value
        which = take(self.which, indices, allow_fill=allow_fill, fill_value=NONE_OF_THEM)
        place = take(self.place, indices, allow_fill=allow_fill, fill_value=0)
        return type(self)(self.wordings, np.asarray(which), np.asarray(place))

    def copy(self) -> Worded:
        """A copy that can be changed."""
        return type(self)(self.wordings, self.which.copy(), self.place.copy())

    def _values_for_factorize(self) -> tuple[np.ndarray, Any]:
        return np.asarray(self), MISSING

    @classmethod
    def _from_factorized(cls, values: np.ndarray, original: Any) -> Any:
        del original
        return cls._from_sequence(values.tolist())

    def _values_for_argsort(self) -> np.ndarray:
        return np.asarray(self)


def worded(function: Callable[..., str], *columns: pd.Series) -> pd.Series:
    """What a function says of each row's cells, made when somebody looks; on the index of the columns."""
    made = Worded.when_asked(lambda: list(map(function, *(one.tolist() for one in columns))), len(columns[0]))
    return pd.Series(made, index=columns[0].index)


def said(make: Texts, index: pd.Index) -> pd.Series:
    """Texts that are made all at once, when somebody looks, on an index."""
    return pd.Series(Worded.when_asked(make, len(index)), index=index)
