"""The played platforms as a server on this machine: each below its own name."""

from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

from platforms.demonstration import alipay, douyin, wechat, weibo
from platforms.demonstration.answers import Answer, Asked, World

DOORS = {"wechat": wechat.DOORS, "weibo": weibo.DOORS, "alipay": alipay.DOORS, "douyin": douyin.DOORS}
HERE = "127.0.0.1"
MOST_BYTES = 64 * 1024


class Server(ThreadingHTTPServer):
    """Listens on loopback alone, whoever starts it."""

    daemon_threads = True

    def __init__(self, world: World, port: int = 0) -> None:
        super().__init__((HERE, port), Handler)
        self.world = world

    @property
    def origin(self) -> str:
        return f"http://{HERE}:{self.server_address[1]}"

    def answer(self, platform: str, asked: Asked) -> Answer:
        door = DOORS.get(platform, {}).get(asked.path)
        return door(self.world, asked) if door else Answer(404, b"")


class Handler(BaseHTTPRequestHandler):
    server: Server
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self._serve(b"")

    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        self._serve(self.rfile.read(min(length, MOST_BYTES)))

    def log_message(self, *_told: object) -> None:
        """Addresses hold codes and secrets: nothing is written down."""

    def _serve(self, body: bytes) -> None:
        address = urlsplit(self.path)
        _empty, platform, *below = address.path.split("/")
        query = dict(parse_qsl(address.query, keep_blank_values=True))
        asked = Asked(self.command, "/" + "/".join(below), query, body, dict(self.headers))
        answer = self.server.answer(platform, asked)
        self.send_response(answer.status)
        for name, value in {**answer.headers, "Content-Length": str(len(answer.body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(answer.body)
