"""Secrets of the namespace that this runs in, through the API server, in the name of the Pod's own account."""

import base64
import http.client
import json
import ssl
from pathlib import Path

from local.failure import Failure

from . import told

ACCOUNT = Path("/var/run/secrets/kubernetes.io/serviceaccount")


class Secrets:
    def __init__(self):
        self.namespace = (ACCOUNT / "namespace").read_text().strip()
        self.trust = ssl.create_default_context(cafile=str(ACCOUNT / "ca.crt"))

    def read(self, name):
        """Its contents as text; nothing where there is none."""
        status, said = self._ask("GET", f"secrets/{name}", accept=(200, 404))
        data = (said.get("data") or {}) if status == 200 else {}
        return {key: base64.b64decode(value).decode() for key, value in data.items()}

    def write(self, name, contents):
        data = {key: base64.b64encode(text.encode()).decode() for key, text in contents.items()}
        self._ask("PATCH", f"secrets/{name}?fieldManager=slipway-bootstrap&force=true", {
            "apiVersion": "v1", "kind": "Secret", "type": "Opaque", "data": data,
            "metadata": {"name": name, "labels": {"app.kubernetes.io/part-of": "slipway"}}})

    def _ask(self, method, path, body=None, accept=(200, 201)):
        token = (ACCOUNT / "token").read_text().strip()
        connection = http.client.HTTPSConnection(
            told.text("KUBERNETES_SERVICE_HOST"), told.number("KUBERNETES_SERVICE_PORT", 443), timeout=30, context=self.trust)
        try:
            headers = {"Authorization": f"Bearer {token}", "Accept": "application/json"}
            if body is not None:
                headers["Content-Type"] = "application/apply-patch+yaml"
            connection.request(method, f"/api/v1/namespaces/{self.namespace}/{path}", json.dumps(body) if body is not None else None, headers)
            answer = connection.getresponse()
            said = answer.read().decode(errors="replace")
        except (OSError, http.client.HTTPException) as error:
            raise Failure(f"the API server did not answer: {error}.")
        finally:
            connection.close()
        if answer.status not in accept:
            raise Failure(f"the API server answered {answer.status} to {method} {path.partition('?')[0]}.", said[:400])
        return answer.status, json.loads(said or "{}")
