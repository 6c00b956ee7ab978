"""What is sent says how its letters are written: nothing that it says breaks the portal or stays in a process."""

import codecs
import encodings
import http.client
from collections.abc import Iterator
from io import BytesIO

import pytest

from chengdu_carbon import charsets
from chengdu_carbon.wsgi_request import WholeRequest

NO_CHARSETS = (
    "text/plain; charset=hex",
    "text/plain; charset=rot13",
    "text/plain; charset=undefined",
    "text/plain; charset=punycode",
    "text/plain; charset=utf-16",
    "text/plain; charset=utf-7",
    "text/plain; charset=nonsense",
    "text/plain; charset*=nonsense''x",
    "text/plain; charset*=undefined''x",
    "text/plain; charset*=hex''%61",
    "text/plain; charset*=utf-8''utf-16",
    "application/x-www-form-urlencoded; charset*=nonsense''x",
    "multipart/form-data; boundary*=nonsense''b",
    "multipart/form-data; boundary*=undefined''b",
)
PLACES = ("/", "/venues/?after=%E7%A2%B3", "/sign-in/?next=/me/", "/api/v1/offers?before=1", "/livez", "/nothing/?a=1")


@pytest.mark.parametrize("said", NO_CHARSETS)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_no_charset_breaks_the_server(web, said, method):
    """As a program sends it: Django reads this header before any code of a page, and of the test's own client."""
    for place in PLACES:
        connection = http.client.HTTPConnection("127.0.0.1", web.port, timeout=30)
        connection.request(method, place, body=b"a=1" if method == "POST" else None, headers={"Content-Type": said})
        answer = connection.getresponse()
        answer.read()
        connection.close()
        assert answer.status < 500, place


@pytest.mark.parametrize("kind", ["multipart/form-data; boundary=b", "application/x-www-form-urlencoded"])
@pytest.mark.parametrize("charset", ["hex", "utf-7", "utf-16", "gbk", "undefined"])
def test_form_in_another_charset_is_refused_and_changes_nothing(client, alice, kind, charset):
    client.force_login(alice)
    form = b'--b\r\nContent-Disposition: form-data; name="display_name"\r\n\r\nX\r\n--b--\r\n'
    answer = client.generic("POST", "/me/", form, f"{kind}; charset={charset}")

    alice.profile.refresh_from_db()
    assert (answer.status_code, alice.profile.display_name) == (400, "Alice")


@pytest.mark.parametrize("said", ["utf-8", "UTF-8", "utf8", '"utf-8"'])
def test_utf_8_is_taken_by_each_of_its_names(client, alice, said):
    client.force_login(alice)
    form = "display_name=碳&district=jinjiang&language=zh-hans".encode()
    client.generic("POST", "/me/", form, f"application/x-www-form-urlencoded; charset={said}")

    alice.profile.refresh_from_db()
    assert alice.profile.display_name == "碳"


@pytest.fixture
def _as_in_the_web_process() -> Iterator[None]:
    charsets.know_no_others()
    yield
    codecs.unregister(charsets.find)
    codecs.register(encodings.search_function)


def read(said: str, body: bytes = b"") -> None:
    sent = {"REQUEST_METHOD": "POST", "PATH_INFO": "/", "QUERY_STRING": "a=1", "wsgi.input": BytesIO(body)}
    request = WholeRequest({**sent, "CONTENT_TYPE": said, "CONTENT_LENGTH": str(len(body))})
    assert request.GET["a"] == "1"
    request.POST  # noqa: B018, reads it


@pytest.mark.parametrize("charset", ["hex", "punycode", "utf-16", "utf-7", "gbk"])
def test_address_is_read_alike_whatever_charset_stands_beside_it(charset):
    """A question is part of the address: who reads it elsewhere, such as nginx, must read the same."""
    asked = {"REQUEST_METHOD": "GET", "PATH_INFO": "/", "QUERY_STRING": "q=%E7%A2%B3%2BADw-", "wsgi.input": BytesIO()}

    assert WholeRequest({**asked, "CONTENT_TYPE": f"text/plain; charset={charset}"}).GET["q"] == "碳+ADw-"


@pytest.mark.usefixtures("_as_in_the_web_process")
@pytest.mark.parametrize(
    "invented",
    ["n{}" + "x" * 900, "utf-{}" + "-" * 900 + "8", "utf {}8", "utf--{}0", "UTF" + "_" * 900 + "{}8"],
)
def test_names_that_somebody_makes_up_are_not_kept(invented):
    """Python keeps every name that it was asked for, for good, and does not count them."""
    read("text/plain; charset=utf-8")
    before = len(encodings._cache)
    for number in range(50):
        name = invented.format(number)
        read(f"text/plain; charset={name}")
        read(f"text/plain; charset*={name}''x")
        part = f"--b\r\nContent-Disposition: form-data; name=a; filename*={name}''x\r\n\r\nx\r\n--b--\r\n"
        read("multipart/form-data; boundary=b", part.encode())
    assert len(encodings._cache) == before


@pytest.mark.usefixtures("_as_in_the_web_process")
@pytest.mark.parametrize("name", ["utf-8", "UTF-8", "utf8", "latin-1", "iso-8859-1", "ascii", "gb18030", "GBK", "idna"])
def test_what_python_knows_is_still_known(name):
    assert "a".encode(name) == b"a"
