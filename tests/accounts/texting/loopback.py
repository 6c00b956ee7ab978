"""Two gateways of text messages on loopback: they check signatures as the documentation of each says, and misbehave.

Written from the documentation, without a line of what it checks: help.aliyun.com “V3版本请求体&签名机制” and SendSms,
cloud.tencent.com “签名方法 v3” and “发送短信”.
"""

import hashlib
import hmac
import json
import re
import threading
import time
import urllib.parse
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

KEY_ID, SECRET = "LTAI5tLoopback", "a-secret-of-the-tests-alone"
SIGN_NAME = "碳惠天府"
SDK_APP_ID = "1400006666"


@dataclass(frozen=True)
class Sent:
    phone: str
    template: str
    values: Any


@dataclass
class Desk:
    """What a gateway has been asked, what it sent, and how it behaves: `mood` is a word of `MOODS` or an error code."""

    check: Callable[["Desk", Any, bytes], str]
    mood: str = "well"
    sent: list[Sent] = field(default_factory=list)
    asked: int = 0
    clock_ahead: timedelta = timedelta()
    secret: str = SECRET
    nonces: set[str] = field(default_factory=set)
    address: str = ""

    @property
    def now(self) -> datetime:
        return datetime.now(UTC) + self.clock_ahead


def check_aliyun(desk: Desk, request: Any, body: bytes) -> str:
    """The code of the answer."""
    headers = {name.lower(): value for name, value in request.headers.items()}
    found = re.fullmatch(
        r"ACS3-HMAC-SHA256 Credential=([^,]+),SignedHeaders=([^,]+),Signature=([0-9a-f]{64})",
        headers.get("authorization", ""),
    )
    if not found:
        return "IncompleteSignature"
    key_id, signed, signature = found.groups()
    if key_id != KEY_ID:
        return "InvalidAccessKeyId.NotFound"
    must = {name for name in headers if name.startswith("x-acs-") or name in ("host", "content-type")}
    if set(signed.split(";")) != must or signed.split(";") != sorted(signed.split(";")):
        return "IncompleteSignature"
    parts = urllib.parse.urlsplit(request.path)
    canonical = "&".join(
        f"{percent(name)}={percent(value)}"
        for name, value in sorted(urllib.parse.parse_qsl(parts.query, keep_blank_values=True))
    )
    lines = "".join(f"{name}:{headers[name].strip()}\n" for name in signed.split(";"))
    digest = hashlib.sha256(body).hexdigest()
    whole = f"{request.command}\n{parts.path}\n{canonical}\n{lines}\n{signed}\n{digest}"
    to_sign = "ACS3-HMAC-SHA256\n" + hashlib.sha256(whole.encode()).hexdigest()
    if headers["x-acs-content-sha256"] != digest or signature != hexmac(desk.secret.encode(), to_sign):
        return "SignatureDoesNotMatch"
    at = datetime.strptime(headers["x-acs-date"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    if abs(desk.now - at) > timedelta(minutes=15):
        return "InvalidTimeStamp.Expired"
    if headers["x-acs-signature-nonce"] in desk.nonces:
        return "SignatureNonceUsed"
    desk.nonces.add(headers["x-acs-signature-nonce"])
    if (headers["x-acs-action"], headers["x-acs-version"]) != ("SendSms", "2017-05-25"):
        return "InvalidAction.NotFound"
    asked = dict(urllib.parse.parse_qsl(parts.query, strict_parsing=True))
    if set(asked) != {"PhoneNumbers", "SignName", "TemplateCode", "TemplateParam"} or asked["SignName"] != SIGN_NAME:
        return "isv.SMS_SIGNATURE_ILLEGAL"
    if not re.fullmatch(r"1[3-9][0-9]{9}|[1-9][0-9]{6,14}", asked["PhoneNumbers"]):
        return "isv.MOBILE_NUMBER_ILLEGAL"
    return keep(desk, Sent(asked["PhoneNumbers"], asked["TemplateCode"], json.loads(asked["TemplateParam"])), "OK")


def check_tencent(desk: Desk, request: Any, body: bytes) -> str:
    headers = {name.lower(): value for name, value in request.headers.items()}
    found = re.fullmatch(
        r"TC3-HMAC-SHA256 Credential=([^/]+)/([0-9-]{10})/sms/tc3_request, SignedHeaders=([^,]+), "
        r"Signature=([0-9a-f]{64})",
        headers.get("authorization", ""),
    )
    if not found:
        return "AuthFailure.InvalidAuthorization"
    key_id, day, signed, signature = found.groups()
    if key_id != KEY_ID:
        return "AuthFailure.SecretIdNotFound"
    stamp = headers["x-tc-timestamp"]
    if not {"content-type", "host"} <= set(signed.split(";")):
        return "AuthFailure.InvalidAuthorization"
    lines = "".join(f"{name}:{headers[name].strip().lower()}\n" for name in signed.split(";"))
    whole = f"{request.command}\n/\n\n{lines}\n{signed}\n{hashlib.sha256(body).hexdigest()}"
    to_sign = f"TC3-HMAC-SHA256\n{stamp}\n{day}/sms/tc3_request\n{hashlib.sha256(whole.encode()).hexdigest()}"
    key = ("TC3" + desk.secret).encode()
    for word in (day, "sms", "tc3_request"):
        key = hmac.digest(key, word.encode(), "sha256")
    at = datetime.fromtimestamp(int(stamp), UTC)
    if signature != hexmac(key, to_sign) or day != at.strftime("%Y-%m-%d"):
        return "AuthFailure.SignatureFailure"
    if abs(desk.now - at) > timedelta(minutes=5):
        return "AuthFailure.SignatureExpire"
    if (headers["x-tc-action"], headers["x-tc-version"]) != ("SendSms", "2021-01-11"):
        return "InvalidAction"
    asked = json.loads(body)
    if asked["SmsSdkAppId"] != SDK_APP_ID or asked["SignName"] != SIGN_NAME:
        return "InvalidParameterValue.SdkAppIdNotExist"
    [phone] = asked["PhoneNumberSet"]
    if not re.fullmatch(r"\+[1-9][0-9]{6,14}", phone):
        return "InvalidParameterValue.IncorrectPhoneNumber"
    return keep(desk, Sent(phone, asked["TemplateId"], asked["TemplateParamSet"]), "Ok")


def keep(desk: Desk, sent: Sent, well: str) -> str:
    """What is refused by this mood has not been sent; where only the answer is lost, it has."""
    if "." in desk.mood:
        return desk.mood
    desk.sent.append(sent)
    return well


def percent(text: str) -> str:
    """As RFC 3986 has it: `Python`'s own reading of it is what is checked, so letter by letter."""
    plain = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~"
    return "".join(chr(byte) if byte in plain else f"%{byte:02X}" for byte in text.encode())


def hexmac(key: bytes, words: str) -> str:
    return hmac.new(key, words.encode(), hashlib.sha256).hexdigest()


def told_by_aliyun(code: str) -> tuple[int, dict[str, Any]]:
    status = 200 if code == "OK" or code.startswith("isv.") else 400
    answer = {"Code": code, "Message": "the number 13900000009", "RequestId": "F655A8D5-B967-440B-8683"}
    return status, answer | ({"BizId": "900619746936498440^0"} if code == "OK" else {})


def told_by_tencent(code: str) -> tuple[int, dict[str, Any]]:
    """Tencent Cloud answers 200, whatever has happened."""
    if code.startswith(("AuthFailure", "InvalidAction", "RequestLimitExceeded")):
        answer: dict[str, Any] = {"Error": {"Code": code, "Message": "the number 13900000009"}}
    else:
        status = {"SerialNo": "", "PhoneNumber": "+8613900000009", "Fee": int(code == "Ok"), "Code": code}
        answer = {"SendStatusSet": [status | {"SessionContext": "", "Message": "…", "IsoCode": "CN"}]}
    return 200, {"Response": answer | {"RequestId": "a0aabda6-cf91-4f3e-a81f-9198114a2279"}}


def cut(handler: BaseHTTPRequestHandler, body: bytes) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", str(len(body) + 100))
    handler.end_headers()
    handler.wfile.write(body[: len(body) // 2])


def drip(handler: BaseHTTPRequestHandler, body: bytes) -> None:
    handler.send_response(200)
    handler.end_headers()
    for byte in body * 50:
        handler.wfile.write(bytes([byte]))
        time.sleep(0.2)


def answered(status: int, body: bytes) -> Callable[[BaseHTTPRequestHandler, bytes], None]:
    def answer(handler: BaseHTTPRequestHandler, _body: bytes) -> None:
        handler.send_response(status)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    return answer


MOODS: dict[str, Callable[[BaseHTTPRequestHandler, bytes], None]] = {
    "silent": lambda handler, body: time.sleep(6),
    "hangs up": lambda handler, body: None,
    "cut off": cut,
    "drips": drip,
    "no HTTP": lambda handler, body: handler.wfile.write(b"+OK ready\r\n"),
    "error of the server": answered(503, b"<html>busy</html>"),
    "no JSON": answered(200, b"<html>\xff\xfe</html>"),
    "a list": answered(200, b'[{"Code": "OK"}]'),
    "no code": answered(200, b'{"RequestId": "1", "Response": {"SendStatusSet": []}}'),
    "too deep": answered(200, b"[" * 60_000),
    "too large": answered(200, b'{"Code": "OK"}' + b" " * 200_000),
    "refused at the door": answered(403, b"<html>forbidden</html>"),
    "elsewhere": answered(302, b""),
}


@contextmanager
def serving(
    check: Callable[[Desk, Any, bytes], str], told: Callable[[str], tuple[int, dict[str, Any]]]
) -> Iterator[Desk]:
    desk = Desk(check)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            desk.asked += 1
            read = self.rfile.read(int(self.headers["Content-Length"]))
            status, answer = told(desk.check(desk, self, read))
            body = json.dumps(answer, ensure_ascii=False).encode()
            with suppress(OSError):
                MOODS.get(desk.mood, answered(status, body))(self, body)

        def log_message(self, *_words: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads, server.block_on_close = True, False
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    desk.address = f"http://127.0.0.1:{server.server_port}"
    try:
        yield desk
    finally:
        server.shutdown()
        server.server_close()
