"""A column of texts that are made when somebody looks: taken, sorted and stacked without making any."""

from __future__ import annotations

import pandas as pd
import pytest

from pipeline.worded import Worded, WordedDtype, said, worded


def counted(*texts: str) -> tuple[pd.Series, list[int]]:
    """A column, and how often its texts were made."""
    made: list[int] = []

    def make() -> list[str]:
        made.append(1)
        return list(texts)

    return said(make, pd.RangeIndex(len(texts))), made


def test_nothing_is_made_until_somebody_looks_and_then_once() -> None:
    column, made = counted("一", "二", "三")
    frame = pd.DataFrame({"key": [2, 3, 1], "text": column})
    frame = pd.concat([frame.sort_values("key"), frame[frame["key"] > 1]], ignore_index=True).copy()
    assert (made, len(frame)) == ([], 5)
    assert frame["text"].tolist() == ["三", "一", "二", "一", "二"]
    assert frame["text"].iloc[0] == "三"
    assert list(frame["text"]) == frame["text"].tolist()
    assert made == [1]


def test_texts_are_made_of_the_cells_of_each_row() -> None:
    made = worded(lambda name, number: f"{name}{number}", pd.Series(["a", "b"]), pd.Series([1, 2]))
    assert worded(str.upper, made[made.index[::-1]]).tolist() == ["B2", "A1"]


def test_a_missing_text_is_missing() -> None:
    column, made = counted("一", "二")
    found = column.reindex([1, 7])
    assert found.isna().tolist() == [False, True]
    assert made == []
    assert found.fillna("").tolist() == ["二", ""]
    assert pd.Series(["x", None], dtype=object).astype(WordedDtype()).isna().tolist() == [False, True]


def test_columns_of_different_wordings_stack_in_their_order() -> None:
    first, second = counted("一", "二")[0], counted("三")[0]
    found = pd.concat([second, first[[True, False]], pd.Series(["四"]).astype(WordedDtype()), second])
    assert isinstance(found.array, Worded)
    assert found.tolist() == ["三", "一", "四", "三"]


def test_texts_are_compared_sorted_and_told_apart_as_texts() -> None:
    column, _ = counted("b", "a", "b")
    assert (column == "b").tolist() == [True, False, True]
    assert (column != column[::-1].reset_index(drop=True)).tolist() == [False, False, False]
    assert column.sort_values().tolist() == ["a", "b", "b"]
    assert column.unique().tolist() == ["b", "a"]


def test_a_fault_in_the_wording_is_not_swallowed() -> None:
    with pytest.raises(ZeroDivisionError):
        worded(lambda number: str(1 // number), pd.Series([0])).tolist()


def test_one_text_stands_for_many_rows() -> None:
    column = pd.Series(Worded.of_one("同", 3))
    assert pd.concat([column[:2], worded(str, pd.Series([1]))]).tolist() == ["同", "同", "1"]
