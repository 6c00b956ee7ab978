"""How often somebody may send a photo or a file, refused ones too; and that pages go on while many send heavy ones."""

import re
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from pathlib import Path
from time import monotonic

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from activities.models import RefusedAttempt
from channels.files.models import ImportJob
from channels.household import meters, vehicles
from common import turns
from evidence.models import Photo
from tests.conftest import make_citizen
from tests.evidence import heavy
from tests.evidence.pictures import as_file, drawn
from tests.processes import Web

TOO_OFTEN = "没收下的也算在内"
CROWDED = "现在有很多照片和文件正在处理"
ROOT = Path(__file__).parents[3]
LIMIT = {"upload": "3/10m/key,150/d/key,5/10m/ip"}


@pytest.fixture
def few(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, **LIMIT}


def browser_of(citizen, address: str = "192.0.2.1") -> Client:
    client = Client(REMOTE_ADDR=address)
    client.force_login(citizen)
    return client


def send(client: Client, place: str = "/files/", field: str = "file", content: bytes = b"nothing", **more):
    return client.post(place, {field: SimpleUploadedFile("sent", content), **more})


def test_refused_files_count_for_their_sender(few, catalogue, alice, bob):
    answers = [send(browser_of(alice)).status_code for _ in range(4)]
    good = send(browser_of(alice), content=b"date,steps\n2026-11-22,8000\n")

    assert answers == [200, 200, 200, 429]
    assert (good.status_code, ImportJob.objects.count()) == (429, 0)
    assert TOO_OFTEN in good.content.decode()
    assert send(browser_of(bob)).status_code == 200


def test_refused_files_count_for_their_address(few, catalogue):
    citizens = [make_citizen() for _ in range(4)]
    answers = [send(browser_of(citizen)).status_code for citizen in citizens for _ in range(2)]

    assert answers == [200] * 5 + [429] * 3
    assert send(browser_of(citizens[3], "192.0.2.2")).status_code == 200


def test_photos_and_files_count_together_at_every_door(few, catalogue, alice):
    now = timezone.now()
    car = vehicles.bind(citizen=alice, plate="川AD12345", engine_ml=None, district="", now=now)
    meter = meters.bind(citizen=alice, kind="water-saving", number="8120", people=3, said_yes_to=(), now=now)
    for place in ("/act/eco-photo/", car.get_absolute_url(), meter.get_absolute_url()):
        assert send(browser_of(alice), place, "photo", odometer_km="100", amount="1").status_code == 200, place

    refused = send(browser_of(alice), "/act/eco-photo/", "photo", as_file(drawn()))

    assert (refused.status_code, Photo.objects.count()) == (429, 0)


def test_what_brings_no_file_does_not_count(few, catalogue, alice):
    client = browser_of(alice)
    assert {client.get("/files/").status_code for _ in range(5)} == {200}
    assert {client.post("/files/", {}).status_code for _ in range(5)} == {200}
    assert send(client).status_code == 200


def test_too_large_a_file_counts_too(few, settings, catalogue, alice):
    settings.IMPORT_MAX_BYTES = 10
    answers = [send(browser_of(alice), content=b"a" * 100).status_code for _ in range(4)]

    assert answers == [200, 200, 200, 429]


def test_every_view_that_reads_a_file_counts_it():
    """The mark of `common.uploads` alone does not count: only `accounts.uploads` may use it."""
    sources = {
        path: path.read_text(encoding="utf-8")
        for room in {"common", *(app.partition(".")[0] for app in settings.PORTAL_APPS)}
        for path in (ROOT / room).rglob("*.py")
    }
    doors = {ROOT / "accounts/uploads.py", ROOT / "common/uploads.py", ROOT / "common/filled_in.py"}
    reading = {path for path, source in sources.items() if "request.FILES" in source} - doors
    by_programs = {path for path, source in sources.items() if "import as_sent, files_sent" in source}

    assert len(reading) >= 6
    assert len(by_programs) >= 5
    assert {path for path in reading if "import takes_uploads" not in sources[path]} == set()
    assert {path for path in by_programs if "UploadView" not in sources[path]} == set()
    assert [path for path, source in sources.items() if "from common.uploads import takes_uploads" in source] == []


@pytest.fixture
def no_turns(monkeypatch):
    crowd = turns.Turns(at_once=1, waiting=0, wait_s=0.05)
    monkeypatch.setattr(turns, "heavy", crowd)
    with crowd.taken():
        yield


@pytest.mark.parametrize(
    ("place", "field", "content"),
    [("/act/eco-photo/", "photo", as_file(drawn())), ("/files/", "file", b"date,steps\n2026-11-22,8000\n")],
)
def test_whoever_finds_no_turn_is_told_to_send_it_again(no_turns, few, catalogue, alice, place, field, content):
    crowded = send(browser_of(alice), place, field, content)

    assert (crowded.status_code, crowded["Retry-After"]) == (503, "5")
    assert CROWDED in crowded.content.decode()
    assert [kind.objects.count() for kind in (Photo, ImportJob, RefusedAttempt)] == [0, 0, 0]


SENDERS = 20
BOUNDARY = "0f4b9c"


@pytest.mark.django_db(transaction=True)
def test_pages_are_answered_while_many_heavy_photos_are_sent(tmp_path, settings, catalogue):
    sessions = [browser_of(make_citizen()).cookies["sessionid"].value for _ in range(SENDERS)]
    content = heavy.many_pixels()
    web = Web(tmp_path)
    web.start()
    try:
        page(web)
        with ThreadPoolExecutor(SENDERS) as senders:
            sent = [senders.submit(send_photo, web, session, content) for session in sessions]
            waits = []
            while not all(each.done() for each in sent):
                waits.append(page(web))
        answers = [each.result() for each in sent]
    finally:
        web.stop()

    assert len(waits) > 5
    # One page after the other, all the while: none waited until the photos were done.
    assert max(waits) < sum(waits) / 2
    told = [status for status, _said in answers]
    assert set(told) == {302, 503}
    assert told.count(302) >= 2
    assert all(CROWDED in said for status, said in answers if status == 503)


def page(web: Web) -> float:
    """The seconds that a page took."""
    began = monotonic()
    connection = HTTPConnection("127.0.0.1", web.port, timeout=60)
    connection.request("GET", "/methods/")
    assert connection.getresponse().status == 200
    connection.close()
    return monotonic() - began


def send_photo(web: Web, session: str, content: bytes) -> tuple[int, str]:
    connection = HTTPConnection("127.0.0.1", web.port, timeout=120)
    cookie = f"sessionid={session}"
    connection.request("GET", "/act/eco-photo/", headers={"cookie": cookie})
    form = connection.getresponse()
    said = form.read().decode()
    cookie += f"; {form.headers['set-cookie'].partition(';')[0]}"
    found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', said)
    assert found
    part = f'--{BOUNDARY}\r\ncontent-disposition: form-data; name="'
    body = (
        f'{part}csrfmiddlewaretoken"\r\n\r\n{found[1]}\r\n{part}photo"; filename="a.jpg"\r\n\r\n'.encode()
        + content
        + f"\r\n--{BOUNDARY}--\r\n".encode()
    )
    headers = {"cookie": cookie, "content-type": f"multipart/form-data; boundary={BOUNDARY}"}
    connection.request("POST", "/act/eco-photo/", body, headers)
    answer = connection.getresponse()
    return answer.status, answer.read().decode()
