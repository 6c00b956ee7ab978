"""`bin/manage open_pool 91510100MA00000101 2026-01-01 2030-12-31 --by … --agreed-by …`: founds a pool."""

import argparse
from datetime import date
from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone

from accounts.models import User
from common.commands import PortalCommand
from common.errors import DomainError
from projects.models import Organisation
from projects.pooling import founding

PROPOSES, AGREES = "projects.draw_pooledmonth", "projects.agree_pooledmonth"


class Command(PortalCommand):
    help = "Registers a project that pools citizens' reductions, of an organisation, by two of the desk."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("licence", help="the operator's unified social credit code")
        parser.add_argument("since", type=date.fromisoformat, help="the first day credited, such as 2026-01-01")
        parser.add_argument("until", type=date.fromisoformat, help="the last day credited")
        parser.add_argument("--by", required=True, help="a member of staff who may gather months, by name")
        parser.add_argument("--agreed-by", required=True, help="another one, who may agree to them")

    def handle(self, *args: Any, licence: str, since: date, until: date, **options: Any) -> None:
        owner = Organisation.objects.exclude(status="refused").filter(licence=licence).first()
        if owner is None:
            raise CommandError(f"no organisation has the code {licence}")
        two = {"by": _member(options["by"], PROPOSES), "agreed_by": _member(options["agreed_by"], AGREES)}
        try:
            pool = founding.found(owner=owner, credited_from=since, credited_until=until, now=timezone.now(), **two)
        except DomainError as error:
            raise CommandError(error.sentence) from error
        self.stdout.write(f"project {pool.number}: {pool}, of {owner}, {since} to {until}")


def _member(name: str, right: str) -> User:
    member = User.objects.filter(username=name, is_staff=True, is_active=True).first()
    if member is None or not member.has_perm(right):
        raise CommandError(f"nobody called {name} may do this: {right}")
    return member
