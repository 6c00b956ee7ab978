"""When a public series was last seen to have other rows: so that whoever asks by date is not sent the same again."""

from datetime import datetime

from city.models import DatasetEdition
from common.open_data.answering import Freshness
from common.open_data.digested import digest_of
from common.open_data.series import Series, all_series


def note(*, now: datetime) -> int:
    """Notes each series that has other rows than when it was last looked at; returns how many have."""
    return sum(_note(series, now) for series in all_series().values() if series.address is None)


def freshness_of(series: Series) -> Freshness:
    """Of one that tells of itself, what it tells; of others, of when the last edition is that was noted."""
    last = _last(series.name)
    noted = Freshness(last.seen_at, last.digest) if last else Freshness(None, "")
    told = series.freshness() if series.freshness is not None else noted
    return told if told.as_of is not None else told._replace(as_of=noted.as_of)


def seen_at(series: Series, digest: str) -> datetime | None:
    """Since when the rows are these; unknown where nobody has noted them yet."""
    last = _last(series.name)
    return last.seen_at if last is not None and last.digest == digest else None


def _note(series: Series, now: datetime) -> bool:
    digest, rows = digest_of(series.table)
    last = _last(series.name)
    if last is not None and last.digest == digest:
        return False
    DatasetEdition.objects.create(series=series.name, digest=digest, rows=rows, seen_at=now)
    return True


def _last(name: str) -> DatasetEdition | None:
    return DatasetEdition.objects.filter(series=name).order_by("-pk").first()


def latest() -> dict[str, DatasetEdition]:
    """The last edition of each, by its name."""
    rows = DatasetEdition.objects.order_by("series", "-pk").distinct("series")
    return {edition.series: edition for edition in rows}
