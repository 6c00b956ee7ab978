"""A draft is approved by somebody who did not write it, or returned with a reason; what is edited is approved anew."""

from datetime import date
from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.db import DatabaseError, connection, transaction

from accounts.models import User
from common.editions import ChangedMeanwhile, edition_of
from scenarios import approving, publishing
from scenarios.models import RuleVersion, State
from scenarios.refusals import (
    AlreadyApproved,
    AlreadyPublished,
    Discarded,
    NotApproved,
    NotRehearsed,
    OwnDraft,
    ReasonMissing,
)
from tests import rules
from tests.conftest import NOW

TODAY = date(2026, 11, 23)
TOMORROW = date(2026, 11, 24)


@pytest.fixture
def current(catalogue) -> RuleVersion:
    return RuleVersion.objects.get(scenario__code="walking", number=1)


@pytest.fixture
def author(db) -> User:
    return User.objects.create(username="author", is_staff=True)


@pytest.fixture
def approver(db) -> User:
    return rules.make_approver()


@pytest.fixture
def draft(current, author) -> RuleVersion:
    draft = publishing.copy_version(current, now=NOW, by=author)
    rules.rehearse(draft, now=NOW)
    return draft


def cheaper(draft: RuleVersion, by: User | None = None) -> RuleVersion:
    price = {**draft.document["grams_per_credit"], "value": 20}
    return publishing.edit(draft, document={**draft.document, "grams_per_credit": price}, by=by)


def stored(draft: RuleVersion) -> RuleVersion:
    return RuleVersion.objects.with_successor().get(pk=draft.pk)


def test_draft_is_published_once_somebody_else_has_approved_it(draft, author, approver):
    with pytest.raises(NotApproved):
        publishing.publish(draft, effective_from=TOMORROW, now=NOW, by=author)
    assert stored(draft).published_at is None

    approving.approve(draft, by=approver, now=NOW)
    publishing.publish(draft, effective_from=TOMORROW, now=NOW, by=author)

    version = stored(draft)
    assert (version.approved_by, version.approved_at) == (approver, NOW)
    assert (version.published_by, version.published_at) == (author, NOW)


def test_draft_is_approved_once_it_is_rehearsed_as_it_is_now(draft, approver):
    edited = cheaper(draft)
    with pytest.raises(NotRehearsed):
        approving.approve(draft, by=approver, now=NOW)
    assert stored(draft).approved_at is None

    rules.rehearse(edited, now=NOW)

    assert approving.approve(draft, by=approver, now=NOW).approved_at == NOW


def test_nobody_approves_what_they_drafted_or_edited(draft, author, approver):
    cheaper(draft, by=approver)

    for wrote in (author, approver):
        with pytest.raises(OwnDraft):
            approving.approve(draft, by=wrote, now=NOW)

    assert stored(draft).authors == [author.pk, approver.pk]
    assert stored(draft).approved_at is None


def test_copy_of_a_draft_is_no_way_around(draft, author, approver):
    copy = publishing.copy_version(draft, now=NOW, by=approver)

    with pytest.raises(OwnDraft):
        approving.approve(copy, by=author, now=NOW)
    assert publishing.copy_version(draft, now=NOW, by=author).authors == [author.pk]


def test_who_wrote_the_rule_in_force_may_approve_a_copy_of_it(draft, author, approver):
    approving.approve(draft, by=approver, now=NOW)
    published = publishing.publish(draft, effective_from=TOMORROW, now=NOW)
    copy = publishing.copy_version(published, now=NOW, by=approver)
    rules.rehearse(copy, now=NOW)

    assert approving.approve(copy, by=author, now=NOW).approved_by == author


