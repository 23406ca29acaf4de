"""`make down` stops all of it, `make clean` forgets it."""

from . import services
from .progress import Table
from .up import Installation


def _stop(here, step):
    supervisor = here.supervisor
    if supervisor.pid:
        step.say("stopping the services")
        supervisor.stop([name for name in supervisor.declared() if services.is_service(name)])
    step.say("stopping containers")
    containers = here.engine.stop_containers()
    step.say("stopping the rest")
    supervisor.shutdown()
    (here.state.home / "run.json").unlink(missing_ok=True)
    return containers


def down(table: Table):
    here = Installation()
    with table.step("down") as step:
        if not here.state.exists:
            step.done("nothing is installed here")
            return
        here.open()
        running = here.supervisor.pid is not None
        containers = _stop(here, step)
        step.done("it was not running" if not running else
                  f"all stopped, {containers} container{'' if containers == 1 else 's'} among it; make run brings it back")


def clean(table: Table):
    here = Installation()
    with table.step("clean") as step:
        if not here.state.exists:
            step.done("nothing is installed here")
            return
        here.open()
        _stop(here, step)
        namespaces = 0
        if here.cluster.chosen:
            step.say("removing the namespaces of this installation from the cluster")
            here.cluster.install(step)
            namespaces = here.cluster.forget()
        step.say("removing containers, networks and images")
        here.engine.forget()
        step.say("removing data")
        here.state.forget()
        gone = f"{namespaces} namespace{'' if namespaces == 1 else 's'} of the cluster, " if here.cluster.chosen else ""
        step.done(f"{gone}containers, images, databases, settings and secrets are gone")
