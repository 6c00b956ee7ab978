"""Codes leave the house by the gateway that the settings name."""

import logging

import pytest

from accounts import sms


def test_the_log_gateway_writes_the_code_and_masks_the_phone(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, logger="accounts.sms"):
        sms.LogGateway().send_code(phone="+8613800000001", code="012345")
    assert caplog.messages == ["Sign-in code for 138****0001: 012345"]


def test_the_gateway_is_the_one_that_the_settings_name(settings) -> None:
    settings.SMS_GATEWAY = "accounts.sms.LogGateway"
    assert isinstance(sms.gateway(), sms.LogGateway)