def test_database_refuses_an_author_as_approver_and_forgets_no_author(draft, author, approver):
    rows = RuleVersion.objects.filter(pk=draft.pk)
    for change in (
        {"approved_by": author, "approved_at": NOW},
        {"approved_by": None, "approved_at": NOW},
        {"authors": []},
        {"published_at": NOW},
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(**change)

    assert rows.update(approved_by=approver, approved_at=NOW) == 1
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.update(authors=[author.pk, approver.pk])


def test_edited_draft_is_approved_anew(draft, approver):
    approving.approve(draft, by=approver, now=NOW)
    assert stored(draft).state_on(TODAY) == State.APPROVED

    cheaper(draft)

    assert (stored(draft).approved_at, stored(draft).approved_by) == (None, None)
    with pytest.raises(NotApproved):
        publishing.publish(draft, effective_from=TOMORROW, now=NOW)


def test_database_takes_the_approval_from_whatever_is_written_differently(draft, approver):
    approving.approve(draft, by=approver, now=NOW)

    RuleVersion.objects.filter(pk=draft.pk).update(document={**draft.document, "claimable": True})

    assert (stored(draft).approved_at, stored(draft).approved_by) == (None, None)


def test_what_was_approved_stays_with_what_was_published(draft, author, approver):
    rules.publish(draft, effective_from=TOMORROW, now=NOW)

    for change in ({"approved_by": None, "approved_at": None}, {"authors": [author.pk, 0]}, {"published_by": author}):
        with pytest.raises(DatabaseError), transaction.atomic():
            RuleVersion.objects.filter(pk=draft.pk).update(**change)


def test_approval_is_of_what_was_shown(draft, approver):
    shown = edition_of(draft.document)
    cheaper(draft)

    with pytest.raises(ChangedMeanwhile):
        approving.approve(draft, by=approver, now=NOW, edition=shown)
    assert stored(draft).approved_at is None


def test_draft_is_approved_once_and_before_it_is_published(draft, approver):
    approving.approve(draft, by=approver, now=NOW)
    with pytest.raises(AlreadyApproved):
        approving.approve(draft, by=approver, now=NOW)

    publishing.publish(draft, effective_from=TOMORROW, now=NOW)
    with pytest.raises(AlreadyPublished):
        approving.approve(draft, by=approver, now=NOW)
    with pytest.raises(AlreadyPublished):
        approving.send_back(draft, why="?", by=approver, now=NOW)


def test_returned_draft_carries_the_reason_until_it_is_edited(draft, author, approver):
    approving.approve(draft, by=approver, now=NOW)
    with pytest.raises(ReasonMissing):
        approving.send_back(draft, why="  ", by=approver, now=NOW)
    assert stored(draft).state_on(TODAY) == State.APPROVED

    approving.send_back(draft, why=" 上限太高 ", by=approver, now=NOW)

    returned = stored(draft)
    assert (returned.state_on(TODAY), returned.returned_why, returned.returned_by) == (
        State.RETURNED,
        "上限太高",
        approver,
    )
    assert returned.approved_at is None
    assert list(RuleVersion.objects.in_state(State.RETURNED, TODAY)) == [returned]
    cheaper(draft, by=author)
    assert (stored(draft).state_on(TODAY), stored(draft).returned_why) == (State.DRAFT, "")


def test_drafts_of_before_have_the_authors_that_the_trail_knows(draft, current, author, approver):
    insert = "INSERT INTO pghistory_context (id, created_at, updated_at, metadata) VALUES (%s, now(), now(), %s)"
    context = "00000000-0000-0000-0000-000000000001"
    written = publishing.copy_version(current, now=NOW)
    events = apps.get_model("scenarios.RuleVersionEvent").objects.filter(pgh_obj=written.pk)
    migration = import_module("scenarios.migrations.0010_authors_and_approvers")
    with connection.cursor() as cursor:
        cursor.execute(insert, [context, f'{{"user": {author.pk}}}'])
        cursor.execute(
            "INSERT INTO scenarios_ruleversionevent (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, id, "
            "scenario_id, number, effective_from, document) SELECT now(), 'update', id, %s, id, scenario_id, number, "
            "effective_from, document FROM scenarios_ruleversion WHERE id = %s",
            [context, written.pk],
        )
        cursor.execute(migration.DRAFTS)

    assert events.count() == 3
    assert stored(written).authors == [author.pk]
    assert stored(draft).authors == [author.pk]


def test_who_may_publish_so_far_may_approve_from_now_on(db):
    migration = import_module("scenarios.migrations.0010_authors_and_approvers")
    group = Group.objects.create(name="规则")
    group.permissions.add(Permission.objects.get(codename="publish_ruleversion"))

    migration.let_publishers_approve(apps, None)

    rights = set(group.permissions.values_list("codename", flat=True))
    assert rights == {"publish_ruleversion", "approve_ruleversion"}


def test_draft_that_is_gone_is_not_approved(draft, approver):
    publishing.discard(draft)

    with pytest.raises(Discarded):
        approving.approve(draft, by=approver, now=NOW)
