"""What production asks of the gateways that it names."""

import pytest

from accounts.texting import demanded
from portal import production


def test_nothing_is_missing_where_all_is_set(settings) -> None:
    settings.SMS_ALIYUN["endpoint"] = "https://dysmsapi.aliyuncs.com"
    assert list(demanded.missing()) == []


@pytest.mark.parametrize(
    ("name", "key"),
    [("aliyun", "access_key_id"), ("aliyun", "templates"), ("tencent", "sdk_app_id"), ("tencent", "sign_name")],
)
def test_each_setting_is_named(settings, name: str, key: str) -> None:
    getattr(settings, f"SMS_{name.upper()}")[key] = ""
    assert list(demanded.missing()) == [f"SMS_{name.upper()}_{key.upper()} is not set"]


def test_templates_an_address_without_tls_and_a_gateway_that_nobody_knows(settings) -> None:
    settings.SMS_ALIYUN["endpoint"] = "http://dysmsapi.aliyuncs.com"
    del settings.SMS_TENCENT["templates"]["long_code"]
    settings.SMS_PROVIDERS = ["aliyun", "tencent", "huawei"]
    assert list(demanded.missing()) == [
        "SMS_ALIYUN_ENDPOINT is no https:// address",
        "SMS_TENCENT_TEMPLATES names no long_code",
        "SMS_PROVIDERS names 'huawei', which is none of aliyun, tencent",
    ]


def test_other_regions_have_templates_of_their_own(settings) -> None:
    settings.SMS_PROVIDERS, settings.SMS_REGIONS = ["aliyun"], ["CN", "HK"]
    assert list(demanded.missing()) == [
        "SMS_ALIYUN_TEMPLATES names no abroad_code, abroad_long_code, abroad_reminder, abroad_phone_change"
    ]


@pytest.mark.parametrize("what", ["phone_change", "phone_change.en", "abroad_phone_change"])
def test_a_text_to_an_old_number_says_how_to_stop_it(settings, what: str) -> None:
    settings.SMS_PROVIDERS = ["tencent"]
    settings.SMS_TENCENT["templates"][what] = "1119 day"
    assert list(demanded.missing()) == [f"SMS_TENCENT_TEMPLATES gives {what} no variable code"]


@pytest.mark.django_db
def test_a_portal_in_earnest_says_so_before_it_starts(settings) -> None:
    settings.SMS_TENCENT["secret_key"] = ""
    assert "E007" in " ".join(str(found.id) for found in production.refusals())
