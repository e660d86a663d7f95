"""The page on which recordings are sent, in Chromium, on a line whose speed we decide."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from playwright.sync_api import Browser, BrowserContext, Locator, Page, Request, Response, expect

from .site import Site

MB = 1024 * 1024
SLOW = MB  # bytes a second: the first part, 2 MB, takes 2 s; the second, twice as large, 4 s
CRAWL = MB // 16
PATIENCE = 60_000  # ms: for a server that starts, and a machine that is busy
BEYOND = "([bar, part]) => bar.value / bar.max >= part"


@contextmanager
def alice_before(browser: Browser, site: Site) -> Iterator[BrowserContext]:
    """A browser in which she has signed in."""
    context = browser.new_context(base_url=site.url, locale="en-GB")
    context.set_default_timeout(PATIENCE)
    context.add_cookies([{"name": "sessionid", "value": site.session, "url": site.url}])
    yield context
    context.close()


@dataclass(frozen=True)
class Sent:
    """A part on its way: where it begins in the file, and how many bytes the page sends."""

    address: str
    offset: int
    length: int


class Desk:
    """Alice before the page. `created`: addresses of new uploads; `parts`: in the order in which they were sent."""

    def __init__(self, page: Page, site: Site) -> None:
        self.page, self.site = page, site
        self.created: list[str] = []
        self.parts: list[Sent] = []
        self.offsets: dict[str, int] = {}
        page.on("request", self.note_request)
        page.on("response", self.note_response)
        self.line = page.context.new_cdp_session(page)
        self.line.send("Network.enable")

    @classmethod
    @contextmanager
    def opened(cls, context: BrowserContext, site: Site) -> Iterator[Self]:
        """A script that fails anywhere in the page fails the test."""
        failures: list[str] = []
        page = context.new_page()
        page.on("pageerror", lambda error: failures.append(str(error)))
        desk = cls(page, site)
        desk.open()
        yield desk
        assert failures == []

    def note_request(self, request: Request) -> None:
        if request.method == "PATCH":
            body = request.post_data_buffer
            assert body is not None
            self.parts.append(Sent(path_of(request), int(request.headers["upload-offset"]), len(body)))

    def note_response(self, response: Response) -> None:
        """What the server says it has."""
        if response.request.method == "POST" and response.status == 201:
            self.created.append(response.headers["location"])
        if "upload-offset" in response.headers:
            self.offsets[path_of(response.request)] = int(response.headers["upload-offset"])

    def open(self) -> None:
        self.page.goto(f"{self.site.url}/upload")
        expect(self.page.locator("libitum-uploads:defined")).to_be_visible()

    def goes_at(self, speed: int) -> None:
        """Bytes a second from the browser to the server; -1 for as many as it can.

        Chromium lets through at once what is on its way when the speed changes.
        """
        limits = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": speed}
        self.line.send("Network.emulateNetworkConditions", limits)

    def choose(self, *paths: Path) -> None:
        self.page.locator("#upload-file").set_input_files(paths)

    def drag(self, *paths: Path) -> dict[str, object]:
        """Files and folders from the desktop, held over the page; `drop` lets go of them."""
        data = {"items": [], "files": [str(path) for path in paths], "dragOperationsMask": 1}
        for kind in ("dragEnter", "dragOver"):
            self.dispatch(kind, data)
        return data

    def drop(self, data: dict[str, object]) -> None:
        self.dispatch("drop", data)

    def dispatch(self, kind: str, data: dict[str, object]) -> None:
        self.line.send("Input.dispatchDragEvent", {"type": kind, "x": 400, "y": 400, "data": data})

    def row(self, name: str) -> Locator:
        return self.page.locator("libitum-uploads .upload-row", has=self.page.get_by_role("heading", name=name))

    def states(self) -> list[str | None]:
        return [row.get_attribute("data-state") for row in self.page.locator("libitum-uploads .upload-row").all()]

    def act(self, verb: str, name: str) -> None:
        self.page.get_by_role("button", name=f"{verb}: {name}").click()

    def is_in(self, name: str, state: str) -> None:
        expect(self.row(name)).to_have_attribute("data-state", state, timeout=PATIENCE)

    def says(self, name: str) -> str:
        return self.row(name).locator("[data-row=state]").inner_text()

    def has_sent(self, name: str, count: int, of: int) -> None:
        """Waits until so many bytes of it have left."""
        bar = self.row(name).locator("progress").element_handle()
        self.page.wait_for_function(BEYOND, arg=[bar, count / of], timeout=PATIENCE)

    def arrives(self, names: Sequence[str]) -> None:
        self.goes_at(-1)
        for name in names:
            self.is_in(name, "received")

    def rest_from(self, before: int, size: int) -> int:
        """Where the sending went on after the first `before` parts: from there each byte was sent once, to the end."""
        rest = self.parts[before:]
        assert [part.offset + part.length for part in rest] == [part.offset for part in rest[1:]] + [size]
        assert len({part.address for part in rest}) == 1
        return rest[0].offset

    @property
    def address(self) -> str:
        """Of the only upload begun."""
        (address,) = set(self.created)
        return address.removeprefix(self.site.url)


def path_of(request: Request) -> str:
    return "/" + request.url.split("/", 3)[3]
