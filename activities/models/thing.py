"""Things that count once for everybody, and which act counts which stretch of them. No personal value here."""

import pgtrigger
from django.db import models
from django.db.models import Q

from activities.models.conflicts import CONFLICT, WANTED
from common.references import existing


class Thing(models.Model):
    """Something in the world, known by its pseudonym; whoever counts a stretch of it locks its row first."""

    digest = models.UUIDField(unique=True)

    class Meta:
        triggers = [pgtrigger.Protect(name="things_stay", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.pk}"


class CountedStretch(models.Model):
    """What an act counts of a thing: from `first` up to `last`. Acts that count none of the world have no row."""

    pk = models.CompositePrimaryKey("activity_id", "thing_id")
    activity_id = models.BigIntegerField()
    thing_id = models.BigIntegerField()
    first = models.BigIntegerField()
    last = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["thing_id", "first"], name="counted_stretch_of_thing")]
        constraints = [models.CheckConstraint(condition=Q(first__lt=models.F("last")), name="counted_stretch_is_some")]
        triggers = [
            existing("stretch_of_an_act", "activity_id", "activities_activity"),
            existing("stretch_of_a_thing", "thing_id", "activities_thing"),
            # PostgreSQL without extensions excludes no ranges by a further column. Of two that count the same at once
            # the second waits here for the first to commit, and then finds its row.
            pgtrigger.Trigger(
                name="counted_once",
                level=pgtrigger.Statement,
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                referencing=pgtrigger.Referencing(new="new_rows"),  # type: ignore[no-untyped-call]
                func=f"""
                    PERFORM 1 FROM activities_thing WHERE id IN (SELECT thing_id FROM new_rows)
                    ORDER BY id FOR NO KEY UPDATE;
                    IF EXISTS (SELECT FROM ({WANTED.format(stretches="new_rows")}) AS wanted {CONFLICT}) THEN
                        RAISE EXCEPTION 'counted_once: a thing has counted before'
                            USING ERRCODE = 'exclusion_violation';
                    END IF;
                    RETURN NULL;
                """,  # noqa: S608, an expression of this program alone
            ),
        ]

    def __str__(self) -> str:
        return f"{self.activity_id} {self.thing_id}"
