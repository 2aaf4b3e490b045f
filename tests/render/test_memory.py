"""Memory stays flat however many statements one process renders."""

import resource

import pytest

from pipeline.render.batch import Press, pdfs
from pipeline.statements import statements
from pipeline.wording import wording
from tests.statements import factory as make

EARLY = 200


def high_water() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


@pytest.mark.long
def test_two_thousand_statements_need_no_more_memory_than_two_hundred() -> None:
    many = statements(make.crew(2000), make.tables(), make.history(), make.workdays())
    early = 0
    for done, content in enumerate(pdfs(many, wording("zh"), Press()), start=1):
        assert content.startswith(b"%PDF")
        if done == EARLY:
            early = high_water()
    assert high_water() < early * 1.1
