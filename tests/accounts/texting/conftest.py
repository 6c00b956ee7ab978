"""Both gateways on loopback, and a portal that knows them."""

from collections.abc import Iterator

import pytest

from tests.accounts.texting.loopback import (
    KEY_ID,
    SDK_APP_ID,
    SECRET,
    SIGN_NAME,
    Desk,
    check_aliyun,
    check_tencent,
    serving,
    told_by_aliyun,
    told_by_tencent,
)


@pytest.fixture(name="aliyun")
def _aliyun(settings) -> Iterator[Desk]:
    with serving(check_aliyun, told_by_aliyun) as desk:
        settings.SMS_ALIYUN = {
            "access_key_id": KEY_ID,
            "access_key_secret": SECRET,
            "sign_name": SIGN_NAME,
            "endpoint": desk.address,
            "templates": {
                "code": "SMS_1",
                "code.en": "SMS_2",
                "long_code": "SMS_3",
                "reminder": "SMS_4",
                "phone_change": "SMS_6 day code",
                "credits_expire_soon": "SMS_5 credits last_day",
            },
        }
        yield desk


@pytest.fixture(name="tencent")
def _tencent(settings) -> Iterator[Desk]:
    with serving(check_tencent, told_by_tencent) as desk:
        settings.SMS_TENCENT = {
            "secret_id": KEY_ID,
            "secret_key": SECRET,
            "sdk_app_id": SDK_APP_ID,
            "sign_name": SIGN_NAME,
            "endpoint": desk.address,
            "region": "ap-guangzhou",
            "templates": {
                "code": "1110 code minutes",
                "long_code": "1111",
                "reminder": "1112",
                "phone_change": "1113 day code",
            },
        }
        yield desk


@pytest.fixture(autouse=True)
def _both(settings, aliyun: Desk, tencent: Desk) -> None:
    settings.SMS_PROVIDERS = ["aliyun", "tencent"]
    settings.SMS_GATEWAY = "accounts.texting.gateways.Gateways"
