"""What the Makefile calls: python3 -m local up|down|clean|scale|base-images|image|status|stop|start|test|test-kubernetes."""

import argparse
import os
import sys

from . import backup, down, platform_image, rotation, testing, up
from .failure import Failure
from .progress import Table, tell_failure


def one_process(action):
    """Stops or starts one part, to see the others go on without it."""
    def act(_, name):
        here = up.Installation()
        here.assemble()
        if not here.state.exists or not here.supervisor.pid:
            raise Failure("it is not running; start with:  make run")
        if name not in here.supervisor.declared():
            raise Failure(f"there is no part “{name}”; there are {', '.join(sorted(here.supervisor.declared()))}.")
        here.supervisor.stop([name]) if action == "stop" else here.supervisor.start(name)
    return act


def _alone(function):
    def act(table, _):
        function(table)
    return act


def arguments():
    parser = argparse.ArgumentParser(prog="local", description="Slipway on one machine.")
    commands = parser.add_subparsers(dest="command", required=True)
    run = commands.add_parser("up", help="start what does not run")
    run.add_argument("--infrastructure", action="store_true", help="everything but the services, for developing them")
    run.set_defaults(run=lambda table, given: up.up(table, given.infrastructure))
    for name, function, help in (
        ("down", down.down, "stop everything"), ("clean", down.clean, "stop and forget everything"),
        ("bootstrap", testing.bootstrap, "install what is missing"), ("base-images", up.make_base_images, "make base images of Debian packages"), ("status", up.status, "what runs"),
        ("rotate-master-key", rotation.rotate, "another key for what is stored, while everything goes on"),
    ):
        commands.add_parser(name, help=help).set_defaults(run=_alone(function))
    scale = commands.add_parser("scale", help="run a service as N replicas")
    scale.add_argument("service")
    scale.add_argument("count", type=int)
    scale.set_defaults(run=lambda table, given: up.scale(table, given.service, given.count))
    test = commands.add_parser("test", help="every test; the last line counts them")
    test.add_argument("--filter", default=os.environ.get("FILTER", ""), help="a regular expression of test names")
    test.add_argument("--system", action="store_true", help="the system tests alone")
    test.set_defaults(run=lambda table, given: testing.test(table, given.filter, given.system))
    cluster = commands.add_parser("test-kubernetes", help="the tests of a cluster, on a platform of their own")
    for option, help in (("kubeconfig", "leads to the cluster"), ("registry", "host:port or host:port/path, for this machine and the nodes"),
                         ("ingress", "host:port where apps answer"), ("class", "the ingress class")):
        cluster.add_argument(f"--{option}", required=True, help=help)
    for option, help in (("account", "another kubeconfig, which the platform under test gets in the first one's place"),
                         ("restart", "a command that restarts the API server")):
        cluster.add_argument(f"--{option}", default="", help=help)
    cluster.add_argument("--executor", default="", help="an image that builds (kaniko's, or a fork's), which the nodes can pull; none: builds stay on this machine")
    cluster.add_argument("--pod-registry", dest="pod-registry", default="", help="host:port of the registry for Pods, where it is another")
    cluster.add_argument("--filter", default=os.environ.get("FILTER", ""), help="a regular expression of test names")
    cluster.set_defaults(run=lambda table, given: testing.test_kubernetes(table, vars(given)))
    for name, function, help in (("backup", backup.backup, "all databases at one point, and the secrets"), ("restore", backup.restore, "the same, laid back")):
        copy = commands.add_parser(name, help=help)
        copy.add_argument("--file", default="")
        copy.set_defaults(run=lambda table, given, act=function: act(table, given.file))
    installed = commands.add_parser("test-installed", help="Slipway itself in a cluster: installed, used, upgraded, removed")
    for option, help in (("kubeconfig", "leads to the cluster"), ("image", "Slipway's"), ("registry", "host:port, for Pods and nodes"),
                         ("ingress", "host:port where apps answer"), ("class", "the ingress class")):
        installed.add_argument(f"--{option}", required=True, help=help)
    for option in ("postgres", "nats", "executor"):
        installed.add_argument(f"--{option}", default="", help="another image than the usual one")
    installed.set_defaults(run=lambda table, given: testing.test_installed(table, vars(given)))
    composed = commands.add_parser("test-compose", help="the platform in containers of one machine: up, used, down")
    composed.add_argument("--image", required=True, help="Slipway's")
    for option in ("postgres", "nats", "registry", "traefik"):
        composed.add_argument(f"--{option}", default="", help="another image than the usual one")
    composed.set_defaults(run=lambda table, given: testing.test_compose(table, vars(given)))
    image = commands.add_parser("image", help="the one image of Slipway")
    for option, help in (("name", "what it is called"), ("base", "what it is built on"), ("program", "what builds it")):
        image.add_argument(f"--{option}", help=help)
    image.set_defaults(run=platform_image.make)
    for name in ("stop", "start"):
        part = commands.add_parser(name, help=f"{name} one part, such as nats or build-1")
        part.add_argument("name")
        part.set_defaults(run=lambda table, given, act=one_process(name): act(table, given.name))
    return parser.parse_args()


def main():
    given, table = arguments(), Table()
    try:
        return given.run(table, given) or 0
    except Failure as failure:
        tell_failure(table.label, failure)
        return 1
    except KeyboardInterrupt:
        tell_failure(table.label, Failure("interrupted.", "make run goes on from here; make down stops what runs."))
        return 130
    except OSError as error:
        tell_failure(table.label, Failure(f"{error.strerror or error}{': ' + str(error.filename) if error.filename else ''}."))
        return 1


if __name__ == "__main__":
    sys.exit(main())
