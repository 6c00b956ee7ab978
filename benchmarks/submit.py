"""Acts taken in over HTTP: one by the API, a thousand by the API, one by the form; beside views that only insert."""

from collections.abc import Iterator
from contextlib import ExitStack

from benchmarks import web_cast
from benchmarks.bench import Bench
from benchmarks.frame import Row, Side, Target
from benchmarks.web import served

NAME = "submit"
STEPS = "benchmarks.submitting"
ONE, MANY, FORM, INSERT, DRF = "one", "1,000 at a time", "form", "bare INSERT", "DRF create"


def rows(bench: Bench) -> Iterator[Row]:
    citizens = web_cast.make_citizens()
    programs = [{"tokens": list(map(web_cast.bearer, share))} for share in web_cast.shared_out(citizens)]
    readers = [{"sessions": list(map(web_cast.session, share))} for share in web_cast.shared_out(citizens)]
    numbers = [{"citizen_ids": [citizen.pk for citizen in share]} for share in web_cast.shared_out(citizens)]
    sides = {
        ONE: ("one_by_api", programs),
        MANY: ("many_by_api", programs),
        FORM: ("one_by_form", readers),
        INSERT: ("plain_insert", numbers),
        DRF: ("plain_drf", numbers),
    }
    bench.settle()
    with served(bench) as web, ExitStack() as stack:
        visitors = {
            side: stack.enter_context(web.visitors(f"{STEPS}:{step}", each)) for side, (step, each) in sides.items()
        }
        yield Row(
            NAME,
            "acts a second",
            [Side(side, clients.run) for side, clients in visitors.items()],
            [
                Target(ONE, INSERT, at_least=0.9),
                Target(ONE, DRF, at_least=1.8),
                Target(MANY, INSERT, at_least=15),
                Target(FORM, INSERT, at_least=0.5),
            ],
            "8 connections that are kept; one granian as bin/serve runs it answers all, with the same middleware; "
            "the opponents know no citizen and check nothing; the form is counted by its redirect",
        )
