"""A thousand apps on a cluster, when nobody asks for anything; and how soon a page knows of a Pod that changed.
For a cluster: KUBECONFIG=… REGISTRY=host:port [INGRESS_ADDRESS=host:port INGRESS_CLASS=…]"""

import http.client
import json
import os
import queue
import re
import statistics
import subprocess
import threading
import time

from local import testing
from local.failure import Failure

from .measure import Row, cpu, memory

PROJECTS, APPS = 20, 50
# Several times the pause between two looks at an app where nothing moves.
SECONDS = 300
SAMPLES = 12

# Rows as deployments leave them: live, with nothing to run, so that what is measured is Slipway and not a kubelet.
ROWS = """
WITH projects AS (SELECT number, gen_random_uuid() AS id FROM generate_series(1, {projects}) AS number),
fresh AS (
    SELECT gen_random_uuid() AS app, gen_random_uuid() AS deployment, projects.id AS project, 'fleet' || projects.number AS project_name,
        'app' || apps AS name FROM projects, generate_series(1, {apps}) AS apps),
apps AS (
    INSERT INTO apps (id, project_id, name, project_name, host, url, scale, next_number, next_release, current_deployment, routed_deployment)
    SELECT app, project, name, project_name, name || '-' || project_name || '.bench.invalid', 'http://bench.invalid', 0, 2, 2, deployment, deployment
    FROM fresh RETURNING id),
releases AS (
    INSERT INTO releases (app_id, number, made_by, image, config, port, cpu, memory)
    SELECT app, 1, deployment, 'registry.invalid/app@sha256:' || repeat('ab', 32), 1, 8080, '500m', '256Mi' FROM fresh RETURNING app_id)
INSERT INTO deployments (id, app_id, project_id, number, status, trigger, config, release, url, desired, went_live_at, finished_at)
SELECT deployment, app, project, 1, 'live', 'manual', 1, 1, 'http://bench.invalid', '', now(), now() FROM fresh;
"""
WRITES = {"apply", "create", "patch", "delete", "update"}


def rows(ground, count, say):
    config, registry = os.environ.get("KUBECONFIG", ""), os.environ.get("REGISTRY", "")
    if not config or not registry:
        return []
    testing.KUBECTL.install(type("Quiet", (), {"say": staticmethod(say)}))
    cluster = {
        "SLIPWAY_RUNTIME": "kubernetes", "SLIPWAY_KUBECONFIG": os.path.abspath(config), "SLIPWAY_REGISTRY": registry,
        "SLIPWAY_INGRESS_ADDRESS": os.environ.get("INGRESS_ADDRESS") or "127.0.0.1:80", "SLIPWAY_INGRESS_CLASS": os.environ.get("INGRESS_CLASS") or "traefik",
    }
    with ground.beside(**cluster) as there:
        return _told(there, config, say) + _idle(there, config, say)


def _kubectl(config, *arguments, stdin=None):
    done = subprocess.run([str(testing.KUBECTL.path("kubectl")), "--kubeconfig", config, *arguments], input=stdin, capture_output=True, text=True)
    if done.returncode:
        raise Failure("kubectl failed.", done.stderr[-400:])
    return done.stdout


# A thousand apps.

def _idle(there, config, say):
    pid = there.service("deploy")
    time.sleep(5)
    before = memory(pid)
    say(f"making {PROJECTS * APPS} apps")
    begun = time.monotonic()
    there.psql("slipway_deploy", ROWS.format(projects=PROJECTS, apps=APPS))
    waiting = "SELECT count(*) FROM apps WHERE next_pass_at < now() + interval '5 s' OR lease_until IS NOT NULL;"
    while int(there.psql("slipway_deploy", waiting).strip()):
        if time.monotonic() - begun > 900:
            raise Failure("the apps were not applied within 15 minutes.")
        time.sleep(1)
    applied = time.monotonic() - begun
    # What the cluster's controllers still have to say of it: a busy one takes minutes to have read a thousand Deployments.
    say("waiting for the cluster to have read them")
    while not _is_read(config, PROJECTS * APPS):
        if time.monotonic() - begun > 1200:
            raise Failure("the cluster's controllers did not read the apps within 20 minutes.")
        time.sleep(3)
    time.sleep(30)
    started, used, asked = time.monotonic(), cpu([pid]), _asked(there)
    while (passed := time.monotonic() - started) < SECONDS:
        say(f"{SECONDS - passed:.0f} s of silence")
        time.sleep(min(10, SECONDS - passed))
    took = time.monotonic() - started
    used = (cpu([pid]) - used) / took
    after = _asked(there)
    new = {key: after[key] - asked.get(key, 0) for key in after if after[key] > asked.get(key, 0)}
    writes = sum(value for (verb, _), value in new.items() if verb in WRITES)
    lists = sum(value for (verb, _), value in new.items() if verb == "list") / took * 60
    size = memory(pid)
    split = ", ".join(f"{verb} {kind} {value}" for (verb, kind), value in sorted(new.items()))
    total = PROJECTS * APPS
    return [
        Row(f"{total} idle apps on a cluster: writes in {SECONDS} s", f"{writes}", "–", 0, figure=float(writes), most=True, unit="", note=f"asked in {SECONDS} s: {split or 'nothing'}"),
        Row(f"{total} idle apps on a cluster: lists a minute", f"{lists:.1f}", "–", 1, figure=lists, most=True, unit="/min"),
        Row(f"{total} idle apps on a cluster: CPU of deploy", f"{used * 100:.2f} % of a core", "–", 2, figure=used * 100, most=True, unit="%",
            note=f"each app is looked at every minute; applied in {applied:.0f} s"),
        Row(f"{total} idle apps on a cluster: memory an app", f"{(size - before) / total:.1f} KiB", "–", 25, figure=(size - before) / total, most=True, unit="KiB",
            note=f"PSS of deploy {before / 1024:.0f} → {size / 1024:.0f} MiB"),
    ]


