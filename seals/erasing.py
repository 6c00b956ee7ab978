"""Erasing what sealed days hold of a citizen: their digests stay, and nothing is left to try values out with."""

from django.db import connection

from seals.leaves import digest_of
from seals.models import CitizenSalt, KeptDigest, SealedDay
from seals.sources import every_source


def let_go_of(citizen_id: int) -> None:
    """Keeps the digests of a citizen's sealed values and forgets the salt; in the transaction that erases the values.

    Where nothing of the citizen's is sealed nothing happens.
    """
    salt = CitizenSalt.objects.filter(pk=citizen_id).first()
    last = SealedDay.objects.sealed().order_by("-day").first()
    if salt is None or last is None:
        return
    kept = [
        KeptDigest(source=source.name, row_id=row_id, digest=digest_of(personal, bytes(salt.salt)))
        for source in every_source()
        for row_id, personal in _values(source.query, citizen_id, last)
    ]
    KeptDigest.objects.bulk_create(kept, ignore_conflicts=True)
    salt.delete()


def _values(query: str, citizen_id: int, last: SealedDay) -> list[tuple[int, str]]:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL TIME ZONE 'UTC'")
        cursor.execute(
            f"""
            SELECT row_id, personal FROM ({query}) AS sealed (row_id, plain, citizen_id, personal)
            WHERE citizen_id = %(citizen_id)s AND personal IS NOT NULL
            """,  # noqa: S608, a query of this program alone
            {"citizen_id": citizen_id, "since": "-infinity", "until": last.ends_at},
        )
        return list(cursor.fetchall())
