"""Whoever uses the portal from outside: one request at a time, patient for so long, and nothing kept between them."""

import http.client
import json
from collections.abc import Mapping
from typing import Any

WELL = 200


class Unanswered(Exception):
    """No answer, not in time, or one of a fault: whoever asked does not know what became of it. `code` is the API's."""

    def __init__(self, words: str, code: str = "") -> None:
        super().__init__(words)
        self.code = code


class Visitor:
    def __init__(self, port: int, *, patience_s: float) -> None:
        self.port = port
        self.patience_s = patience_s

    def health(self) -> str:
        """What /healthz says is not well, empty where all is; or that it does not answer."""
        try:
            status, said = self._ask("GET", "/healthz", None, {})
        except Unanswered as error:
            return f"no answer ({error})"
        wrong = [part for part, state in said["parts"].items() if state == "down"]
        return "" if status == WELL else ", ".join(wrong) or str(status)

    def ask(self, method: str, path: str, body: object, headers: Mapping[str, str]) -> tuple[int, Any]:
        """Status and body of an answer that counts. Raises `Unanswered`."""
        status, answer = self._ask(method, path, body, headers)
        if status >= 500:
            raise Unanswered(f"{status}", answer.get("code", str(status)))
        return status, answer

    def _ask(self, method: str, path: str, body: object, headers: Mapping[str, str]) -> tuple[int, Any]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=self.patience_s)
        sent = None if body is None else json.dumps(body)
        try:
            connection.request(method, path, sent, {"Content-Type": "application/json", **headers})
            answer = connection.getresponse()
            return answer.status, json.loads(answer.read() or b"null")
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise Unanswered(type(error).__name__) from error
        finally:
            connection.close()
