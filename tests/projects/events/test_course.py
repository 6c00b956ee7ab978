"""The course of an event: planned before it, stated after it, retired by two, certified, corrected."""

from datetime import date, time, timedelta

import pytest
from django.db import Error, connection, transaction

from accounts.inbox.models import Notice
from common.city_time import at_city_time
from methodologies.projects.stated import Line
from projects.cycle.conflicts import acts_for
from projects.documents.keeping import keep
from projects.documents.kinds import Sent
from projects.events import drafting, in_room, publishing, retiring, telling, verifying
from projects.events.forms import PublishActualsForm
from projects.events.refusals import (
    BeginsTooLate,
    CertifiedAlready,
    CheckedAlready,
    EventStands,
    HiddenAlready,
    NotChecked,
    NothingBeingWritten,
    NotOverYet,
    NotReckonedEvent,
    NotRetiredEnough,
    OverAlready,
    RetiredTooLate,
    TookPlace,
)
from projects.events.retired import balance, retired_tonnes
from projects.models import (
    Event,
    EventLine,
    EventRetirement,
    EventStatus,
    EventStep,
    EventStepKind,
    EventVersion,
    Order,
    Organisation,
    Part,
    Phase,
    Purpose,
    Seat,
)
from projects.refusals import (
    LinesRefused,
    NotAVerifier,
    NotIndependent,
    NotYourPart,
    OwnProject,
    PersonalNumber,
    WordsMissing,
)
from projects.registry import ordering
from tests.common.test_documents import PDF
from tests.conftest import NOW
from tests.projects.conftest import make_organisation, nothing_found, seat
from tests.projects.events.conftest import (
    AFTER,
    BEFORE,
    DAYS,
    FACTS,
    HALL,
    KILOGRAMS,
    LAST,
    MORE,
    RAIL,
    TONNES,
    measured,
    ordered,
    planned,
    retired,
)

pytestmark = pytest.mark.django_db


def seat_of(user) -> Seat:
    return Seat.objects.select_related("organisation").get(user=user)


def refused_by_the_database(statement: str) -> None:
    with pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_an_event_is_planned_stated_retired_and_neutral(neutral):
    step = retiring.certificate(neutral)

    assert (neutral.status, step.tonnes, step.version.kilograms) == (EventStatus.NEUTRAL, TONNES, KILOGRAMS)
    assert [each.kind for each in neutral.steps.order_by("pk")] == [
        "begun",
        "planned",
        "revised",
        "measured",
        "neutral",
    ]
    [row] = neutral.retirements.all()
    assert (row.order.beneficiary, row.order.purpose, row.order.year) == ("绿色发展论坛", Purpose.EVENT, 2026)
    assert balance(neutral)[1:] == (TONNES, TONNES, 0, date(2027, 12, 8))
    nothing_found()


def test_retiring_less_than_was_emitted_makes_nothing_neutral(organiser, leader, editor, units):
    event = measured(planned(organiser, leader), leader)
    retired(event, units, TONNES - 1, editor, leader)

    with pytest.raises(NotRetiredEnough) as refused:
        retiring.certify(event=event, by=leader, now=AFTER)

    assert refused.value.facts == {"emitted": "2,653", "retired": "2", "missing": "1"}
    event.refresh_from_db()
    assert event.status == EventStatus.MEASURED
    assert not event.steps.filter(kind=EventStepKind.NEUTRAL).exists()


def test_several_orders_add_up_and_what_waits_does_not_count(organiser, leader, editor, units):
    event = measured(planned(organiser, leader), leader)
    retired(event, units, 2, editor, leader)
    waiting = ordered(event, units.issuance.blocks.get(status="held"), 1, editor)

    assert (retired_tonnes(event), balance(event).waiting, balance(event).to_order) == (2, 1, 0)
    with pytest.raises(NotRetiredEnough):
        retiring.certify(event=event, by=leader, now=AFTER)

    ordering.release(order=waiting, by=leader, now=AFTER)
    assert retiring.certify(event=event, by=leader, now=AFTER).tonnes == TONNES


def test_nothing_is_certified_twice(neutral, leader):
    with pytest.raises(CertifiedAlready):
        retiring.certify(event=neutral, by=leader, now=AFTER)


