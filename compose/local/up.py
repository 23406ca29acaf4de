"""`make run`: each step brings one thing about, says so in one line, and finds it done the next time."""

from . import base_images, build, client, credentials, example, facts, nats, packages, postgres, registry, router, services
from .api import API
from .cluster import Cluster
from .engine import Engine
from .failure import Failure
from .progress import Table
from .settings import CLONE, SERVICES, Settings
from .state import State, write
from .supervisor import Supervisor
from .tools import Tools


class Installation:
    """The parts of one installation, put together from its settings."""

    def __init__(self, settings=None):
        self.settings = settings or Settings()
        self.state = State(self.settings.home)
        self.tools = Tools(self.settings)

    def open(self):
        self.state.lock()
        self.state.prepare()
        self.assemble()

    def assemble(self):
        self.supervisor = Supervisor(self.state, self.tools)
        self.engine = Engine(self.settings, self.state)
        self.cluster = Cluster(self.settings, self.state)
        self.images = base_images.BaseImages(self.settings, self.state)


def prepare_machine(here, table, swift):
    with table.step("packages") as step:
        new = packages.install(step)
        if swift:
            packages.check_swift()
        tools = here.tools.install(step)
        step.done("installed " + " ".join(new) if new else "nats-server traefik supervisor (new)" if tools
                  else "postgresql nats-server podman … already here")


def up(table: Table, infrastructure=False):
    here = Installation()
    here.settings.check()
    here.open()
    settings, state = here.settings, here.state
    prepare_machine(here, table, swift=not infrastructure and settings.binaries is None)
    if not infrastructure:
        with table.step("build") as step:
            step.done(build.build(settings, step))
    with table.step("secrets") as step:
        made = credentials.prepare(state)
        step.done(f"{_short(state.home / 'secrets')}{' (new)' if made else ''}")
    write(settings.file, settings.remembered_text())
    supervisor = here.supervisor
    with table.step("postgres") as step:
        supervisor.ensure()
        facts.start(settings, state, supervisor)
        postgres.start(settings, state, supervisor, step)
    with table.step("nats") as step:
        nats.start(settings, state, supervisor, here.tools, step)
    with table.step("registry") as step:
        registry.start(settings, state, supervisor, step)
    with table.step("engine") as step:
        here.engine.start(supervisor, step)
    if here.cluster.chosen:
        with table.step("cluster") as step:
            here.cluster.install(step)
            here.cluster.start(step)
    with table.step("base images") as step:
        here.images.ensure(step)
    if here.cluster.source_image.needed and not infrastructure:
        with table.step("builder") as step:
            here.cluster.source_image.ensure(step)
    with table.step("router") as step:
        router.start(settings, state, supervisor, here.tools, step, services.gateways(supervisor))
        example.start_git(settings, state, supervisor)
    if infrastructure:
        facts.rewrite(settings, state, supervisor, here.images)
        return
    with table.step("services") as step:
        services.start(settings, state, supervisor, here.engine, here.cluster, here.images, step)
    url = deploy_example(here, table)
    facts.rewrite(settings, state, supervisor, here.images)
    farewell(here, url)


def deploy_example(here, table):
    api = API(here.settings.port("SLIPWAY_PORT"))
    password = credentials.read(here.state, "login")
    if not here.settings.example:
        with table.step("login") as step:
            api.login(here.settings.email, password)
            step.done(here.settings.email)
        return None
    with table.step("example") as step:
        api.login(here.settings.email, password)
        return example.deploy(here.settings, here.state, api, step)


def _short(path):
    return path.relative_to(CLONE) if path.is_relative_to(CLONE) else path


def farewell(here, url):
    login = f"{here.settings.email}  ·  password in {_short(here.state.secret('login'))}"
    print(f"\n  Slipway   {router.public_url(here.settings)}      {login}")
    if url:
        print(f"  Hello     {url}")
    print()
    lines = [("bin/slipway apps", "what runs"), ("bin/slipway logs hello -f" if url else None, "what it says"),
             ("make down", "stop; make run brings it back as it was")]
    if not here.settings.binaries and not client.ready(here):
        lines.insert(0, (client.login_line(here), "your client is logged in elsewhere"))
    label = "next"
    for command, meaning in lines:
        if command:
            print(f"  {label:<9} {command:<32} {meaning}")
            label = ""


def scale(table: Table, service, count):
    here = Installation()
    here.settings.scale(service, count)
    if not here.state.exists:
        raise Failure("nothing is installed here.", "Start with:  make run")
    here.open()
    write(here.settings.file, here.settings.remembered_text())
    if not here.supervisor.pid:
        with table.step("services") as step:
            step.done(f"{service}×{count} from the next `make run` on")
        return
    with table.step("services") as step:
        services.start(here.settings, here.state, here.supervisor, here.engine, here.cluster, here.images, step)
    facts.rewrite(here.settings, here.state, here.supervisor, here.images)


def make_base_images(table: Table):
    """`make base-images`: ours, anew, whatever upstream says."""
    here = Installation()
    here.open()
    prepare_machine(here, table, swift=False)
    write(here.settings.file, here.settings.remembered_text())
    with table.step("registry") as step:
        alone = here.supervisor.pid is None
        here.supervisor.ensure()
        registry.start(here.settings, here.state, here.supervisor, step)
    with table.step("base images") as step:
        here.images.ensure(step, anew=True)
    if alone:
        here.supervisor.shutdown()
    elif any(services.is_service(name) for name in here.supervisor.declared()):
        with table.step("services") as step:
            services.start(here.settings, here.state, here.supervisor, here.engine, here.cluster, here.images, step)
        facts.rewrite(here.settings, here.state, here.supervisor, here.images)
    for name, reference in here.images.references().items():
        print(f"  {'':<12} {name:<8} {reference}")


def status(table: Table):
    here = Installation()
    if not here.state.exists:
        print("  nothing is installed here; start with:  make run")
        return
    here.assemble()
    if not here.supervisor.pid:
        print("  not running; start with:  make run")
        return
    order = ["postgres", "nats", "registry", "podman", "traefik", "git", "facts"]
    key = lambda p: (order.index(p["name"]) if p["name"] in order else 50 + SERVICES.index(p["name"].rpartition("-")[0]), p["name"])
    for process in sorted(here.supervisor.processes(), key=key):
        print(f"  {process['name']:<12} {process['statename'].lower():<10} {process['description']}")
