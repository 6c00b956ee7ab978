"""A list of the desk is asked by its own filters and by nothing else: a question by any other field is a way to feel
along what nobody is shown.
"""

import re
from collections.abc import Iterator

import pytest
from django.contrib import admin
from django.db.models import Field, Model

from desk import roles
from merchants.models import Cause, Merchant
from scenarios.models import Venue
from tests.conftest import NOW

pytestmark = pytest.mark.django_db

WAYS = ("", "__exact", "__startswith", "__regex", "__gt", "__in", "__isnull")
FEELERS = ("regex", "startswith")


def paths(model: type[Model], depth: int = 2, prefix: str = "", seen: tuple[type[Model], ...] = ()) -> Iterator[str]:
    """Every field of a model, and of what it is related to in either direction."""
    for field in model._meta.get_fields():
        name = field.name  # of a relation from elsewhere, too, that by which it is asked
        if isinstance(field, Field) and not field.is_relation:
            yield f"{prefix}{name}"
        elif field.is_relation and depth and field.related_model and field.related_model not in seen:
            yield f"{prefix}{name}"
            yield from paths(field.related_model, depth - 1, f"{prefix}{name}__", (*seen, model))


@pytest.fixture
def noon(time_machine):
    """Asked for before whoever signs in: a proof of the future is none."""
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def at_desk(client, desk):
    client.force_login(desk, "django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def causes():
    """Two, since a filter is left out where there is nothing to choose from."""
    return [Cause.objects.create(name={"zh-hans": name, "en": ""}, summary={}) for name in ("植树", "护水")]


def list_of(model: type[Model]) -> str:
    return f"/admin/{model._meta.app_label}/{model._meta.model_name}/"


def test_address_of_a_screen_is_not_felt_out(at_desk, venues):
    """The attack: a letter of the address is known by whether the venue is still in the list."""
    venue = Venue.objects.first()
    assert venue is not None

    for letter in {venue.screen_token[0], "~"}:
        answer = at_desk.get(list_of(Venue), {"screen_token__regex": f"^{letter}"})
        assert (answer.status_code, answer.url) == (302, f"{list_of(Venue)}?e=1")


@pytest.mark.parametrize("model", admin.site._registry, ids=lambda model: model._meta.label)
def test_no_list_is_asked_by_a_field_that_is_not_its_filter(model, catalogue, causes, rf, desk):
    request = rf.get(list_of(model))
    request.user = desk
    lists = admin.site._registry[model]
    own = {
        name
        for spec in lists.get_changelist_instance(request).filter_specs
        for name in spec.expected_parameters()
        if name
    }
    tried = {f"{path}{way}" for path in paths(model) for way in WAYS}
    assert tried

    assert {lookup for lookup in tried if lists.lookup_allowed(lookup, "x", request)} <= own
    assert not [name for name in own if name.rpartition("__")[2] in {"regex", "startswith", "contains", "gt", "lt"}]


@pytest.mark.parametrize("model", admin.site._registry, ids=lambda model: model._meta.label)
def test_whoever_feels_for_a_secret_is_led_to_the_whole_list(model, noon, at_desk):
    roles.load()
    telling = ("token", "digest", "secret", "phone", "code", "password", "data", "key", "plate", "hash", "number")
    secrets = [path for path in paths(model, 1) if any(word in path.rpartition("__")[2] for word in telling)]

    for path in [*secrets, "user__password", "citizen__profile__phone", "citizen__authenticator__data"]:
        for way in FEELERS:
            answer = at_desk.get(list_of(model), {f"{path}__{way}": "1"})
            assert (answer.status_code, answer.url) == (302, f"{list_of(model)}?e=1"), path


def test_filters_of_a_list_still_filter(at_desk):
    Merchant.objects.create(name={"zh-hans": "茶舍", "en": ""}, status="approved", status_at=NOW)

    shown = at_desk.get(list_of(Merchant), {"status__exact": "approved"}).context["cl"]
    hidden = at_desk.get(list_of(Merchant), {"status__exact": "applied"}).context["cl"]

    assert (len(shown.result_list), len(hidden.result_list)) == (1, 0)


def test_every_filter_is_called_in_the_readers_language(noon, at_desk, catalogue):
    """A relation without a name of its own is called as the code calls it, where nobody translates that."""
    at_desk.cookies["django_language"] = "zh-hans"
    pages = [at_desk.get(list_of(model)) for model, desk in admin.site._registry.items() if desk.list_filter]

    titles = {str(each.title) for page in pages if page.status_code == 200 for each in page.context["cl"].filter_specs}

    assert len(titles) > 10
    assert {title for title in titles if re.search("[A-Za-z]{2}", title)} == set()
