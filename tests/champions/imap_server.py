"""A small IMAP server (a part of RFC 3501) over one mailbox in memory, for a client that
is the standard library's own: LOGIN, SELECT, UID SEARCH / FETCH / STORE, LOGOUT."""

import asyncio
import contextlib
import re
import threading
from dataclasses import dataclass, field
from datetime import UTC, datetime

USER, PASSWORD = "reports", "s3cret word"
WORD = re.compile(r'"((?:[^"\\]|\\.)*)"|(\([^)]*\)|\S+)')


@dataclass
class Kept:
    uid: int
    raw: bytes
    came_on: datetime
    flags: set = field(default_factory=set)


class ImapServer:
    """`.mails` as kept; `.asked` every command but LOGIN; `.break_at` hangs up there."""

    def __init__(self, ssl=None):
        self.mails, self.asked, self.break_at = [], [], ""
        self.validity, self.logins, self._next = 7, 0, 1
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        starting = asyncio.start_server(self._serve, "127.0.0.1", 0, ssl=ssl)
        self._server = self._wait(starting)
        self.port = self._server.sockets[0].getsockname()[1]
        self.address = f"imap://{USER}:s3cret%20word@127.0.0.1:{self.port}/INBOX"

    def _wait(self, work):
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(30)

    def close(self):
        self._wait(self._shut())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(30)
        self._loop.close()

    async def _shut(self):
        """Those who are served say good-bye first: no line is left open."""
        self._server.close()
        served = asyncio.all_tasks() - {asyncio.current_task()}
        await asyncio.wait_for(asyncio.gather(*served, return_exceptions=True), 30)

    def put(self, raw, came_on=None):
        mail = Kept(self._next, raw, came_on or datetime.now(UTC))
        self._next += 1
        self.mails.append(mail)
        return mail

    def unread(self):
        return [mail.uid for mail in self.mails if "\\Seen" not in mail.flags]

    async def _serve(self, reader, writer):
        writer.write(b"* OK ready\r\n")
        while line := await reader.readline():
            words = [a or b for a, b in WORD.findall(line.decode().strip())]
            tag, what = words[0], words[1].upper()
            if what == "UID":
                what = f"UID {words.pop(2).upper()}"
            if what != "LOGIN":
                self.asked.append(what)
            if self.break_at == what:
                break
            answer = getattr(self, f"_{what.lower().replace(' ', '_')}", self._unknown)
            for part in answer(words[2:]):
                writer.write(part)
            writer.write(f"{tag} {self._said} {what} done\r\n".encode())
            await writer.drain()
            if what == "LOGOUT":
                break
        writer.close()
        with contextlib.suppress(OSError):  # the client may be gone before us
            await writer.wait_closed()

    def _ok(self, *parts):
        self._said = "OK"
        return parts

    def _no(self):
        self._said = "NO"
        return ()

    def _unknown(self, words):
        self._said = "BAD"
        return ()

    def _capability(self, words):
        return self._ok(b"* CAPABILITY IMAP4rev1\r\n")

    def _login(self, words):
        self.logins += 1
        return self._ok() if words == [USER, PASSWORD] else self._no()

    def _select(self, words):
        if words != ["INBOX"]:
            return self._no()
        head = f"* {len(self.mails)} EXISTS\r\n* OK [UIDVALIDITY {self.validity}]\r\n"
        return self._ok(head.encode())

    def _uid_search(self, words):
        unseen, since, day, uid, span = words
        assert (unseen, since, uid, span[-2:]) == ("UNSEEN", "SINCE", "UID", ":*")
        after = datetime.strptime(day, "%d-%b-%Y").replace(tzinfo=UTC)
        first = min(int(span[:-2]), self._next - 1)  # "n:*" always names the last
        found = [m.uid for m in self.mails if m.uid in self.unread()]
        kept = {m.uid: m for m in self.mails}
        hits = [u for u in found if u >= first and kept[u].came_on >= after]
        return self._ok(f"* SEARCH {' '.join(map(str, hits))}\r\n".encode())

    def _uid_fetch(self, words):
        most = int(re.fullmatch(r"\(BODY\.PEEK\[\]<0\.(\d+)>\)", words[1])[1])
        found = [m for m in self.mails if m.uid == int(words[0])]
        return self._ok(
            *(
                f"* {m.uid} FETCH (UID {m.uid} BODY[]<0> {{{len(m.raw[:most])}}}\r\n"
                .encode() + m.raw[:most] + b")\r\n"
                for m in found
            )
        )  # fmt: skip

    def _uid_store(self, words):
        for mail in self.mails:
            if mail.uid == int(words[0]):
                mail.flags |= set(words[2].strip("()").split())
        return self._ok()

    def _logout(self, words):
        return self._ok(b"* BYE\r\n")
