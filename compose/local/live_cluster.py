"""The cluster that `make test-kubernetes` is given: looked at before anything is begun, and left as it was."""

import http.client
import json
import os
import re
import secrets
import socket
from contextlib import contextmanager

from . import command
from .failure import Failure

USAGE = "make test-kubernetes KUBECONFIG=… REGISTRY=host:port INGRESS_ADDRESS=host:port INGRESS_CLASS=…"
LEAST = (1, 30)
# Of what the suite itself does beside Slipway: it looks, deletes and edits as an operator would.
RIGHTS = [("create", "namespaces"), ("delete", "namespaces"), ("patch", "deployments.apps"), ("delete", "secrets"), ("list", "events")]


class LiveCluster:
    """What the suite was given, and what it tells the platform and the tests of it."""

    def __init__(self, given, kubectl, environment):
        for name in ("kubeconfig", "registry"):
            if not given[name]:
                raise Failure(f"no {name} was named.", USAGE)
        self.given, self.binary, self.environment = given, kubectl, environment
        self.kubeconfig = os.path.abspath(os.path.expanduser(given["kubeconfig"]))

    def kubectl(self, *arguments, stdin=None, check=True):
        return command.run(
            [self.binary, "--kubeconfig", self.kubeconfig, "--request-timeout=30s", *arguments], "asking the cluster", self.environment, stdin, check=check)

    def check(self, table):
        with table.step("cluster") as step:
            step.done(self._cluster())
        with table.step("ingress") as step:
            step.done(self._ingress())
        with table.step("registry") as step:
            step.done(self._registry())
        with table.step("also") as step:
            metrics = self.kubectl("get", "--raw", "/apis/metrics.k8s.io/v1beta1", check=False)
            restart = f"the API server is restarted by `{self.given['restart']}`" if self.given["restart"] else \
                "the API server is not restarted (RESTART_API_SERVER=command)"
            step.done(("" if metrics else "no metrics API, so usage is not shown; ") + restart)

    def _cluster(self):
        if not os.path.isfile(self.kubeconfig):
            raise Failure(f"there is no kubeconfig {self.kubeconfig}.", USAGE)
        if (said := self.kubectl("get", "--raw", "/readyz").strip()) != "ok":
            raise Failure(f"the cluster says that it is not ready: {said[:200]}")
        version = json.loads(self.kubectl("get", "--raw", "/version"))["gitVersion"]
        numbers = tuple(int(number) for number in re.findall(r"\d+", version)[:2])
        if numbers < LEAST:
            raise Failure(f"the cluster is Kubernetes {version}; Slipway needs {LEAST[0]}.{LEAST[1]} or later.")
        refused = [f"{verb} {what}" for verb, what in RIGHTS
                   if self.kubectl("auth", "can-i", verb, what, "--all-namespaces", check=False).strip() != "yes"]
        if refused:
            raise Failure(f"the account of {self.kubeconfig} may not {', '.join(refused)}.", "The suite needs an account that may do what an operator does.")
        nodes = json.loads(self.kubectl("get", "nodes", "-o", "json"))["items"]
        ready = [node for node in nodes if any(one["type"] == "Ready" and one["status"] == "True" for one in node["status"]["conditions"])]
        if not ready:
            raise Failure(f"none of the cluster's {len(nodes)} nodes is ready.")
        return f"kubernetes {version}, {len(ready)} of {len(nodes)} nodes ready"

    def _ingress(self):
        name = self.given["class"]
        classes = json.loads(self.kubectl("get", "ingressclass", "-o", "json"))["items"]
        found = {one["metadata"]["name"]: one["spec"] for one in classes}
        if name not in found:
            raise Failure(f"the cluster has no ingress class {name}; it has {', '.join(found) or 'none'}.", USAGE)
        self.spec = found[name]
        host, _, port = self.given["ingress"].rpartition(":")
        try:
            socket.create_connection((host, int(port)), timeout=5).close()
        except (OSError, ValueError) as error:
            raise Failure(f"nothing answers at {self.given['ingress']}, where the ingress controller shall be: {error}.", USAGE)
        return f"class {name} of {self.spec.get('controller', '?')}, on {self.given['ingress']}"

    def _registry(self):
        connection = http.client.HTTPConnection(self.given["registry"].partition("/")[0], timeout=5)
        try:
            connection.request("GET", "/v2/")
            status = connection.getresponse().status
        except (OSError, http.client.HTTPException) as error:
            raise Failure(f"no registry answers at {self.given['registry']}: {error}.", "It must speak HTTP without a login, here and to the nodes.")
        finally:
            connection.close()
        if status != 200:
            raise Failure(f"the registry {self.given['registry']} answers {status}; it must let this machine and the nodes in without a login.")
        return f"{self.given['registry']} answers here; whether the nodes pull from it, the first test shows"

    @contextmanager
    def own_class(self):
        """A class of the suite's own, like the given one, which a test may take away. A controller that goes by names passes it over."""
        name = f"slipway-test-{secrets.token_hex(3)}"
        self.kubectl("create", "-f", "-", stdin=json.dumps({
            "apiVersion": "networking.k8s.io/v1", "kind": "IngressClass", "metadata": {"name": name}, "spec": self.spec}))
        try:
            yield name
        finally:
            self.kubectl("delete", "ingressclass", name, "--ignore-not-found", check=False)

    @property
    def platform(self):
        """What the platform under test is told."""
        return {
            "SLIPWAY_RUNTIME": "kubernetes", "SLIPWAY_KUBECONFIG": os.path.abspath(os.path.expanduser(self.given["account"] or self.kubeconfig)),
            "SLIPWAY_REGISTRY": self.given["registry"], "SLIPWAY_INGRESS_ADDRESS": self.given["ingress"],
            "SLIPWAY_INGRESS_CLASS": self.given["class"], "SLIPWAY_BASE_IMAGES": "static",
            # So large that only what a test asks for in earnest meets them.
            "SLIPWAY_QUOTA_CPU": "9000", "SLIPWAY_QUOTA_MEMORY": "64Gi", **self.builder,
        }

    @property
    def builder(self):
        """Builds in the cluster too, where an executor's image is given; its Pods may know the registry by another name."""
        if not self.given["executor"]:
            return {}
        return {
            "SLIPWAY_BUILDER": "kaniko", "SLIPWAY_KANIKO_IMAGE": self.given["executor"], "SLIPWAY_KANIKO_REGISTRY": self.given["pod-registry"],
            # Tests look at one Job, which a cluster that is full would send away for others.
            "SLIPWAY_KANIKO_PRIORITY_CLASS": "none", "SLIPWAY_KANIKO_RESERVE_PERCENT": "2",
        }

    def tests(self, home):
        """What the tests are told; by the account of whoever runs them, whatever the platform's own may do."""
        facts = json.loads((home / "run.json").read_text())
        return {
            "SLIPWAY_TEST_KUBECONFIG": self.kubeconfig, "SLIPWAY_TEST_CLUSTER_IMAGE": facts["base_images"]["static"],
            **({"SLIPWAY_TEST_RESTART_APISERVER": self.given["restart"]} if self.given["restart"] else {}),
        }

    def left(self, installation):
        """What of an installation is still there when it was cleaned away."""
        kinds = "namespaces,jobs,deployments,services,ingresses,configmaps,secrets,pods"
        return self.kubectl("get", kinds, "-A", "-l", f"slipway.installation={installation}", "-o", "name").split()
