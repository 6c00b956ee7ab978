"""What a citizen's inbox says, as its page does."""

from django.utils import translation

from accounts.inbox.reading import line
from accounts.models import Notice, User


def said_to(citizen: User, language: str = "en") -> list[str]:
    """The sentences, the first first."""
    with translation.override(language):
        return [line(notice).sentence for notice in Notice.objects.of(citizen.pk).order_by("pk")]


def led_to(citizen: User) -> list[str]:
    """Where the lines lead, the first first."""
    return list(Notice.objects.of(citizen.pk).order_by("pk").values_list("path", flat=True))
