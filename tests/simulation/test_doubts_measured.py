"""A small city under rules that doubt: its books hold day by day, and what was found is told by kind of cheat."""

from dataclasses import replace
from datetime import date

from simulation import worlds
from simulation.cheats import all_cheats, usual_cheats
from simulation.doubts_measured import COLUMNS, HONEST, measure, table

SMALL = replace(worlds.world("doubts"), citizens=24, cheats=14, days=8, by_hand_days=8, checks=1, pictures=6)


def test_a_city_under_doubt_keeps_its_promises_and_tells_what_was_found(live):
    told = live(SMALL, until=date(2027, 1, 20))

    assert told.broken == []
    measured = measure(told.city)
    assert measured.keys() == {HONEST, *all_cheats()}
    assert measured["huge_steps"].found == 1
    assert measured["carried_phone"].found == 0
    assert measured[HONEST].acts > 30
    assert measured[HONEST].came["review"] == measured[HONEST].came["refused"] == 0
    huge = measured["huge_steps"]
    assert 0 < huge.decided <= huge.came["review"]
    assert huge.decided >= huge.rightly > 0
    lines = list(table(measured))
    assert len(lines) == 2 + len(measured)
    assert {line.count("|") for line in lines} == {len(COLUMNS) + 2}


def test_the_usual_worlds_have_their_eight_ways_to_cheat():
    assert len(usual_cheats()) == 8
    assert set(usual_cheats()) < set(all_cheats())
