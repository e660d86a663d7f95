"""What PostgreSQL is told of a connection depends on who opens it."""

from pathlib import Path

import pytest

from .instances import Instance
from .postgres import Server

pytestmark = pytest.mark.own_database

ASK = """
from django.db import connection
from libitum.ops.serving.connections import connect_as
{first}
cursor = connection.cursor()
names = ("application_name", "statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout",
         "tcp_keepalives_idle")
answer = {{}}
for name in names:
    cursor.execute(f"SHOW {{name}}")
    (answer[name],) = cursor.fetchone()
answer["cursors"] = not connection.settings_dict["DISABLE_SERVER_SIDE_CURSORS"]
"""


def told(url: str, tmp_path: Path, first: str = "") -> dict[str, object]:
    answer = Instance(tmp_path, url).ask(ASK.format(first=first))
    assert isinstance(answer, dict)
    return answer


def test_pages_have_little_time_and_commands_all_they_need(postgres: Server, tmp_path: Path) -> None:
    assert told(postgres.url, tmp_path, "connect_as('web')") == {
        "application_name": "libitum web",
        "statement_timeout": "30s",
        "lock_timeout": "10s",
        "idle_in_transaction_session_timeout": "1min",
        "tcp_keepalives_idle": "30",
        "cursors": True,
    }
    worker = told(postgres.url, tmp_path, "connect_as('worker')")
    assert worker["statement_timeout"] == "0"
    assert worker["idle_in_transaction_session_timeout"] == "15min"
    command = told(postgres.url, tmp_path)
    assert command["idle_in_transaction_session_timeout"] == command["statement_timeout"] == "0"
    assert command["tcp_keepalives_idle"] == "30"


def test_the_operators_own_words_go_first(postgres: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    url = f"{postgres.url}?application_name=mine&options=-c%20statement_timeout%3D5s"
    web = told(url, tmp_path, "connect_as('web')")
    assert web["application_name"] == "mine"
    assert web["statement_timeout"] == "5s"


def test_a_pooler_is_for_web_processes_and_nothing_is_set_on_it(
    postgres: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Behind(Instance):
        @property
        def environment(self) -> dict[str, str]:
            return {**super().environment, "LIBITUM_DATABASE_POOLER_URL": postgres.url}

    lost = Behind(tmp_path, "postgres://nobody@127.0.0.1:1/nothing")
    web = lost.ask(ASK.format(first="connect_as('web')"))
    assert isinstance(web, dict)
    assert web["statement_timeout"] == "0"
    assert web["cursors"] is False
    assert lost.run("shell", "--command", ASK.format(first="connect_as('worker')")).returncode != 0


def test_check_says_when_the_server_gives_too_few(postgres: Server, tmp_path: Path) -> None:
    class Many(Instance):
        @property
        def environment(self) -> dict[str, str]:
            return {**super().environment, "LIBITUM_WEB_PROCESSES": "8"}

    assert "may ask for 131 connections" in Many(tmp_path, postgres.url).run("check").stdout
    assert "may ask for" not in Instance(tmp_path, postgres.url).run("check").stdout
