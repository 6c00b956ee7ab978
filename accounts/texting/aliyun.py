"""SendSms of Alibaba Cloud (阿里云短信服务, dysmsapi, version 2017-05-25), signed by ACS3-HMAC-SHA256.

Sources: help.aliyun.com, “V3版本请求体&签名机制” (sdk/product-overview/v3-request-structure-and-signature), “SendSms”
(sms/developer-reference/api-dysmsapi-2017-05-25-sendsms), “API错误码” (document_detail/101346).
"""

import hashlib
import hmac
import json
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime
from urllib.parse import quote, urlsplit

from django.conf import settings

from accounts.phones import COUNTRY_CODE
from accounts.texting.answers import asked, code_in
from accounts.texting.outcomes import Unsent, Whose
from accounts.texting.templates import CODE, LONG_CODE, Message, fill

NAME = "aliyun"
ALGORITHM = "ACS3-HMAC-SHA256"
VERSION = "2017-05-25"
LONGEST_VALUE = 35
VARIABLES = {CODE: ("code",), LONG_CODE: ("code",)}
SENT = "OK"
TROUBLES = {
    "isv.MOBILE_NUMBER_ILLEGAL": Whose.NUMBER,
    "isv.CUSTOMER_REFUSED": Whose.NUMBER,
    "isv.BUSINESS_LIMIT_CONTROL": Whose.LIMIT,
    "isv.BLACK_KEY_CONTROL_LIMIT": Whose.MESSAGE,
    "isv.DOMESTIC_NUMBER_NOT_SUPPORTED": Whose.MESSAGE,
    "isv.INVALID_JSON_PARAM": Whose.MESSAGE,
    "isv.PARAM_LENGTH_LIMIT": Whose.MESSAGE,
    "isv.PARAM_NOT_SUPPORT_URL": Whose.MESSAGE,
    "isv.SMS_CONTENT_ILLEGAL": Whose.MESSAGE,
    "isv.SMS_CONTENT_MISMATCH_TEMPLATE_TYPE": Whose.MESSAGE,
    "isv.SMS_TEMPLATE_ILLEGAL": Whose.MESSAGE,
    "isv.TEMPLATE_MISSING_PARAMETERS": Whose.MESSAGE,
    "isv.TEMPLATE_PARAMS_ILLEGAL": Whose.MESSAGE,
    "isv.UNSUPPORTED_CONTENT": Whose.MESSAGE,
    "no_code": Whose.UNANSWERED,
}
"""Every other code is the sender's trouble."""


def send(message: Message, *, now: datetime) -> None:
    """Has `message` sent. Raises Unsent."""
    account = settings.SMS_ALIYUN
    filled = fill(message, account["templates"], VARIABLES, LONGEST_VALUE)
    query = _query(
        {
            "PhoneNumbers": _number(message.phone),
            "SignName": account["sign_name"],
            "TemplateCode": filled.template,
            "TemplateParam": json.dumps(filled.values, ensure_ascii=False, separators=(",", ":")),
        }
    )
    endpoint = urlsplit(account["endpoint"])
    headers = {
        "host": endpoint.netloc,
        "x-acs-action": "SendSms",
        "x-acs-content-sha256": hashlib.sha256(b"").hexdigest(),
        "x-acs-date": now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "x-acs-signature-nonce": secrets.token_hex(16),
        "x-acs-version": VERSION,
    }
    headers["Authorization"] = authorization(
        query, headers, key_id=account["access_key_id"], secret=account["access_key_secret"]
    )
    told = asked(f"{endpoint.scheme}://{endpoint.netloc}/?{query}", headers=headers)
    if (code := code_in(told)) != SENT:
        raise Unsent(TROUBLES.get(code, Whose.SENDER), code)


def authorization(query: str, headers: Mapping[str, str], *, key_id: str, secret: str) -> str:
    """The header of that name, for a POST to `/` without a body. All `headers` are signed, and named in small letters.

    `query` is canonical: sorted, and written as RFC 3986 has it.
    """
    names = sorted(headers)
    signed = ";".join(names)
    canonical = "".join(f"{name}:{headers[name].strip()}\n" for name in names)
    request = "\n".join(["POST", "/", query, canonical, signed, headers["x-acs-content-sha256"]])
    to_sign = f"{ALGORITHM}\n{hashlib.sha256(request.encode()).hexdigest()}"
    signature = hmac.new(secret.encode(), to_sign.encode(), hashlib.sha256).hexdigest()
    return f"{ALGORITHM} Credential={key_id},SignedHeaders={signed},Signature={signature}"


def _query(values: Mapping[str, str]) -> str:
    return "&".join(f"{quote(name, safe='')}={quote(values[name], safe='')}" for name in sorted(values))


def _number(phone: str) -> str:
    """Of the mainland eleven digits, of elsewhere the region's code and the number, without a sign."""
    return phone.removeprefix(COUNTRY_CODE).removeprefix("+")
