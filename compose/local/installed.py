"""`make test-kubernetes IMAGE=…`: Slipway installed into the cluster by `kubectl apply -k`, the path through it, scaled, upgraded under
load, its rights looked at, and uninstalled. In a namespace of its own, with names of its own in the cluster."""

import http.client
import json
import os
import secrets
import shutil
import tempfile
import threading
import time
from pathlib import Path

from .failure import Failure
from .git_in_cluster import GitInCluster
from .load import Load
from .rights import ACCOUNTS, Rights
from .settings import CLONE, SERVICES
from .state import write

BASE = CLONE / "compose" / "kubernetes"
FINAL = ("live", "failed", "cancelled", "superseded")
RATE, SECONDS = 100, 60
EMAIL = "operator@slipway.example"
# What an app of Slipway's own image runs: the image is at hand, and there is a web server in it.
COMMAND = "python3 -m http.server $PORT --directory /usr/share"


def answers(place, host, path):
    """The status of a page; 0 when nothing answers."""
    connection = http.client.HTTPConnection(*place, timeout=5)
    try:
        connection.request("GET", path, headers={"Host": host})
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return 0
    finally:
        connection.close()


class Installed:
    """`given`: image, postgres, nats, executor (images), registry, ingress (host:port), class. `kubectl` and `rotation` (of secrets) are callables."""

    def __init__(self, given, kubectl, rotation):
        self.given, self.kubectl, self.rotation = given, kubectl, rotation
        self.id = f"slipway-test-{secrets.token_hex(3)}"
        self.prefix = f"test-{self.id[-6:]}"  # of the namespaces of its projects
        host, _, port = given["ingress"].rpartition(":")
        self.place = (host, int(port))
        self.host = f"{self.id}.test"
        self.folder = Path(tempfile.mkdtemp(prefix="slipway-install-"))
        self.seen = {account: set() for account in ACCOUNTS}
        self.source = GitInCluster(kubectl, f"{self.id}-source", given["image"])

    def run(self, table):
        """How many steps went well, and what was wrong."""
        done, wrong, steps = 0, [], [
            ("install", self.install), ("path", self.path), ("build", self.build), ("scale", self.scale), ("upgrade", self.upgrade),
            ("rotate", self.rotate),
            ("removal", self.removal), ("rights", self.rights)]
        if not self.given["executor"]:
            steps = [one for one in steps if one[0] != "build"]
        try:
            for name, check in steps:
                with table.step(name) as step:
                    step.done(check(step))
                done += 1
        except Failure as failure:
            wrong.append(f"{failure.sentence} {failure.advice or ''}".strip())
            self._tell()
        finally:
            with table.step("uninstall") as step:
                left = self.uninstall()
                if left:
                    wrong.append(f"the cluster still has {', '.join(left)}")
                step.done("nothing is left" if not left else f"left: {', '.join(left)}")
            shutil.rmtree(self.folder, ignore_errors=True)
        return done, wrong

    # Installing

    def overlay(self, release=""):
        """As an operator's own would be, but for storage: a cluster for tests may have none."""
        settings = {
            "PUBLIC_URL": f"http://{self.host}", "APPS_DOMAIN": self.host, "APPS_PORT": self.place[1], "REGISTRY": self.given["registry"],
            "INGRESS_CLASS": self.given["class"], "EMAIL": EMAIL, "LIMITS_STRANGERS": 100000, "KUBERNETES_NAMESPACE_PREFIX": self.prefix,
            "KANIKO_PRIORITY_CLASS": self.id, "KANIKO_SOURCE_IMAGE": self.given["image"], "REGISTRY_PLAIN_HTTP": "true", "KANIKO_PLAIN_HTTP": "true",
            "RELEASE": release,
        }
        if self.given["executor"]:
            settings |= {"KANIKO_IMAGE": self.given["executor"], "ALLOW_PRIVATE_SOURCES": "true"}
        patches = [self._patch(
            {"kind": kind, "name": f"slipway-{account}"}, {"op": "replace", "path": "/metadata/name", "value": f"{self.id}-{account}"},
            options={"allowNameChange": True}) for kind in ("ClusterRole", "ClusterRoleBinding") for account in ("deploy", "build", "log")]
        patches.append(self._patch(
            {"kind": "PriorityClass", "name": "slipway-build"}, {"op": "replace", "path": "/metadata/name", "value": self.id}, options={"allowNameChange": True}))
        patches.append(self._patch(
            {"kind": "Ingress", "name": "gateway"}, {"op": "add", "path": "/spec/rules/0/host", "value": self.host},
            {"op": "replace", "path": "/spec/ingressClassName", "value": self.given["class"]}))
        patches.append(self._patch(
            {"kind": "StatefulSet", "name": "postgres"}, {"op": "remove", "path": "/spec/volumeClaimTemplates"},
            {"op": "add", "path": "/spec/template/spec/volumes/-", "value": {"name": "data", "emptyDir": {}}}))
        write(self.folder / "kustomization.yaml", json.dumps({
            "apiVersion": "kustomize.config.k8s.io/v1beta1", "kind": "Kustomization", "namespace": self.id,
            "resources": [os.path.relpath(BASE, self.folder)],
            "images": [self._image(name, self.given[key]) for name, key in (("slipway", "image"), ("postgres", "postgres"), ("nats", "nats")) if self.given[key]],
            "configMapGenerator": [{"name": "settings", "behavior": "merge", "literals": [f"SLIPWAY_{name}={value}" for name, value in settings.items()]}],
            "patches": patches,
        }, indent=2))

    @staticmethod
    def _patch(target, *operations, **more):
        return {"target": target, "patch": json.dumps(operations), **more}

    @staticmethod
    def _image(name, reference):
        image, _, tag = reference.rpartition(":")
        return {"name": name, "newName": image, "newTag": tag}

    def install(self, step):
        self.overlay()
        self._apply(step)
        self.password = self.kubectl("-n", self.id, "get", "secret", "credentials", "-o", "go-template={{.data.login | base64decode}}").strip()
        self.load = Load(f"http://{self.place[0]}:{self.place[1]}", self.host, RATE, SECONDS)
        self._until("the gateway answers at the ingress", lambda: answers(self.place, self.host, "/healthz") == 200, 60)
        self._until("the first account is there", lambda: self._logs_in(), 120)
        return f"namespace {self.id}"

    def _apply(self, step):
        step.say("kubectl apply -k")
        self.kubectl("-n", self.id, "delete", "job", "bootstrap", "--ignore-not-found", check=False)
        self.kubectl("apply", "-k", str(self.folder))
        for service in SERVICES:
            step.say(f"waiting for {service}")
            self.kubectl("-n", self.id, "rollout", "status", f"deployment/{service}", "--timeout=180s")

    def _logs_in(self):
        try:
            self.load.log_in(EMAIL, self.password)
            return True
        except SystemExit:
            return False

    # The path through it

    def path(self, step):
        """An app of Slipway's own image: live, two instances, a range, a failure, back."""
        image = self.given["image"]
        run = {"command": COMMAND, "port": 8000, "memory": "128Mi", "cpu": "100m"}
        self.project = self._ask("POST", "projects", {"name": f"p{self.id[-6:]}"}, 201)["id"]
        app = self._ask("POST", f"projects/{self.project}/apps", {"name": "web", "build": {"method": "image", "image": image}, "run": run}, 201)
        self.app = app["id"]
        step.say("the first deployment")
        self._deploy("live")
        self._reach(app)
        step.say("its variables")
        self._ask("PATCH", f"apps/{self.app}/env", {"variables": {"COLOUR": {"value": "blue"}}, "deploy": False}, 200)
        self._deploy("live")
        step.say("two instances")
        self._ask("PUT", f"apps/{self.app}/scale", {"instances": 2}, (200, 202))
        self._until("two instances serve", lambda: self._ready_instances() == 2, 90)
        step.say("a range")
        self._ask("PUT", f"apps/{self.app}/scale", {"min": 1, "max": 2, "cpu_percent": 80}, (200, 202))
        step.say("one that fails")
        self._ask("PATCH", f"apps/{self.app}", {"run": {"command": "echo no; exit 3"}}, 200)
        self._deploy("failed")
        self._ask("PATCH", f"apps/{self.app}", {"run": {"command": COMMAND}}, 200)
        self._deploy("live")
        lines = self._ask("GET", f"apps/{self.app}/logs?limit=200", None, 200)["items"]
        if not any(line["source"] == "instance" for line in lines):
            raise Failure("no line of an instance was kept.")
        self._look()
        return f"{app['url']}, {len(lines)} lines"

    def build(self, step):
        """A repository, built by a Job inside of the cluster, pushed and deployed; its log is there while it is being built."""
        step.say("a repository in the cluster")
        self.source.apply(self.folder, {"page.html": "built in the cluster\n", "Dockerfile": f"""FROM {self.given["image"]}
COPY page.html /srv/www/
RUN echo the first step && sleep 5 && echo the last step
CMD ["sh", "-c", "exec python3 -m http.server $PORT --directory /srv/www"]
"""})
        made = {"name": "built", "source": {"repository": self.source.url, "branch": "main"}, "build": {"method": "dockerfile"},
                "run": {"port": 8000, "memory": "128Mi", "cpu": "100m"}}
        app = self._ask("POST", f"projects/{self.project}/apps", made, 201)
        # A Service leads nowhere for a moment after its Pod is ready.
        self._until("the build service reaches the repository", lambda: self.load.connect().ask("GET", f"apps/{app['id']}/plan")[0] == 200, 60)
        deployment = self._ask("POST", f"apps/{app['id']}/deployments", {}, 202)["id"]
        step.say("its log, while a Job builds it")
        self._until("the first step is told while the build goes on", lambda: self._says(deployment, "the first step"), 150)
        if self._says(deployment, "the last step"):
            raise Failure("the log of the build came all at once.")
        self._end(deployment, "live", 240)
        if not self._says(deployment, "the last step"):
            raise Failure("the log of the build has no end.")
        self._reach(app, "/page.html")
        digest = self._ask("GET", f"deployments/{deployment}", None, 200)["image"].partition("@")[2][:19]
        self._ask("DELETE", f"apps/{app['id']}", None, (202, 204))
        step.say("the namespace of the project's builds goes with them")
        self._until("it is gone", lambda: not [name for name in self._namespaces() if "-build-" in name], 120)
        self._look()
        return digest

    def _says(self, deployment, text):
        now = self._ask("GET", f"deployments/{deployment}", None, 200)
        if now["status"] == "failed":
            raise Failure("the deployment has failed.", json.dumps(now.get("failure")))
        lines = self._ask("GET", f"deployments/{deployment}/logs?limit=200", None, 200)["items"]
        return any(line["message"] == text and line["source"] == "build" for line in lines)

    def _reach(self, app, path="/"):
        address = app["url"].partition("//")[2].partition(":")[0]
        self._until("the app answers", lambda: answers(self.place, address, path) == 200, 30)

    def _deploy(self, wanted):
        self._end(self._ask("POST", f"apps/{self.app}/deployments", {}, 202)["id"], wanted, 150)

    def _end(self, deployment, wanted, seconds):
        now = self._until("the deployment ends", lambda: (lambda one: one if one["status"] in FINAL else None)(
            self._ask("GET", f"deployments/{deployment}", None, 200)), seconds)
        if now["status"] != wanted:
            raise Failure(f"a deployment was to be {wanted} and is {now['status']}.", json.dumps(now.get("failure")))

    def _ready_instances(self):
        said = self._ask("GET", f"apps/{self.app}/instances", None, 200)
        return sum(one["state"] == "serving" for one in said["items"])

    # Operating it

    def scale(self, step):
        self.kubectl("-n", self.id, "scale", "deployment", "build", "--replicas=3")
        self.kubectl("-n", self.id, "rollout", "status", "deployment/build", "--timeout=120s")
        ready = self.kubectl("-n", self.id, "get", "deployment", "build", "-o", "jsonpath={.status.readyReplicas}")
        if ready != "3":
            raise Failure(f"build was scaled to 3 and has {ready} ready replicas.")
        return "build×3"

    def upgrade(self, step):
        """Another release, as far as the cluster can tell: every Pod is made anew, with the bootstrap before it, under load."""
        worker = threading.Thread(target=self.load.run)
        worker.start()
        time.sleep(5)
        self.overlay("2")
        self._apply(step)
        step.say("until the load ends")
        worker.join()
        total = sum(self.load.counts.values())
        if self.load.failures:
            raise Failure(f"{len(self.load.failures)} of {total} requests failed during the upgrade.", "\n".join(self.load.failures[:10]))
        if self.kubectl("-n", self.id, "get", "deployment", "build", "-o", "jsonpath={.spec.replicas}") != "3":
            raise Failure("the upgrade has changed how many replicas there are.")
        return f"{total} requests, none failed"

    def rotate(self, step):
        """The master key is another one afterwards, and what was sealed before opens."""
        before = self._master_key()
        step.say("compose/kubernetes/rotate master")
        self.rotation(BASE / "rotate", "master", self.folder, self.id)
        if self._master_key() == before or "\n" in self._master_key():
            raise Failure("the master key was not rotated.")
        step.say("a deployment of what was sealed before")
        self._deploy("live")
        return "another master key, and everything opens with it"

    def _master_key(self):
        return self.kubectl("-n", self.id, "get", "secret", "credentials", "-o", 'go-template={{index .data "master.key" | base64decode}}').strip()

    def removal(self, step):
        self._ask("DELETE", f"projects/{self.project}", None, (202, 204))
        self._until("the project's namespace is gone", lambda: not self._namespaces(), 120)
        return "the project's namespace is gone"

    def rights(self, step):
        """Last: what was used is known."""
        self._look()
        rights = Rights(self.kubectl, self.id, has_built=bool(self.given["executor"]))
        print(f"\n{rights.table(self.seen)}", flush=True)
        wrong = [f"{account} may {verb} {kind} and never does" for account in ACCOUNTS for verb, kind in rights.unused(account, self.seen[account])]
        wrong += [f"{account} may {what}" for account in [*ACCOUNTS, "default"] for what in rights.beyond(account)]
        if wrong:
            raise Failure("the accounts' rights are not what they need.", "\n".join(wrong))
        return f"{len(ACCOUNTS)} accounts have what they use, and nothing else"

    def _look(self):
        """Notes what the services have asked the API server for; a Pod takes its figures along when it goes."""
        for service in ("deploy", "build", "log"):
            found = self.kubectl("-n", self.id, "get", "pods", "-l", f"app.kubernetes.io/name={service}", "-o", "jsonpath={.items[*].metadata.name}")
            for pod in found.split():
                self.seen[service] |= Rights.used(self.kubectl("get", "--raw", f"/api/v1/namespaces/{self.id}/pods/{pod}:9090/proxy/metrics"))

    def _namespaces(self):
        return [name for name in self.kubectl("get", "namespaces", "-o", "name").split() if name.startswith(f"namespace/{self.prefix}-")]

    def uninstall(self):
        """As ../OPERATIONS.md says; what is left is told."""
        self.source.remove()
        for name in self._namespaces():
            self.kubectl("delete", name, "--wait=false", check=False)
        self.kubectl("delete", "-k", str(self.folder), "--ignore-not-found", "--wait=true", "--timeout=150s", check=False)
        left = self._namespaces() + self.kubectl("get", "namespaces,clusterroles,clusterrolebindings,priorityclasses", "-o", "name").split()
        return [name for name in left if self.id in name]

    def _tell(self):
        """For whoever looks into a failure: the last lines of every Pod that is not well."""
        print(self.kubectl("-n", self.id, "get", "pods", "-o", "wide", check=False), flush=True)
        for service in ["bootstrap", *SERVICES]:
            print(self.kubectl("-n", self.id, "logs", "-l", f"app.kubernetes.io/name={service}", "--all-containers", "--prefix", "--tail=5", check=False), flush=True)

    # Asking

    def _ask(self, method, path, body, accept):
        client = self.load.connect()
        status, text = client.ask(method, path, body)
        if status not in (accept if isinstance(accept, tuple) else (accept,)):
            raise Failure(f"{method} /api/v1/{path} was answered with {status}.", text[:400].decode(errors="replace"))
        return json.loads(text) if text.strip() else {}

    def _until(self, what, ask, seconds):
        limit = time.monotonic() + seconds
        while True:
            said = ask()
            if said:
                return said
            if time.monotonic() > limit:
                raise Failure(f"{what}: not within {seconds} s.")
            time.sleep(0.5)
