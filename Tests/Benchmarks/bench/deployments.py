"""What a deployment costs beside the work itself: its whole time less fetch, build and push, less the engine's start of the
container, less the soak, which is a chosen wait."""

import json
import statistics
import time

from local import command
from local.failure import Failure

from .measure import Row

BUILDS, ROLLBACKS = 8, 8
SOAK = 2.0
QUESTION = """\
SELECT json_build_object('total', extract(epoch FROM finished_at - created_at), 'build', build_id,
    'containers', (SELECT json_agg(container_id) FROM instances WHERE instances.deployment_id = deployments.id))
FROM deployments WHERE id = '{}';
"""


def rows(ground, count, say):
    api = ground.api()
    app = json.loads((ground.home / "example.json").read_text())["app"]
    first = api.ask("GET", f"apps/{app}")[1]["current_deployment_id"]
    measured = []
    for number in range(BUILDS):
        say(f"build {number + 1} of {BUILDS}")
        _commit(ground, number)
        measured.append(_deploy(ground, api, api.ask("POST", f"apps/{app}/deployments", {})[1]["id"]))
    for number in range(ROLLBACKS):
        say(f"rollback {number + 1} of {ROLLBACKS}")
        measured.append(_deploy(ground, api, api.ask("POST", f"deployments/{first}/rollback", {})[1]["id"]))
    over = sorted(each["over"] for each in measured)
    whole = {kind: statistics.median(each["total"] for each in part) for kind, part in (("built", measured[:BUILDS]), ("rolled back", measured[BUILDS:]))}
    last = over[-1]  # of so few, the 99th percentile is the slowest
    return [Row(
        f"deployment overhead, the slowest of {len(over)}", f"{last:.2f} s", "–", 1.5, figure=last, most=True, unit="s",
        note=f"median {statistics.median(over):.2f} s; medians of the whole with {SOAK:g} s of soak: "
             + ", ".join(f"{kind} {value:.1f} s" for kind, value in whole.items()))]


def _commit(ground, number):
    """A new commit without a change of content but its message: the plan and the build are the whole of it."""
    bare = ground.state.home / "git" / "hello.git"
    identity = {f"GIT_{who}_{what}": value for who in ("AUTHOR", "COMMITTER") for what, value in (("NAME", "Slipway"), ("EMAIL", "you@localhost"))}
    git = lambda *arguments: command.run(["git", f"--git-dir={bare}", *arguments], "committing", identity).strip()
    commit = git("commit-tree", "main^{tree}", "-p", "main", "-m", f"Change {number}")
    git("update-ref", "refs/heads/main", commit)


def _deploy(ground, api, deployment):
    limit = time.monotonic() + 120
    while (now := api.ask("GET", f"deployments/{deployment}")[1])["status"] != "live":
        if now["status"] in ("failed", "cancelled", "superseded") or time.monotonic() > limit:
            raise Failure(f"a deployment ended as {now['status']}.", str(now.get("failure")))
        time.sleep(0.1)
    told = json.loads(ground.psql("slipway_deploy", QUESTION.format(deployment)))
    build = _build_seconds(ground, told["build"]) if now["trigger"] != "rollback" else 0
    start = max(_start_seconds(ground, container) for container in told["containers"])
    return {"total": told["total"], "over": told["total"] - build - start - SOAK}


def _build_seconds(ground, build):
    return float(ground.psql("slipway_build", f"SELECT extract(epoch FROM finished_at - started_at) FROM builds WHERE id = '{build}';\n"))


def _start_seconds(ground, container):
    """From the engine's making the container to its running."""
    made, started = ground.here.engine.podman("inspect", container, "--format", "{{.Created.UnixMilli}} {{.State.StartedAt.UnixMilli}}").split()
    return (int(started) - int(made)) / 1000
