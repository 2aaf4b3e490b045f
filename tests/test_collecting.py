"""The search for reference cycles is off inside, and afterwards as it was before, also after a fault."""

import gc

import pytest

from pipeline.collecting import put_off


def test_it_is_off_inside_and_on_again_afterwards() -> None:
    with put_off():
        assert not gc.isenabled()
        with put_off():
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled()


def test_a_fault_turns_it_on_again() -> None:
    with pytest.raises(ZeroDivisionError), put_off():
        _ = 1 // 0
    assert gc.isenabled()
