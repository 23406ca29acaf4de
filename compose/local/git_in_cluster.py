"""A Git repository that a Pod of Slipway's own image serves over HTTP: a cluster under test may reach no other."""

import json

PORT = 8000
# The protocol with negotiation, by git's own CGI program: a folder of files alone serves no shallow fetch.
SERVER = f"""
set -eu
mkdir -p /tmp/git/app /tmp/www/cgi-bin
cd /tmp/git/app
git init -q -b main
git config user.name test && git config user.email test@slipway.example
cp /files/* .
git add . && git commit -q -m "Begin"
printf '#!/bin/sh\\nexport GIT_PROJECT_ROOT=/tmp/git GIT_HTTP_EXPORT_ALL=1\\nexec git http-backend\\n' > /tmp/www/cgi-bin/git
chmod +x /tmp/www/cgi-bin/git
cd /tmp/www && exec python3 -m http.server --cgi {PORT}
"""


class GitInCluster:
    def __init__(self, kubectl, namespace, image):
        self.kubectl, self.namespace, self.image = kubectl, namespace, image
        self.url = f"http://source.{namespace}.svc:{PORT}/cgi-bin/git/app"

    def apply(self, folder, files):
        """In a namespace of its own: the platform's lets nobody in. `files` are the first commit."""
        meta = {"name": "source", "namespace": self.namespace, "labels": {"app.kubernetes.io/name": "source"}}
        container = {
            "name": "git", "image": self.image, "command": ["sh", "-c", SERVER], "ports": [{"containerPort": PORT}],
            "readinessProbe": {"tcpSocket": {"port": PORT}, "periodSeconds": 1},
            "resources": {"limits": {"cpu": "500m", "memory": "128Mi"}, "requests": {"cpu": "10m", "memory": "32Mi"}},
            "securityContext": {"allowPrivilegeEscalation": False, "capabilities": {"drop": ["ALL"]}},
            "volumeMounts": [{"name": "files", "mountPath": "/files"}],
        }
        objects = [
            {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": self.namespace, "labels": {"pod-security.kubernetes.io/enforce": "restricted"}}},
            {"apiVersion": "v1", "kind": "ConfigMap", "metadata": meta, "data": files},
            {"apiVersion": "v1", "kind": "Service", "metadata": meta, "spec": {"selector": meta["labels"], "ports": [{"port": PORT}]}},
            {"apiVersion": "v1", "kind": "Pod", "metadata": meta, "spec": {
                "containers": [container], "automountServiceAccountToken": False, "terminationGracePeriodSeconds": 1,
                "securityContext": {"runAsNonRoot": True, "seccompProfile": {"type": "RuntimeDefault"}},
                "volumes": [{"name": "files", "configMap": {"name": "source"}}]}},
        ]
        file = folder / "source.json"
        file.write_text(json.dumps({"apiVersion": "v1", "kind": "List", "items": objects}))
        self.kubectl("apply", "-f", str(file))
        self.kubectl("-n", self.namespace, "wait", "--for=condition=Ready", "pod/source", "--timeout=90s")

    def remove(self):
        self.kubectl("delete", "namespace", self.namespace, "--ignore-not-found", "--timeout=60s", check=False)
