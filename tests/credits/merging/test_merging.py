"""Mergers: what one account has goes to the other in its vintages, by approved transfers, and nothing gets lost."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from accounts.models import AccessToken, Notice, Profile, User
from accounts.standing import freezing
from channels.household import vehicles
from common.desk_origins import origins_of
from common.successors import formers_of, successor_of
from credits import clawback, ledger
from credits.merging import asking, deciding, forwarding
from credits.merging.models import LARGE_MERGER, How, KeptPhone, Merger
from credits.merging.refusals import (
    AgreedByYou,
    AlreadyAsked,
    MergerHindered,
    MergerNotOpen,
    NotProven,
    OwnMerger,
)
from credits.models import LedgerAccount
from credits.refusals import TooClose
from tests.conftest import NOW, make_citizen
from tests.credits.merging.conftest import approved, asked, found, merged, wealth
from tests.merchants.conftest import NEXT_VINTAGE, THIS_VINTAGE, give

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("budget")]


def owe(citizen: User, credits: int, *, reference: str, now=NOW) -> None:
    """Takes back what is no longer there."""
    postings = clawback.taken_back(citizen.pk, credits, reference=reference, now=now)
    ledger.post_all(postings, now=now)


def moved(merger: Merger) -> list[tuple[str, str, int, str]]:
    rows = ledger.find_all(merger.reference)
    return [(row.debit.kind, row.credit.kind, row.amount, row.reference) for row in rows]


def test_credits_go_over_in_their_vintages(old, new, clerk):
    give(old, 50, THIS_VINTAGE)
    give(old, 100)
    give(new, 7, THIS_VINTAGE)
    merger = merged(old, new, clerk)

    assert wealth(old) == ({}, 0)
    assert wealth(new) == ({THIS_VINTAGE: 57, NEXT_VINTAGE: 100}, 0)
    assert moved(merger) == [
        ("available", "available", 50, f"merge:{merger.pk}:0"),
        ("available", "available", 100, f"merge:{merger.pk}:1"),
    ]
    assert (merger.status, merger.credits, merger.owed, merger.decided_by) == ("approved", 150, 0, clerk)
    assert found() == []


def test_what_arrives_repays_what_the_other_account_owes(old, new, clerk):
    owe(new, 30, reference="revoke:1")
    give(old, 50, THIS_VINTAGE)
    give(old, 100)
    merged(old, new, clerk)

    assert wealth(new) == ({THIS_VINTAGE: 20, NEXT_VINTAGE: 100}, 0)
    assert found() == []


def test_what_the_ending_account_owes_is_paid_out_of_what_there_is_and_the_rest_is_owed_on(old, new, clerk):
    owe(old, 80, reference="revoke:1")
    give(new, 50)
    merger = merged(old, new, clerk)

    assert wealth(old) == ({}, 0)
    assert wealth(new) == ({}, 30)
    assert (merger.credits, merger.owed) == (0, 80)
    assert found() == []


def test_an_account_without_credits_is_merged_without_transfers(old, new, clerk):
    merger = merged(old, new, clerk)

    assert moved(merger) == []
    assert found() == []


def test_the_account_that_ended_is_closed_and_leads_to_the_one_that_stays(old, new, clerk):
    AccessToken.objects.create(user=old, digest="x" * 64, label="程序", ends_at=NOW + timedelta(days=9))
    merged(old, new, clerk)

    old.refresh_from_db()
    assert not old.is_active
    assert not AccessToken.objects.valid(NOW).filter(user=old).exists()
    assert successor_of(old.pk) == new.pk
    assert formers_of(new.pk) == [old.pk]
    assert successor_of(new.pk) is None


def test_the_number_that_stays_is_the_one_that_was_chosen(old, new, clerk):
    approved(asked(old, new, kept_phone=KeptPhone.ENDED), clerk)

    phones = dict(Profile.objects.filter(user__in=[old, new]).values_list("user_id", "phone"))
    assert phones == {new.pk: "+8613900000001", old.pk: "+8613900000002"}


def test_a_car_goes_over_and_is_bound_once(old, new, clerk):
    vehicles.bind(citizen=old, plate="川A12345", engine_ml=1600, district="wuhou", now=NOW)
    merged(old, new, clerk)

    bound = list(vehicles.Vehicle.objects.bound().values_list("citizen_id", "plate", "engine_ml", "district"))
    assert bound == [(new.pk, "川A12345", 1600, "wuhou")]


def test_what_arrives_later_goes_on_and_a_debt_of_old_acts_is_borne_by_who_stays(old, new, clerk):
    give(old, 10)
    merger = merged(old, new, clerk)
    give(old, 40, THIS_VINTAGE)
    later = NOW + timedelta(hours=1)

    assert forwarding.forward(now=later) == 1
    assert wealth(new) == ({THIS_VINTAGE: 40, NEXT_VINTAGE: 10}, 0)
    owe(old, 45, reference="revoke:2", now=later)
    assert forwarding.forward(now=later) == 1
    assert wealth(old) == ({}, 0)
    assert wealth(new) == ({NEXT_VINTAGE: 5}, 0)
    owe(old, 9, reference="revoke:3", now=later)
    forwarding.forward(now=later)
    assert wealth(new) == ({}, 4)
    assert forwarding.forward(now=later) == 0
    assert len({reference for *_rest, reference in moved(merger)}) == len(moved(merger))
    assert found() == []


def test_what_is_forwarded_follows_through_two_mergers(old, new, clerk):
    merged(old, new, clerk)
    third = make_citizen()
    merged(new, third, clerk)
    give(old, 25)
    forwarding.forward(now=NOW)
    forwarding.forward(now=NOW)

    assert wealth(third) == ({NEXT_VINTAGE: 25}, 0)
    assert successor_of(old.pk) == third.pk
    assert set(formers_of(third.pk)) == {old.pk, new.pk}
    assert found() == []


def test_both_accounts_are_told(old, new, clerk):
    give(old, 12)
    merger = merged(old, new, clerk)

    told = Notice.objects.filter(path=merger.get_absolute_url()).values_list("citizen_id", "code")
    assert sorted(told) == sorted((one.pk, code) for one in (old, new) for code in ("merger_asked", "merger_decided"))


def test_origins_name_the_merger(old, new, clerk):
    give(old, 12)
    merger = merged(old, new, clerk)

    assert origins_of([f"merge:{merger.pk}:0"]) == {f"merge:{merger.pk}:0": merger}


@pytest.mark.parametrize("missing", ["ended", "stays", "stranger", "stale", "of_the_future"])
def test_no_account_is_merged_that_was_not_proven_just_now(old, new, missing):
    proofs = {old.pk: (How.CODE, NOW), new.pk: (How.SIGNED_IN, NOW)}
    if missing == "ended":
        del proofs[old.pk]
    elif missing == "stays":
        del proofs[new.pk]
    elif missing == "stranger":
        proofs[make_citizen().pk] = proofs.pop(old.pk)
    else:
        moment = NOW + timedelta(minutes=-11 if missing == "stale" else 1)
        proofs[old.pk] = (How.CODE, moment)

    with pytest.raises(NotProven):
        asked(old, new, proofs=proofs, now=NOW)
    assert not Merger.objects.exists()


def test_an_account_is_part_of_one_open_merger(old, new):
    asked(old, new)
    third = make_citizen()
    for ended, stays in ((old, third), (third, old), (new, third), (third, new), (new, old)):
        with pytest.raises(AlreadyAsked):
            asked(ended, stays)
    assert Merger.objects.count() == 1


def test_a_merged_account_is_merged_no_more(old, new, clerk):
    merged(old, new, clerk)
    old.refresh_from_db()

    with pytest.raises(MergerHindered):
        asked(old, make_citizen())
    with pytest.raises(MergerHindered):
        asked(make_citizen(), old)


def test_a_frozen_account_is_merged_once_that_is_over(old, new, clerk):
    merger = asked(old, new)
    said = {"reason": "shared_device", "note": "x", "ends_at": NOW + timedelta(days=9)}
    frozen = freezing.freeze(citizen=old, earning=True, spending=True, by=clerk, now=NOW, **said)
    with pytest.raises(MergerHindered):
        approved(merger, clerk)
    freezing.lift(freeze=frozen, by=clerk, now=NOW)

    assert approved(merger, clerk).is_done


def test_staff_are_not_merged(new, clerk):
    with pytest.raises(MergerHindered):
        asked(clerk, new)


def test_nobody_decides_on_their_own_accounts(old, new, clerk, second):
    merger = asked(old, new)
    for one in (old, new):
        with pytest.raises(OwnMerger):
            approved(merger, one)
        with pytest.raises(OwnMerger):
            deciding.decline(merger=merger, answer="不", by=one, now=NOW)
    vehicles.bind(citizen=old, plate="川A12345", engine_ml=1600, district="wuhou", now=NOW)
    vehicles.unbind(vehicle=vehicles.Vehicle.objects.get(), now=NOW)
    vehicles.bind(citizen=second, plate="川A12345", engine_ml=1600, district="wuhou", now=NOW)
    with pytest.raises(TooClose):
        approved(merger, second)
    assert Merger.objects.waiting().count() == 1


def test_many_credits_take_two_people(old, new, clerk, second):
    give(old, LARGE_MERGER + 1)
    merger = asked(old, new)
    agreed = approved(merger, clerk)

    assert (agreed.status, agreed.agreed_by) == ("waiting", clerk)
    assert wealth(new) == ({}, 0)
    with pytest.raises(AgreedByYou):
        approved(merger, clerk)
    assert approved(merger, second).is_done
    assert wealth(new) == ({NEXT_VINTAGE: LARGE_MERGER + 1}, 0)
    assert found() == []


def test_declined_withdrawn_or_run_out_nothing_moves(old, new, clerk):
    give(old, 12)
    for end in (
        lambda merger: deciding.decline(merger=merger, answer="证明不足", by=clerk, now=NOW),
        lambda merger: asking.withdraw(merger=merger, by=old, now=NOW),
        lambda merger: asking.withdraw(merger=merger, by=new, now=NOW),
        lambda _merger: asking.run_out(now=NOW + asking.lasts()),
    ):
        merger = asked(old, new)
        end(merger)
        with pytest.raises(MergerNotOpen):
            approved(merger, clerk)
    assert wealth(old) == ({NEXT_VINTAGE: 12}, 0)
    assert wealth(new) == ({}, 0)
    assert User.objects.get(pk=old.pk).is_active
    assert found() == []


def test_what_has_run_out_is_not_approved_before_the_clock_says_so(old, new, clerk):
    merger = asked(old, new)

    with pytest.raises(MergerNotOpen):
        approved(merger, clerk, now=NOW + asking.lasts())


def refused(sql: str, *values: object) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, values)
    except (DatabaseError, IntegrityError):
        return True
    return False


def test_the_database_refuses_what_nobody_approved(old, new, clerk):
    merger = asked(old, new)
    table = "UPDATE credits_merger SET"
    assert refused(f"{table} status = 'approved', decided_at = now(), decided_by_id = %s, answer = 'x'", clerk.pk)
    approve = "status = 'approved', decided_at = now(), answer = 'x', credits = %s, owed = 0, decided_by_id = %s"
    assert refused(f"{table} {approve}", 1, old.pk)
    assert refused(f"{table} {approve}", 1, new.pk)
    assert refused(f"{table} {approve}", LARGE_MERGER + 1, clerk.pk)
    assert refused(f"{table} stays_id = %s", clerk.pk)
    assert refused("DELETE FROM credits_mergerproof")
    assert refused("DELETE FROM credits_merger")
    assert refused(
        "INSERT INTO credits_mergerproof (merger_id, account_id, how, proven_at) VALUES (%s, %s, 'code', %s)",
        merger.pk,
        clerk.pk,
        NOW,
    )
    assert Merger.objects.waiting().count() == 1


def test_no_transfer_goes_between_accounts_that_nobody_merged(old, new, clerk):
    give(old, 50)
    give(new, 1)
    merger = asked(old, new)
    accounts = {row.owner_id: row.pk for row in LedgerAccount.objects.filter(owner__in=[old, new])}
    insert = (
        "INSERT INTO credits_transfer (debit_id, credit_id, amount, asset, kind, reference, event_at, created_at)"
        " VALUES (%s, %s, 1, 'credit', 'merge', %s, now(), now())"
    )
    there, back = (accounts[old.pk], accounts[new.pk]), (accounts[new.pk], accounts[old.pk])
    assert refused(insert, *there, f"merge:{merger.pk}:9")
    assert refused(insert, *there, "merge:999:0")
    approved(merger, clerk)
    assert refused(insert, *back, f"merge:{merger.pk}:9")
    assert wealth(new) == ({NEXT_VINTAGE: 51}, 0)
