"""What few saved who did not agree follows from no page or file of a pool; told in kilograms it would, to the gram."""

import re
from collections.abc import Iterator

import pytest
from django.db.models import Sum
from django.test import Client
from django.urls import reverse

from accounts.models import User
from activities.models import Assessment
from projects.models import CarbonProject, Issuance
from tests.city.intervals import Told, pinned
from tests.projects.pooling.conftest import agreed, gathered, rider
from tests.projects.pooling.test_course import handed_in, issued, stated, worth

POOLED, BESIDE = frozenset({"pooled"}), frozenset({"beside"})
TONNE_G = 1_000_000


@pytest.fixture
def issuance(pool, riders, clerks, owner, verifier, auditor) -> Issuance:
    """Of six who agreed; two others rode in the same month and district, and did not."""
    for citizen in riders:
        worth(citizen, 500_000)
    rider(9000, agrees=False), rider(4000, agrees=False)
    month = agreed(gathered(pool, clerks[0]), clerks[1])
    stated(handed_in(month, verifier, owner), auditor)
    made: Issuance = issued(month, clerks)
    return made


def pages(issuance: Issuance, citizen: User) -> Iterator[str]:
    """Everybody's, and the one of a citizen who agreed."""
    anybody, own = (Client(headers={"accept-language": "zh-hans"}) for _each in range(2))
    own.force_login(citizen)
    project, report = issuance.project, issuance.report
    for client, name, *args in [
        (anybody, "projects:public_report", report.public_id),
        (anybody, "projects:project", project.public_id),
        (anybody, "projects:registry"),
        (anybody, "projects:data_json", "issuances"),
        (anybody, "projects:data_csv", "issuances"),
        (own, "projects:pooling"),
    ]:
        answer = client.get(reverse(name, args=args))
        assert answer.status_code == 200, name
        yield answer.getvalue().decode() if answer.streaming else answer.content.decode()


def told(page: str) -> Iterator[Told]:
    """What a page says that all who agreed saved, in grams."""
    for tonnes in re.findall(r"至少 ([\d,]+) 吨", page):
        least = int(tonnes.replace(",", "")) * TONNE_G
        yield Told(POOLED, least, least + TONNE_G - 1)
    for kilograms in re.findall(r"合计\s*</dt>\s*<dd[^>]*>\s*([\d,.]+) 千克", page):
        grams = int(float(kilograms.replace(",", "")) * 1000)
        yield Told(POOLED, grams, grams)


@pytest.mark.parametrize("is_left_out", [False, True])
def test_the_few_beside_a_pool_are_found_where_it_is_told_in_kilograms(issuance, riders, monkeypatch, is_left_out):
    if is_left_out:
        monkeypatch.setattr(CarbonProject, "is_of_citizens", False)
    grams = Assessment.objects.aggregate(all=Sum("grams"))["all"]
    city = Told(POOLED | BESIDE, grams, grams)
    read = list(pages(issuance, riders[0]))

    known = [city, *(one for page in read for one in told(page))]

    of_both = Assessment.objects.exclude(activity__citizen__in=riders).aggregate(sum=Sum("grams"))["sum"]
    assert len(known) > 1
    assert pinned(known, [BESIDE]) == ([(BESIDE, of_both)] if is_left_out else [])
    exactly = {str(issuance.kilograms), f"{issuance.kilograms:,}", issuance.report.versions.get().lines_sha256}
    assert any(said in page for said in exactly for page in read) == is_left_out


def test_the_statement_of_a_pool_is_read_by_who_takes_part_in_it(issuance, auditor):
    address = reverse("projects:document", args=[issuance.report.statement.file.public_id])
    inside = Client()
    inside.force_login(auditor)

    assert Client().get(address).status_code == 404
    assert inside.get(address).status_code == 200
