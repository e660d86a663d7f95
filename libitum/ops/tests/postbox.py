"""A mail server that takes letters of those alone who show a certificate of its authority (RFC 5321, RFC 3207)."""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from socketserver import StreamRequestHandler, ThreadingTCPServer
from threading import Thread
from typing import Any

from .certificates import Authority

ANSWERS = {"EHLO": "250-localhost\r\n250 STARTTLS", "STARTTLS": "220 go on", "DATA": "354 go on", "QUIT": "221 bye"}


class Conversation(StreamRequestHandler):
    server: "Postbox"

    def handle(self) -> None:
        with suppress(OSError):  # whoever has no certificate is gone
            if self.server.from_the_start:
                self.secure()
            self.say("220 localhost")
            while verb := self.rfile.readline()[:8].split(b" ")[0].strip().decode().upper():
                self.say(ANSWERS.get(verb, "250 so be it"))
                if verb == "STARTTLS":
                    self.secure()
                if verb == "DATA":
                    self.take()

    def say(self, line: str) -> None:
        self.request.sendall(f"{line}\r\n".encode())

    def secure(self) -> None:
        self.rfile.close()
        self.request = self.server.context.wrap_socket(self.request, server_side=True)
        self.rfile = self.request.makefile("rb")

    def take(self) -> None:
        letter = b"".join(iter(self.rfile.readline, b".\r\n")).decode()
        shown: Any = self.request.getpeercert()
        ((name,),) = shown["subject"]
        self.server.letters.append((name[1], letter))
        self.say("250 taken")

    def finish(self) -> None:
        super().finish()
        self.request.close()


class Postbox(ThreadingTCPServer):
    """`letters`: each with the name in the certificate of who brought it."""

    def __init__(self, authority: Authority, *, from_the_start: bool) -> None:
        super().__init__(("127.0.0.1", 0), Conversation)
        self.from_the_start, self.letters = from_the_start, list[tuple[str, str]]()
        self.context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH, cafile=authority.certificate)
        self.context.load_cert_chain(*authority.issue("localhost"))
        self.context.verify_mode = ssl.CERT_REQUIRED

    @property
    def port(self) -> int:
        return int(self.server_address[1])


@contextmanager
def open_postbox(authority: Authority, *, from_the_start: bool) -> Iterator[Postbox]:
    with Postbox(authority, from_the_start=from_the_start) as postbox:
        serving = Thread(target=postbox.serve_forever, kwargs={"poll_interval": 0.05})
        serving.start()
        try:
            yield postbox
        finally:
            postbox.shutdown()
            serving.join()
