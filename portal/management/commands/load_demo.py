"""`bin/manage load_demo`: a filled budget and citizens to sign in as."""

from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.utils import timezone

from common.commands import PortalCommand
from portal import demo


class Command(PortalCommand):
    help = "Makes the demo content; safe to run again. Refuses unless DEBUG is on."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEBUG:
            raise CommandError("demo content is for DEBUG only")
        demo.load(timezone.now())
