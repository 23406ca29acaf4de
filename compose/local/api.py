"""The public API, as any client meets it."""

import http.client
import json

from .failure import Failure


class API:
    def __init__(self, port, host="127.0.0.1"):
        self.host, self.port = host, port
        self.token = None

    def ask(self, method, path, body=None, accept=(200, 201, 202)):
        """(status, decoded answer). A status outside `accept` becomes a sentence."""
        headers = {"Accept": "application/json"}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        data = None
        if body is not None:
            data = json.dumps(body).encode()
            headers["Content-Type"] = "application/json"
        connection = http.client.HTTPConnection(self.host, self.port, timeout=30)
        try:
            connection.request(method, f"/api/v1/{path}", data, headers)
            answer = connection.getresponse()
            text = answer.read().decode(errors="replace")
        except (OSError, http.client.HTTPException) as error:
            raise Failure(f"the API on port {self.port} did not answer {method} {path}: {error}.")
        finally:
            connection.close()
        try:
            content = json.loads(text) if text.strip() else {}
        except ValueError:
            content = {"detail": text[:300]}
        if answer.status not in accept:
            raise Failure(f"{method} /api/v1/{path} was answered with {answer.status}.", _told(content))
        return answer.status, content

    def login(self, email, password):
        """Signs up where that has not happened, then logs in."""
        self.ask("POST", "auth/signup", {"email": email, "password": password, "name": "You"}, (201, 409))
        self.token = self.ask("POST", "auth/login", {"email": email, "password": password})[1]["access_token"]


def _told(problem):
    if not isinstance(problem, dict):
        return str(problem)[:300]
    lines = [str(problem.get("detail") or problem.get("title") or "")]
    lines += [f"{error.get('field')}: {error.get('message')}" for error in problem.get("errors") or []]
    return "\n".join(line for line in lines if line)
