"""Which acts of a pooled report a verifier looks at: drawn by the seed of the sample, so that anybody draws the same.

The k-th draw is the SHA-256 of `seed:act:k` modulo how many acts there are; what was drawn already or has left is
passed over. The numbers of acts say nothing of whose they are.
"""

from collections.abc import Iterator
from hashlib import sha256
from itertools import count, islice

from django.db.models import Max

from activities.models import Activity
from projects.models import LeavingKind, PooledAct, PooledMonth, PoolLeaving, Sample
from projects.monitoring.sampling import proposed

MOST = 200
"""As many as somebody looks at with care. A proposal, as is the root of all."""
TRIES = 20
"""For each act that is wanted, before a month with many gaps gives fewer."""


def numbers(seed: str, most: int) -> Iterator[int]:
    """The numbers that a seed draws out of 1 … `most`, each once, without end. Pure."""
    seen = set()
    for turn in count(1):
        drawn = int(sha256(f"{seed}:act:{turn}".encode()).hexdigest(), 16) % most + 1
        if drawn not in seen:
            seen.add(drawn)
            yield drawn
        elif len(seen) == most:
            return


def acts_of(sample: Sample) -> list[Activity]:
    """The acts to be looked at, in the order of their draw."""
    month = PooledMonth.objects.get(report=sample.version.report_id)
    last = month.pooled_acts.aggregate(last=Max("nth"))["last"] or 0
    wanted = min(MOST, proposed(month.acts))
    if not last:
        return []
    drawn = list(islice(numbers(sample.seed, last), min(last, wanted * TRIES)))
    there = dict(PooledAct.objects.filter(month=month, nth__in=drawn).values_list("nth", "activity_id"))
    left = PoolLeaving.objects.filter(
        activity_id__in=there.values(), kind=LeavingKind.LEFT, noted_at__lte=sample.version.frozen_at
    )
    gone = set(left.values_list("activity_id", flat=True))
    chosen = [there[nth] for nth in drawn if nth in there and there[nth] not in gone][:wanted]
    acts = Activity.objects.with_outcome().in_bulk(chosen)
    return [acts[number] for number in chosen]
