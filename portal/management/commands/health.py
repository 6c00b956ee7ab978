"""`bin/manage health`: what `/healthz` says, with all its facts; exit status 1 when work is not being done."""

import sys
from typing import Any

from django.core.management.base import BaseCommand
from django.core.serializers.json import DjangoJSONEncoder

from portal.overall_health import examine


class Command(BaseCommand):
    help = "Says of each part of the portal whether its work is being done, and what an operator wants to know of it."

    def handle(self, *args: Any, **options: Any) -> None:
        found = examine()
        told = {"status": "up" if found.is_well else "down", "parts": found.words(), "facts": found.facts()}
        self.stdout.write(DjangoJSONEncoder(indent=2, ensure_ascii=False).encode(told))
        if not found.is_well:
            sys.exit(1)
