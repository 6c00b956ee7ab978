"""Chromium as a citizen's phone holds it: 390 pixels wide, touched, Chinese. PORTAL_CHROMIUM names the program."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import segno
from django.core.cache import cache
from PIL import Image
from playwright.sync_api import Browser, BrowserType, ConsoleMessage, Page, expect
from pytest_django.live_server_helper import LiveServer

WIDTH, HEIGHT, MODULE = 640, 480, 8
"""The picture of the fake camera, and how many of its pixels are a module of a QR code."""
PAPER = 235
TURNED = (-9, -5, 0, 4, 7)
"""By how many degrees a hand has turned it, picture by picture."""


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    chromium = os.environ.get("PORTAL_CHROMIUM")
    if not chromium:
        refuse = pytest.fail if os.environ.get("PORTAL_REQUIRE_BROWSER") == "1" else pytest.skip
        refuse("no Chromium: PORTAL_CHROMIUM is not set")
    return {
        **browser_type_launch_args,
        "executable_path": chromium,
        # The sandbox needs rights that root in a container lacks; the pages under test are our own.
        "args": ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
    }


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any], live_server: LiveServer) -> dict[str, Any]:
    return {
        **browser_context_args,
        "base_url": live_server.url,
        "viewport": {"width": 390, "height": 844},
        "has_touch": True,
        "is_mobile": True,
        "locale": "zh-CN",
        "timezone_id": "Asia/Shanghai",
    }


@pytest.fixture(scope="session", autouse=True)
def _database_beside_playwright() -> None:
    # Playwright's event loop runs in the thread of the tests, where Django would then refuse every query.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


@pytest.fixture(scope="session", autouse=True)
def _pages_may_be_slow() -> None:
    expect.set_options(timeout=30_000)


@pytest.fixture
def phone(page: Page, live_server: LiveServer) -> Iterator[Page]:
    """A page on a citizen's phone, before the portal; what a page says wrong to the console fails the test."""
    cache.clear()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
    page.goto("/")
    yield page
    assert complaints == []


@pytest.fixture
def film(tmp_path: Path) -> Callable[[str], Path]:
    """Makes a film of one QR code, as a camera in front of it would that a hand holds.

    The reader misses one upright picture in twenty, for ever if it never moves; turned a little it finds the code.
    """

    def make(content: str) -> Path:
        modules = [list(row) for row in segno.make_qr(content).matrix_iter(scale=MODULE, border=2)]
        code = Image.frombytes(
            "L", (len(modules[0]), len(modules)), bytes(16 if dark else PAPER for row in modules for dark in row)
        )
        upright = Image.new("L", (WIDTH, HEIGHT), PAPER)
        upright.paste(code, ((WIDTH - code.width) // 2, (HEIGHT - code.height) // 2))
        grey = b"\x80" * (WIDTH * HEIGHT // 2)
        path = tmp_path / "code.y4m"
        header = f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F10:1 Ip A1:1 C420jpeg\n".encode()
        frames = [upright.rotate(degrees, fillcolor=PAPER).tobytes() for degrees in TURNED]
        path.write_bytes(header + b"".join(b"FRAME\n" + frame + grey for frame in frames))
        return path

    return make


@pytest.fixture
def phone_with_camera(
    browser_type: BrowserType,
    browser_type_launch_args: dict[str, Any],
    browser_context_args: dict[str, Any],
    live_server: LiveServer,
) -> Iterator[Callable[..., Page]]:
    """Opens a phone whose camera sees a film, if its owner allows it; without a film it has no camera."""
    cache.clear()
    browsers: list[Browser] = []
    complaints: list[str] = []

    def open_phone(film: Path | None = None, *, allowed: bool = True) -> Page:
        camera = ["--use-fake-ui-for-media-stream" if allowed else "--deny-permission-prompts"]
        if film is not None:
            camera += ["--use-fake-device-for-media-stream", f"--use-file-for-fake-video-capture={film}"]
        arguments = [*browser_type_launch_args["args"], *camera]
        browsers.append(browser_type.launch(**{**browser_type_launch_args, "args": arguments}))
        page = browsers[-1].new_context(**browser_context_args).new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda line: complaints.append(line.text) if is_complaint(line) else None)
        page.goto("/")
        return page

    yield open_phone
    for browser in browsers:
        browser.close()
    assert complaints == []


def is_complaint(line: ConsoleMessage) -> bool:
    """A till's refusal is an answer, which the browser writes down as an error too."""
    return line.type == "error" and "status of 422" not in line.text
