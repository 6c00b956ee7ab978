"""What the desk hides of an event's name is hidden wherever it is printed: pages, papers and retirements."""

import csv
from io import StringIO

import pytest
from django.urls import reverse

from projects.events import certificate as of_event
from projects.events import verifying
from projects.events.retiring import certificate as last_certificate
from projects.models import Event, EventStep
from projects.public import certificate, reading
from projects.refusals import OwnOrganisation
from tests.conftest import make_citizen
from tests.projects.conftest import nothing_found
from tests.projects.events.conftest import AFTER, FACTS

NAMES = [*FACTS.name.values(), FACTS.venue]


def public_texts(client, event: Event) -> dict[str, str]:
    [used] = reading.retirements()
    pages = {
        "event": reverse("projects:public_event", args=[event.public_id]),
        "events": reverse("projects:public_events"),
        "retirement": reverse("projects:retirement", args=[used.public_id]),
        "project": reverse("projects:project", args=[used.move.issuance.project.public_id]),
        "registry": reverse("projects:registry"),
        "changes": reverse("projects:changes"),
    }
    texts = {name: client.get(page).content.decode() for name, page in pages.items()}
    for form in ("csv", "json"):
        answer = client.get(reverse(f"projects:data_{form}", args=["retirements"]))
        texts[form] = b"".join(answer).decode("utf-8-sig")
    shown = Event.objects.published().get(pk=event.pk)
    texts["retirement on paper"] = str(list(certificate._facts(used)))
    texts["event on paper"] = str([str(shown), *of_event._facts(shown, last_certificate(shown))])
    return texts


def telling(texts: dict[str, str]) -> set[str]:
    return {place for place, text in texts.items() if any(name in text for name in NAMES)}


def test_a_hidden_name_is_hidden_wherever_it_was_printed(client, neutral):
    before = telling(public_texts(client, neutral))
    assert before >= {"event", "events", "retirement", "project", "csv", "json", "retirement on paper"}

    verifying.hide_name(event=neutral, reason="含他人姓名", by=make_citizen(), now=AFTER)

    texts = public_texts(client, neutral)
    assert telling(texts) == set()
    [row] = csv.DictReader(StringIO(texts["csv"]))
    assert (row["beneficiary"], row["tonnes"], row["redacted_on"]) == ("", "3", "2026-12-10")
    assert "2026年12月10日" in texts["retirement"]
    nothing_found()


def test_both_papers_are_still_made(client, neutral):
    verifying.hide_name(event=neutral, reason="含他人姓名", by=make_citizen(), now=AFTER)
    [used] = reading.retirements()

    for address in (
        reverse("projects:retirement_pdf", args=[used.public_id]),
        reverse("projects:event_certificate_pdf", args=[neutral.public_id]),
    ):
        assert client.get(address)["Content-Type"] == "application/pdf"


def test_whoever_acts_for_the_organiser_hides_nothing_of_it(neutral, leader):
    said, version = {"reason": "含他人姓名", "by": leader, "now": AFTER}, neutral.versions.latest("pk")
    with pytest.raises(OwnOrganisation):
        verifying.hide_name(event=neutral, **said)
    with pytest.raises(OwnOrganisation):
        verifying.hide_words(version=version, **said)

    assert not EventStep.objects.filter(kind="hidden").exists()