def test_the_database_knows_what_is_retired_for_what(neutral, organiser, leader, editor, units):
    other = measured(planned(organiser, leader), leader)
    [row] = neutral.retirements.all()

    # An order counts for one event.
    with pytest.raises(Error), transaction.atomic():
        EventRetirement.objects.create(event=other, order=row.order, bound_at=AFTER)
    # What is ordered for something else counts for none.
    held = units.issuance.blocks.get(status="held")
    gift = ordering.retire(
        block=held, tonnes=1, beneficiary="众人", purpose=Purpose.GIFT, by=editor, words="", now=AFTER
    )
    with pytest.raises(Error), transaction.atomic():
        EventRetirement.objects.create(event=other, order=gift, bound_at=AFTER)
    # Nobody is neutral for nothing.
    with pytest.raises(Error), transaction.atomic():
        EventStep.objects.create(
            event=other,
            kind=EventStepKind.NEUTRAL,
            version=other.versions.get(phase=Phase.ACTUAL),
            tonnes=TONNES,
            by=leader,
            happened_at=AFTER,
        )
    assert other.retirements.count() == 0


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE projects_eventversion SET kilograms = 1 WHERE frozen_at IS NOT NULL",
        "DELETE FROM projects_eventversion",
        "UPDATE projects_eventline SET source = 'B'",
        "DELETE FROM projects_eventline",
        "UPDATE projects_eventretirement SET bound_at = now()",
        "DELETE FROM projects_eventretirement",
        "UPDATE projects_eventstep SET words = 'x'",
        "DELETE FROM projects_eventstep",
        "UPDATE projects_event SET name = '{}'",
        "UPDATE projects_event SET ends_on = ends_on + 1",
        "DELETE FROM projects_event",
        "TRUNCATE projects_eventstep CASCADE",
    ],
)
def test_what_was_published_stays_whoever_writes(neutral, statement):
    refused_by_the_database(statement)


def test_a_plan_stays_as_a_version_beside_the_next(organiser, leader):
    event = planned(organiser, leader)
    drafting.revise(event=event, by=leader, now=BEFORE)
    drafting.write_line(event=event, line=MORE, by=leader)
    publishing.publish_plan(event=event, by=leader, now=BEFORE)

    kept = list(event.versions.order_by("nth").values_list("phase", "nth", "kilograms"))
    assert kept == [("plan", 1, KILOGRAMS), ("plan", 2, 3642)]
    nothing_found()


def test_what_was_emitted_is_published_after_the_last_day_only(organiser, leader):
    event = planned(organiser, leader)
    last_evening = at_city_time(LAST, time(23))

    assert drafting.revise(event=event, by=leader, now=last_evening).phase == Phase.PLAN
    with pytest.raises(EventStands):
        publishing.publish_actuals(event=event, verifier=None, by=leader, now=last_evening)
    # The morning after, the plan that was being written goes on as what was.
    version = drafting.revise(event=event, by=leader, now=AFTER)
    assert (version.phase, version.nth) == (Phase.ACTUAL, 1)
    with pytest.raises(NotOverYet):
        publishing.publish_actuals(event=event, verifier=None, by=leader, now=last_evening)
    with pytest.raises(Error), transaction.atomic():
        EventVersion.objects.filter(pk=version.pk).update(
            frozen_at=last_evening, by=leader, lines_sha256="a" * 64, troubles=[]
        )
    publishing.publish_actuals(event=event, verifier=None, by=leader, now=AFTER)


def test_a_plan_is_published_before_the_end(organiser, leader):
    event = drafting.begin(owner=organiser, facts=FACTS, by=leader, now=BEFORE)
    drafting.write_line(event=event, line=RAIL, by=leader)

    with pytest.raises(OverAlready):
        publishing.publish_plan(event=event, by=leader, now=AFTER)


def test_nothing_that_cannot_be_reckoned_is_published(organiser, leader):
    event = drafting.begin(owner=organiser, facts=FACTS, by=leader, now=BEFORE)
    with pytest.raises(NotReckonedEvent):
        publishing.publish_plan(event=event, by=leader, now=BEFORE)

    drafting.write_line(event=event, line=Line("meals", "午餐", *DAYS, {"meals": "500"}), by=leader)
    with pytest.raises(NotReckonedEvent):
        publishing.publish_plan(event=event, by=leader, now=BEFORE)

    given = {"meal": {"value": "1.2", "document": "餐饮供应商核算 2026-03"}}
    drafting.state_factors(event=event, given=given, by=leader)
    assert publishing.publish_plan(event=event, by=leader, now=BEFORE).kilograms == 600


