"""SendSms of Tencent Cloud (腾讯云短信, sms.tencentcloudapi.com, version 2021-01-11), signed by TC3-HMAC-SHA256.

Sources: cloud.tencent.com, “签名方法 v3” (document/api/862/37573), “发送短信” (document/api/382/55981), “错误码”
(document/api/382/59177); what a variable holds: codes 1036 and 1038 of document/product/382/3771.
"""

import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from accounts.texting.answers import asked, code_in
from accounts.texting.outcomes import Unsent, Whose
from accounts.texting.templates import CODE, LONG_CODE, Message, fill

NAME = "tencent"
ALGORITHM, SERVICE, ENDING = "TC3-HMAC-SHA256", "sms", "tc3_request"
ACTION, VERSION = "SendSms", "2021-01-11"
CONTENT_TYPE = "application/json; charset=utf-8"
LONGEST_VALUE = 12
VARIABLES = {CODE: ("code",), LONG_CODE: ("first", "last")}
SENT = "Ok"
TROUBLES = {
    "FailedOperation.PhoneNumberInBlacklist": Whose.NUMBER,
    "InvalidParameterValue.IncorrectPhoneNumber": Whose.NUMBER,
    "LimitExceeded.DeliveryFrequencyLimit": Whose.LIMIT,
    "LimitExceeded.PhoneNumberDailyLimit": Whose.LIMIT,
    "LimitExceeded.PhoneNumberOneHourLimit": Whose.LIMIT,
    "LimitExceeded.PhoneNumberSameContentDailyLimit": Whose.LIMIT,
    "LimitExceeded.PhoneNumberThirtySecondLimit": Whose.LIMIT,
    "FailedOperation.ContainSensitiveWord": Whose.MESSAGE,
    "FailedOperation.TemplateIncorrectOrUnapproved": Whose.MESSAGE,
    "FailedOperation.TemplateParamSetNotMatchApprovedTemplate": Whose.MESSAGE,
    "InvalidParameterValue.ContentLengthLimit": Whose.MESSAGE,
    "InvalidParameterValue.ProhibitedUseUrlInTemplateParameter": Whose.MESSAGE,
    "InvalidParameterValue.TemplateParameterFormatError": Whose.MESSAGE,
    "InvalidParameterValue.TemplateParameterLengthLimit": Whose.MESSAGE,
    "UnsupportedOperation.ChineseMainlandTemplateToGlobalPhone": Whose.MESSAGE,
    "UnsupportedOperation.UnsupportedRegion": Whose.MESSAGE,
    "InternalError.SendAndRecvFail": Whose.UNANSWERED,
    "InternalError.Timeout": Whose.UNANSWERED,
    "no_code": Whose.UNANSWERED,
}
"""Every other code is the sender's trouble."""


def send(message: Message, *, now: datetime) -> None:
    """Has `message` sent. Raises Unsent."""
    account = settings.SMS_TENCENT
    filled = fill(message, account["templates"], VARIABLES, LONGEST_VALUE)
    values = {
        "PhoneNumberSet": [message.phone],
        "SmsSdkAppId": account["sdk_app_id"],
        "SignName": account["sign_name"],
        "TemplateId": filled.template,
        "TemplateParamSet": list(filled.values.values()),
    }
    body = json.dumps(values, ensure_ascii=False).encode()
    endpoint = urlsplit(account["endpoint"])
    signed = {"content-type": CONTENT_TYPE, "host": endpoint.netloc, "x-tc-action": ACTION}
    headers = {
        **signed,
        "x-tc-version": VERSION,
        "x-tc-region": account["region"],
        "x-tc-timestamp": str(int(now.timestamp())),
        "Authorization": authorization(
            signed, body, service=SERVICE, now=now, key_id=account["secret_id"], secret=account["secret_key"]
        ),
    }
    code = _code(asked(f"{endpoint.scheme}://{endpoint.netloc}/", headers=headers, body=body))
    if code != SENT:
        raise Unsent(TROUBLES.get(code, Whose.SENDER), code)


def authorization(
    headers: Mapping[str, str], body: bytes, *, service: str, now: datetime, key_id: str, secret: str
) -> str:
    """The header of that name, for a POST to `/`. All `headers` are signed, and named in small letters."""
    names = sorted(headers)
    signed, stamp = ";".join(names), int(now.timestamp())
    canonical = "".join(f"{name}:{headers[name].strip().lower()}\n" for name in names)
    request = "\n".join(["POST", "/", "", canonical, signed, hashlib.sha256(body).hexdigest()])
    day = now.astimezone(UTC).strftime("%Y-%m-%d")
    scope = f"{day}/{service}/{ENDING}"
    to_sign = "\n".join([ALGORITHM, str(stamp), scope, hashlib.sha256(request.encode()).hexdigest()])
    key = _mac(_mac(_mac(f"TC3{secret}".encode(), day), service), ENDING)
    signature = _mac(key, to_sign).hex()
    return f"{ALGORITHM} Credential={key_id}/{scope}, SignedHeaders={signed}, Signature={signature}"


def _mac(key: bytes, words: str) -> bytes:
    return hmac.new(key, words.encode(), hashlib.sha256).digest()


def _code(told: dict[str, Any]) -> str:
    """Of the whole request where it was refused, else of its one message."""
    response = told.get("Response")
    if isinstance(response, dict):
        if "Error" in response:
            return code_in(response["Error"])
        match response.get("SendStatusSet"):
            case [status]:
                return code_in(status)
    return "no_code"
