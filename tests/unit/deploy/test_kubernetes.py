"""The manifests for Kubernetes: what the API takes, hardened, and named as the code names things."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import kubernetes_validate
import pytest
import yaml

from shared.messages import GROUP, INBOX
from shared.settings import Settings
from workers.app import BACKFILL_QUEUE, QUEUE
from workers.cli import COMMANDS
from workers.web.app import ROUTES

FOLDER = Path(__file__).parents[3] / "deploy" / "kubernetes"
EXAMPLE = FOLDER / "overlays" / "example"
KUBERNETES = "1.31"

Object = dict[str, Any]

LOGINS = {
    "migrate": "database_url", "intake": "intake_url", "sweeper": "writer_url", "worker": "worker_url",
    "metrics": "worker_url", "web": "reader_url",
}  # fmt: skip
"""The database login of each component: its own, and no other."""

KEDA = {
    "redis-streams": ({"stream", "consumerGroup", "lagCount"}, {"databaseIndex", "activationLagCount", "enableTLS"}),
    "redis": ({"listName", "listLength"}, {"databaseIndex", "activationListLength", "enableTLS"}),
    "postgresql": ({"query", "targetQueryValue"}, {"activationTargetQueryValue"}),
}
"""What KEDA's documentation names for each trigger: the fields that it needs, and others that may be there."""

SCALED = {
    "scaleTargetRef", "minReplicaCount", "maxReplicaCount", "pollingInterval", "cooldownPeriod", "advanced", "triggers",
}  # fmt: skip


def written() -> list[Object]:
    """The manifests as they stand in the files."""
    files = [*FOLDER.glob("base/*.yaml"), *FOLDER.glob("keda/*.yaml"), EXAMPLE / "namespace.yaml"]
    documents = [d for file in sorted(files) for d in yaml.safe_load_all(file.read_text())]
    return [document for document in documents if document.get("kind") not in {"Kustomization", "Component"}]


