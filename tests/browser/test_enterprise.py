"""On the phone one orders and another releases: units go to a buyer, and the buyer uses some up, with a certificate."""

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from projects.models import BlockStatus, Organisation, Part, UnitBlock
from tests.browser.test_merchants_door import enrol_an_app
from tests.browser.test_sign_in import is_as_wide_as_the_screen
from tests.browser.test_till import sign_in
from tests.conftest import make_citizen
from tests.projects.conftest import issued, make_organisation, make_project, nothing_found, seat

pytestmark = pytest.mark.django_db(transaction=True)
BUYERS_LICENCE = "91350100M000100Y43"


@pytest.fixture
def buyer() -> Organisation:
    """Who gets units of a project."""
    forest = make_organisation("林盘合作社", "91510100MA00000001")
    issued(make_project(forest, 7), 100_000, (make_citizen(), make_citizen()))
    return make_organisation("锦江会展", BUYERS_LICENCE)


def room_of(organisation: Organisation, rest: str = "") -> str:
    return f"/enterprise/{organisation.public_id}/{rest}"


def released(phone: Page, by: User, organisation: Organisation) -> None:
    """The second person finds it in the room and lets it happen."""
    sign_in(phone, by).goto(room_of(organisation))
    enrol_an_app(phone)
    phone.goto(room_of(organisation))
    phone.get_by_text("是否放行").click()
    assert is_as_wide_as_the_screen(phone)
    phone.get_by_role("button", name="放行", exact=True).click()
    expect(phone.get_by_text("已放行，办理完成")).to_be_visible()


def test_units_go_to_a_buyer_who_uses_some_up(phone: Page, buyer: Organisation) -> None:
    forest = Organisation.objects.exclude(pk=buyer.pk).get()
    sign_in(phone, seat(forest, Part.EDITOR)).goto(room_of(forest, "units/"))
    phone.get_by_role("link", name="划转").click()
    phone.locator("[name=tonnes]").fill("30")
    phone.locator("[name=taker]").fill(BUYERS_LICENCE)
    phone.get_by_role("button", name="查看变动的编号").click()
    expect(phone.get_by_text("CN-CDCER-LINPAN-0007-2025-01-1-30", exact=True)).to_be_visible()
    expect(phone.get_by_text("锦江会展")).to_be_visible()
    assert is_as_wide_as_the_screen(phone)
    phone.get_by_role("button", name="提交第二人放行").click()
    expect(phone.get_by_text("已提交")).to_be_visible()
    released(phone, seat(forest, Part.RELEASER), forest)

    sign_in(phone, seat(buyer, Part.EDITOR)).goto(room_of(buyer, "units/"))
    phone.get_by_role("link", name="消纳").click()
    phone.locator("[name=tonnes]").fill("12")
    phone.locator("[name=beneficiary]").fill("城市马拉松")
    phone.get_by_role("button", name="查看变动的编号").click()
    phone.get_by_role("button", name="提交第二人放行").click()
    released(phone, seat(buyer, Part.RELEASER), buyer)
    phone.get_by_role("link", name="查看证书").click()
    expect(phone.get_by_text("CN-CDCER-LINPAN-0007-2025-01-1-12")).to_be_visible()
    expect(phone.get_by_text("城市马拉松")).to_be_visible()

    assert UnitBlock.objects.get(status=BlockStatus.RETIRED).tonnes == 12
    nothing_found()


def test_the_next_invitation_begins_empty_once_one_was_taken(phone: Page, buyer: Organisation) -> None:
    sign_in(phone, seat(buyer, Part.OWNER)).goto(room_of(buyer, "seats/"))
    enrol_an_app(phone)
    phone.locator("[name=phone]").fill("138 0000 0001")
    phone.locator("main form button[type=submit]").last.click()

    expect(phone.get_by_text("已邀请").first).to_be_visible()
    expect(phone.locator("[name=phone]")).to_have_value("")
