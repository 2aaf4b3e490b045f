"""A small company with two sealed months."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.archive.files import remove_tree
from tests.faults.closing import command
from tests.faults.small import JUNE, MAY, write_small


@pytest.fixture(scope="session")
def company(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder with `input` and `output`, May and June sealed; nobody may change it."""
    folder = tmp_path_factory.mktemp("company")
    write_small(folder / "input")
    assert [command("close", month, folder) for month in (MAY, JUNE)] == [0, 0]
    yield folder
    remove_tree(folder)
