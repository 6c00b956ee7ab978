"""A 林盘 project on its way: its owner, two verifiers, the desk, and every stage that it can be brought to."""

from datetime import date, datetime, timedelta
from typing import NamedTuple

import pytest

from accounts.models import User
from common.city_time import day_span
from lists import reading
from lists.models import Edition
from projects.cycle import commenting, deciding, drafting, submitting, validating
from projects.documents.keeping import keep
from projects.documents.kinds import Sent
from projects.models import Comment, Organisation, Part, ProjectDesign
from scenarios.calendars import beginning
from tests.common.test_documents import PDF
from tests.conftest import NOW, make_citizen
from tests.kept_rows import begin_with
from tests.projects.conftest import make_organisation, seat, text

A_DAY = timedelta(days=1)
LAST_DAY = date(2026, 12, 2)
"""Seven working days after Monday, 23 November 2026."""
AFTER = day_span(LAST_DAY)[1]
"""When comments are closed."""
SQUARE = {
    "type": "Polygon",
    "coordinates": [[[103.9, 30.8], [103.91, 30.8], [103.91, 30.81], [103.9, 30.81], [103.9, 30.8]]],
}
CONTENT = {
    "name": text("袁家湾林盘"),
    "summary": text("两处林盘的管护"),
    "method": "linpan",
    "district": "pidu",
    "credited_from": "2025-01-01",
    "credited_until": "2029-12-31",
    "address": "郫都区唐昌镇袁家湾 3 组",
    "boundary": SQUARE,
    "baseline": "没有项目时林木缺少管护，逐年衰退。",
    "additionality": "管护没有其他资金来源。",
    "monitoring": "每年按小班抽样一次，记录面积与成活率。",
    "given": {
        "area_rate": {"value": "9", "document": "样地调查 2025"},
        "anyway": {"value": "1.2", "document": "样地调查 2025"},
    },
    "chosen": {},
    "lines": [
        {
            "table": "areas",
            "source": "袁家湾 A",
            "starts_on": "2025-01-01",
            "ends_on": "2025-12-31",
            "values": {"area": "40", "survival": "0.95", "uncertainty": "0.1"},
            "units": {},
        }
    ],
    "things": {"plot": ["YJW-A", "YJW-B"]},
}


class Cast(NamedTuple):
    owner: Organisation
    by: User
    verifier: Organisation
    judge: User
    clerk: User


@pytest.fixture(autouse=True)
def _uploads(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def calendars(db) -> None:
    begin_with("calendars of projects", lambda: beginning.load(NOW), [Edition])
    reading.forget()


@pytest.fixture
def cast(forest, calendars) -> Cast:
    verifier = make_verifier("蓉城认证", "91510100MA00000009")
    return Cast(forest, seat(forest, Part.OWNER), verifier, seat(verifier, Part.OWNER), make_citizen())


def make_verifier(name: str, licence: str, **more) -> Organisation:
    made = make_organisation(name, licence)
    Organisation.objects.filter(pk=made.pk).update(**{"is_verifier": True, "accreditation": "CNAS-V001", **more})
    made.refresh_from_db()
    return made


def drafted(owner: Organisation, by: User, **more) -> ProjectDesign:
    """With all that a design needs."""
    design = drafting.begin(owner=owner, name=CONTENT["name"], by=by, now=NOW)
    ProjectDesign.objects.filter(pk=design.pk).update(draft={**CONTENT, **more})
    keep(Sent("design.pdf", PDF), "项目设计文件", design, by, now=NOW, is_public=True)
    design.refresh_from_db()
    return design


def submitted(cast: Cast, **more) -> ProjectDesign:
    design = drafted(cast.owner, cast.by, **more)
    submitting.submit(design=design, by=cast.by, now=NOW)
    design.refresh_from_db()
    return design


def published(cast: Cast, **more) -> ProjectDesign:
    return deciding.publish(design=submitted(cast, **more), by=cast.clerk, now=NOW)


def commented(design: ProjectDesign, words: str = "这里已经有另一个项目了吗？", by: User | None = None) -> Comment:
    return commenting.comment(design=design, words=words, by=by or make_citizen(), now=NOW)


def validating_(cast: Cast, **more) -> ProjectDesign:
    return validating.assign(design=published(cast, **more), verifier=cast.verifier, by=cast.clerk, now=AFTER)


def validated(cast: Cast, *, is_favourable: bool = True, now: datetime = AFTER, **more) -> ProjectDesign:
    design = validating_(cast, **more)
    opinion(design, cast, is_favourable=is_favourable, now=now)
    design.refresh_from_db()
    return design


def opinion(design: ProjectDesign, cast: Cast, *, is_favourable: bool = True, now: datetime = AFTER):
    sent = Sent("opinion.pdf", PDF.replace(b"Catalog", b"Catalog /Lang (zh)"))
    said = {"is_favourable": is_favourable, "words": "符合方法学要求。"}
    return validating.validate(design=design, sent=sent, by=cast.judge, now=now, **said)
