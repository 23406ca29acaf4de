"""Every setting of a local installation: from the environment, else as remembered, else the default."""

import json
import os
import re
from pathlib import Path

from .failure import Failure

SERVICES = ["user", "project", "app", "build", "deploy", "log", "gateway"]
CLONE = Path(__file__).resolve().parents[2]

# name: (default, offset from SLIPWAY_PORT_BASE)
PORTS = {
    "SLIPWAY_PORT": (8080, 0),
    "SLIPWAY_APPS_PORT": (8081, 1),
    "SLIPWAY_POSTGRES_PORT": (15432, 2),
    "SLIPWAY_NATS_PORT": (14222, 3),
    "SLIPWAY_NATS_MONITOR_PORT": (18222, 4),
    "SLIPWAY_REGISTRY_PORT": (15000, 5),
    "SLIPWAY_ROUTER_API_PORT": (18090, 6),
    "SLIPWAY_GIT_PORT": (18091, 7),
    "SLIPWAY_SERVICE_PORTS": (18100, 20),
}
REPLICAS_MOST = 20
# Of a repository, between its slashes: the OCI distribution specification, “Pulling manifests”.
PART = r"[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*"
INSTANCE_PORTS = ("20000-29999", 200, 999)

# What this package reads itself; any other SLIPWAY_… is handed to every service.
OWN = set(PORTS) | {
    "SLIPWAY_PORT_BASE", "SLIPWAY_INSTANCE_PORT_RANGE", "SLIPWAY_APPS_DOMAIN", "SLIPWAY_REPLICAS", "SLIPWAY_EXAMPLE",
    "SLIPWAY_BIN_DIR", "SLIPWAY_TOOLS", "SLIPWAY_BASE_IMAGES", "SLIPWAY_EMAIL", "SLIPWAY_RUNTIME", "SLIPWAY_BUILDER", "SLIPWAY_KUBECONFIG",
    "SLIPWAY_REGISTRY", "SLIPWAY_REGISTRY_PLAIN_HTTP", "SLIPWAY_REGISTRY_USER", "SLIPWAY_REGISTRY_PASSWORD_FILE",
    "SLIPWAY_REGISTRY_CERTIFICATE_AUTHORITY_FILE", "SLIPWAY_REGISTRY_PULL_USER", "SLIPWAY_REGISTRY_PULL_PASSWORD_FILE", "SLIPWAY_INGRESS_ADDRESS",
}
NEVER_KEPT = {"SLIPWAY_HOME"}


