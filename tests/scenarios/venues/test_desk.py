"""Venues at the desk: who may do what, evaluating in two steps, and who sees the screen's secret address."""

import pytest
from django.contrib.auth.models import Permission

from accounts.models import User
from scenarios.models import Evaluation, Venue
from scenarios.venues.check_list import Mark
from tests.conftest import NOW
from tests.desk_pages import carried, decide
from tests.scenarios.venues.conftest import marks_of

LIST = "/admin/scenarios/venue/"
FACTS = {
    "name_zh": "新商场",
    "name_en": "New Mall",
    "kind": "mall",
    "district": "jinniu",
    "address_zh": "",
    "address_en": "",
    "latitude": "",
    "longitude": "",
    "standing": "official",
    "title_zh": "名单",
    "title_en": "The list",
    "publisher_zh": "主管部门",
    "publisher_en": "The authority",
    "published_on": "2026-11-20",
}


@pytest.fixture(autouse=True)
def _noon(venues, client, time_machine):
    time_machine.move_to(NOW, tick=False)
    client.cookies["django_language"] = "en"


@pytest.fixture
def clerk(db, client):
    """Makes a member of staff with the rights that are named, and signs them in."""

    def sign_in(*rights: str) -> User:
        user = User.objects.create(username="clerk", is_staff=True)
        user.user_permissions.set(Permission.objects.filter(codename__in=rights, content_type__app_label="scenarios"))
        client.force_login(user, "django.contrib.auth.backends.ModelBackend")
        return user

    return sign_in


def told(marks) -> dict[str, str]:
    return {code: mark.value for code, mark in marks.items()}


def test_evaluating_first_says_the_score_and_then_writes_it(client, clerk, department_store):
    evaluator = clerk("view_venue", "evaluate_venue")
    address = f"{LIST}{department_store.pk}/evaluate/"
    marks = told(marks_of("mall", bags=Mark.NOT_MET, air=Mark.PARTLY))
    assert client.get(address).status_code == 200

    asked = decide(client, address, marks)
    preview = asked.content.decode()
    assert "80 of 100 points: Good" in preview
    assert "until Nov. 22, 2028. To be checked again by Nov. 23, 2027." in preview
    assert not department_store.evaluations.exists()

    answer = client.post(address, {**marks, "confirm": "1", **carried(asked)})
    assert (answer.status_code, answer.url) == (302, f"{LIST}{department_store.pk}/change/")
    [evaluation] = department_store.evaluations.all()
    assert (evaluation.score, evaluation.grade, evaluation.evaluator) == (80, "good", evaluator)


def test_preview_names_what_must_be_met_and_is_not(client, clerk, department_store):
    clerk("view_venue", "evaluate_venue")

    preview = client.post(
        f"{LIST}{department_store.pk}/evaluate/", told(marks_of("mall", sorting=Mark.PARTLY))
    ).content.decode()

    assert "95 of 100 points: Not passed" in preview
    assert "Must be met, and is not: Waste is sorted and collected by kind" in preview
    assert "Visits do not count from now on" in preview


@pytest.mark.parametrize("extra", [{"again": "1"}, {"bags": "excellent"}, {"bags": ""}])
def test_marks_that_are_to_be_mended_write_nothing(client, clerk, department_store, extra):
    clerk("view_venue", "evaluate_venue")
    marks = {**told(marks_of("mall")), "confirm": "1", **extra}

    answer = decide(client, f"{LIST}{department_store.pk}/evaluate/", marks)

    assert answer.status_code == 200
    assert answer.context["outlook"] is None
    assert not department_store.evaluations.exists()


def test_who_may_only_look_neither_evaluates_nor_sees_the_screen(client, clerk, mall):
    clerk("view_venue")
    evaluations = Evaluation.objects.count()

    page = client.get(f"{LIST}{mall.pk}/change/")
    assert page.status_code == 200
    assert mall.screen_token not in page.content.decode()
    for verb in ("evaluate", "move_screen"):
        for method in (client.get, client.post):
            assert method(f"{LIST}{mall.pk}/{verb}/", {"confirm": "1"}).status_code == 403
    assert Evaluation.objects.count() == evaluations
    assert Venue.objects.get(pk=mall.pk).screen_token == mall.screen_token


def test_who_may_change_venues_sees_the_screens_address_and_moves_it(client, clerk, mall):
    clerk("view_venue", "change_venue")
    assert f"http://testserver/screens/{mall.screen_token}/" in client.get(f"{LIST}{mall.pk}/change/").content.decode()

    assert client.get(f"{LIST}{mall.pk}/move_screen/").status_code == 200
    assert Venue.objects.get(pk=mall.pk).screen_token == mall.screen_token
    decide(client, f"{LIST}{mall.pk}/move_screen/")

    moved = Venue.objects.get(pk=mall.pk).screen_token
    assert moved != mall.screen_token
    assert moved in client.get(f"{LIST}{mall.pk}/change/").content.decode()


def test_key_of_the_codes_is_shown_to_nobody(client, desk, mall):
    client.force_login(desk)

    page = client.get(f"{LIST}{mall.pk}/change/").content

    assert bytes(mall.code_key).hex().encode() not in page
    assert b"code_key" not in page


def test_a_new_venue_is_written_in_both_languages_with_its_source(client, clerk):
    clerk("view_venue", "add_venue", "change_venue")

    client.post(f"{LIST}add/", FACTS)

    venue = Venue.objects.get(code=None)
    assert (venue.name, venue.kind, venue.district) == ({"zh-hans": "新商场", "en": "New Mall"}, "mall", "jinniu")
    assert venue.address == {}
    assert venue.source["publisher"] == {"zh-hans": "主管部门", "en": "The authority"}
    assert venue.source["date"] == "2026-11-20"


@pytest.mark.parametrize("half", [{"latitude": "30.6"}, {"address_zh": "红星路"}])
def test_half_a_place_is_refused(client, clerk, half):
    clerk("view_venue", "add_venue", "change_venue")

    assert client.post(f"{LIST}add/", {**FACTS, **half}).status_code == 200

    assert not Venue.objects.filter(code=None).exists()


def test_facts_of_a_venue_are_changed_and_its_name_kept(client, clerk, department_store):
    clerk("view_venue", "change_venue")
    address = f"{LIST}{department_store.pk}/change/"
    shown = client.get(address).context["adminform"].form.initial
    told_before = {name: shown.get(name) or "" for name in FACTS}

    decide(client, address, {**told_before, "district": "jinjiang", "latitude": "30.657", "longitude": "104.081"})

    venue = Venue.objects.get(pk=department_store.pk)
    assert (venue.district, str(venue.latitude), str(venue.longitude)) == ("jinjiang", "30.657000", "104.081000")
    assert (venue.name, venue.source) == (department_store.name, department_store.source)


@pytest.mark.parametrize("query", ["", "?q=春熙", "?kind__exact=mall", "?district__exact=gaoxin"])
def test_venues_are_listed_without_counting(client, desk, query, django_assert_max_num_queries):
    client.force_login(desk)

    with django_assert_max_num_queries(12) as captured:
        assert client.get(f"{LIST}{query}").status_code == 200
    assert "COUNT(" not in " ".join(entry["sql"].upper() for entry in captured)
