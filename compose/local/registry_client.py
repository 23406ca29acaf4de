"""What this package itself asks of a registry: with TLS where that speaks it, and with the login that is set.

A registry that wants a login says 401 and how: Basic, or a token of a service that it names. The password is shown to those two alone."""

import base64
import http.client
import json
import os
import re
import ssl
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from .failure import Failure

AUTHORITIES = Path("/etc/ssl/certs/ca-certificates.crt")
LOGIN = "make run SLIPWAY_REGISTRY_USER=… SLIPWAY_REGISTRY_PASSWORD_FILE=…"
AUTHORITY = "Name its authority's certificate:  make run SLIPWAY_REGISTRY_CERTIFICATE_AUTHORITY_FILE=…"


def authorities(settings):
    """All that is trusted, in PEM; None where it is what the system trusts."""
    own = settings.registry_authority
    if not own:
        return None
    system = Path(os.environ.get("SSL_CERT_FILE") or AUTHORITIES)
    return (system.read_text(errors="replace") if system.exists() else "") + "\n" + own.read_text() + "\n"


class RegistryClient:
    def __init__(self, place, settings, login):
        self.place, self.plain, self.login = place, settings.registry_plain, login
        self.trust = None if self.plain else ssl.create_default_context()
        if self.trust and settings.registry_authority:
            self.trust.load_verify_locations(cafile=str(settings.registry_authority))
        self.tokens, self.basic = {}, None
        self.address, _, self.path = place.partition("/")

    def ask(self, method, path, body=None, headers=None, scope=None, timeout=120):
        """(status, headers, body). `scope`: (repository, actions), for a registry with tokens."""
        status, said, content = self._exchange(method, path, body, headers, scope, timeout)
        if status != 401 or not self.login:
            return status, said, content
        self._learn(said.get_all("WWW-Authenticate") or [], scope)
        if hasattr(body, "seek"):
            body.seek(0)
        status, said, content = self._exchange(method, path, body, headers, scope, timeout)
        if status == 401:
            raise self._refused(self.address)
        return status, said, content

    def _exchange(self, method, path, body, headers, scope, timeout):
        shown = self.tokens.get(scope) or self.basic
        return self._send(self.address, self.plain, method, path, body, {**(headers or {}), **({"Authorization": shown} if shown else {})}, timeout)

    def _send(self, address, plain, method, path, body, headers, timeout):
        connection = http.client.HTTPConnection(address, timeout=timeout) if plain else http.client.HTTPSConnection(address, timeout=timeout, context=self.trust)
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read()
        except ssl.SSLCertVerificationError as error:
            raise Failure(f"the certificate of {address} is not trusted: {error.verify_message}.", AUTHORITY)
        except ssl.SSLError as error:
            raise Failure(f"{address} does not speak TLS: {error.reason or error}.", "One without it:  make run SLIPWAY_REGISTRY_PLAIN_HTTP=true")
        except (OSError, http.client.HTTPException) as error:
            raise Failure(f"no registry answers at {address}: {error}.", "SLIPWAY_REGISTRY begins with its host:port, as this machine reaches it.")
        finally:
            connection.close()

    def _learn(self, challenges, scope):
        """What is to be shown the next time."""
        for challenge in challenges:
            if challenge.lower().startswith("bearer "):
                self.tokens[scope] = "Bearer " + self._token({name.lower(): value for name, value in re.findall(r'(\w+)="([^"]*)"', challenge)}, scope)
                return
        if not any(challenge.lower().startswith("basic") for challenge in challenges):
            raise Failure(f"the registry at {self.address} wants a login in a way that is not known here, neither Basic nor Bearer.")
        if self.basic:
            raise self._refused(self.address)
        self.basic = self._basic()

    def _token(self, challenge, scope):
        realm = urlsplit(challenge.get("realm", ""))
        if not realm.hostname or realm.username or realm.scheme not in (("https", "http") if self.plain else ("https",)):
            raise Failure(f"the registry at {self.address} names no token service that may be shown the login: “{challenge.get('realm', '')}”.")
        query = {**({"service": challenge["service"]} if "service" in challenge else {}),
                 **({"scope": f"repository:{scope[0]}:{scope[1]}"} if scope else {})}
        path = (realm.path or "/") + "?" + "&".join(filter(None, [realm.query, urlencode(query)]))
        status, _, content = self._send(realm.netloc, realm.scheme == "http", "GET", path, None, {"Authorization": self._basic()}, 30)
        if status in (401, 403):
            raise self._refused(realm.netloc)
        try:
            said = json.loads(content) if status == 200 else {}
        except ValueError:
            said = {}
        token = said.get("token") or said.get("access_token")
        if not token:
            raise Failure(f"the token service {realm.netloc} of the registry answers {status} without a token.")
        return token

    def _basic(self):
        user, password = self.login
        return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()

    @staticmethod
    def _refused(address):
        return Failure(f"{address} refuses the login of SLIPWAY_REGISTRY_USER.", "See SLIPWAY_REGISTRY_PASSWORD_FILE:  " + LOGIN)