def rendered() -> list[Object]:
    """The example overlay as `kubectl apply -k` would send it. Skips where there is no kubectl."""
    if not shutil.which("kubectl"):
        pytest.skip("kubectl is not installed here; the manifests were checked as they stand in the files")
    done = subprocess.run(["kubectl", "kustomize", str(EXAMPLE)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return list(yaml.safe_load_all(done.stdout))


@pytest.fixture(scope="module", params=[written, rendered], ids=["as written", "as rendered"])
def objects(request: pytest.FixtureRequest) -> list[Object]:
    found: list[Object] = request.param()
    return found


def of_kind(objects: list[Object], *kinds: str) -> list[Object]:
    return [one for one in objects if one["kind"] in kinds]


def component(one: Object) -> str:
    return str(one["metadata"]["labels"]["app.kubernetes.io/component"])


def pods(objects: list[Object]) -> dict[str, Object]:
    """The pod of each component."""
    return {component(one): one["spec"]["template"]["spec"] for one in of_kind(objects, "Deployment", "Job")}


def test_the_api_takes_every_object(objects: list[Object]) -> None:
    # Given the schemas of Kubernetes, Then each object of a core kind fits, and no field is unknown
    core = [one for one in objects if "keda.sh" not in one["apiVersion"]]
    assert len(core) >= 15
    for one in core:
        kubernetes_validate.validate(one, KUBERNETES, strict=True)


def test_a_wrong_object_would_be_found() -> None:
    (job, *_) = of_kind(written(), "Job")
    with pytest.raises(kubernetes_validate.ValidationError):
        kubernetes_validate.validate(job | {"spec": job["spec"] | {"backOffLimit": 6}}, KUBERNETES, strict=True)


def test_all_processes_are_there_and_run_a_verb_that_exists(objects: list[Object]) -> None:
    found = pods(objects)
    assert set(found) == set(LOGINS)
    assert {pod["containers"][0]["args"][0] for pod in found.values()} <= set(COMMANDS)
    (web,) = found["web"]["containers"]
    assert web["readinessProbe"]["httpGet"]["path"] in {route.path for route in ROUTES}


@pytest.mark.parametrize("name", LOGINS)
def test_no_process_has_more_rights_than_it_needs(objects: list[Object], name: str) -> None:
    pod = pods(objects)[name]
    # Given a pod, Then it is nobody on its node and has no token, no capability and no disk to write on but /tmp
    assert pod["automountServiceAccountToken"] is False
    assert pod["securityContext"]["runAsNonRoot"] is True
    assert pod["securityContext"]["runAsUser"] == 10001
    assert pod["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
    (container,) = pod["containers"]
    assert container["securityContext"] == {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }
    assert container["resources"]["limits"]["memory"]
    assert {mount["mountPath"] for mount in container["volumeMounts"]} == {"/tmp", "/run/secrets/onrecord"}
    # And its secrets are files, its own database login only
    (secret,) = [volume["secret"] for volume in pod["volumes"] if "secret" in volume]
    assert {item["key"] for item in secret["items"]} == {LOGINS[name], "broker_url"}
    assert container["env"][0] == {
        "name": "ONRECORD_DATABASE_URL_FILE",
        "value": f"/run/secrets/onrecord/{LOGINS[name]}",
    }


def test_every_setting_named_exists(objects: list[Object]) -> None:
    fields = {f"ONRECORD_{field.upper()}" for field in Settings.model_fields}
    (settings,) = of_kind(objects, "ConfigMap")
    named = set(settings["data"]) | {e["name"] for pod in pods(objects).values() for e in pod["containers"][0]["env"]}
    assert named - fields <= {"ONRECORD_HEARTBEAT_FILE"}
    assert not [name for name in settings["data"] if re.search("PASSWORD|_URL$", name)]


@pytest.mark.parametrize("name", ["intake", "sweeper", "worker"])
def test_a_loop_is_alive_by_its_heartbeat_and_ready_by_its_servers(objects: list[Object], name: str) -> None:
    (container,) = pods(objects)[name]["containers"]
    # Given a process without a port, Then a file tells; a server that is away makes it not ready, and restarts nothing
    assert container["livenessProbe"]["exec"]["command"] == ["onrecord-alive", "60"]
    assert container["readinessProbe"]["exec"]["command"] == ["onrecord-alive", "60", "ready"]
    # And Kubernetes waits for a start that loads models on a busy node
    startup = container["startupProbe"]
    assert startup["periodSeconds"] * startup["failureThreshold"] >= 120


def test_a_worker_may_end_its_stages(objects: list[Object]) -> None:
    default = Settings.model_fields["time_limit"].default
    assert pods(objects)["worker"]["terminationGracePeriodSeconds"] > default


def test_a_drained_node_leaves_one_of_each(objects: list[Object]) -> None:
    budgets = of_kind(objects, "PodDisruptionBudget")
    covered = {one["spec"]["selector"]["matchLabels"]["app.kubernetes.io/component"] for one in budgets}
    assert covered == {"intake", "sweeper", "worker"}


def test_nobody_calls_in_but_for_figures_and_pages(objects: list[Object]) -> None:
    policies = {one["metadata"]["name"]: one["spec"] for one in of_kind(objects, "NetworkPolicy")}
    assert set(policies["onrecord"]["policyTypes"]) == {"Ingress", "Egress"}
    assert "ingress" not in policies["onrecord"]
    (called,) = policies["onrecord-called"]["ingress"]
    assert {port["port"] for port in called["ports"]} == {9464, 8080}


def test_each_object_that_is_scaled_is_a_deployment(objects: list[Object]) -> None:
    names = {one["metadata"]["name"] for one in of_kind(objects, "Deployment")}
    logins = {one["metadata"]["name"] for one in of_kind(objects, "TriggerAuthentication")}
    scaled = of_kind(objects, "ScaledObject")
    assert {one["spec"]["scaleTargetRef"]["name"] for one in scaled} == {"onrecord-intake", "onrecord-worker"} <= names
    for one in scaled:
        assert one["apiVersion"] == "keda.sh/v1alpha1"
        assert set(one["spec"]) <= SCALED
        assert one["spec"]["minReplicaCount"] >= 1
        for trigger in one["spec"]["triggers"]:
            # Given what KEDA documents, Then the fields have its names, and their values are strings
            needed, other = KEDA[trigger["type"]]
            assert needed <= set(trigger["metadata"]) <= needed | other
            assert all(isinstance(value, str) for value in trigger["metadata"].values())
            assert trigger["authenticationRef"]["name"] in logins


def test_keda_counts_what_the_code_fills(objects: list[Object]) -> None:
    triggers = [trigger for one in of_kind(objects, "ScaledObject") for trigger in one["spec"]["triggers"]]
    stream = next(t["metadata"] for t in triggers if t["type"] == "redis-streams")
    assert (stream["stream"], stream["consumerGroup"]) == (INBOX, _text(GROUP))
    assert {t["metadata"]["listName"] for t in triggers if t["type"] == "redis"} == {QUEUE, BACKFILL_QUEUE}


def _text(name: str | bytes) -> str:
    return name.decode() if isinstance(name, bytes) else name


def test_whoever_applies_again_does_not_set_what_keda_sets() -> None:
    for one in of_kind(rendered(), "Deployment"):
        assert ("replicas" in one["spec"]) == (component(one) not in {"intake", "worker"})