def test_a_correction_that_emits_more_withdraws_the_certificate_until_the_rest_is_retired(
    neutral, leader, editor, units
):
    measured(neutral, leader, MORE)

    assert neutral.status == EventStatus.MEASURED
    assert neutral.steps.order_by("pk").last().kind == EventStepKind.LAPSED
    assert balance(neutral).missing == 1
    with pytest.raises(NotRetiredEnough):
        retiring.certify(event=neutral, by=leader, now=AFTER)

    retired(neutral, units.issuance.blocks.get(status="held"), 1, editor, leader)
    assert retiring.certify(event=neutral, by=leader, now=AFTER).tonnes == TONNES + 1
    nothing_found()


def test_a_correction_that_is_covered_renews_the_certificate(neutral, leader):
    little = Line("power", "M-2", *DAYS, {"used": "10"})
    measured(neutral, leader, little)

    assert neutral.status == EventStatus.NEUTRAL
    assert retiring.certificate(neutral).version.nth == 2
    nothing_found()


def test_a_year_after_the_event_it_is_too_late(organiser, leader, editor, units):
    event = measured(planned(organiser, leader), leader)
    late = at_city_time(date(2027, 12, 9), time(9))
    retired(event, units, TONNES, editor, leader, now=late)

    with pytest.raises(RetiredTooLate):
        retiring.certify(event=event, by=leader, now=late)


def test_on_the_last_day_of_the_year_it_is_not_too_late(organiser, leader, editor, units):
    event = measured(planned(organiser, leader), leader)
    last_evening = at_city_time(date(2027, 12, 8), time(23))
    retired(event, units, TONNES, editor, leader, now=last_evening)

    assert retiring.certify(event=event, by=leader, now=last_evening + timedelta(days=3)).tonnes == TONNES


def test_a_verifier_that_is_named_must_find_it_right(organiser, leader, editor, units, verifier, auditor):
    event = measured(planned(organiser, leader), leader, verifier=verifier)
    retired(event, units, TONNES, editor, leader)
    with pytest.raises(NotChecked):
        retiring.certify(event=event, by=leader, now=AFTER)
    with pytest.raises(WordsMissing):
        verifying.judge(event=event, is_right=False, words=" ", by=auditor, now=AFTER)

    verifying.judge(event=event, is_right=False, words="缺少住宿", by=auditor, now=AFTER)
    with pytest.raises(CheckedAlready):
        verifying.judge(event=event, is_right=True, words="", by=auditor, now=AFTER)
    measured(event, leader)
    verifying.judge(event=event, is_right=True, words="", by=auditor, now=AFTER)

    assert retiring.certify(event=event, by=leader, now=AFTER)
    nothing_found()


def test_another_verifier_is_named_once_the_first_may_not_verify_any_more(
    organiser, leader, editor, units, verifier, auditor
):
    event = measured(planned(organiser, leader), leader, verifier=verifier)
    retired(event, units, TONNES, editor, leader)
    other = make_organisation("天府核证", "91510100MA00000008")
    Organisation.objects.filter(pk=other.pk).update(is_verifier=True)
    other.refresh_from_db()
    measured(event, leader, verifier=other)
    event.refresh_from_db()
    assert event.verifier == verifier, "it may verify, and so it stays"
    assert "verifier" not in PublishActualsForm(event=event).fields
    # Nor does whoever it displeases become free by doing nothing.
    Organisation.objects.filter(pk=verifier.pk).update(is_verifier=False)
    event = Event.objects.get(pk=event.pk)
    with pytest.raises(NotAVerifier):
        verifying.judge(event=event, is_right=True, words="", by=auditor, now=AFTER)
    with pytest.raises(NotChecked):
        retiring.certify(event=event, by=leader, now=AFTER)
    assert [one.pk for one in PublishActualsForm(event=event).fields["verifier"].queryset] == [other.pk]
    assert "核查机构" in "".join(str(waits.text) for waits in in_room.waiting(seat_of(leader), AFTER))

    measured(event, leader)
    with pytest.raises(NotChecked):
        retiring.certify(event=event, by=leader, now=AFTER)
    measured(event, leader, verifier=other)
    verifying.judge(event=event, is_right=True, words="", by=seat(other, Part.OWNER), now=AFTER)

    assert retiring.certify(event=event, by=leader, now=AFTER)
    nothing_found()