def _is_read(config, count):
    """Whether each Deployment of ours has its ReplicaSet, and the status of neither is behind."""
    for kind in ("deployments", "replicasets"):
        found = _kubectl(config, "get", kind, "-A", "-l", "app.kubernetes.io/managed-by=slipway,slipway.app", "-o",
                         r'jsonpath={range .items[*]}{.metadata.generation} {.status.observedGeneration}{"\n"}{end}').splitlines()
        if sum(len(set(line.split())) == 1 and " " in line.strip() for line in found) < count:
            return False
    return True


def _asked(there):
    """Requests to the API server by verb and kind, as the deploy service counts them."""
    connection = http.client.HTTPConnection("127.0.0.1", there.settings.admin_port("deploy", 1), timeout=10)
    connection.request("GET", "/metrics")
    text = connection.getresponse().read().decode()
    connection.close()
    found = {}
    for line in text.splitlines():
        if line.startswith("slipway_kubernetes_request_duration_seconds_count{"):
            labels = dict(re.findall(r'(\w+)="([^"]*)"', line))
            key = labels["verb"].lower(), labels["kind"]
            found[key] = found.get(key, 0) + int(float(line.rpartition(" ")[2]))
    return found


# From a Pod's status to whoever watches.

def _told(there, config, say):
    """The example's Pod is said to have crashed twice, and then to be well again, by somebody who may write its status."""
    app = _example(there)
    say("waiting for the example's Pod")
    pod = _pod(config, app)
    namespace, name = pod["metadata"]["namespace"], pod["metadata"]["name"]
    events = _follow(there, app)
    took = []
    proxy = subprocess.Popen(
        [str(testing.KUBECTL.path("kubectl")), "--kubeconfig", config, "proxy", "--port=0"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        port = int(re.search(r":(\d+)", proxy.stdout.readline())[1])
        for number in range(SAMPLES):
            say(f"{number + 1} of {SAMPLES}")
            for ready, restarts, status in (("False", 3, "failed"), ("True", 3, "live")):
                current = json.loads(_ask(port, "GET", f"/api/v1/namespaces/{namespace}/pods/{name}"))["status"]
                container = {**current["containerStatuses"][0], "restartCount": restarts}
                while not events.empty():
                    events.get()
                begun = time.monotonic()
                _ask(port, "PATCH", f"/api/v1/namespaces/{namespace}/pods/{name}/status", {
                    "status": {"conditions": [{"type": "Ready", "status": ready}], "containerStatuses": [container]}})
                at = _next(events, status, begun + 8)
                # The kubelet says how it is, now and then: what it wrote in between is no sample.
                if at is not None:
                    took.append((at - begun) * 1e3)
                time.sleep(0.5)
    finally:
        proxy.kill()
        proxy.wait()
    if len(took) < SAMPLES:
        raise Failure(f"only {len(took)} of {SAMPLES * 2} changes of a Pod's status were told.")
    took.sort()
    return [Row("a Pod's status written until an event stream tells: p50", f"{statistics.median(took):.0f} ms", "–", 500, figure=statistics.median(took), most=True,
                unit="ms", note=f"slowest of {len(took)}: {took[-1]:.0f} ms; the write itself in it")]


def _example(there):
    api = there.api()
    return api, api.ask("GET", "apps")[1]["items"][0]["id"]


def _pod(config, app):
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        pods = json.loads(_kubectl(config, "get", "pods", "-A", "-l", f"slipway.app={app[1]}", "-o", "json"))["items"]
        if len(pods) == 1 and pods[0]["status"].get("containerStatuses"):
            return pods[0]
        time.sleep(1)
    raise Failure("the example has no Pod.")


def _ask(port, method, path, body=None):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request(method, path, json.dumps(body) if body else None, {"Content-Type": "application/strategic-merge-patch+json"} if body else {})
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    if answer.status >= 300:
        raise Failure(f"{method} {path} was answered with {answer.status}.", text[:400])
    return text


def _follow(there, app):
    """(when, status) of the app, as an event stream tells it."""
    api, identity = app
    found = queue.Queue()
    connection = http.client.HTTPConnection("127.0.0.1", api.port, timeout=600)
    connection.request("GET", f"/api/v1/events?app={identity}", headers={"Authorization": f"Bearer {api.token}", "Accept": "text/event-stream"})
    stream = connection.getresponse()
    if stream.status != 200:
        raise Failure(f"the event stream was answered with {stream.status}.")

    def read():
        name = ""
        while line := stream.readline():
            text = line.decode().strip()
            if text.startswith("event: "):
                name = text[7:]
            elif text.startswith("data: ") and name == "app":
                found.put((time.monotonic(), json.loads(text[6:])["status"]))

    threading.Thread(target=read, daemon=True).start()
    return found


def _next(events, status, deadline):
    while (left := deadline - time.monotonic()) > 0:
        try:
            at, said = events.get(timeout=left)
        except queue.Empty:
            return None
        if said == status:
            return at
    return None
