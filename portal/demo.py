"""Demo content: a filled budget, citizens to sign in as, a mall. Only for a portal that runs with DEBUG."""

from datetime import datetime, timedelta

from allauth.mfa.totp.internal.auth import generate_totp_secret
from django.db import transaction

from accounts import second_factor
from accounts.districts import District
from accounts.models import Profile, User
from credits import budgets, ledger
from portal import demo_mall

CITIZENS = [("13800000001", "王阿姨"), ("13800000002", "小李")]
STAFF = ("desk", "chengdu-demo-desk")
"""Name and password of the demo's member of staff; no secret, since the demo runs only with DEBUG."""
SIGN_INS = [*CITIZENS, ("/admin/", " ".join(STAFF))]
DISTRICTS = [District.JINJIANG, District.GAOXIN]
BUDGET = 10_000_000
FUNDED_BY = "fund:demo"
"""The ledger forgets nothing: where this stands, the demonstration was loaded, whatever became of its people."""


def is_there() -> bool:
    """Whether this database ever was a demonstration's, or somebody of its staff is in it."""
    name, password = STAFF
    staff = User.objects.filter(username=name, is_active=True).first()
    return ledger.find(FUNDED_BY) is not None or (staff is not None and staff.check_password(password))


def load(now: datetime) -> None:
    """Makes the demo content; what is there already stays as it is."""
    with transaction.atomic():
        budget = budgets.open_budget("citizens", {"zh-hans": "公众碳积分（演示）", "en": "Citizens’ credits (demo)"})
        if budget.funded_at is None:
            budgets.fund(budget, BUDGET, reference=FUNDED_BY, now=now)
        for (phone, name), district in zip(CITIZENS, DISTRICTS, strict=True):
            if not Profile.objects.filter(phone=f"+86{phone}").exists():
                Profile.objects.create(
                    user=User.objects.create_citizen(),
                    phone=f"+86{phone}",
                    phone_verified_at=now,
                    display_name=name,
                    district=district,
                )
        if not User.objects.filter(username=STAFF[0]).exists():
            User.objects.create_superuser(*STAFF)
        _enrol(User.objects.get(username=STAFF[0]), now)
        clerk = User.objects.get(profile__phone=f"+86{CITIZENS[1][0]}")
        demo_mall.load(now, clerk, invited_phone=CITIZENS[0][0])


def _enrol(staff: User, now: datetime) -> None:
    """A second factor whose codes the page shows; enrolled earlier, so that the code of now still counts."""
    if second_factor.find(staff) is None:
        secret, earlier = generate_totp_secret(), now - timedelta(minutes=2)
        code = second_factor.code_at(secret, earlier)
        second_factor.enrol(user=staff, secret=secret, code=code, now=earlier)