def test_who_gains_does_not_verify(organiser, leader, verifier, auditor, forest):
    event = planned(organiser, leader)
    Organisation.objects.filter(pk__in=[organiser.pk, verifier.pk]).update(group="锦城集团")
    drafting.revise(event=event, by=leader, now=AFTER)
    for judge, refusal in ((verifier, NotIndependent), (forest, NotAVerifier)):
        judge.refresh_from_db()
        with pytest.raises(refusal):
            publishing.publish_actuals(event=event, verifier=judge, by=leader, now=AFTER)
        with pytest.raises(Error), transaction.atomic():
            Event.objects.filter(pk=event.pk).update(verifier=judge)

    Organisation.objects.update(group="")
    verifier.refresh_from_db()
    publishing.publish_actuals(event=event, verifier=verifier, by=leader, now=AFTER)
    Seat.objects.create(organisation=organiser, user=auditor, part=Part.EDITOR, begun_at=NOW)
    assert acts_for(auditor, [organiser.pk])
    with pytest.raises(OwnProject):
        verifying.judge(event=event, is_right=True, words="", by=auditor, now=AFTER)


def test_an_editor_writes_and_does_not_publish(organiser, editor, leader):
    event = drafting.begin(owner=organiser, facts=FACTS, by=editor, now=BEFORE)
    drafting.write_line(event=event, line=HALL, by=editor)

    with pytest.raises(NotYourPart):
        publishing.publish_plan(event=event, by=editor, now=BEFORE)
    publishing.publish_plan(event=event, by=leader, now=BEFORE)
    with pytest.raises(NothingBeingWritten):
        drafting.write_line(event=event, line=HALL, by=editor)
    with pytest.raises(EventStands):
        drafting.change(event=event, facts=FACTS, by=editor, now=BEFORE)


def test_strangers_do_nothing(organiser, leader, forest):
    stranger = seat(forest, Part.OWNER)
    event = planned(organiser, leader)

    for deed in (
        lambda: drafting.begin(owner=organiser, facts=FACTS, by=stranger, now=BEFORE),
        lambda: drafting.revise(event=event, by=stranger, now=BEFORE),
        lambda: drafting.call_off(event=event, words="", by=stranger, now=BEFORE),
    ):
        with pytest.raises(NotYourPart):
            deed()


def test_an_event_that_is_called_off_stays_so(organiser, leader):
    event = planned(organiser, leader)
    drafting.call_off(event=event, words="延期", by=leader, now=BEFORE)

    with pytest.raises(EventStands):
        drafting.revise(event=event, by=leader, now=AFTER)
    nothing_found()


def test_what_took_place_is_not_called_off(organiser, leader):
    event = planned(organiser, leader)
    with pytest.raises(TookPlace):
        drafting.call_off(event=event, words="", by=leader, now=at_city_time(LAST + timedelta(days=1), time(0)))
    event.refresh_from_db()
    assert event.status == EventStatus.PLANNED

    drafting.call_off(event=event, words="暴雨", by=leader, now=at_city_time(LAST, time(23, 59)))
    event.refresh_from_db()
    assert event.status == EventStatus.CALLED_OFF
    nothing_found()


def test_days_that_nobody_means_are_refused(organiser, leader):
    for facts in (
        FACTS._replace(ends_on=date(2027, 12, 8)),
        FACTS._replace(starts_on=date(2036, 1, 1), ends_on=date(2036, 1, 1)),
    ):
        with pytest.raises(BeginsTooLate):
            drafting.begin(owner=organiser, facts=facts, by=leader, now=BEFORE)
    assert not Event.objects.exists()


@pytest.mark.parametrize("day", [date(1, 1, 1), date(1900, 1, 1), BEFORE.date() - timedelta(days=1)])
def test_nobody_begins_what_is_over(organiser, leader, day):
    with pytest.raises(OverAlready):
        drafting.begin(owner=organiser, facts=FACTS._replace(starts_on=day, ends_on=day), by=leader, now=BEFORE)
    assert not Event.objects.exists()


def test_documents_are_named_with_their_hashes(organiser, leader):
    event = drafting.begin(owner=organiser, facts=FACTS, by=leader, now=BEFORE)
    kept = keep(Sent("bill.pdf", PDF), "电费账单", event, leader, now=BEFORE)
    drafting.write_line(event=event, line=HALL, by=leader)

    [named] = publishing.publish_plan(event=event, by=leader, now=BEFORE).documents

    assert (named["title"], named["sha256"], named["is_public"]) == ("电费账单", kept.sha256, False)


