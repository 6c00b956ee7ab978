"""`bin/manage load_trophies`: brings the trophies of begun.yaml into the database."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from campaigns.trophies import book
from common.commands import PortalCommand


class Command(PortalCommand):
    help = "Loads the trophies; safe to run again, and overwrites nothing that the desk has made."

    def handle(self, *args: Any, **options: Any) -> None:
        with transaction.atomic():
            book.load(timezone.now())
