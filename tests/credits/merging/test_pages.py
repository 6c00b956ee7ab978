"""The citizen's pages and the desk's: proving both, seeing what happens, handing in, withdrawing, deciding."""

from datetime import timedelta
from http import HTTPStatus

import pytest
from django.test import Client
from django.urls import reverse

from accounts import fresh_proofs, sign_in
from accounts.models import Profile, User
from accounts.ways_in import PHONE
from common import editions
from common.merging import Pair
from credits.merging import other_phone, pairing, preview
from credits.merging.models import How, KeptPhone, Merger, MergerProof, PairingCode
from tests.accounts.conftest import Outbox
from tests.accounts.proven import proven
from tests.conftest import NOW
from tests.credits.merging.conftest import ANSWER, WAIT, WORDS, asked, at_the_desk, found, merged, wealth, with_phone
from tests.merchants.conftest import NEXT_VINTAGE, give
from tests.second_factors import enrolled

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("budget")]
START, PAIRING, PREVIEW = (reverse(f"merging:{name}") for name in ("start", "by_pairing", "preview"))
"""Addresses of the citizen's."""


@pytest.fixture(autouse=True)
def _noon(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def outbox(monkeypatch) -> Outbox:
    """A gateway whose messages can be read."""
    box = Outbox()
    for sender in (sign_in, fresh_proofs, other_phone):
        monkeypatch.setattr(sender, "gateway", lambda: box)
    return box


def signed_in(citizen) -> Client:
    client = Client()
    client.force_login(citizen)
    return proven(client)


def paired(old, new) -> Client:
    """Signed in on the account that stays, with the other one proven."""
    client = signed_in(new)
    answer = client.post(PAIRING, {"code": pairing.show(old, now=NOW)})
    assert answer.url == PREVIEW
    return client


def handed_in(client: Client, **named: str):
    page = client.get(PREVIEW)
    said = {"words": WORDS, "edition": page.context["edition"], "kept_phone": page.context["kept"]}
    return client.post(PREVIEW, {**said, **named})


def test_both_are_proven_and_it_is_handed_in_as_it_was_shown(old, new):
    give(old, 120)
    client = paired(old, new)
    answer = handed_in(client)

    merger = Merger.objects.get()
    assert answer.url == merger.get_absolute_url()
    assert (merger.ended, merger.stays, merger.words) == (old, new, WORDS)
    proofs = {proof.account_id: proof.how for proof in MergerProof.objects.all()}
    assert proofs == {old.pk: How.PAIRING, new.pk: How.SIGNED_IN}
    assert client.get(PREVIEW).url == START, "the proof was used"
    page = client.get(merger.get_absolute_url()).content.decode()
    assert WORDS in page
    assert signed_in(old).get(merger.get_absolute_url()).status_code == HTTPStatus.OK


def test_a_number_proves_the_other_account_and_an_unknown_one_reads_the_same(old, new, outbox):
    address, pages = reverse("merging:by_phone"), []
    for phone in ("13900000001", "13900000009"):
        client = signed_in(new)
        assert client.post(address, {"phone": phone}).url == address
        page = client.get(address).content.decode()
        pages.append(page.replace("139 0000 0001", "").replace("139 0000 0009", ""))
    assert [phone for phone, _code in outbox.messages] == ["+8613900000001", "+8613900000009"]
    assert len(pages[0]) == len(pages[1])

    client = signed_in(new)
    client.post(address, {"phone": "13900000001"})
    assert client.post(address, {"code": outbox.wrong_code}).status_code == HTTPStatus.OK
    assert client.post(address, {"code": outbox.code}).url == PREVIEW
    assert client.get(PREVIEW).context["other"] == "139****0001"


def test_a_number_of_nobody_or_of_oneself_proves_no_other_account(old, new, outbox):
    address = reverse("merging:by_phone")
    for phone in ("13900000009", "13900000002"):
        client = signed_in(new)
        client.post(address, {"phone": phone})
        answer = client.post(address, {"code": outbox.code})
        assert answer.status_code == HTTPStatus.OK
        assert client.get(PREVIEW).url == START


def test_the_number_of_an_account_that_was_not_used_for_long_proves_it_no_more(old, new, outbox, settings):
    """It may be somebody else's by now; who can sign in to the account shows a pairing code."""
    before = NOW - timedelta(days=settings.PHONE_UNUSED_DAYS + 2)
    User.objects.filter(pk=old.pk).update(joined_at=before)
    Profile.objects.filter(user=old).update(phone_verified_at=before)
    client, address = signed_in(new), reverse("merging:by_phone")
    client.post(address, {"phone": "13900000001"})
    answer = client.post(address, {"code": outbox.code})

    assert answer.status_code == HTTPStatus.OK
    assert client.get(PREVIEW).url == START
    assert paired(old, new).get(PREVIEW).context["other"] == "139****0001"


def test_a_pairing_code_counts_once_for_ten_minutes_and_not_for_oneself(old, new):
    code = pairing.show(old, now=NOW - timedelta(minutes=10))
    refused = HTTPStatus.UNPROCESSABLE_ENTITY
    assert signed_in(new).post(PAIRING, {"code": code}).status_code == refused, "over"
    code = pairing.show(old, now=NOW)
    assert signed_in(old).post(PAIRING, {"code": code}).status_code == refused, "one's own"
    assert signed_in(new).post(PAIRING, {"code": code.upper().replace("-", " ")}).url == PREVIEW
    assert signed_in(new).post(PAIRING, {"code": code}).status_code == refused, "used"
    first, second = (pairing.show(old, now=NOW) for _place in range(2))
    assert signed_in(new).post(PAIRING, {"code": first}).status_code == refused, "replaced"
    assert signed_in(new).post(PAIRING, {"code": second}).url == PREVIEW


def test_codes_are_guessed_five_times(old, new):
    code, client = pairing.show(old, now=NOW), signed_in(new)
    tried = [client.post(PAIRING, {"code": f"abcde-fgh2{sign}"}).status_code for sign in "23456"]
    assert tried == [HTTPStatus.UNPROCESSABLE_ENTITY] * 5
    assert client.post(PAIRING, {"code": code}).status_code == HTTPStatus.TOO_MANY_REQUESTS
    assert PairingCode.objects.exists()


@pytest.mark.parametrize("address", ["by_phone", "by_pairing", "code"])
def test_without_a_fresh_proof_nothing_is_shown_or_proven(new, old, address):
    client = Client()
    client.force_login(new)
    for answer in (client.get(reverse(f"merging:{address}")), client.post(reverse(f"merging:{address}"))):
        assert answer.url.startswith(reverse("accounts:prove"))
    assert not PairingCode.objects.exists()


@pytest.mark.parametrize("address", ["by_phone", "by_pairing", "code", "preview"])
def test_who_has_a_second_factor_shows_that(new, old, address):
    """A code to the number is no proof beside it."""
    client = paired(old, new)
    enrolled(new)
    for answer in (client.get(reverse(f"merging:{address}")), client.post(reverse(f"merging:{address}"))):
        assert answer.url.startswith(reverse("accounts:prove_second_factor"))
    assert not PairingCode.objects.exists()
    assert not Merger.objects.exists()


def test_an_account_with_a_second_factor_is_not_proven_by_its_number(old, new, outbox):
    enrolled(old)
    client, address = signed_in(new), reverse("merging:by_phone")
    client.post(address, {"phone": "13900000001"})
    assert client.post(address, {"code": outbox.code}).status_code == HTTPStatus.OK
    assert client.get(PREVIEW).url == START


def test_the_number_of_ones_own_account_is_shown_before_it_is_given_up(old, new):
    """A session that was taken over shows no number: it came in another way, or long ago."""
    client, swapped = paired(old, new), {"kept_phone": KeptPhone.ENDED}
    assert client.get(PREVIEW, swapped).url.startswith(reverse("accounts:prove"))
    edition = _edition_of(Pair(old.pk, new.pk, takes_phone=True))
    assert handed_in(client, edition=edition, **swapped).status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert not Merger.objects.exists()

    session = client.session
    session[fresh_proofs.PROVEN_BY] = PHONE
    session.save()
    answer = client.post(
        PREVIEW, {"words": WORDS, **swapped, "edition": client.get(PREVIEW, swapped).context["edition"]}
    )
    assert answer.url == Merger.objects.get().get_absolute_url()
    assert MergerProof.objects.get(account=new).how == How.CODE


def test_it_says_from_when_it_can_be_approved(old, new, clerk):
    merger = asked(old, new, now=NOW)
    shown = signed_in(old).get(merger.get_absolute_url())
    assert shown.context["due"] == NOW + WAIT
    assert shown.context["other"] == "139****0002"
    assert signed_in(new).get(merger.get_absolute_url()).context["other"] == "139****0001"
    client = at_the_desk(clerk)
    page = client.get(reverse("admin:credits_merger_change", args=[merger.pk]))
    approve = reverse("admin:credits_merger_approve", args=[merger.pk])
    assert approve in page.content.decode(), "what can be declined"
    assert "批准并合并" not in page.content.decode()
    client.post(approve, {"answer": ANSWER, "edition": page.context["edition"]})
    assert Merger.objects.waiting().exists()


def _edition_of(pair: Pair) -> str:
    return editions.edition_of(*preview.shown_of(pair, preview.foresee(pair, now=NOW), now=NOW))


def test_what_moved_meanwhile_is_shown_again(old, new):
    client = paired(old, new)
    edition = client.get(PREVIEW).context["edition"]
    give(old, 5)

    answer = handed_in(client, edition=edition)
    assert answer.status_code == HTTPStatus.CONFLICT
    assert not Merger.objects.exists()
    assert handed_in(client, edition="").status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert handed_in(client).status_code == HTTPStatus.FOUND


def test_the_other_account_is_never_taken_from_what_is_sent(old, new):
    stranger = with_phone("+8613900000009")
    client = paired(old, new)
    handed_in(client, account=str(stranger.pk), ended=str(stranger.pk), other=stranger.public_id)

    assert Merger.objects.get().ended == old


def test_a_proof_is_not_another_citizens_of_the_same_browser(old, new):
    client = paired(old, new)
    client.force_login(with_phone("+8613900000009"))
    proven(client)

    assert client.get(PREVIEW).url == START


def test_either_owner_withdraws_and_no_stranger_does(old, new):
    merger = asked(old, new)
    address = reverse("merging:withdraw", args=[merger.public_id])
    stranger = signed_in(with_phone("+8613900000009"))
    assert stranger.post(address).status_code == HTTPStatus.NOT_FOUND
    assert stranger.get(merger.get_absolute_url()).status_code == HTTPStatus.NOT_FOUND
    signed_in(old).post(address)
    merger.refresh_from_db()
    assert (merger.status, merger.decided_by) == ("withdrawn", old)


def test_the_desk_sees_both_and_merges_what_it_saw(old, new, clerk):
    give(old, 120)
    merger = asked(old, new)
    client = at_the_desk(clerk)
    address = reverse("admin:credits_merger_change", args=[merger.pk])
    page = client.get(address)
    assert page.status_code == HTTPStatus.OK
    assert "139****0001" in page.content.decode()
    approve = reverse("admin:credits_merger_approve", args=[merger.pk])
    give(old, 5)
    stale = {"answer": ANSWER, "edition": page.context["edition"]}
    for said in (stale, {"answer": ANSWER}, {"edition": stale["edition"]}):
        client.post(approve, said)
        assert Merger.objects.waiting().exists()
    client.post(approve, {**stale, "edition": client.get(address).context["edition"]})

    merger.refresh_from_db()
    assert merger.is_done
    assert wealth(new) == ({NEXT_VINTAGE: 125}, 0)
    assert client.get(address).status_code == HTTPStatus.OK
    assert found() == []


def test_who_has_no_right_decides_nothing(old, new, clerk):
    merger = asked(old, new)
    clerk.groups.clear()
    for deed in ("approve", "decline"):
        answer = at_the_desk(clerk).post(reverse(f"admin:credits_merger_{deed}", args=[merger.pk]), {"answer": ANSWER})
        assert answer.status_code == HTTPStatus.FORBIDDEN
    assert Merger.objects.waiting().count() == 1


def test_the_statement_tells_it_on_both_sides_and_the_old_one_stays_readable(old, new, clerk):
    give(old, 120)
    merger = asked(old, new)
    client = at_the_desk(clerk)
    edition = client.get(reverse("admin:credits_merger_change", args=[merger.pk])).context["edition"]
    client.post(reverse("admin:credits_merger_approve", args=[merger.pk]), {"answer": ANSWER, "edition": edition})

    own = signed_in(new)
    page = own.get(reverse("portal:statement"))
    [line] = page.context["lines"]
    assert (line.change, line.href) == ("+120", merger.get_absolute_url())
    assert "账号合并" in line.what
    former = own.get(reverse("portal:former", args=[merger.public_id]))
    assert [line.change for line in former.context["lines"]] == ["-120", "+120"]
    stranger = signed_in(with_phone("+8613900000009"))
    assert stranger.get(reverse("portal:former", args=[merger.public_id])).status_code == HTTPStatus.NOT_FOUND
    file = b"".join(own.get(reverse("portal:statement_file")).streaming_content).decode()
    assert "账号合并" in file


def test_signing_in_with_the_old_number_tells_where_it_has_gone(old, new, clerk, outbox):
    merger = asked(old, new)
    client = at_the_desk(clerk)
    edition = client.get(reverse("admin:credits_merger_change", args=[merger.pk])).context["edition"]
    client.post(reverse("admin:credits_merger_approve", args=[merger.pk]), {"answer": ANSWER, "edition": edition})

    visitor = Client()
    visitor.post(reverse("account_request_login_code"), {"phone": "13900000001"})
    answer = visitor.post(reverse("account_confirm_login_code"), {"code": outbox.code})
    assert answer.url == reverse("accounts:merged")
    assert "_auth_user_id" not in visitor.session
    assert visitor.get(answer.url).status_code == HTTPStatus.OK
    visitor.post(answer.url)
    assert not Profile.objects.filter(phone="+8613900000001").exists()
    assert Client().post(reverse("accounts:merged")).status_code == HTTPStatus.FOUND


def test_nobody_at_the_desk_opens_a_merged_account_again(old, new, clerk, desk):
    merged(old, new, clerk)
    for member in (clerk, desk):
        at_the_desk(member).post(reverse("admin:accounts_user_change", args=[old.pk]), {"is_active": "on"})
        old.refresh_from_db()
        assert not old.is_active
