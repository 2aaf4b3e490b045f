"""Computed styles shared by all documents of a process: the same rules under the same parent give the same style.

WeasyPrint shares them within a document and computes each of their hundred properties anew for the next one.
"""

from __future__ import annotations

from collections.abc import Hashable
from functools import cache
from typing import Any

Rules = tuple[tuple[str, Hashable, Hashable], ...]


def share(styles: dict[Any, Any]) -> None:
    """Put in place of each style the one that an earlier document has; `styles` holds parents before children."""
    known = _known()
    standing: dict[int, Any] = {}
    for place, style in list(styles.items()):
        if id(style) not in standing:
            parent = standing.get(id(style.parent_style))
            standing[id(style)] = known.setdefault((id(parent), style.pseudo_type, _rules(style)), style)
            if standing[id(style)] is style and parent is not None:
                _adopt(style, parent)
        styles[place] = standing[id(style)]


def _adopt(style: Any, parent: Any) -> None:
    style.parent_style, style.cache = parent, parent.cache
    style.root_style = parent if parent.is_root_element else parent.root_style


def _rules(style: Any) -> Rules:
    return tuple((name, _same(value), weight) for name, (value, weight) in style.cascaded.items())


def _same(value: object) -> Hashable:
    """A value, or where it cannot be hashed which one it is; the style that is known by it keeps it alive."""
    try:
        hash(value)
    except TypeError:
        return id(value)
    return value


@cache
def _known() -> dict[tuple[int, str | None, Rules], Any]:
    return {}
