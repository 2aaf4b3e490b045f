"""Characters that the statement's font lacks: what cannot be printed must not be paid unseen (SPEC 2, 10)."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from fontTools.ttLib import TTFont

from pipeline.intake.column_cells import joined
from pipeline.intake.fault import Fault
from pipeline.intake.sheets import Part

FONT = Path(__file__).resolve().parents[2] / "report_templates" / "fonts" / "NotoSansSC-Regular.ttf"


@cache
def glyphs() -> frozenset[str]:
    """Every character that the statement's font has."""
    with TTFont(FONT, lazy=True) as font:
        return frozenset(map(chr, font.getBestCmap()))


def unprintable(part: Part) -> list[Fault]:
    """Cells of printed fields with a character that the font lacks."""
    return [
        Fault(field.name, int(row), "glyph-missing", value, _character(lacking[0]))
        for field in part.table.fields
        if field.printed and field.name in part.source.columns and field.name in part.rows.frame
        for row, value, lacking in _lacking(part, field.name)
    ]


def _lacking(part: Part, name: str) -> list[tuple[int, str, list[str]]]:
    column = part.rows.frame[name]
    if not isinstance(column.dtype, pd.StringDtype):
        return []
    words = column.dropna()
    missing = set(joined(pc.unique(pa.array(words)))) - glyphs()
    if not missing:
        return []
    found = ((row, word, [one for one in word if one in missing]) for row, word in words.items())
    return [(int(str(row)), word, lacking) for row, word, lacking in found if lacking]


def _character(character: str) -> tuple[tuple[str, str], ...]:
    return (("character", character), ("code_point", f"U+{ord(character):04X}"))
