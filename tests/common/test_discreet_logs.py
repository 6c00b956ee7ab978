"""No line of the log keeps a phone, a token, a code or a secret address, whoever wrote it there."""

import logging
from io import StringIO
from logging.config import dictConfig

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction

from accounts.models import Profile
from chengdu_carbon.celery import app
from common.discreet_logs import discreet
from tests.conftest import make_citizen
from tests.processes import Worker, wait_until

TOKEN = "cc_" + "aB3-_x" * 8


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("sent to +8613800000001 at once", "sent to 138****0001 at once"),
        ("138 0000 0001, 138-0000-0001 and 86 13800000001", "138****0001, 138****0001 and 138****0001"),
        (f"Authorization: Bearer {TOKEN}", "Authorization: Bearer …"),
        (f"token {TOKEN} of alice", "token cc_… of alice"),
        ("otpauth://totp/x?secret=JBSWY3DPEHPK3PXP&issuer=y", "otpauth://…"),
        ("Not Found: /screens/abc-DEF_123/code/", "Not Found: /screens/…/code/"),
        ("GET /v/8xk2mw3hq7d9c5vt/visit/?code=123456&x=1", "GET /v/8xk2mw3hq7d9c5vt/visit/?code=…&x=1"),
        ("{'phone': '13800000001', 'code': '012345'}", "{'phone': '…', 'code': '…'}"),
        ("GET /sign-in/with/alipay/back/?auth_code=a1b2&x=1", "GET /sign-in/with/alipay/back/?auth_code=…&x=1"),
        ("/sns/userinfo?access_token=abc&appid=wx1&secret=def", "/sns/userinfo?access_token=…&appid=wx1&secret=…"),
        ("{'client_secret': 'abc', 'client_id': '1'}", "{'client_secret': '…', 'client_id': '1'}"),
        ("Cookie: sessionid=abcdef; csrftoken=ghi", "Cookie: sessionid=…; csrftoken=…"),
        (
            "boom\nDETAIL:  Failing row contains (1, 王芳\n青羊区\n, 2).\nCONTEXT:  COPY x, line 1\nCOPY y: 王芳\n",
            "boom\nDETAIL: …\nCONTEXT: …",
        ),
        ("raised: IntegrityError('no\\nDETAIL:  Key (x)=(王芳)\\n')", "raised: IntegrityError('no\\nDETAIL: …"),
        (
            "boom\nDETAIL:  Key (phone)=(1).\n\n\nThe above exception was the direct cause\nTraceback (most",
            "boom\nDETAIL: …\n\nThe above exception was the direct cause\nTraceback (most",
        ),
    ],
)
def test_what_is_secret_is_left_out(text, kept):
    assert discreet(text) == kept


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-23 04:00:00,000 ERROR django.request: Internal Server Error: /rewards/",
        "act 12345678901 of citizen 42 was scored: 160 g, 16 credits",
        "transfer 98765432109876543210",
        "status code: 500; SQLSTATE 23505",
        "document 2026-q4, order 20261123040000",
    ],
)
def test_what_is_not_secret_stays(text):
    assert discreet(text) == text


@pytest.fixture
def log():
    """What the portal's own logging writes, as the settings configure it."""
    written = StringIO()
    configured = {**settings.LOGGING, "disable_existing_loggers": False}
    configured["handlers"] = {"console": {**settings.LOGGING["handlers"]["console"], "stream": written}}
    kept = logging.root.handlers[:]
    dictConfig({**configured, "incremental": False})
    yield written
    logging.root.handlers[:] = kept


@pytest.mark.django_db
def test_value_that_the_database_refuses_stays_out_of_the_trace(log, alice):
    other = make_citizen()
    try:
        with transaction.atomic():
            Profile.objects.filter(user=other).update(phone=alice.profile.phone)
    except IntegrityError:
        logging.getLogger("django.request").exception("Internal Server Error: /sign-in/code/")

    text = log.getvalue()
    assert "IntegrityError" in text
    assert "Traceback" in text
    assert "DETAIL: …" in text
    assert "13900000001" not in text


def test_no_task_is_given_anything_but_numbers_and_the_names_of_jobs():
    """Arguments stand in the broker, and in the line that tells of a task's failure."""
    app.loader.import_default_modules()
    ours = {name: task for name, task in app.tasks.items() if not name.startswith("celery.")}

    assert len(ours) > 3
    for name, task in ours.items():
        kinds = {kind for argument, kind in task.run.__annotations__.items() if argument != "return"}
        assert kinds <= {int, str if name == "jobs.tasks.run" else int}, name


@pytest.mark.django_db(transaction=True)
def test_worker_masks_what_a_task_failed_on(tmp_path):
    worker = Worker(tmp_path)
    worker.start()
    try:
        app.send_task("evidence.tasks.make_thumbnail", ["of +8613900000001"])
        wait_until(lambda: "raised unexpected" in worker.log.read_text(), "the task has failed", 30)
    finally:
        worker.stop()

    log = worker.log.read_text()
    assert "139****0001" in log
    assert "13900000001" not in log
