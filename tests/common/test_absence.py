"""What the portal says while its database is away, only reads or has no room: 503, in the form and language asked."""

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client

from activities.models import Activity
from tests.conftest import NOW

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("catalogue", "budget")]

NO_ROOM = "本站的空间满了，存不下新的内容，请过一阵再试。"
AWAY = "本站暂时办不了这件事，请过一分钟再试。"


def walk_of_yesterday() -> dict[str, object]:
    day = (NOW - timedelta(days=1)).date().isoformat()
    return {"activities": [{"id": "walk", "scenario": "walking", "day": day, "claim": {"steps": 8000}}]}


def refuse_every_act(code: str) -> None:
    """The database itself answers as it does on a full disk, or where it may not write."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
                $$ BEGIN RAISE EXCEPTION 'a secret' USING ERRCODE = '{code}'; END $$;
            CREATE TRIGGER refuse BEFORE INSERT ON activities_activity FOR EACH ROW EXECUTE FUNCTION refuse();
            """
        )


@pytest.fixture(autouse=True)
def _noon(time_machine):
    """The walk is of the day before."""
    time_machine.move_to(NOW)


@pytest.fixture(autouse=True)
def _acts_are_taken_again():
    yield
    connection.close()
    with connection.cursor() as cursor:
        cursor.execute("DROP FUNCTION IF EXISTS refuse CASCADE")


@pytest.fixture
def client():
    return Client(raise_request_exception=False)


@pytest.mark.parametrize(
    ("code", "said", "chinese"),
    [("53100", "no_room", NO_ROOM), ("25006", "unavailable", AWAY), ("57P01", "unavailable", AWAY)],
    ids=["disk full", "only reads", "going down"],
)
def test_act_that_cannot_be_kept_is_answered_with_503_and_leaves_nothing(client, alice, token_of, code, said, chinese):
    refuse_every_act(code)

    answer = client.post(
        "/api/v1/activities",
        walk_of_yesterday(),
        content_type="application/json",
        headers={**token_of(alice), "accept-language": "zh-hans"},
    )

    assert (answer.status_code, answer["Content-Type"]) == (503, "application/problem+json")
    problem = json.loads(answer.content)
    assert (problem["code"], problem["status"], problem["detail"]) == (said, 503, chinese)
    assert answer["Retry-After"] == "5"
    assert not Activity.objects.exists()


@pytest.mark.parametrize(("language", "sentence"), [("zh-hans", NO_ROOM), ("en", "no room left")])
def test_form_that_cannot_be_kept_is_answered_with_a_page_in_the_readers_language(client, alice, language, sentence):
    client.force_login(alice)
    client.cookies["django_language"] = language
    refuse_every_act("53100")

    day = (NOW - timedelta(days=1)).date().isoformat()
    answer = client.post("/act/walking/", {"steps": 8000, "day": day})

    assert answer.status_code == 503
    assert sentence in answer.content.decode()
    assert "a secret" not in answer.content.decode()


def test_log_says_what_is_away_and_not_what_was_asked_for(client, alice, token_of, caplog):
    refuse_every_act("53100")

    client.post("/api/v1/activities", walk_of_yesterday(), content_type="application/json", headers=token_of(alice))

    assert "no_room: DiskFull" in caplog.text
    assert "a secret" not in caplog.text


def test_connection_that_only_reads_is_let_go_so_that_the_next_request_finds_another(client, alice, token_of):
    sent = {"content_type": "application/json", "headers": token_of(alice)}
    with connection.cursor() as cursor:
        cursor.execute("SET default_transaction_read_only = on")

    answers = [client.post("/api/v1/activities", walk_of_yesterday(), **sent).status_code for _ in range(2)]

    assert answers == [503, 200]
    assert Activity.objects.count() == 1


def test_statements_that_a_pooler_forgot_cost_one_request(client, alice, token_of):
    headers = token_of(alice)
    assert client.get("/api/v1/activities", headers=headers).status_code == 200
    with connection.cursor() as cursor:
        cursor.execute("DEALLOCATE ALL")

    answers = [client.get("/api/v1/activities", headers=headers).status_code for _ in range(2)]

    assert answers == [503, 200]


def test_fault_of_ours_is_a_problem_for_programs_and_a_page_for_people(client, alice, token_of):
    refuse_every_act("22012")

    answer = client.post(
        "/api/v1/activities", walk_of_yesterday(), content_type="application/json", headers=token_of(alice)
    )

    assert (answer.status_code, answer["Content-Type"]) == (500, "application/problem+json")
    assert json.loads(answer.content)["code"] == "fault"
    assert b"a secret" not in answer.content
