"""Codes leave the house by the gateway that the settings name, and no log keeps one where the portal is in earnest."""

import logging
import re

import pytest

from accounts import sms
from accounts.refusals import CodeNotSent
from tests.accounts.test_sign_in import page
from tests.processes import Web


def test_the_log_gateway_of_a_demonstration_writes_the_code_and_masks_the_phone(
    caplog: pytest.LogCaptureFixture, settings
) -> None:
    settings.DEBUG = True
    with caplog.at_level(logging.INFO, logger="accounts.sms"):
        sms.LogGateway().send_code(phone="+8613800000001", code="012345")
    assert caplog.messages == ["Sign-in code for 138****0001: 012345"]


def test_without_debug_the_log_gateway_sends_nothing_and_says_why(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG), pytest.raises(CodeNotSent):
        sms.LogGateway().send_code(phone="+8613800000001", code="012345")

    assert caplog.messages == ["No sign-in code was sent: SMS_GATEWAY names no gateway that sends messages"]
    assert "012345" not in caplog.text
    assert "0001" not in caplog.text


@pytest.mark.django_db
def test_whoever_asks_for_a_code_that_cannot_be_sent_is_told_and_awaits_none(client, caplog) -> None:
    with caplog.at_level(logging.DEBUG):
        asked = client.post("/sign-in/", {"phone": "13900000009"})

    assert "短信没有发出去，请过几分钟再试。" in page(asked)
    assert client.get("/sign-in/code/").status_code == 302
    assert not re.search(r"\b[0-9]{6}\b", caplog.text)


def test_the_gateway_is_the_one_that_the_settings_name(settings) -> None:
    settings.SMS_GATEWAY = "accounts.sms.LogGateway"
    assert isinstance(sms.gateway(), sms.LogGateway)


@pytest.mark.django_db(transaction=True)
def test_log_of_a_web_server_in_earnest_keeps_neither_code_nor_phone(tmp_path) -> None:
    from tests.portal.test_outages import ask

    web = Web(tmp_path)
    web.start()
    try:
        door = ask(web, "/sign-in/")
        token = door.read().decode().partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]
        form = f"csrfmiddlewaretoken={token}&phone=13900000009".encode()
        asked = ask(
            web,
            "/sign-in/",
            form,
            cookie=door.headers["set-cookie"].partition(";")[0],
            **{"content-type": "application/x-www-form-urlencoded"},
        )
    finally:
        web.stop()

    log = web.log.read_text()
    assert "短信没有发出去" in asked.read().decode()
    assert "No sign-in code was sent" in log
    assert not re.search(r"code[^\n]*[0-9]{6}|13900000009|139 ?0000 ?0009", log)
