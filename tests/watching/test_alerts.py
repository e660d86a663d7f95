"""The examples of deploy/prometheus: every alert asks for what an instance really tells, and says what to do."""

import re
import subprocess
from pathlib import Path

import pytest
import yaml
from django.test import Client
from django.urls import include, path

from libitum.catalog.models import Track
from libitum.ledger.publishing import heartbeat, make_key_once
from libitum.ledger.sequencer import sequence
from libitum.ops.attention import looking
from libitum.ops.metrics.families import ATTEMPTS, PUBLISHED, STAGES
from libitum.ops.metrics.figures import measure
from libitum.ops.metrics.measures import add, observed, one_more
from libitum.ops.pulse import beat
from libitum.ops.tests.scraping import numbers, scrape
from libitum.ops.tests.test_metrics_requests import breaks
from tests.deploy.conftest import require

FOLDER = Path(__file__).resolve().parents[2] / "deploy" / "prometheus"
RULES = FOLDER / "libitum.rules.yml"
DOCUMENTATION = FOLDER.parents[1] / "docs" / "operators" / "watching.md"
ONLY_WHERE_THERE_ARE_SOME = {
    "libitum_failed_tasks",
    "libitum_gate_runs",
    "libitum_gate_turned_away",
    "libitum_releases",
    "libitum_uploads_ended",
}
ALERTS = {rule["alert"]: rule for group in yaml.safe_load(RULES.read_text())["groups"] for rule in group["rules"]}
SELECTED = re.compile(r"\b(libitum_\w+|up)\b(?:\{([^}]*)\})?")
ADDED_BY_PROMETHEUS = {"instance", "job"}

urlpatterns = [path("broken", breaks, name="broken"), path("", include("libitum.config.urls"))]


@pytest.fixture
def told(db: None, song: Track) -> dict[str, set[str]]:
    """Labels by name of every series of an instance in which everything has happened once."""
    make_key_once()
    heartbeat()
    sequence()
    beat()
    measure()
    add([*one_more(ATTEMPTS, "upload", "done", ""), *observed(STAGES, 1, "encoding"), *observed(PUBLISHED, 1)])
    Client(raise_request_exception=False).get("/broken")
    found: dict[str, set[str]] = {"up": {"job", "instance"}}
    for name, labels in numbers():
        found.setdefault(name, set()).update(label for label, _value in labels)
    return found


@pytest.mark.urls("tests.watching.test_alerts")
def test_every_expression_asks_for_what_is_told(told: dict[str, set[str]]) -> None:
    unknown = {}
    for name, rule in ALERTS.items():
        asked = SELECTED.findall(rule["expr"])
        assert asked, name
        for metric, matchers in asked:
            labels = set(re.findall(r"(\w+)\s*(?:=~|!~|!=|=)", matchers))
            if metric not in told or labels - told[metric] - ADDED_BY_PROMETHEUS:
                unknown[name] = (metric, labels)
    assert unknown == {}


@pytest.mark.urls("tests.watching.test_alerts")
def test_the_documentation_names_what_is_told_and_nothing_else(told: dict[str, set[str]]) -> None:
    families = {re.sub(r"_(bucket|sum|count)$", "", name) for name in told} - {"up"}
    named = set(re.findall(r"`(libitum_\w+)`", DOCUMENTATION.read_text()))
    assert (families - named, named - families) == (set(), ONLY_WHERE_THERE_ARE_SOME)


@pytest.mark.parametrize("name", ALERTS)
def test_it_says_what_is_wrong_and_what_to_do(name: str) -> None:
    rule = ALERTS[name]
    assert name.startswith("Libitum")
    assert rule["labels"]["severity"] in {"page", "ticket"}
    assert "$labels.instance" in rule["annotations"]["summary"]
    assert len(rule["annotations"]["description"].split()) >= 6


def test_the_operators_page_has_the_same_limits() -> None:
    limits = {
        "LibitumJobsWait": looking.JOBS_WAIT,
        "LibitumCallsWait": looking.JOBS_WAIT,
        "LibitumLettersWait": looking.LETTERS_WAIT,
        "LibitumLogOld": looking.LOG_OLD,
        "LibitumUrgentCaseWaits": looking.URGENT_CASES_WAIT,
        "LibitumCaseWaits": looking.CASES_WAIT,
    }
    assert {name: float(ALERTS[name]["expr"].rsplit(">", 1)[1]) for name in limits} == limits
    assert f"> {looking.FIGURES_OLD} and" in ALERTS["LibitumFiguresOld"]["expr"]
    assert f"+ {looking.DISK_NEAR} *" in ALERTS["LibitumDiskNearReserve"]["expr"]


def test_prometheus_is_told_where_to_ask_and_of_the_rules() -> None:
    configuration = yaml.safe_load((FOLDER / "prometheus.yml").read_text())
    (scraped,) = configuration["scrape_configs"]
    assert configuration["rule_files"] == [RULES.name]
    assert f'job="{scraped["job_name"]}"' in ALERTS["LibitumDown"]["expr"]
    assert scraped["static_configs"] == [{"targets": ["127.0.0.1:8000"]}]
    assert scraped.get("metrics_path", "/metrics") == "/metrics"


def promtool(*arguments: str, read: str = "") -> None:
    require("promtool")
    done = subprocess.run(["promtool", *arguments], cwd=FOLDER, input=read, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_prometheus_own_program_takes_the_examples() -> None:
    promtool("check", "config", "prometheus.yml")


def test_alerts_fire_when_they_should_and_not_before() -> None:
    promtool("test", "rules", "libitum.rules.test.yml")


@pytest.mark.urls("tests.watching.test_alerts")
@pytest.mark.usefixtures("told")
def test_its_linter_finds_nothing_in_what_is_told() -> None:
    promtool("check", "metrics", read=scrape())
