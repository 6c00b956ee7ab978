"""A household, as far as it is known here: two people who have bound the same car or meter, now or at some time."""

from django.db.models import Exists, Model, OuterRef

from channels.household.models import Meter, Vehicle


def are_close(one_id: int, other_id: int) -> bool:
    return _share(Vehicle, one_id, other_id, "plate") or _share(Meter, one_id, other_id, "kind", "number")


def _share(model: type[Model], one_id: int, other_id: int, *name: str) -> bool:
    """Whether both have bound a thing of the same name."""
    rows = model._default_manager
    theirs = rows.filter(citizen_id=other_id, **{part: OuterRef(part) for part in name})
    return rows.filter(Exists(theirs), citizen_id=one_id).exists()
