"""An instance of before uses were known by run and work keeps every one of them."""

from pathlib import Path

import pytest

from .instances import new_instance

pytestmark = pytest.mark.own_instance

WRITE = """
from django.db import connection
with connection.cursor() as cursor:
    cursor.execute(
        "INSERT INTO rights_userecord (run_id, track_id, rule, kept)"
        " VALUES (2, 5, 3, NULL), (1, 5, 2, true), (1, 4, 9, NULL)"
    )
"""
CUT_OFF = """
from django.db import connection
if connection.vendor == "postgresql":
    with connection.cursor() as cursor:
        cursor.execute("CREATE UNIQUE INDEX use_of_run ON rights_userecord (run_id, track_id)")
        cursor.execute("UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'use_of_run'::regclass")
"""
READ = """
from django.db import IntegrityError, connection
from libitum.rights.models import UseRecord
answer = [list(row) for row in UseRecord.objects.order_by("pk").values_list("run_id", "track_id", "rule", "kept")]
try:
    UseRecord.objects.bulk_create([UseRecord(run_id=1, track_id=4, rule=1)])
    answer = "the same work twice"
except IntegrityError:
    pass
with connection.cursor() as cursor:
    held = connection.introspection.get_constraints(cursor, "rights_userecord").values()
answer = [answer, sorted(each["columns"] for each in held if each["unique"] or each["primary_key"])]
"""


def test_no_use_is_lost(tmp_path: Path) -> None:
    instance = new_instance(tmp_path, "uses")
    instance.must("migrate", "rights", "0008")
    instance.do(WRITE)
    instance.do(CUT_OFF)
    instance.must("migrate", "rights")
    assert instance.ask(READ) == [
        [[1, 4, 9, None], [1, 5, 2, True], [2, 5, 3, None]],
        [["run_id", "track_id"], ["track_id", "run_id"]],
    ]
