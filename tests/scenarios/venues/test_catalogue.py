"""The catalogue of venues: forty of them, real ones by their source, loaded once and never rewritten."""

import csv
import os
from collections import Counter
from datetime import timedelta
from pathlib import Path
from shutil import copytree

import pytest
import yaml

from scenarios.models import Evaluation, Venue
from scenarios.rules import Standing
from scenarios.venues import catalogue as venue_catalogue
from scenarios.venues.catalogue import FOLDER, VenueCatalogueError
from scenarios.venues.check_list import Mark
from scenarios.venues.evaluation import evaluate
from tests.conftest import NOW
from tests.scenarios.venues.conftest import marks_of

ROOT = Path(__file__).parents[3]
SAMPLES = Path(os.environ.get("PORTAL_SAMPLES") or ROOT.parent / "shared" / "data") / "chengdu_venues"
KINDS = {"商超": "mall", "景区": "scenic", "餐饮": "restaurant", "酒店": "hotel"}

pytestmark = pytest.mark.usefixtures("venues")


@pytest.fixture
def edited(tmp_path):
    """A copy of the catalogue in which one file was changed."""

    def edit(name, change):
        folder = copytree(FOLDER, tmp_path / "catalogue")
        whole = yaml.safe_load((folder / name).read_text(encoding="utf-8"))
        change(whole["venues"])
        (folder / name).write_text(yaml.safe_dump(whole, allow_unicode=True), encoding="utf-8")
        return folder

    return edit


def everything():
    return list(Venue.objects.order_by("pk").values()), list(Evaluation.objects.order_by("pk").values())


def test_forty_venues_are_loaded_ten_of_each_kind():
    assert Counter(Venue.objects.values_list("kind", flat=True)) == dict.fromkeys(KINDS.values(), 10)
    assert Counter(Venue.objects.values_list("standing", flat=True)) == {"published": 14, "demo": 26}


def test_no_real_venue_was_given_a_score():
    assert not Evaluation.objects.exclude(venue__standing=Standing.DEMO).exists()


@pytest.mark.skipif(not SAMPLES.is_dir(), reason=f"no sample files in {SAMPLES}; PORTAL_SAMPLES names their folder")
def test_real_venues_are_those_of_the_published_list():
    [path] = SAMPLES.glob("*.csv")
    with path.open(encoding="utf-8-sig") as file:
        published = {(row["name"], KINDS[row["category"]]) for row in csv.DictReader(file)}
    real = Venue.objects.exclude(standing=Standing.DEMO)

    # The list is typed with narrow brackets.
    narrow = str.maketrans("（）", "()")
    assert {(venue.name["zh-hans"].translate(narrow), venue.kind) for venue in real} == published


def test_every_venue_has_a_name_in_both_languages_and_a_source():
    for venue in Venue.objects.all():
        assert set(venue.name) == {"zh-hans", "en"}
        assert venue.source_text()


def test_loading_again_changes_nothing():
    before = everything()

    venue_catalogue.load(NOW + timedelta(days=1))

    assert everything() == before


def test_loading_again_leaves_what_the_desk_wrote(mall, desk):
    mall.address = {"zh-hans": "红星路三段", "en": "Hongxing Road"}
    mall.save()
    evaluate(mall, marks=marks_of("mall", bags=Mark.NOT_MET), evaluator=desk, now=NOW)
    before = everything()

    venue_catalogue.load(NOW + timedelta(days=1))

    assert everything() == before


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (lambda venues: venues[0]["evaluation"].update(not_met=["bags"]), "is written and cannot change"),
        (lambda venues: venues[0]["evaluation"].update(partly=["kitchen"]), "no criterion kitchen"),
        (lambda venues: venues.append(venues[0]), "stands twice"),
        (lambda venues: venues.append({**venues[0], "code": "new", "district": "atlantis"}), "atlantis"),
        (lambda venues: venues.append({**venues[0], "code": "new", "kind": "zoo"}), "zoo"),
    ],
)
def test_catalogue_that_contradicts_itself_or_what_is_written_loads_nothing(edited, change, complaint):
    def with_a_new_one_before(venues):
        change(venues)
        venues.insert(0, {"code": "aaa", "kind": "mall", "name": {"zh-hans": "新", "en": "New"}})

    folder = edited("demo.yaml", with_a_new_one_before)
    before = everything()

    with pytest.raises(VenueCatalogueError, match=complaint):
        venue_catalogue.load(NOW, folder)

    assert everything() == before
