"""Reports from their first line to their issuance: every step, and every refusal on the way."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, InternalError, connection, transaction

from accounts.models import Notice
from methodologies.projects.stated import Line
from projects.models import (
    Finding,
    FindingKind,
    Issuance,
    MonitoringReport,
    Organisation,
    Part,
    ReportLine,
    ReportStatus,
    ReportStep,
    Seat,
    VerificationStatement,
)
from projects.monitoring import drafting, files, finding, reminding, sampling, submitting
from projects.monitoring.balls import Side, ball
from projects.monitoring.gaps import gaps
from projects.monitoring.giving_back import give_back
from projects.refusals import (
    DeadlineTooNear,
    EarlierLinesMissing,
    FindingDecided,
    FindingsOpen,
    MoreThanReckoned,
    NoSampleYet,
    NotApproved,
    NotAsVerified,
    NotAVerifier,
    NothingReduced,
    NothingToChange,
    NotIndependent,
    NotReckonedYet,
    NotYourPart,
    OnBothSides,
    OutsideReporting,
    OwnOrganisation,
    OwnProject,
    PeriodTaken,
    ReasonMissing,
    ReportStands,
    SampleDrawn,
    SampleTooSmall,
    VersionBeingDrawnUp,
    WordsMissing,
    YearIssued,
)
from projects.registry.issuing import issue
from tests.conftest import NOW, make_citizen
from tests.projects.conftest import make_organisation, make_project, nothing_found, seat, suspended
from tests.projects.monitoring.conftest import (
    GROVE,
    SENT,
    TREES,
    begun,
    handed_in,
    sampled,
    verified,
    written,
)

DUE = date(2026, 12, 7)


def opened(report, by, kind=FindingKind.CAR, **more) -> Finding:
    given = {"words": "株数与台账不符", "due_on": DUE} | more
    return finding.open_finding(report=report, kind=kind, by=by, now=NOW, **given)


def answered(found, by, sent=None) -> Finding:
    return finding.answer(finding=found, words="已更正", sent=sent, by=by, now=NOW)


def closed(found, by) -> Finding:
    return finding.close(finding=found, words="核实", by=by, now=NOW)


def issued(report, clerks, year=2025, kilograms=4440):
    by, agreed_by = clerks
    return issue(
        project=report.project,
        vintage=year,
        kilograms=kilograms,
        document="成环〔2026〕2号",
        by=by,
        agreed_by=agreed_by,
        now=NOW,
        report=report,
    )


class TestDrawingUp:
    def test_what_lines_come_to_is_reckoned_at_once(self, draft):
        version = draft.versions.get()

        assert (version.kilograms, version.result["reduction_kg"], version.troubles) == (4440, "4440", [])
        assert [line.values["area"] for line in version.lines.order_by("nth")] == ["6", "0.1"]
        assert ball(draft).side == Side.OWNER

    def test_without_a_line_it_says_what_is_missing(self, grove, owner):
        version = begun(grove, owner).versions.get()

        assert [trouble["code"] for trouble in version.troubles] == ["no_lines"]
        assert version.kilograms == 0

    def test_a_line_with_something_to_mend_is_not_kept(self, grove, owner):
        report = begun(grove, owner)

        wrong = replace(GROVE, values={"area": "-1", "survival": "x"}, units={})
        troubles = drafting.write_line(report=report, line=wrong, by=owner, now=NOW)

        assert sorted((each.where, each.code) for each in troubles) == [
            ("area", "not_above"),
            ("survival", "not_a_number"),
            ("uncertainty", "missing"),
        ]
        assert not ReportLine.objects.exists()

    def test_lines_that_overlap_are_told_by_their_numbers(self, draft, owner):
        drafting.remove_line(report=draft, nth=1, by=owner, now=NOW)
        written(draft, owner, replace(TREES, source="ｂ"))

        [trouble] = draft.versions.get().troubles
        assert (trouble["code"], trouble["line"]) == ("overlap", 3)
        assert "第 2 行" in trouble["sentence"]["zh-hans"]

    def test_no_day_is_in_two_reports_and_gaps_are_told(self, grove, owner):
        begun(grove, owner, date(2024, 3, 1), date(2024, 12, 31))

        with pytest.raises(PeriodTaken):
            begun(grove, owner, date(2024, 12, 31), date(2025, 6, 30))
        assert gaps(grove, until=date(2025, 2, 1)) == [
            (date(2024, 1, 1), date(2024, 2, 29)),
            (date(2025, 1, 1), date(2025, 2, 1)),
        ]
        begun(grove, owner, date(2024, 1, 1), date(2024, 2, 29))
        assert gaps(grove, until=date(2024, 12, 31)) == []

    @pytest.mark.parametrize(
        ("since", "until"),
        [
            (date(2023, 12, 31), date(2024, 6, 30)),
            (date(2026, 6, 1), date(2026, 11, 23)),
            (date(2028, 1, 1), date(2029, 1, 1)),
        ],
        ids=["before it is credited", "not over", "after it is credited"],
    )
    def test_a_period_lies_within_the_crediting_period_and_is_over(self, grove, owner, since, until):
        with pytest.raises(OutsideReporting):
            begun(grove, owner, since, until)
        assert not MonitoringReport.objects.exists()

    def test_who_has_no_seat_or_whose_organisation_is_suspended_draws_nothing_up(self, grove, owner, forest):
        with pytest.raises(NotYourPart):
            begun(grove, make_citizen())
        suspended(forest)
        with pytest.raises(NotApproved):
            begun(grove, owner)

    def test_a_withdrawn_report_frees_its_days(self, draft, owner, grove):
        with pytest.raises(NotYourPart):
            drafting.withdraw(report=draft, by=seat(grove.owner, Part.EDITOR), words="", now=NOW)
        drafting.withdraw(report=draft, by=owner, words="仪表故障", now=NOW)

        with pytest.raises(ReportStands):
            drafting.write_line(report=draft, line=GROVE, by=owner, now=NOW)
        begun(grove, owner)
        nothing_found()


class TestSubmitting:
    def test_a_submitted_version_stays_as_it_is(self, submitted, owner):
        version = submitted.versions.get()

        assert (version.is_frozen, version.kilograms, len(version.lines_sha256)) == (True, 4440, 64)
        with pytest.raises(NothingToChange):
            drafting.write_line(report=submitted, line=GROVE, by=owner, now=NOW)
        assert ball(submitted).side == Side.VERIFIER
        nothing_found()

    def test_an_editor_drafts_and_does_not_submit(self, draft, verifier, forest):
        editor = seat(forest, Part.EDITOR)
        drafting.remove_line(report=draft, nth=2, by=editor, now=NOW)

        with pytest.raises(NotYourPart):
            submitting.submit(report=draft, verifier=verifier, by=editor, words="", now=NOW)

    def test_what_cannot_be_reckoned_or_comes_to_nothing_is_not_submitted(self, grove, owner, verifier):
        report = begun(grove, owner)
        with pytest.raises(NotReckonedYet):
            submitting.submit(report=report, verifier=verifier, by=owner, words="", now=NOW)
        written(report, owner, replace(GROVE, values={**GROVE.values, "survival": "0"}))
        with pytest.raises(NothingReduced):
            submitting.submit(report=report, verifier=verifier, by=owner, words="", now=NOW)

    def test_a_verifier_is_accredited_and_neither_the_owner_nor_of_its_group(self, draft, owner, forest, verifier):
        other = make_organisation("锦江会展", "91510100MA00000002")
        Organisation.objects.filter(pk__in=[forest.pk, verifier.pk]).update(group="天府集团")
        Organisation.objects.filter(pk=forest.pk).update(is_verifier=True)

        for refused, why in ((other, NotAVerifier), (forest, NotIndependent), (verifier, NotIndependent)):
            with pytest.raises(why):
                submitting.submit(report=draft, verifier=refused, by=owner, words="", now=NOW)
        assert not draft.versions.get().is_frozen

    def test_a_later_change_is_a_new_version_of_the_same_verifier(self, submitted, owner):
        version = drafting.revise(report=submitted, by=owner, now=NOW)
        assert drafting.revise(report=submitted, by=owner, now=NOW) == version
        assert ball(submitted).side == Side.OWNER
        drafting.remove_line(report=submitted, nth=2, by=owner, now=NOW)
        submitting.submit(report=submitted, verifier=None, by=owner, words="", now=NOW)

        assert [(each.nth, each.kilograms) for each in submitted.versions.order_by("nth")] == [(1, 4440), (2, 2940)]
        nothing_found()

    def test_the_verifier_is_told(self, submitted, auditor, verifier):
        drafting.revise(report=submitted, by=submitted.project.owner.seats.get().user, now=NOW)
        submitting.submit(
            report=submitted, verifier=None, by=submitted.project.owner.seats.get().user, words="", now=NOW
        )

        assert Notice.objects.get(citizen=auditor).path.startswith(f"/enterprise/{verifier.public_id}/reports/")


class TestHistory:
    """Waste of earlier years rots on, and its lines are given again with each report."""

    WASTE = {
        "food_share": "1",
        "landfilled": "1",
        "landfill_kind": "1",
        "captured": "0",
        "residue_factor": "40",
        "process_ch4": "0",
        "process_n2o": "0",
    }

    def lines(self, year):
        days = f"{year}-01-01", f"{year}-12-31"
        waste = Line("waste", "S-1", *days, {"amount": "1000"})
        return waste, Line("power", "E-1", *days, {"used": "0"}), Line("residue", "S-2", *days, {"amount": "0"})

    @pytest.fixture
    def second(self, forest, owner, verifier, auditor) -> MonitoringReport:
        """The report of 2025, after that of 2024 was verified."""
        given = {name: {"value": value, "document": "案例"} for name, value in self.WASTE.items()}
        more = {"method": "kitchen-waste-recycling", "buffer_percent": 0, "parameters": {"given": given, "chosen": {}}}
        project = make_project(forest, 9, **more)
        first = written(begun(project, owner, date(2024, 1, 1), date(2024, 12, 31)), owner, *self.lines(2024))
        first = sampled(handed_in(first, verifier, owner), auditor)
        verified(first, auditor, first.versions.get().kilograms)
        return written(begun(project, owner), owner, *self.lines(2025))

    def test_they_are_in_the_next_report_and_count_there(self, second, owner, verifier):
        version = second.versions.get()
        assert [(line.table, line.starts_on.year) for line in version.lines.order_by("nth")][:2] == [
            ("waste", 2024),
            ("waste", 2025),
        ]
        first = MonitoringReport.objects.exclude(pk=second.pk).get().versions.get()
        # What of the first year's waste rots in the second, and the second's own, which is as much as the first's was.
        assert version.kilograms > first.kilograms > 0
        handed_in(second, verifier, owner)
        nothing_found()

    def test_without_them_nothing_is_submitted(self, second, owner, verifier):
        drafting.remove_line(report=second, nth=1, by=owner, now=NOW)

        with pytest.raises(EarlierLinesMissing) as refused:
            submitting.submit(report=second, verifier=verifier, by=owner, words="", now=NOW)
        assert refused.value.facts == {"count": 1}


class TestVerifying:
    def test_a_sample_is_drawn_once_by_a_seed_that_draws_the_same_again(self, submitted, auditor):
        sample = sampling.draw(report=submitted, size=2, by=auditor, now=NOW)

        assert sampling.lines_of(sample) == [1, 2]
        assert sampling.drawn("a1", [1, 2, 3, 4, 5, 6], 3) == sampling.drawn("a1", [6, 5, 4, 3, 2, 1], 3)
        with pytest.raises(SampleDrawn):
            sampling.draw(report=submitted, size=2, by=auditor, now=NOW)

    @pytest.mark.parametrize(("lines", "size"), [(1, 1), (4, 4), (5, 5), (25, 5), (26, 6), (10_000, 100), (9_999, 100)])
    def test_the_sample_is_the_root_of_the_lines_and_five_at_least(self, lines, size):
        assert sampling.proposed(lines) == size

    @pytest.mark.parametrize("size", [0, 1, 3])
    def test_a_sample_is_neither_too_small_nor_more_than_there_is(self, submitted, auditor, size):
        with pytest.raises(SampleTooSmall):
            sampling.draw(report=submitted, size=size, by=auditor, now=NOW)

    def test_the_desk_gives_back_what_was_verified_wrong(self, submitted, grove, owner, verifier, auditor, clerks):
        statement = verified(sampled(submitted, auditor), auditor, 4440)
        with pytest.raises(WordsMissing):
            give_back(report=submitted, words=" ", by=clerks[0], now=NOW)

        given = give_back(report=submitted, words="面积与底图不符", by=clerks[0], now=NOW)

        assert (given.status, VerificationStatement.objects.get()) == (ReportStatus.WITHDRAWN, statement)
        for by in (owner, auditor):
            assert Notice.objects.filter(citizen=by, code="report_given_back").count() == 1
        with pytest.raises(NotAsVerified):
            issued(submitted, clerks)
        assert begun(grove, owner).status == ReportStatus.DRAFT
        nothing_found()

    def test_what_is_issued_or_proposed_is_not_given_back(self, submitted, auditor, clerks):
        verified(sampled(submitted, auditor), auditor, 4440)
        issued(submitted, clerks)

        with pytest.raises(ReportStands):
            give_back(report=submitted, words="面积与底图不符", by=clerks[0], now=NOW)

    def test_nobody_who_had_a_hand_in_it_gives_it_back(self, submitted, owner, verifier, auditor, clerks):
        verified(sampled(submitted, auditor), auditor, 4440)
        for by in (owner, auditor):
            with pytest.raises(OwnOrganisation):
                give_back(report=submitted, words="面积与底图不符", by=by, now=NOW)
            Seat.objects.filter(user=by).update(ended_at=NOW)
            with pytest.raises(OwnProject):
                give_back(report=submitted, words="面积与底图不符", by=by, now=NOW)

    def test_of_the_owner_a_releaser_has_no_part_and_an_editor_does_not_submit(self, forest, grove, draft, verifier):
        releaser, editor = seat(forest, Part.RELEASER), seat(forest, Part.EDITOR)
        for by in (releaser, editor):
            with pytest.raises(NotYourPart):
                handed_in(draft, verifier, by)
        with pytest.raises(NotYourPart):
            drafting.write_line(report=draft, line=GROVE, by=releaser, now=NOW)

        assert draft.versions.get().lines.count() == 2

    def test_who_has_reported_for_the_owner_and_left_verifies_nothing(self, submitted, owner, verifier):
        seat_of_owner = Seat.objects.get(user=owner)
        seat(seat_of_owner.organisation, Part.OWNER)
        Seat.objects.filter(pk=seat_of_owner.pk).update(ended_at=NOW)
        verifier.seats.create(user=owner, part=Part.OWNER, begun_at=NOW)

        with pytest.raises(OnBothSides):
            sampled(submitted, owner)

    def test_whoever_sits_on_both_sides_verifies_nothing(self, submitted, owner, verifier):
        seat_of_both = seat(verifier, Part.OWNER)
        submitted.project.owner.seats.create(user=seat_of_both, part=Part.EDITOR, begun_at=NOW)

        with pytest.raises(OnBothSides):
            opened(submitted, seat_of_both)
        with pytest.raises(NotYourPart):
            opened(submitted, owner)

    def test_a_verifier_that_joins_the_owners_group_goes_no_further(self, submitted, auditor, verifier):
        Organisation.objects.filter(pk__in=[verifier.pk, submitted.project.owner_id]).update(group="天府集团")

        with pytest.raises(NotIndependent):
            sampled(submitted, auditor)

    def test_a_finding_is_answered_kept_open_answered_again_and_closed(self, submitted, owner, auditor):
        found = opened(submitted, auditor, line=2, parameter="tree_rate")
        assert (str(found), ball(submitted).side) == ("CAR 1", Side.OWNER)
        answered(found, owner, SENT)
        finding.keep_open(finding=found, words="附件不清", by=auditor, now=NOW)
        answered(found, owner)
        closed(found, auditor)

        steps = [step.kind for step in ReportStep.objects.filter(finding=found).order_by("pk")]
        assert steps == ["found", "answered", "kept_open", "answered", "closed"]
        assert ReportStep.objects.filter(finding=found, file__isnull=False).count() == 1
        nothing_found()

    def test_each_side_speaks_in_its_turn_and_with_words(self, submitted, owner, auditor):
        found = opened(submitted, auditor)
        with pytest.raises(FindingDecided):
            closed(found, auditor)
        with pytest.raises(NotYourPart):
            answered(found, auditor)
        with pytest.raises(WordsMissing):
            finding.answer(finding=found, words=" ", sent=None, by=owner, now=NOW)
        answered(found, owner)
        with pytest.raises(FindingDecided):
            answered(found, owner)
        with pytest.raises(NotYourPart):
            closed(found, owner)

    @pytest.mark.parametrize("due_on", [date(2026, 11, 25), date(2027, 6, 1)])
    def test_a_deadline_is_neither_tomorrow_nor_far_away(self, submitted, auditor, due_on):
        with pytest.raises(DeadlineTooNear):
            opened(submitted, auditor, due_on=due_on)

    def test_nothing_is_closed_while_a_version_is_being_drawn_up(self, submitted, owner, auditor):
        found = answered(opened(submitted, auditor), owner)
        drafting.revise(report=submitted, by=owner, now=NOW)

        with pytest.raises(VersionBeingDrawnUp):
            closed(found, auditor)

    def test_owners_are_reminded_once_before_the_day_and_once_after_it(self, submitted, owner, auditor):
        opened(submitted, auditor)
        for days in (0, 11, 12, 15, 16):
            reminding.remind(now=NOW + timedelta(days=days), limit=10)

        told = Notice.objects.filter(citizen=owner, code__startswith="finding_").order_by("pk")
        assert [notice.code for notice in told] == ["finding_due", "finding_overdue"]


class TestStating:
    def test_a_report_is_verified_and_waits_for_the_desk(self, submitted, auditor, owner):
        statement = verified(sampled(submitted, auditor), auditor, 4000, "两块地的面积有出入")

        submitted.refresh_from_db()
        assert (submitted.status, statement.reckoned_kg, ball(submitted).side) == ("verified", 4440, Side.DESK)
        assert list(statement.years.values_list("year", "kilograms")) == [(2025, 4000)]
        assert Notice.objects.filter(citizen=owner, code="report_stated").count() == 1
        nothing_found()

    def test_never_more_than_reckoned_and_less_for_a_reason(self, submitted, auditor):
        sampled(submitted, auditor)
        for kilograms in (4441, 0, -5):
            with pytest.raises(MoreThanReckoned):
                verified(submitted, auditor, kilograms)
        with pytest.raises(ReasonMissing):
            verified(submitted, auditor, 4439)
        assert not VerificationStatement.objects.exists()

    def test_nothing_is_stated_with_findings_open(self, submitted, auditor, owner):
        found = opened(sampled(submitted, auditor), auditor, kind=FindingKind.CL)
        with pytest.raises(FindingsOpen):
            verified(submitted, auditor, 4440)
        answered(found, owner)
        with pytest.raises(FindingsOpen):
            verified(submitted, auditor, 4440)
        closed(found, auditor)
        verified(submitted, auditor, 4440)
        nothing_found()

    def test_nothing_is_stated_without_a_sample_of_that_version(self, submitted, auditor, owner):
        sampled(submitted, auditor)
        drafting.revise(report=submitted, by=owner, now=NOW)
        with pytest.raises(VersionBeingDrawnUp):
            verified(submitted, auditor, 4440)
        submitting.submit(report=submitted, verifier=None, by=owner, words="", now=NOW)
        with pytest.raises(NoSampleYet):
            verified(submitted, auditor, 4440)

    def test_an_editor_of_the_verifier_finds_and_does_not_state(self, submitted, verifier):
        editor = seat(verifier, Part.EDITOR)
        sampled(submitted, editor)

        with pytest.raises(NotYourPart):
            verified(submitted, editor, 4440)

    def test_what_is_for_the_next_report_holds_that_one_up(self, submitted, auditor, owner, verifier, grove):
        left = opened(sampled(submitted, auditor), auditor, kind=FindingKind.FAR)
        verified(submitted, auditor, 4440)
        line = replace(GROVE, starts_on="2026-01-01", ends_on="2026-06-30")
        later = handed_in(
            written(begun(grove, owner, date(2026, 1, 1), date(2026, 6, 30)), owner, line), verifier, owner
        )
        kilograms = later.versions.get().kilograms
        with pytest.raises(FindingsOpen):
            verified(sampled(later, auditor), auditor, kilograms)

        closed(answered(left, owner), auditor)
        verified(later, auditor, kilograms)
        nothing_found()


class TestIssuing:
    def test_what_was_verified_is_issued_once(self, submitted, auditor, clerks):
        verified(sampled(submitted, auditor), auditor, 4440)

        issuance = issued(submitted, clerks)

        submitted.refresh_from_db()
        assert (issuance.tonnes, issuance.carried_kg, submitted.status) == (4, 440, ReportStatus.ISSUED)
        with pytest.raises(YearIssued):
            issued(submitted, clerks)
        assert Issuance.objects.count() == 1
        nothing_found()

    def test_nothing_but_what_was_verified_is_issued(self, submitted, auditor, clerks):
        with pytest.raises(NotAsVerified):
            issued(submitted, clerks)
        verified(sampled(submitted, auditor), auditor, 4440)
        for year, kilograms in ((2025, 4441), (2025, 4439), (2024, 4440)):
            with pytest.raises(NotAsVerified):
                issued(submitted, clerks, year, kilograms)
        assert not Issuance.objects.exists()

    def test_years_are_reckoned_by_the_lines_of_each(self, roof, owner, verifier, auditor, clerks):
        report = begun(roof, owner, date(2025, 7, 1), date(2026, 6, 30))
        halves = [("2025-07-01", "2025-12-30"), ("2025-12-31", "2026-06-30")]
        lines = [Line("generation", "M-1", *days, {"generated": "10000"}) for days in halves]
        report = handed_in(written(report, owner, *lines), verifier, owner)
        statement = verified(sampled(report, auditor), auditor, 2968)

        # 10,000 kWh at 0.1404 and at 0.1564.
        assert list(statement.years.values_list("year", "kilograms")) == [(2025, 1404), (2026, 1564)]
        issued(report, clerks, 2025, 1404)
        report.refresh_from_db()
        assert report.status == ReportStatus.VERIFIED
        issued(report, clerks, 2026, 1564)
        report.refresh_from_db()
        assert report.status == ReportStatus.ISSUED
        nothing_found()


class TestTheDatabase:
    """Holds it, whoever writes."""

    @pytest.mark.parametrize(
        "statement",
        [
            """INSERT INTO projects_monitoringreport
            (public_id, project_id, starts_on, ends_on, status, begun_by_id, begun_at, moved_at)
            SELECT 'x', project_id, '2025-12-31', '2026-06-30', 'draft', begun_by_id, begun_at, moved_at
            FROM projects_monitoringreport""",
            "UPDATE projects_monitoringreport SET verifier_id = (SELECT owner_id FROM projects_carbonproject)",
            "UPDATE projects_monitoringreport SET verifier_id = NULL",
            "UPDATE projects_reportversion SET frozen_at = now(), by_id = 1, lines_sha256 = ''",
        ],
        ids=["a day twice", "verified by the owner", "verified by nobody", "frozen without a hash"],
    )
    def test_rows_that_cannot_be(self, submitted, owner, statement):
        drafting.revise(report=submitted, by=owner, now=NOW)

        with pytest.raises((IntegrityError, InternalError)), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)

    @pytest.mark.parametrize(
        "statement",
        [
            "UPDATE projects_reportline SET \"values\" = '{}'",
            "DELETE FROM projects_reportline",
            """INSERT INTO projects_reportline
            (version_id, nth, "table", source, starts_on, ends_on, "values", units)
            SELECT version_id, 99, "table", source, starts_on, ends_on, "values", units
            FROM projects_reportline LIMIT 1""",
            "UPDATE projects_reportversion SET kilograms = 9999",
            "DELETE FROM projects_reportstep",
            "UPDATE projects_monitoringreport SET ends_on = '2026-01-31'",
            "TRUNCATE projects_reportline",
            "UPDATE projects_carbonproject SET parameters = '{\"given\": {}}'",
        ],
    )
    def test_what_was_submitted_is_never_changed(self, submitted, statement):
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with pytest.raises((IntegrityError, InternalError)), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)

    def test_no_more_is_stated_than_was_reckoned_and_nothing_with_findings_open(self, submitted, auditor):
        version = submitted.versions.get()
        file = files.keep(submitted, SENT, files.Title.STATEMENT, by=auditor, now=NOW)
        given = {
            "report": submitted,
            "version": version,
            "number": "1",
            "file": file,
            "by": auditor,
            "stated_at": NOW,
            "words": "x",
        }
        with pytest.raises(IntegrityError), transaction.atomic():
            VerificationStatement.objects.create(reckoned_kg=4440, kilograms=4441, **given)
        with pytest.raises(IntegrityError), transaction.atomic():
            VerificationStatement.objects.create(reckoned_kg=5000, kilograms=5000, **given)
        opened(submitted, auditor)
        with pytest.raises(IntegrityError), transaction.atomic():
            VerificationStatement.objects.create(reckoned_kg=4440, kilograms=4440, **given)

    def test_an_issuance_of_a_report_is_what_was_verified(self, submitted, auditor, clerks):
        verified(sampled(submitted, auditor), auditor, 4440)
        issuance = issued(submitted, clerks)

        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO projects_issuance (project_id, report_id, nth, vintage, document, kilograms, tonnes,"
                " buffer_tonnes, carried_kg, numbers, issued_at, by_id, agreed_by_id) SELECT project_id, report_id, 2,"
                " vintage, document, 9000, 9, 0, 0, '[1001,1010)', issued_at, by_id, agreed_by_id"
                " FROM projects_issuance WHERE id = %s",
                [issuance.pk],
            )
