"""An office that proposes, another that decides, and what they need: rights, limits, a document and a filled budget."""

import io
from typing import Any

import pytest
from django.contrib.auth.models import Group
from PIL import Image

from accounts.models import User
from common.attached import Sent
from credits import audit as credits_audit
from credits.adjusting import deciding, proposing
from credits.adjusting.models import Adjustment
from credits.models import Budget
from desk import roles
from tests.conftest import NOW

SERVING, FUNDING = "账户服务 · Account service", "预算拨付 · Budget funding"
PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\nstartxref\n9\n%%EOF\n"
LETTER = Sent("决定.pdf", PDF)
SAID = {"reason": "system_error", "words": "11 月 20 日的步数少计了。", "internal_note": "工单 42，运营方已确认"}


@pytest.fixture(autouse=True)
def _uploads(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path


def official(name: str, role: str) -> User:
    member = User.objects.create(username=name, is_staff=True)
    member.groups.set([Group.objects.get(name=role)])
    return member


@pytest.fixture
def clerk(db) -> User:
    """Proposes."""
    roles.load()
    return official("clerk", SERVING)


@pytest.fixture
def controller(clerk) -> User:
    """Decides."""
    return official("controller", FUNDING)


def drafted(citizen: User, credits: int, by: User, *, now=NOW, **named: Any) -> Adjustment:
    budget = Budget.objects.get(code="citizens")
    said = {**SAID, "budget": budget, "files": [LETTER], **named}
    return proposing.draft(citizen=citizen, credits=credits, by=by, now=now, **said)


def proposed(citizen: User, credits: int, by: User, *, now=NOW, **named: Any) -> Adjustment:
    return proposing.submit(adjustment=drafted(citizen, credits, by, now=now, **named), by=by, now=now)


def approved(adjustment: Adjustment, by: User, *, now=NOW) -> Adjustment:
    return deciding.approve(adjustment=adjustment, by=by, now=now)


def png(side: int = 300) -> bytes:
    written = io.BytesIO()
    Image.effect_noise((side, side), 40).convert("RGB").save(written, "PNG")
    return written.getvalue()


def found() -> list[str]:
    """What the audit finds of the ledger."""
    return [str(one) for one in credits_audit.findings()]
