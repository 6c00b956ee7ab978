"""Who asks for a rehearsal gets one at a time; it is of one state of the version, and what it was stays."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction

from common.editions import ChangedMeanwhile, edition_of
from scenarios import publishing
from scenarios.models import Rehearsal, RuleVersion
from scenarios.refusals import Discarded
from scenarios.rehearsals.asking import ask, rehearsed, stop
from scenarios.rehearsals.models import Stage
from scenarios.rehearsals.refusals import RehearsedNow
from tests.conftest import NOW

LATER = NOW + timedelta(minutes=5)


@pytest.fixture
def draft(catalogue) -> RuleVersion:
    draft = publishing.copy_version(RuleVersion.objects.get(scenario__code="walking", number=1), now=NOW)
    return RuleVersion.objects.get(pk=draft.pk)


def done(version: RuleVersion, by) -> Rehearsal:
    rehearsal = ask(version=version, days=30, by=by, now=NOW)
    rehearsal.state, rehearsal.ended_at = Stage.DONE, LATER
    rehearsal.save()
    return rehearsal


def test_it_is_of_the_last_days_today_included(draft, desk):
    asked = ask(version=draft, days=30, by=desk, now=NOW)

    assert (asked.first_day, asked.last_day, asked.until) == (date(2026, 10, 25), date(2026, 11, 23), NOW)
    assert (asked.state, asked.asked_by, asked.citizens_done, asked.per_cent) == (Stage.WAITING, desk, 0, 0)


def test_of_a_version_there_is_one_at_a_time(draft, desk):
    asked = ask(version=draft, days=30, by=desk, now=NOW)

    with pytest.raises(RehearsedNow):
        ask(version=draft, days=7, by=desk, now=NOW)
    assert Rehearsal.objects.get() == asked


def test_stopped_it_is_over_and_another_may_begin(draft, desk):
    asked = ask(version=draft, days=30, by=desk, now=NOW)

    assert stop(asked, now=LATER) is True
    assert stop(asked, now=LATER) is False
    asked.refresh_from_db()
    assert (asked.state, asked.ended_at) == (Stage.STOPPED, LATER)
    assert not rehearsed(draft)
    assert ask(version=draft, days=30, by=desk, now=LATER).pk != asked.pk


def test_an_edited_draft_has_not_been_rehearsed(draft, desk):
    assert not rehearsed(draft)
    done(draft, desk)
    assert rehearsed(draft)

    document = {**draft.document, "caps": [{**draft.document["caps"][0], "value": 200}]}
    publishing.edit(draft, document=document)
    draft.refresh_from_db()
    assert not rehearsed(draft)
    done(draft, desk)
    assert rehearsed(RuleVersion.objects.get(pk=draft.pk))


def test_another_version_that_says_the_same_has_not_been_rehearsed(draft, desk):
    done(draft, desk)

    assert not rehearsed(publishing.copy_version(draft, now=NOW))


def test_what_was_asked_and_what_came_of_it_stays(draft, desk):
    ended = done(draft, desk)

    for deed in (
        lambda rows: rows.update(sums={"grams": 1}),
        lambda rows: rows.update(state=Stage.RUNNING),
        lambda rows: rows.delete(),
    ):
        with pytest.raises(DatabaseError, match="pgtrigger"), transaction.atomic():
            deed(Rehearsal.objects.filter(pk=ended.pk))

    under_way = ask(version=draft, days=30, by=desk, now=NOW)
    with pytest.raises(DatabaseError, match="pgtrigger"), transaction.atomic():
        Rehearsal.objects.filter(pk=under_way.pk).update(edition="another")


def test_none_begins_as_done(draft, desk):
    with pytest.raises(DatabaseError, match="pgtrigger"), transaction.atomic():
        Rehearsal.objects.create(
            version=draft,
            edition="x",
            first_day=NOW.date(),
            last_day=NOW.date(),
            until=NOW,
            asked_by=desk,
            asked_at=NOW,
            state=Stage.DONE,
        )
    assert not Rehearsal.objects.exists()


def test_what_was_shown_is_rehearsed_or_nothing(draft, desk):
    shown = edition_of(draft.document)
    document = {**draft.document, "caps": [{**draft.document["caps"][0], "value": 200}]}
    publishing.edit(draft, document=document)

    with pytest.raises(ChangedMeanwhile):
        ask(version=draft, days=30, by=desk, now=NOW, edition=shown)
    publishing.discard(draft)
    with pytest.raises(Discarded):
        ask(version=draft, days=30, by=desk, now=NOW)
    assert not Rehearsal.objects.exists()


def test_a_draft_that_was_rehearsed_may_be_thrown_away(draft, desk):
    ended = done(draft, desk)
    publishing.discard(draft)

    assert Rehearsal.objects.get().pk == ended.pk
