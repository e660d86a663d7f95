from typing import NamedTuple


class Finding(NamedTuple):
    """`todo`: what to do about it, empty where the sentence says so itself. `page`: the name of where it is done.

    `is_urgent`: something doesn't work now. `retries`: failed jobs can be begun again from here.
    """

    sentence: str
    todo: str = ""
    page: str = ""
    page_name: str = ""
    is_urgent: bool = False
    retries: bool = False
