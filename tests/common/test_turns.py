"""Heavy work in turns: so many at once, so many more wait, and the next is told to come again."""

from threading import Event, Thread

import pytest

from common.turns import NoTurn, Turns
from tests.processes import wait_until


def hold(turns: Turns, done: Event, had: list[int]) -> Thread:
    def work() -> None:
        with turns.taken():
            had.append(1)
            done.wait(30)

    thread = Thread(target=work)
    thread.start()
    return thread


def test_one_more_than_may_wait_is_sent_away_at_once():
    turns, done, had = Turns(at_once=1, waiting=1, wait_s=30), Event(), []
    threads = [hold(turns, done, had), hold(turns, done, had)]
    wait_until(lambda: turns._places._value == 0, "both are there", 10)

    with pytest.raises(NoTurn), turns.taken():
        pytest.fail("had a turn")

    assert had == [1]
    done.set()
    for thread in threads:
        thread.join(10)
    assert had == [1, 1]
    with turns.taken():
        had.append(1)


def test_who_waits_too_long_is_sent_away_and_leaves_their_place():
    turns, done, had = Turns(at_once=1, waiting=1, wait_s=0.05), Event(), []
    thread = hold(turns, done, had)
    wait_until(lambda: had, "the first works", 10)

    for _again in range(3):
        with pytest.raises(NoTurn), turns.taken():
            pytest.fail("had a turn")

    done.set()
    thread.join(10)


def test_work_that_fails_gives_its_turn_back():
    turns = Turns(at_once=1, waiting=0, wait_s=0.05)
    for _again in range(3):
        with pytest.raises(ValueError, match="broke"), turns.taken():
            raise ValueError("broke")
    with turns.taken():
        pass
