"""What a simulation tells at its end, in lines."""

import resource
from collections.abc import Iterator

from simulation.course import Told

KILOBYTES_A_MEGABYTE = 1024


def lines(told: Told, *, command: str) -> Iterator[str]:
    """`command` is what goes there again."""
    city, world = told.city, told.city.world
    yield f"{world.what}: {world.citizens:,} citizens, {city.first_day} to {city.last_day}, seed {city.seed}"
    for what, count in sorted(city.counted.items()):
        yield f"  {count:>12,}  {what}"
    if city.refused:
        yield "refused, as it should be:"
        for what, count in sorted(city.refused.items()):
            yield f"  {count:>12,}  {what}"
    a_minute = told.acts / max(told.seconds, 0.001) * 60
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // KILOBYTES_A_MEGABYTE
    yield f"{told.seconds:.1f} s, {a_minute:,.0f} acts a minute, {megabytes} MB at most"
    yield f"digest {told.digest}"
    if told.broken_on is not None:
        yield f"BROKEN on {told.broken_on}, seed {city.seed}; to go there again: {command}"
        for each in told.broken:
            yield f"  {each}"
