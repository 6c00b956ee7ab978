"""A browser without scripts, for tests of a portal that runs as processes: pages, forms and cookies, nothing else."""

import re
import uuid
from html.parser import HTMLParser
from http.cookiejar import CookieJar
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, Request, build_opener

Fields = dict[str, str]


class _Forms(HTMLParser):
    """The fields of each form as they stand in the page, by the form's place; `form` names one that is elsewhere."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[Fields] = []
        self.names: dict[str, Fields] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.found.append(self.names.setdefault(given.get("id", ""), {}) if given.get("id") else {})
        elif tag == "input" and "name" in given and "disabled" not in given:
            fields = self.names.setdefault(given["form"], {}) if "form" in given else self.found[-1]
            fields.setdefault(given["name"], given.get("value", ""))


class Browser:
    """Somebody's, who looks at `page`, which lies at `address`."""

    def __init__(self, port: int) -> None:
        self.origin = f"http://127.0.0.1:{port}"
        self.opener = build_opener(HTTPCookieProcessor(CookieJar()))
        self.page = self.address = ""

    def get(self, path: str) -> str:
        return self._ask(Request(self.origin + path))

    def send(self, fields: Fields, *, file: tuple[str, bytes] | None = None, path: str = "") -> str:
        """Sends the form of the page that has these fields, to the page's own address."""
        forms = _Forms()
        forms.feed(self.page)
        name = next(iter(fields), "file")
        [form, *_others] = [form for form in forms.found if name in form]
        form |= fields
        request = Request(self.address if not path else self.origin + path)
        if file:
            form.pop("file")
            boundary = uuid.uuid4().hex
            parts = [f'--{boundary}\r\nContent-Disposition: form-data; name="{n}"\r\n\r\n{v}' for n, v in form.items()]
            head = f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{file[0]}"\r\n\r\n'
            request.data = "\r\n".join([*parts, head]).encode() + file[1] + f"\r\n--{boundary}--\r\n".encode()
            request.add_header("Content-Type", f"multipart/form-data; boundary={boundary}")
        else:
            request.data = urlencode(form).encode()
        return self._ask(request)

    def seen(self, pattern: str) -> str:
        """What of the page the pattern's one group finds."""
        found = re.search(pattern, self.page, re.DOTALL)
        assert found, f"{pattern} is not in {self.address}"
        return found.group(1)

    def _ask(self, request: Request) -> str:
        with self.opener.open(request, timeout=30) as answer:
            self.address = answer.url
            self.page = answer.read().decode()
        return self.page
