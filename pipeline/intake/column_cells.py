"""The filled cells of one field in one sheet, as columns: text, type and number format are never held cell by cell."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from pipeline.intake.cells import STYLES, TYPES, CellType, Column, Lists, Packed
from schemas.field import Type

Key = tuple[str, CellType, str]
Kind = tuple[CellType, str]
Styles = int | array
FIGURES = (Type.MONEY, Type.NUMBER, Type.PERCENT)
TEXTS = pa.large_string()


@dataclass(frozen=True, slots=True, eq=False)
class Cells:
    """The filled cells of one field from the top: rows, Arrow texts, and for each cell one of the `kinds`.

    A kind is a type with a number format.
    """

    rows: np.ndarray
    texts: pa.Array
    styles: np.ndarray
    kinds: tuple[Kind, ...]

    @classmethod
    def of(cls, column: Column, formats: Sequence[str]) -> Cells:
        """The cells of a column as it was read."""
        blocks = [_unpacked(one) for one in (*column.blocks, column.last) if len(one.rows)]
        if not blocks:
            return cls.made([], [], ())
        rows, styles, texts = (list(parts) for parts in zip(*blocks, strict=True))
        seen, places = _styles(styles, list(map(len, rows)))
        kinds = [(TYPES[style % STYLES], formats[style // STYLES]) for style in seen]
        return cls(np.concatenate(rows), pa.concat_arrays(texts), *_each_once(places, kinds))

    @classmethod
    def made(cls, rows: Sequence[int] | np.ndarray, texts: Sequence[str], kinds: Sequence[Kind]) -> Cells:
        """Cells given one by one, or all of one kind."""
        places = np.arange(len(rows)) if len(kinds) > 1 else np.zeros(len(rows), dtype=np.int64)
        return cls(np.asarray(rows, dtype=np.int32), pa.array(texts, TEXTS), *_each_once(places, kinds))

    def __len__(self) -> int:
        return len(self.rows)

    def uniform(self) -> Kind | None:
        """The type and number format that all cells share; None where they differ."""
        return self.kinds[0] if len(self.kinds) == 1 else None

    def distinct(self) -> tuple[list[Key], np.ndarray]:
        """Each text, type and number format that occurs, and for each cell which of them it is."""
        encoded = self.texts.dictionary_encode()
        words, codes = encoded.dictionary.to_pylist(), encoded.indices.to_numpy()
        if len(self.kinds) <= 1:
            return [(word, *self.kinds[0]) for word in words], codes
        seen, codes = np.unique(codes.astype(np.int64) * len(self.kinds) + self.styles, return_inverse=True)
        pairs = (divmod(one, len(self.kinds)) for one in seen.tolist())
        return [(words[word], *self.kinds[kind]) for word, kind in pairs], codes

    def longest(self) -> int:
        """How many letters the longest text has."""
        return pc.max(pc.utf8_length(self.texts)).as_py() or 0

    def any_has(self, pattern: str) -> bool:
        """Whether a regular expression is found in any text."""
        return bool(pc.any(pc.match_substring_regex(self.texts, pattern)).as_py())

    def beginning_with(self, letter: re.Pattern[str]) -> list[str]:
        """The texts whose first letter is one of these, each once."""
        first = pc.utf8_slice_codeunits(self.texts, 0, 1)
        wanted = [one for one in pc.unique(first).to_pylist() if letter.fullmatch(one)]
        found: list[str] = pc.unique(self.texts.filter(_is_in(first, wanted))).to_pylist() if wanted else []
        return found

    def with_texts(self, texts: Sequence[str]) -> Iterator[tuple[int, str]]:
        """Row and text of each cell that holds one of these."""
        there = _is_in(self.texts, texts)
        rows = self.rows[there.to_numpy(zero_copy_only=False)].tolist()
        return zip(rows, self.texts.filter(there).to_pylist(), strict=True)

    def from_row(self, row: int) -> Cells:
        """The cells from a row on."""
        start = int(np.searchsorted(self.rows, row))
        return Cells(self.rows[start:], self.texts[start:], *_each_once(self.styles[start:], self.kinds))

    def kept(self, stay: np.ndarray) -> Cells:
        """Some of the cells."""
        if stay.all():
            return self
        found = Cells(self.rows[stay], self.texts.filter(pa.array(stay)), self.styles[stay], self.kinds)
        return Cells(found.rows, found.texts, *_each_once(found.styles, self.kinds))

    def without(self, texts: AbstractSet[str]) -> Cells:
        """The cells whose text is none of these; errors, truth values and formulas without a value stay."""
        worded = np.array([kind is CellType.TEXT for kind, _ in self.kinds])[self.styles]
        gone = _is_in(self.texts, sorted(texts)).to_numpy(zero_copy_only=False)
        return self.kept(~(gone & worded))

    def places(self, rows: np.ndarray) -> np.ndarray:
        """Where the cell of each of these rows stands; -1 where it is empty."""
        if np.array_equal(self.rows, rows):
            return np.arange(len(rows))
        found = np.searchsorted(self.rows, rows)
        found[found == len(self.rows)] = -1
        return np.where(self.rows[found] == rows, found, -1) if len(self.rows) else np.full(len(rows), -1)

    def aligned(self, rows: np.ndarray) -> pd.Series:
        """The texts of these rows, as they stand in the file."""
        places = self.places(rows)
        texts = self.texts if np.array_equal(self.rows, rows) else self.texts.take(pa.array(places, mask=places < 0))
        return pd.Series(texts, index=pd.Index(rows, dtype="int64"), dtype="str")

    def position(self, row: int) -> int | None:
        """Where the cell of a row stands; None where it is empty."""
        place = int(np.searchsorted(self.rows, row))
        return place if place < len(self.rows) and self.rows[place] == row else None

    def cell(self, place: int) -> tuple[str, CellType]:
        """Text and type of the cell at a position."""
        return self.texts[place].as_py(), self.kinds[self.styles[place]][0]

    def spread(self, places: Mapping[int, int]) -> Cells:
        """With the cells of some rows filled as the cell at a position, over what a merged range hides there."""
        stay = ~np.isin(self.rows, list(places))
        rows = np.concatenate([self.rows[stay], np.array(list(places), dtype=np.int32)])
        order = np.argsort(rows, kind="stable")
        taken = np.concatenate([np.flatnonzero(stay), np.array(list(places.values()), dtype=np.int64)])[order]
        return Cells(rows[order], self.texts.take(pa.array(taken)), *_each_once(self.styles[taken], self.kinds))


def joined(texts: pa.Array) -> str:
    """All texts in one, with nothing between them."""
    held = texts.buffers()[2]
    return held.to_pybytes().decode() if held else ""


def _unpacked(block: Packed | Lists) -> tuple[np.ndarray, Styles, pa.Array]:
    """Rows, styles and texts of a block."""
    one = block.packed() if isinstance(block, Lists) else block
    rows = np.arange(one.rows.start, one.rows.stop, dtype=np.int32) if isinstance(one.rows, range) else one.rows
    texts = one.held()
    return (
        np.asarray(rows, np.int32),
        one.styles,
        pa.array(texts, TEXTS) if isinstance(texts, list) else texts.cast(TEXTS),
    )


def _styles(styles: Sequence[Styles], counts: Sequence[int]) -> tuple[list[int], np.ndarray]:
    """The styles that occur, and for each cell which of them it is."""
    if all(isinstance(one, int) and one == styles[0] for one in styles):
        return [int(styles[0])], _same(sum(counts))
    every = [np.full(count, one, dtype=np.int32) for one, count in zip(styles, counts, strict=True)]
    seen, places = np.unique(np.concatenate(every), return_inverse=True)
    return seen.tolist(), places


def _each_once(places: np.ndarray, kinds: Sequence[Kind]) -> tuple[np.ndarray, tuple[Kind, ...]]:
    """The kinds that occur, each once, and for each cell which of them it is."""
    known: dict[Kind, int] = {}
    for place in np.unique(places).tolist() if len(kinds) > 1 else range(len(kinds)):
        known.setdefault(kinds[place], len(known))
    if len(known) <= 1:
        return _same(len(places)), tuple(known)
    return np.array([known.get(kind, 0) for kind in kinds], dtype=np.int32)[places], tuple(known)


def _is_in(texts: pa.Array, wanted: Sequence[str]) -> pa.Array:
    return pc.is_in(texts, pa.array(wanted, TEXTS))


def _same(count: int) -> np.ndarray:
    """So many zeros in no memory."""
    return np.broadcast_to(np.zeros(1, dtype=np.int32), count)
