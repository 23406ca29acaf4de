"""Step 12: the example app, from a real Git repository over HTTP to its address, through the public API."""

import http.client
import json
import shutil
import time
from pathlib import Path
from urllib.parse import urlsplit

from . import command, ports
from .failure import Failure
from .settings import CLONE
from .state import fingerprint, write
from .supervisor import Program

SOURCE = Path(__file__).parent / "example" / "hello"
SHOWN = {"pending": "waiting", "building": "building", "deploying": "rolling out", "live": "live"}
FINAL = ("live", "failed", "cancelled", "superseded")


def start_git(settings, state, supervisor):
    port = settings.port("SLIPWAY_GIT_PORT")
    ports.check(port, "SLIPWAY_GIT_PORT", supervisor.pid)
    supervisor.declare(Program(
        "git", ["/usr/bin/python3", "-m", "local.git_server", port, state.home / "git"], 60,
        {"PYTHONPATH": CLONE / "compose", "PYTHONDONTWRITEBYTECODE": "1"},
        fingerprint=fingerprint((Path(__file__).parent / "git_server.py").read_text())))


def repository(state):
    """A bare repository with the example in it; a commit more when the example changed. Answers its head."""
    bare, work = state.home / "git" / "hello.git", state.home / "git" / ".hello"
    identity = {f"GIT_{who}_{what}": value for who in ("AUTHOR", "COMMITTER")
                for what, value in (("NAME", "Slipway"), ("EMAIL", "you@localhost"))}
    environment = {**identity, "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": "/dev/null"}

    def git(*arguments):
        return command.run(["git", *arguments], "preparing the example's repository", environment).strip()

    if not (bare / "HEAD").exists():
        git("init", "-q", "--bare", "-b", "main", bare)
    shutil.rmtree(work, ignore_errors=True)
    shutil.copytree(SOURCE, work)
    tree = (f"--git-dir={bare}", f"--work-tree={work}")
    git(*tree, "add", "-A")
    if git(*tree, "status", "--porcelain"):
        first = not (bare / "refs" / "heads" / "main").exists()
        git(*tree, "commit", "-q", "-m", "Say hello" if first else "Change the example")
    shutil.rmtree(work)
    return git(f"--git-dir={bare}", "rev-parse", "main")


def deploy(settings, state, api, step):
    """Only what is not live yet. Follows to the end, and believes it when the address answers."""
    head = repository(state)
    app = _app(api, _project(api), settings)
    current = app.get("current_deployment_id")
    live = api.ask("GET", f"deployments/{current}")[1] if current else None
    if not live or live.get("commit") != head:
        deployment = api.ask("POST", f"apps/{app['id']}/deployments", {})[1]
        live = _follow(api, deployment["id"], step)
    write(state.home / "example.json", json.dumps({"url": app["url"], "app": app["id"]}) + "\n")
    _answers(settings, app["url"])
    step.done("hello  live")
    return app["url"]


def _project(api):
    status, project = api.ask("GET", "projects/demo", accept=(200, 404))
    return project["id"] if status == 200 else api.ask("POST", "projects", {"name": "demo"})[1]["id"]


def _app(api, project, settings):
    for app in api.ask("GET", f"projects/{project}/apps")[1]["items"]:
        if app["name"] == "hello":
            return api.ask("GET", f"apps/{app['id']}")[1]
    return api.ask("POST", f"projects/{project}/apps", {
        "name": "hello",
        "source": {"repository": f"http://127.0.0.1:{settings.port('SLIPWAY_GIT_PORT')}/hello.git", "branch": "main"},
        "build": {"method": "command", "base_image": "static", "command": "sh build.sh"},
        "run": {"command": "sh start.sh", "health_path": "/", "memory": "64Mi", "cpu": "100m"},
    })[1]


def _follow(api, deployment, step, seconds=600):
    words, limit = [], time.monotonic() + seconds
    while time.monotonic() < limit:
        now = api.ask("GET", f"deployments/{deployment}")[1]
        word = SHOWN.get(now["status"], now["status"])
        if word not in words:
            words.append(word)
            step.say("hello  " + " ".join(f"{word}…" for word in words))
        if now["status"] == "live":
            return now
        if now["status"] in FINAL:
            failure = now.get("failure") or {}
            raise Failure(f"hello  {now['status']}: {failure.get('message') or 'no reason was given'}", "Its lines:  bin/slipway logs hello")
        time.sleep(0.1)
    raise Failure(f"hello  is still {words[-1]} after {seconds} s.", "Its lines:  bin/slipway logs hello")


def _answers(settings, url, seconds=15):
    host = urlsplit(url).netloc
    limit = time.monotonic() + seconds
    while True:
        connection = http.client.HTTPConnection(*settings.apps_address, timeout=5)
        try:
            connection.request("GET", "/", headers={"Host": host})
            status = connection.getresponse().status
            if status == 200:
                return
        except (OSError, http.client.HTTPException) as error:
            status = error
        finally:
            connection.close()
        if time.monotonic() > limit:
            raise Failure(f"hello  is live, but {url} does not answer: {status}.")
        time.sleep(0.1)
