"""What is read from a request to the API: JSON in UTF-8, of a bounded size.

Apart from `common.http`, because DRF reads its settings, and with them this parser, while its views are imported.
"""

import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.parsers import JSONParser


class BodyTooLarge(exceptions.APIException):
    status_code = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    default_code = "body_too_large"

    def __init__(self) -> None:
        megabytes = settings.DATA_UPLOAD_MAX_MEMORY_SIZE // 1024**2
        super().__init__(_("The request is too large: at most %(megabytes)s MB.") % {"megabytes": megabytes})


class BoundedJSONParser(JSONParser):
    """Reads JSON of at most `DATA_UPLOAD_MAX_MEMORY_SIZE` bytes; never holds more than that in memory."""

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Mapping[str, Any] | None = None) -> Any:
        body = stream.read(settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)
        if len(body) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            raise BodyTooLarge
        return read_json(body)


def read_json(body: bytes | str) -> Any:
    """What JSON says. Raises `ParseError`, also for half a character or an infinite number: nobody could keep it."""
    try:
        parsed = json.loads(body if isinstance(body, str) else body.decode())
        json.dumps(parsed, ensure_ascii=False, allow_nan=False).encode()
    except (RecursionError, ValueError) as error:
        raise exceptions.ParseError(_("The request is no JSON in UTF-8.")) from error
    return parsed
