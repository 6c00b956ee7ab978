"""What cars and meters have counted is written down as it was; from here on the database lets nothing count twice.

What has counted twice by now stays so, and `audit_ledger` names it.
"""

from datetime import UTC, datetime, timedelta
from itertools import islice

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations

from accounts.pseudonyms import pseudonyms

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
AT_A_TIME = 1000


def write_down(apps, schema_editor):
    acts_of = _acts_of_meters(apps), _acts_of_odometers(apps), _acts_of_pledges(apps)
    for told in acts_of:
        while piece := list(islice(told, AT_A_TIME)):
            _hold(apps, piece)


def _acts_of_meters(apps):
    """Acts of a kind, each with the words for its things and whether it counts their metres."""
    readings = apps.get_model("activities", "MeterReading").objects.filter(activity_id__isnull=False)
    for act_id, kind, number in readings.values_list("activity_id", "meter__kind", "meter__number").iterator():
        yield act_id, "\n".join(("meter", kind, number.lstrip("0"))), False


def _acts_of_odometers(apps):
    readings = apps.get_model("activities", "OdometerReading").objects.filter(activity_id__isnull=False)
    for act_id, plate in readings.values_list("activity_id", "vehicle__plate").iterator():
        yield act_id, f"car_hours\n{plate}", False
        yield act_id, f"car_kilometres\n{plate}", True


def _acts_of_pledges(apps):
    pledges = apps.get_model("activities", "Pledge").objects.filter(activity_id__isnull=False)
    for act_id, plate in pledges.values_list("activity_id", "vehicle__plate").iterator():
        yield act_id, f"car_hours\n{plate}", False


def _hold(apps, piece):
    Thing = apps.get_model("activities", "Thing")
    CountedStretch = apps.get_model("activities", "CountedStretch")
    acts = apps.get_model("activities", "Activity").objects.in_bulk([act_id for act_id, _words, _metres in piece])
    digests = {words: pseudonyms(words)[0] for _act_id, words, _metres in piece}
    Thing.objects.bulk_create([Thing(digest=digest) for digest in digests.values()], ignore_conflicts=True)
    numbers = dict(Thing.objects.filter(digest__in=digests.values()).values_list("digest", "pk"))
    CountedStretch.objects.bulk_create(
        [
            CountedStretch(activity_id=act_id, thing_id=numbers[digests[words]], first=first, last=last)
            for act_id, words, metres in piece
            for first, last in [_stretch(acts[act_id], metres)]
            if first < last
        ],
        ignore_conflicts=True,
    )


def _stretch(act, metres):
    if metres:
        return act.values["odometer_start_m"], act.values["odometer_end_m"]
    microsecond = timedelta(microseconds=1)
    return (act.started_at - EPOCH) // microsecond, (act.ended_at - EPOCH) // microsecond


class Migration(migrations.Migration):

    dependencies = [
        ('activities', '0014_things'),
    ]

    operations = [
        migrations.RunPython(write_down, migrations.RunPython.noop),
        pgtrigger.migrations.AddTrigger(
            model_name='countedstretch',
            trigger=pgtrigger.compiler.Trigger(name='counted_once', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n                    PERFORM 1 FROM activities_thing WHERE id IN (SELECT thing_id FROM new_rows)\n                    ORDER BY id FOR NO KEY UPDATE;\n                    IF EXISTS (SELECT FROM (\n    SELECT stretch.thing_id, stretch.first, stretch.last, stretch.activity_id, own.citizen_id, own.started_at,\n           own.ended_at\n    FROM new_rows AS stretch\n    JOIN activities_activity AS own ON own.id = stretch.activity_id\n) AS wanted \n    JOIN activities_countedstretch AS counted\n        ON counted.thing_id = wanted.thing_id AND counted.activity_id <> wanted.activity_id\n        AND counted.first < wanted.last AND wanted.first < counted.last\n    JOIN activities_activity AS act ON act.id = counted.activity_id\n    LEFT JOIN activities_assessment AS assessment ON assessment.activity_id = act.id\n    WHERE (\n        act.citizen_id <> wanted.citizen_id\n        OR act.started_at >= wanted.ended_at OR wanted.started_at >= act.ended_at\n    )\n    AND \n    act.status <> 'rejected'\n    AND (assessment.credits = 0 AND (assessment.facts ->> 'quantified')::numeric = 0) IS NOT TRUE\n\n) THEN\n                        RAISE EXCEPTION 'counted_once: a thing has counted before'\n                            USING ERRCODE = 'exclusion_violation';\n                    END IF;\n                    RETURN NULL;\n                ", hash='709f00ac072b6a48d75ef91d0bbeee30699acabb', level='STATEMENT', operation='INSERT', pgid='pgtrigger_counted_once_d1ee2', referencing='REFERENCING NEW TABLE AS new_rows ', table='activities_countedstretch', when='AFTER')),
        ),
    ]
