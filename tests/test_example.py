"""The shipped example is what its generator makes, and holds the handbook's figures."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.example.company import write_example
from tests.example.people import XIAO_LI, XIAO_ZHANG, sellers
from tests.example.sales import QUARTERS, orders, receipts
from tests.example.targets import branches

INPUT = Path(__file__).parents[1] / "input"
SUMMER = QUARTERS[-1]


def files(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("example")
    write_example(folder)
    return folder


def test_the_committed_workbooks_are_the_generated_ones(generated: Path) -> None:
    made = files(generated)
    assert [name for name in files(INPUT) if not Path(name).name.startswith(("~$", "."))] == made
    assert [name for name in made if (INPUT / name).read_bytes() != (generated / name).read_bytes()] == []


@pytest.mark.parametrize(("person", "signed", "arrived"), [(XIAO_ZHANG, 480_000, 422_400), (XIAO_LI, 450_000, 360_000)])
def test_the_handbooks_two_people_sold_and_collected_what_it_prints(person: str, signed: int, arrived: int) -> None:
    theirs = [order for order in orders() if any(credit.employee == person for credit in order.credits)]
    assert all(len(order.credits) == 1 for order in theirs)
    assert sum(order.amount for order in theirs if order.signed >= SUMMER.start) == signed
    ids = {order.id for order in theirs}
    money = [one for one in receipts(orders()) if one.order in ids and one.received >= SUMMER.start]
    assert sum(one.amount for one in money) == arrived


def test_the_shares_of_each_order_add_up() -> None:
    assert {sum(credit.percent for credit in order.credits if not credit.overlay) for order in orders()} == {100}


def test_the_target_tree_adds_up() -> None:
    tree = branches(SUMMER)
    for parent in {branch.parent for branch in tree if branch.parent}:
        total = next(branch.target for branch in tree if branch.key == parent)
        assert sum(branch.target for branch in tree if branch.parent == parent) == total


def test_everybody_who_sells_has_a_grade_of_the_plan() -> None:
    assert {one.grade for one in sellers(SUMMER.start, SUMMER.end)} == {"新人", "骨干", "资深", "销售经理", "区域总监"}