def test_lines_come_out_of_a_file_or_not_at_all(organiser, leader):
    event = drafting.begin(owner=organiser, facts=FACTS, by=leader, now=BEFORE)
    table = next(each for each in drafting.EVENT.tables if each.code == "travel")
    head = "人员与行程,起始日期,截止日期,交通方式,人次 [人次],单次里程 [千米]\n"
    lines = (
        "北京来宾,2026-12-07,2026-12-08,高铁、动车,40,1770\n上海来宾,2026-12-07,2026-12-08,flight_domestic,10,1700\n"
    )
    good, wrong = (
        Sent(f"{n}.csv", f"{head}{each}".encode()) for n, each in enumerate((lines, lines.replace("1770", "-3")))
    )

    assert drafting.take_file(event=event, table=table, sent=good, by=leader, now=BEFORE) == 2
    before = list(EventLine.objects.values_list("source", flat=True))
    with pytest.raises(LinesRefused):
        drafting.take_file(event=event, table=table, sent=wrong, by=leader, now=BEFORE)
    assert list(EventLine.objects.values_list("source", flat=True)) == before
    assert event.versions.get().kilograms == 4078


def test_words_are_hidden_once_for_a_reason(organiser, leader, clerks):
    version = planned(organiser, leader).versions.get()

    with pytest.raises(WordsMissing):
        verifying.hide_words(version=version, reason=" ", by=clerks[0], now=AFTER)
    verifying.hide_words(version=version, reason="辱骂", by=clerks[0], now=AFTER)
    with pytest.raises(HiddenAlready):
        verifying.hide_words(version=version, reason="辱骂", by=clerks[0], now=AFTER)
    nothing_found()


def test_numbers_of_persons_are_refused_in_what_everybody_reads(organiser, leader, verifier, auditor):
    called = "张三 138 1234 5678"
    for facts in (FACTS._replace(venue=called), FACTS._replace(name={"zh-hans": called, "en": ""})):
        with pytest.raises(PersonalNumber):
            drafting.begin(owner=organiser, facts=facts, by=leader, now=BEFORE)
    assert not Event.objects.exists()
    event = drafting.begin(owner=organiser, facts=FACTS, by=leader, now=BEFORE)
    for deed in (
        lambda: drafting.change(event=event, facts=FACTS._replace(venue=called), by=leader, now=BEFORE),
        lambda: drafting.say(event=event, measures=called, people=500, by=leader),
        lambda: drafting.call_off(event=event, words=called, by=leader, now=BEFORE),
    ):
        with pytest.raises(PersonalNumber):
            deed()
    stated = measured(planned(organiser, leader), leader, verifier=verifier)
    with pytest.raises(PersonalNumber):
        verifying.judge(event=stated, is_right=True, words=called, by=auditor, now=AFTER)

    event.refresh_from_db()
    assert (event.status, event.venue, event.versions.get().measures) == (EventStatus.DRAFT, FACTS.venue, "")
    assert not stated.steps.filter(kind__in=verifying.SEEN).exists()


def test_a_name_is_hidden_once_for_a_reason(organiser, leader, clerks):
    event = planned(organiser, leader)

    with pytest.raises(WordsMissing):
        verifying.hide_name(event=event, reason=" ", by=clerks[0], now=AFTER)
    verifying.hide_name(event=event, reason="辱骂", by=clerks[0], now=AFTER)
    with pytest.raises(HiddenAlready):
        verifying.hide_name(event=event, reason="辱骂", by=clerks[0], now=AFTER)
    assert str(event) == "绿色发展论坛"
    assert str(Event.objects.published().get()) != "绿色发展论坛"
    nothing_found()


def test_organisers_are_reminded_once_of_each(organiser, leader):
    event = planned(organiser, leader)
    told = Notice.objects.filter(citizen=leader)

    telling.remind(now=BEFORE, limit=10)
    assert not told.exists()
    for _again in range(2):
        telling.remind(now=AFTER, limit=10)
    assert [notice.code for notice in told] == [telling.ACTUALS_DUE]

    measured(event, leader)
    for day, count in ((date(2027, 9, 1), 1), (date(2027, 9, 10), 2), (date(2027, 9, 11), 2), (date(2027, 12, 5), 3)):
        telling.remind(now=at_city_time(day, time(9)), limit=10)
        assert told.all().count() == count, day


def test_an_order_that_is_refused_counts_for_nothing(organiser, leader, editor, units):
    event = measured(planned(organiser, leader), leader)
    order = ordered(event, units, TONNES, editor)
    ordering.refuse(order=order, answer="先核对", by=leader, now=AFTER)

    assert (retired_tonnes(event), balance(event).to_order) == (0, TONNES)
    assert Order.objects.get().status == "refused"
