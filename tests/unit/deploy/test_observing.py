"""Alerts and dashboards ask for metrics that there are, each alert comes when it must and has its runbook."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

from workers.metrics.declared import METRICS, Kind

ROOT = Path(__file__).parents[3]
PROMETHEUS = ROOT / "deploy" / "prometheus"
GRAFANA = ROOT / "deploy" / "grafana"
BOARD = json.loads((GRAFANA / "dashboards" / "operations.json").read_text("utf-8"))
RULES = [
    rule
    for group in yaml.safe_load((PROMETHEUS / "alerts.yml").read_text("utf-8"))["groups"]
    for rule in group["rules"]
]
TESTS = yaml.safe_load((PROMETHEUS / "alerts.test.yml").read_text("utf-8"))["tests"]

NAME = re.compile(r"\b(?:onrecord|redis|node)_[a-z0-9_]+\b|\bup\b")
OTHERS = {
    "up",
    "redis_memory_used_bytes", "redis_memory_max_bytes", "redis_aof_last_write_status", "redis_rdb_last_bgsave_status",
    "node_filesystem_avail_bytes", "node_filesystem_size_bytes",
}  # fmt: skip
"""Metrics of Prometheus itself, redis_exporter and node_exporter."""


def promtool(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Prometheus' own tool, which knows its languages."""
    tool = shutil.which("promtool")
    if tool is None:
        pytest.skip("promtool is not installed (Debian: apt-get install prometheus)")
    return subprocess.run([tool, *arguments], cwd=PROMETHEUS, capture_output=True, text=True, check=False)


def known() -> set[str]:
    """The names under which Prometheus keeps our metrics, and those of others that we use."""
    names = {metric.name for metric in METRICS if metric.kind is not Kind.HISTOGRAM}
    histograms = [metric.name for metric in METRICS if metric.kind is Kind.HISTOGRAM]
    return names | OTHERS | {f"{name}_{part}" for name in histograms for part in ("bucket", "sum", "count")}


def expressions() -> dict[str, str]:
    """All expressions of alerts and panels, by where they stand."""
    found = {f"alert {rule['alert']}": rule["expr"] for rule in RULES}
    for panel in BOARD["panels"]:
        found |= {f"panel {panel['title']} {target['refId']}": target["expr"] for target in panel["targets"]}
    return found


@pytest.mark.parametrize(
    "arguments",
    [("check", "config", "prometheus.yml"), ("check", "rules", "alerts.yml"), ("test", "rules", "alerts.test.yml")],
    ids=lambda arguments: " ".join(arguments[:2]),
)
def test_prometheus_takes_its_files_and_the_alerts_come_when_they_must(arguments: tuple[str, ...]) -> None:
    done = promtool(*arguments)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(("where", "expression"), expressions().items(), ids=expressions())
def test_an_expression_asks_for_metrics_that_there_are(where: str, expression: str) -> None:
    # Given an expression of an alert or a panel
    # When the metrics that it names are looked for
    words = re.sub(r"\{[^}]*\}|\bby \([^)]*\)|\bon \([^)]*\)", "", expression)
    named = set(NAME.findall(words))

    # Then all are told by us or by the exporters that we name
    assert named
    assert named - known() == set()


def test_each_label_that_is_asked_for_is_one_of_its_metric() -> None:
    # Given all selections of our metrics by labels
    labels = {metric.name: set(metric.labels) for metric in METRICS}
    asked = [
        (where, name.removesuffix("_count").removesuffix("_bucket"), label)
        for where, expression in expressions().items()
        for name, selection in re.findall(r"(onrecord_\w+)\{([^}]*)\}", expression)
        for label in re.findall(r"(\w+)(?:=|!=|=~|!~)\"", selection)
    ]

    # When they are compared with the declarations, Then each metric has that label
    assert len(asked) > 5
    assert [each for each in asked if each[2] not in labels[each[1]]] == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule["alert"])
def test_each_alert_has_its_runbook_and_says_what_is_wrong(rule: dict[str, Any]) -> None:
    # Given an alert
    page, _, anchor = rule["annotations"]["runbook_url"].partition("#")

    # When its runbook is looked for
    headings = re.findall(r"^### (\w+)$", (ROOT / page).read_text("utf-8"), re.MULTILINE)

    # Then it stands under the alert's name
    assert headings.count(rule["alert"]) == 1
    assert anchor == rule["alert"].lower()
    assert rule["annotations"]["summary"]
    assert rule["annotations"]["description"]
    assert rule["labels"]["severity"] in ("page", "ticket")


def test_each_runbook_has_its_alert() -> None:
    headings = re.findall(r"^### (Onrecord\w+)$", (ROOT / "docs" / "runbooks.md").read_text("utf-8"), re.MULTILINE)
    assert headings == [rule["alert"] for rule in RULES]


def test_each_alert_is_tested_with_and_without_its_cause() -> None:
    # Given the tests of the alerts
    checks = [check for each in TESTS for check in each["alert_rule_test"]]

    # When they are counted by alert
    comes = Counter(check["alertname"] for check in checks if check.get("exp_alerts"))
    stays_away = Counter(check["alertname"] for check in checks if not check.get("exp_alerts"))

    # Then each alert comes in one, and stays away in one
    assert {rule["alert"] for rule in RULES} == set(comes) == set(stays_away)


def test_the_operations_dashboard_reads_prometheus_alone() -> None:
    # Given the dashboard and the provisioned data source
    [source] = yaml.safe_load((GRAFANA / "provisioning" / "datasources" / "prometheus.yml").read_text("utf-8"))[
        "datasources"
    ]
    wanted = {"type": source["type"], "uid": source["uid"]}

    # When panels and targets are looked at
    panels = BOARD["panels"]
    targets = [target for panel in panels for target in panel["targets"]]

    # Then all use it, have a name of their own, say what they show, and none lies upon another
    assert all(part["datasource"] == wanted for part in [*panels, *targets])
    assert len({panel["id"] for panel in panels}) == len({panel["title"] for panel in panels}) == len(panels)
    assert all(panel["description"] and panel["fieldConfig"]["defaults"]["unit"] for panel in panels)
    cells = Counter(
        (x, y)
        for box in (panel["gridPos"] for panel in panels)
        for x in range(box["x"], box["x"] + box["w"])
        for y in range(box["y"], box["y"] + box["h"])
    )
    assert max(cells.values()) == 1
    assert all(x < 24 for x, _ in cells)


def test_every_metric_but_the_build_and_the_groups_size_is_on_the_dashboard() -> None:
    # Given the names that the dashboard asks for
    words = " ".join(expression for where, expression in expressions().items() if where.startswith("panel"))

    # When our metrics are looked for
    unseen = {metric.name for metric in METRICS if not re.search(rf"\b{metric.name}(?:_bucket)?\b", words)}

    # Then those are missing that only alerts and people who search need
    assert unseen == {
        "onrecord_build_info", "onrecord_totals_age_seconds", "onrecord_group_readers",
        "onrecord_articles_not_supported", "onrecord_changes_total",
    }  # fmt: skip
