"""A mail server to try with (试用邮件服务器): takes mail over a real connection and keeps it, or refuses it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from socketserver import StreamRequestHandler, ThreadingTCPServer
from threading import Thread


@dataclass
class Post:
    """What came in, and what is refused: recipients with their code, or the next mails' content."""

    port: int = 0
    taken: list[tuple[str, EmailMessage]] = field(default_factory=list)
    refused: dict[str, int] = field(default_factory=dict)
    refused_content: int = 0
    refused_sender: int = 0
    hangs_up: bool = False

    def to(self, address: str) -> list[EmailMessage]:
        """The mails that somebody got."""
        return [mail for to, mail in self.taken if to == address]


class Counter(StreamRequestHandler):
    """One connection: as much of the protocol as a client needs that sends mail."""

    post: Post

    def handle(self) -> None:
        """Answer line by line."""
        self.say("220 ready")
        to = ""
        while line := self.rfile.readline().decode().strip():
            verb = line[:4].upper()
            if verb == "RCPT":
                to = line.partition("<")[2].partition(">")[0]
                self.say(f"{self.post.refused.get(to, 250)} {to}")
            elif verb == "DATA" and not self.post.hangs_up:
                self.take(to)
            elif verb == "QUIT" or self.post.hangs_up:
                self.say("221 bye")
                return
            else:
                self.say(f"{self.post.refused_sender or 250} well" if verb == "MAIL" else "250 well")

    def take(self, to: str) -> None:
        """Take the content up to the line with a dot."""
        self.say("354 go on")
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line.removeprefix(b"."))
        if self.post.refused_content:
            self.say(f"{self.post.refused_content} not wanted")
            return
        self.post.taken.append((to, message_from_bytes(b"".join(lines), policy=policy.default)))
        self.say("250 taken")

    def say(self, words: str) -> None:
        """Answer."""
        self.wfile.write(f"{words}\r\n".encode())


class Office(ThreadingTCPServer):
    """Serves each connection in a thread."""

    allow_reuse_address = True
    daemon_threads = True
    block_on_close = False


@contextmanager
def post_office() -> Iterator[Post]:
    """A mail server on a free port, for as long as the block lasts."""
    post = Post()
    with Office(("127.0.0.1", 0), type("Here", (Counter,), {"post": post})) as office:
        post.port = office.server_address[1]
        Thread(target=office.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        yield post
        office.shutdown()
