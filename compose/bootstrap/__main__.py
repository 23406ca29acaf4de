"""What the image's one-off containers call: python3 -m bootstrap cluster|secrets|servers|wait."""

import argparse
import sys

from local.failure import Failure

from . import cluster, folder, wait
from .say import say


def arguments():
    parser = argparse.ArgumentParser(prog="bootstrap", description="Before the services of Slipway start.")
    commands = parser.add_subparsers(dest="command", required=True)
    for name, run, help in (
        ("cluster", cluster.run, "in a namespace: all of it, with Secrets for the Pods"),
        ("secrets", folder.secrets, "in folders: what Compose's containers are given"),
        ("servers", folder.prepare, "in folders: databases, the stream, the first account"),
        ("wait", wait.run, "until a service's servers let it in, with the rights that its binary asks for"),
    ):
        commands.add_parser(name, help=help).set_defaults(run=run)
    return parser.parse_args()


def main():
    try:
        arguments().run()
        return 0
    except Failure as failure:
        say(failure.sentence, *(failure.advice or "").splitlines())
        return 1


if __name__ == "__main__":
    sys.exit(main())
