"""What it costs to tell machines the policy: CPU per response and per page, beside a header written by hand.

usage: python benchmarks/signals.py
"""

import sys
import time
from collections.abc import Callable
from statistics import median

from _instance import HOME  # noqa: F401 - makes an instance before anything of ours is imported
from django.http import HttpRequest, HttpResponse

from libitum.policy import declare, policy
from libitum.policy.middleware import SignalsMiddleware
from libitum.web.templatetags.machines import machine_metas

LIMIT = 50.0
TIMES = 5_000
ROUNDS = 9


def main() -> int:
    def plain(request: HttpRequest) -> HttpResponse:
        return HttpResponse(b"")

    def with_a_link(request: HttpRequest) -> HttpResponse:
        return HttpResponse(b"", headers={"Link": "</next>; rel=next", "X-Robots-Tag": "noindex, nofollow"})

    def of_a_work(request: HttpRequest) -> HttpResponse:
        declare(request, policy(is_open=True))
        return HttpResponse(b"")

    def by_hand(request: HttpRequest) -> HttpResponse:
        response = HttpResponse(b"")
        for name, value in policy().headers.items():
            response[name] = value
        return response

    bare = cost(plain)
    rows = {
        "a response": cost(SignalsMiddleware(plain)) - bare,
        "one with a `Link` and robots tags of its own": cost(SignalsMiddleware(with_a_link)) - cost(with_a_link),
        "one of an open work": cost(SignalsMiddleware(of_a_work)) - bare,
        "the metas of a page, besides": cost(lambda request: machine_metas({"request": request})),
    }
    hand = cost(by_hand) - bare
    print("| µs of CPU | ours | the same headers set by hand | limit |\n|---|---|---|---|")
    for what, taken in rows.items():
        print(f"| {what} | {taken:.1f} | {hand:.1f} | {LIMIT:.0f} |")
    page = rows["a response"] + rows["the metas of a page, besides"]
    print(f"| a page, all together | {page:.1f} | | {LIMIT:.0f} |")
    return int(max(page, *rows.values()) > LIMIT)


def cost(answer: Callable[[HttpRequest], object]) -> float:
    """Median of some rounds, in microseconds of CPU."""
    taken = []
    for _ in range(ROUNDS):
        start = time.process_time()
        for _ in range(TIMES):
            answer(HttpRequest())
        taken.append((time.process_time() - start) / TIMES * 1e6)
    return median(taken)


if __name__ == "__main__":
    sys.exit(main())
