"""Does the gateway do what /openapi.json says, and nothing else? schemathesis asks the running platform: as a newcomer about
everything, as an operator about what only operators may read."""

import json
import secrets
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import urlsplit

from .api import API
from .example import FINAL
from .failure import Failure
from .progress import Table
from .settings import CLONE
from .tools import Venv

WHEELS = ["schemathesis==4.32.5", "openapi-spec-validator==0.9.0"]
FOLDER = CLONE / ".build" / "conformance-venv"
CHECKS = [
    "not_a_server_error", "status_code_conformance", "content_type_conformance", "response_headers_conformance",
    "response_schema_conformance", "negative_data_rejection", "unsupported_method", "ignored_auth",
]
# A body that is too large as well as wrong is refused for its size.
REFUSED = [400, 401, 403, 404, 405, 409, 413, 429]
# schemathesis takes a member of its own template for a required one there, and calls leaving it out a mistake.
MISREAD = ["updateApp"]
# Two minutes on a small machine; the bound is for one that hangs, and no measure.
EXAMPLES, SECONDS = 6, 600


class Conformance:
    def __init__(self, home):
        self.facts = json.loads((Path(home) / "run.json").read_text())
        self.venv = Venv(FOLDER, WHEELS)
        self.folder = Path(tempfile.mkdtemp(prefix="slipway-conformance-"))

    def run(self, step):
        """Whether everything that was asked was answered as the document says."""
        self.venv.install(step)
        document = self.folder / "openapi.json"
        document.write_text(json.dumps(self._api().ask("GET", "openapi.json")[1]))
        valid = self._told([self.venv.path("python"), "-m", "openapi_spec_validator", document])
        valid &= self._told([self.venv.path("python"), Path(__file__).with_name("examples.py"), document])
        newcomer, own = self._newcomer()
        passed = self._ask("newcomer", document, newcomer, own, ["--exclude-operation-id", "followEvents"])
        operator = self._operator()
        read = self._ask(
            "operator", document, operator, own, ["--include-path-regex", "^/api/v1/admin/", *(f"--exclude-method={method}" for method in ("POST", "PUT", "PATCH", "DELETE"))])
        return valid and passed and read

    def _api(self, token=None):
        api = API(urlsplit(self.facts["api"]).port)
        api.token = token
        return api

    def _operator(self):
        api = self._api()
        api.login(self.facts["email"], self.facts["password"])
        return api.token

    def _newcomer(self):
        """An account with one of everything, and something of each kind that may be deleted."""
        api, password = self._api(), secrets.token_urlsafe(18)
        api.login(f"conformance-{secrets.token_hex(4)}@example.org", password)
        session = api.ask("GET", "auth/sessions")[1]["items"][0]["id"]
        tokens = [api.ask("POST", "tokens", {"name": name, "scopes": ["admin"]})[1] for name in ("asks", "goes")]
        api.token = tokens[0]["token"]
        project, doomed = (self._project(api) for _ in range(2))
        live, still, gone = self._live(api, project), self._still(api, project, "still"), self._still(api, project, "gone")
        api.ask("PUT", f"apps/{still}/env/GREETING", {"value": "hello"})
        failed = api.ask("POST", f"apps/{still}/deployments", {})[1]["id"]
        self._end(api, failed)
        shown = {"project": project, "app": live["app_id"], "deployment": live["id"], "build": live["build_id"], "key": "GREETING"}
        return api.token, {
            "": {**shown, "session": session, "token": tokens[1]["id"], "account": "nobody@example.org"},
            "deleteProject": {**shown, "project": doomed}, "deleteApp": {**shown, "app": gone},
            # What starts containers is asked of an app that has none.
            **{name: {**shown, "app": still} for name in (
                "createDeployment", "scaleApp", "restartApp", "updateApp", "putVariable", "patchVariables", "deleteVariable", "listVariables")},
            **{name: {**shown, "deployment": failed} for name in ("cancelDeployment", "rollback")},
        }

    @staticmethod
    def _project(api):
        return api.ask("POST", "projects", {"name": f"c{secrets.token_hex(5)}"})[1]["id"]

    def _live(self, api, project):
        app = api.ask("POST", f"projects/{project}/apps", {
            "name": "live", "source": {"repository": f"{self.facts['git']}/hello.git"},
            "build": {"method": "command", "base_image": "static", "command": "sh build.sh"},
            "run": {"command": "sh start.sh", "health_path": "/", "memory": "64Mi", "cpu": "100m"}})[1]
        live = self._end(api, api.ask("POST", f"apps/{app['id']}/deployments", {})[1]["id"])
        if live["status"] != "live":
            raise Failure("the app that the API is tested with did not get live.", (live.get("failure") or {}).get("message", ""))
        return live

    @staticmethod
    def _still(api, project, name):
        """An app whose deployments fail at once."""
        return api.ask("POST", f"projects/{project}/apps", {
            "name": name, "source": {"repository": "http://127.0.0.1:1/none.git"}, "build": {"method": "static"}})[1]["id"]

    @staticmethod
    def _end(api, deployment, seconds=120):
        limit = time.monotonic() + seconds
        while time.monotonic() < limit:
            now = api.ask("GET", f"deployments/{deployment}")[1]
            if now["status"] in FINAL:
                return now
            time.sleep(0.2)
        raise Failure(f"the deployment {deployment} did not end within {seconds} s.")

    def _ask(self, name, document, token, own, chosen):
        config = self.folder / f"{name}.toml"
        config.write_text("".join(
            ("\n[[operations]]\n" + f'include-operation-id = "{operation}"\n' if operation else "")
            + "parameters = { " + ", ".join(f'"path.{key}" = "{value}"' for key, value in values.items()) + " }\n"
            + ("checks = { negative_data_rejection = { enabled = false } }\n" if operation in MISREAD else "")
            for operation, values in own.items()) + f"\n[checks.negative_data_rejection]\nexpected-statuses = {REFUSED}\n")
        return self._told([
            self.venv.path("schemathesis"), "--config-file", config, "run", document, "--url", self.facts["api"],
            "--header", f"Authorization: Bearer {token}", "--checks", ",".join(CHECKS), "--phases", "examples,coverage,fuzzing",
            "--max-examples", EXAMPLES, "--generation-deterministic", "--workers", 2,
            "--request-timeout", 30, "--suppress-health-check", "all", "--warnings", "off", "--no-color", *chosen])

    def _told(self, arguments):
        """Whether it ended well, in time; what it says is the tests' own output."""
        try:
            return subprocess.run(
                [str(argument) for argument in arguments], cwd=self.folder, stdin=subprocess.DEVNULL, timeout=SECONDS).returncode == 0
        except subprocess.TimeoutExpired:
            print(f"{Path(str(arguments[0])).name} did not end within {SECONDS} s.", flush=True)
            return False


if __name__ == "__main__":
    with Table().step("conformance") as step:
        sys.exit(0 if Conformance(sys.argv[1]).run(step) else 1)
