"""A small HTTP server that plays the API of a mail provider: it keeps what it is asked and
answers as it is told, or not at all."""

import json
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

# What each answers to a mail that it takes, in the form of its own documentation.
TAKEN = {
    "brevo": (201, {"messageId": "<202611291200.1@smtp-relay.example>"}),
    "mailgun": (200, {"id": "<2026.1@mail.example.org>", "message": "Queued."}),
    "mailjet": (
        200,
        {
            "Messages": [
                {
                    "Status": "success",
                    "To": [{"Email": "rosa@example.org", "MessageID": 1}],
                }
            ]
        },
    ),
    "mailtrap": (200, {"success": True, "message_ids": ["0c7fd939"]}),
    "postmark": (
        200,
        {
            "To": "rosa@example.org",
            "MessageID": "b7bc2f4a-e38e-4336-af7d-e6c392c2f817",
            "ErrorCode": 0,
            "Message": "OK",
        },
    ),
    "resend": (200, {"id": "49a3999c-0ce1-4ea6-ab68-afcd6dc2e794"}),
    "sparkpost": (
        200,
        {
            "results": {
                "total_rejected_recipients": 0,
                "total_accepted_recipients": 1,
                "id": "11668787484950529",
            }
        },
    ),
}


@dataclass
class Asked:
    """One request: where to, with which headers, and what was in it."""

    path: str
    headers: dict
    body: bytes

    @property
    def words(self):
        return json.loads(self.body)


@dataclass
class ProviderServer:
    """`says` answers from now on; `seconds` it takes; `hangs_up` without an answer."""

    says: tuple = TAKEN["postmark"]
    seconds: float = 0
    hangs_up: bool = False
    asked: list = field(default_factory=list)

    def __enter__(self):
        plays = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                plays.asked.append(Asked(self.path, dict(self.headers), body))
                time.sleep(plays.seconds)
                self.close_connection = plays.hangs_up
                if not plays.hangs_up:
                    self.answer(*plays.says)

            def answer(self, status, words):
                answer = json.dumps(words).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, *_args):
                """Nothing: the tests speak."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        # Looks often whether it shall end: 35 tests would wait half a second each.
        serve = self.server.serve_forever
        threading.Thread(target=serve, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, *_error):
        self.server.shutdown()
        self.server.server_close()

    @property
    def address(self):
        return f"http://127.0.0.1:{self.server.server_port}/"
