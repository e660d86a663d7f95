"""What PostgreSQL is told of a connection depends on who opens it."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from .instances import Instance
from .postgres import Server

pytestmark = pytest.mark.own_database

LOOK = """
from django.db import OperationalError, connection
from libitum.ops.connecting import connections_suffice
from libitum.ops.serving.connections import connect_as
NAMES = ("application_name", "statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout",
         "tcp_keepalives_idle")
def told():
    found = {}
    with connection.cursor() as cursor:
        for name in NAMES:
            cursor.execute(f"SHOW {name}")
            (found[name],) = cursor.fetchone()
    return found
"""


@dataclass(frozen=True)
class Set(Instance):
    """An instance with more variables."""

    more: dict[str, str] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        return {**super().environment, "LIBITUM_WEB_THREADS": "16", **self.more}

    def look(self, code: str) -> dict[str, Any]:
        answer = self.ask(LOOK + code)
        assert isinstance(answer, dict)
        return answer


def test_pages_have_little_time_and_commands_all_they_need(postgres: Server, tmp_path: Path) -> None:
    instance = Set(tmp_path, postgres.url, {"LIBITUM_WEB_PROCESSES": "8", "LIBITUM_WEB_THREADS": "16"})
    answer = instance.look(
        """
answer = {"command": told(), "short": connections_suffice()}
for kind in ("web", "worker"):
    connect_as(kind)
    answer[kind] = told()
"""
    )
    assert answer["web"] == {
        "application_name": "libitum web",
        "statement_timeout": "30s",
        "lock_timeout": "10s",
        "idle_in_transaction_session_timeout": "1min",
        "tcp_keepalives_idle": "30",
    }
    assert answer["worker"]["statement_timeout"] == "0"
    assert answer["worker"]["idle_in_transaction_session_timeout"] == "15min"
    limits = {answer["command"][name] for name in ("statement_timeout", "idle_in_transaction_session_timeout")}
    assert limits == {"0"}
    assert answer["command"]["tcp_keepalives_idle"] == "30"
    assert "may ask for 131 connections" in answer["short"]


def test_the_operators_own_words_go_first(postgres: Server, tmp_path: Path) -> None:
    url = f"{postgres.url}?application_name=mine&options=-c%20statement_timeout%3D5s"
    few = {"LIBITUM_WEB_THREADS": "16"}
    answer = Set(tmp_path, url, few).look('connect_as("web")\nanswer = {"web": told(), "short": connections_suffice()}')
    assert answer["web"]["application_name"] == "mine"
    assert answer["web"]["statement_timeout"] == "5s"
    assert answer["short"] is None


def test_a_pooler_is_for_web_processes_and_nothing_is_set_on_it(postgres: Server, tmp_path: Path) -> None:
    elsewhere = "postgres://nobody@127.0.0.1:1/nothing"
    instance = Set(tmp_path, elsewhere, {"LIBITUM_DATABASE_POOLER_URL": postgres.url})
    answer = instance.look(
        """
connect_as("web")
answer = {"web": told(), "cursors": not connection.settings_dict["DISABLE_SERVER_SIDE_CURSORS"]}
connect_as("worker")
try:
    told()
except OperationalError:
    answer["worker"] = "goes to the server itself"
"""
    )
    assert answer["web"]["statement_timeout"] == "0"
    assert answer["cursors"] is False
    assert answer["worker"] == "goes to the server itself"
