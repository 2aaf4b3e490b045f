"""What the arrays behind our columns share: iteration and the array of objects follow from the list of cells."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from pandas.api.extensions import ExtensionArray


class ColumnArray(ExtensionArray):
    """An array of ours; the kinds say in `tolist` how cells are made."""

    def __iter__(self) -> Iterator[Any]:
        return iter(self.tolist())

    def __array__(self, dtype: Any = None, copy: Any = None) -> np.ndarray:
        del dtype, copy
        found = np.empty(len(self), dtype=object)
        found[:] = self.tolist()
        return found