class Settings:
    """Values are remembered in settings.json, so that a later `make run` brings the installation back as it was."""

    def __init__(self, environment=os.environ):
        self.home = Path(environment.get("SLIPWAY_HOME") or CLONE / ".slipway").expanduser().absolute()
        self.file = self.home / "settings.json"
        self.given = self._remembered()
        for name, value in environment.items():
            if not name.startswith("SLIPWAY_") or name in NEVER_KEPT:
                continue
            if value == "":
                self.given.pop(name, None)
            else:
                self.given[name] = value
        self.replicas = self._replicas()

    def _remembered(self):
        try:
            return json.loads(self.file.read_text())
        except FileNotFoundError:
            return {}
        except (OSError, ValueError) as error:
            raise Failure(f"{self.file} can't be read: {error}.", "Remove it; the settings of the command line count then.")

    def remembered_text(self):
        return json.dumps(self.given, indent=2, sort_keys=True) + "\n"

    def text(self, name, default=None):
        return self.given.get(name, default)

    def number(self, name, default):
        value = self.given.get(name, str(default))
        if not re.fullmatch(r"[0-9]{1,5}", value):
            raise Failure(f"{name} must be a number, not “{value}”.")
        return int(value)

    def port(self, name):
        default, offset = PORTS[name]
        base = self.given.get("SLIPWAY_PORT_BASE")
        port = self.number(name, self.number("SLIPWAY_PORT_BASE", 0) + offset if base else default)
        if not 1 <= port <= 65535:
            raise Failure(f"{name} must be a port from 1 to 65535, not {port}.")
        return port

    def check(self):
        """Before anything is remembered: a wrong word must not come back with the next run."""
        for name in PORTS:
            self.port(name)
        if not re.fullmatch(r"[0-9]{1,5}-[0-9]{1,5}", self.instance_ports):
            raise Failure(f"SLIPWAY_INSTANCE_PORT_RANGE must look like 20000-29999, not “{self.instance_ports}”.")
        if not re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)*", self.domain):
            raise Failure(f"SLIPWAY_APPS_DOMAIN must be a domain name, not “{self.domain}”.")
        if self.runtime not in ("engine", "kubernetes"):
            raise Failure(f"SLIPWAY_RUNTIME must be engine or kubernetes, not “{self.runtime}”.")
        if self.builder not in ("engine", "kaniko"):
            raise Failure(f"SLIPWAY_BUILDER must be engine or kaniko, not “{self.builder}”.")
        if self.builder == "kaniko" and not self.given.get("SLIPWAY_KANIKO_IMAGE"):
            raise Failure("SLIPWAY_BUILDER is kaniko, but SLIPWAY_KANIKO_IMAGE names no image of an executor.", "One that the nodes of the cluster can pull.")
        chosen = "SLIPWAY_RUNTIME is kubernetes" if self.runtime == "kubernetes" else "SLIPWAY_BUILDER is kaniko" if self.builder == "kaniko" else None
        if chosen:
            if not self.given.get("SLIPWAY_KUBECONFIG"):
                raise Failure(f"{chosen}, but no cluster is named.", "make run SLIPWAY_RUNTIME=kubernetes SLIPWAY_KUBECONFIG=… SLIPWAY_REGISTRY=…")
            if not self.given.get("SLIPWAY_REGISTRY"):
                raise Failure(f"{chosen}, but SLIPWAY_REGISTRY names no registry that its nodes reach.",
                              "host:port, under which this machine pushes and the nodes pull.")
        if self.registry and not re.fullmatch(rf"[A-Za-z0-9.-]+(:[0-9]{{1,5}})?(/{PART})*", self.registry):
            raise Failure(f"SLIPWAY_REGISTRY must be host:port or host:port/path, not “{self.registry}”.", "A path has lowercase letters, digits and single . _ - only.")
        self._check_login()
        if not re.fullmatch(r"[A-Za-z0-9.-]+:[0-9]{1,5}", self.given.get("SLIPWAY_INGRESS_ADDRESS", "127.0.0.1:80")):
            raise Failure(f"SLIPWAY_INGRESS_ADDRESS must be host:port, not “{self.given['SLIPWAY_INGRESS_ADDRESS']}”.")

    @property
    def instance_ports(self):
        default, first, last = INSTANCE_PORTS
        if "SLIPWAY_PORT_BASE" in self.given:
            base = self.number("SLIPWAY_PORT_BASE", 0)
            default = f"{base + first}-{base + last}"
        return self.given.get("SLIPWAY_INSTANCE_PORT_RANGE", default)

    @property
    def domain(self):
        return self.given.get("SLIPWAY_APPS_DOMAIN", "localhost")

    @property
    def runtime(self):
        return self.given.get("SLIPWAY_RUNTIME", "engine")

    @property
    def builder(self):
        return self.given.get("SLIPWAY_BUILDER", "engine")

    @property
    def kubeconfig(self):
        return str((CLONE / Path(self.given.get("SLIPWAY_KUBECONFIG", "")).expanduser()).absolute())

    @property
    def registry(self):
        """Somebody else's; None when this package runs its own."""
        return self.given.get("SLIPWAY_REGISTRY")

    @property
    def registry_plain(self):
        """Without TLS: ours is, and of others those that nothing is said of, neither a login nor an authority."""
        if not self.registry:
            return True
        said = self.given.get("SLIPWAY_REGISTRY_PLAIN_HTTP")
        if said is not None:
            return said.lower() in ("true", "yes", "on", "1")
        return not self.given.get("SLIPWAY_REGISTRY_USER") and not self.registry_authority

    @property
    def registry_password(self):
        return self._path("SLIPWAY_REGISTRY_PASSWORD_FILE")

    @property
    def registry_authority(self):
        return self._path("SLIPWAY_REGISTRY_CERTIFICATE_AUTHORITY_FILE")

    @property
    def registry_login(self):
        """(user, password); None where nobody logs in."""
        return self._login("SLIPWAY_REGISTRY_USER", "SLIPWAY_REGISTRY_PASSWORD_FILE")

    @property
    def registry_pull_login(self):
        """Of nodes: one that may only pull, else the same."""
        return self._login("SLIPWAY_REGISTRY_PULL_USER", "SLIPWAY_REGISTRY_PULL_PASSWORD_FILE") or self.registry_login

    def _path(self, name):
        named = self.given.get(name)
        return (CLONE / Path(named).expanduser()).absolute() if named else None

    def _login(self, user, file):
        return (self.given[user], self._read(file).rstrip("\r\n")) if self.given.get(user) and self.given.get(file) else None

    def _read(self, name):
        try:
            text = self._path(name).read_text()
        except (OSError, ValueError) as error:
            raise Failure(f"{name} names {self._path(name)}, which can't be read: {getattr(error, 'strerror', None) or 'it is no text'}.")
        if not text.strip():
            raise Failure(f"{name} names {self._path(name)}, which is empty.")
        return text

    def _check_login(self):
        """Whole or not at all, and only where it can be used."""
        for user, file in (("SLIPWAY_REGISTRY_USER", "SLIPWAY_REGISTRY_PASSWORD_FILE"), ("SLIPWAY_REGISTRY_PULL_USER", "SLIPWAY_REGISTRY_PULL_PASSWORD_FILE")):
            given, missing = (user, file) if self.given.get(user) else (file, user)
            if self.given.get(given) and not self.given.get(missing):
                raise Failure(f"{given} is set, but {missing} is not: a login has both.")
            if ":" in self.given.get(user, ""):
                raise Failure(f"{user} has a colon in it, which no user of a registry has.")
            self._login(user, file)
        login, authority = self.given.get("SLIPWAY_REGISTRY_USER"), self.registry_authority
        if (login or authority) and not self.registry:
            raise Failure(f"{'SLIPWAY_REGISTRY_USER' if login else 'SLIPWAY_REGISTRY_CERTIFICATE_AUTHORITY_FILE'} is set, but SLIPWAY_REGISTRY names no registry.",
                          "The one of make run itself is on this machine's loopback and has a login of its own.")
        if authority and "-----BEGIN CERTIFICATE-----" not in self._read("SLIPWAY_REGISTRY_CERTIFICATE_AUTHORITY_FILE"):
            raise Failure(f"SLIPWAY_REGISTRY_CERTIFICATE_AUTHORITY_FILE names {authority}, which holds no certificate in PEM.")
        if authority and self.registry_plain:
            raise Failure("SLIPWAY_REGISTRY_CERTIFICATE_AUTHORITY_FILE is set, but SLIPWAY_REGISTRY_PLAIN_HTTP says that the registry is spoken to without TLS.")
        if login and self.given.get("SLIPWAY_REGISTRY_TOKEN_KEY_FILE"):
            raise Failure("SLIPWAY_REGISTRY_USER and SLIPWAY_REGISTRY_TOKEN_KEY_FILE are set: Slipway is the registry's token service, or it logs in there, but not both.")
        if login and self.builder == "kaniko":
            raise Failure("SLIPWAY_BUILDER is kaniko and SLIPWAY_REGISTRY_USER is set, but every Dockerfile could read that login.",
                          "Let Slipway be the registry's token service (SLIPWAY_REGISTRY_TOKEN_KEY_FILE), or build here (SLIPWAY_BUILDER=engine).")

    @property
    def apps_address(self):
        """(host, port) where apps answer: our router, or the cluster's ingress controller."""
        if self.runtime == "kubernetes":
            host, _, port = self.given.get("SLIPWAY_INGRESS_ADDRESS", "127.0.0.1:80").rpartition(":")
            return host, int(port)
        return "127.0.0.1", self.port("SLIPWAY_APPS_PORT")

    @property
    def email(self):
        return self.given.get("SLIPWAY_EMAIL", "you@localhost")

    @property
    def example(self):
        return self.given.get("SLIPWAY_EXAMPLE", "1") not in ("0", "no", "false")

    @property
    def binaries(self):
        """Ready binaries named by the caller; None when this package builds its own."""
        named = self.given.get("SLIPWAY_BIN_DIR")
        return (CLONE / named).absolute() if named else None

    @property
    def passed_on(self):
        """Settings of the services themselves, such as SLIPWAY_SOAK_SECONDS."""
        return {name: value for name, value in self.given.items() if name not in OWN}

    def _replicas(self):
        """`2` for all, `build=3,log=2` for some."""
        text = self.given.get("SLIPWAY_REPLICAS", "1").replace(" ", "")
        if re.fullmatch(r"[0-9]+", text):
            counts = {service: int(text) for service in SERVICES}
        else:
            counts = dict.fromkeys(SERVICES, 1)
            for part in filter(None, text.split(",")):
                service, _, number = part.partition("=")
                self.check_service(service)
                if not number.isdigit():
                    raise Failure(f"SLIPWAY_REPLICAS is “{text}”; it must look like 2 or build=3,log=2.")
                counts[service] = int(number)
        for service, count in counts.items():
            self.check_count(service, count)
        return counts

    @staticmethod
    def check_service(service):
        if service not in SERVICES:
            raise Failure(f"There is no service “{service}”; there are {', '.join(SERVICES)}.")

    @staticmethod
    def check_count(service, count):
        if not 1 <= count <= REPLICAS_MOST:
            raise Failure(f"{service} can run as 1 to {REPLICAS_MOST} replicas, not {count}.")

    def scale(self, service, count):
        """Remembered like any other setting."""
        self.check_service(service)
        self.check_count(service, count)
        self.replicas[service] = count
        self.given["SLIPWAY_REPLICAS"] = ",".join(f"{name}={number}" for name, number in self.replicas.items())

    def admin_port(self, service, replica):
        return self.port("SLIPWAY_SERVICE_PORTS") + SERVICES.index(service) * REPLICAS_MOST + replica - 1

    def gateway_port(self, replica):
        return self.port("SLIPWAY_SERVICE_PORTS") + len(SERVICES) * REPLICAS_MOST + replica - 1
