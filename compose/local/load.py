"""A bounded load on the public API, and what became of it: python3 -m local.load URL EMAIL PASSWORD-FILE [--host NAME --rate 100 --seconds 60].

Most of it reads, a part of it writes under an Idempotency-Key, and every write is asked for a second time under the same key: the
answer must be the same. A 5xx, a cut connection or another answer to a repeated write is a failure. This is what an upgrade must pass.
"""

import argparse
import http.client
import json
import sys
import threading
import time
import uuid
from collections import Counter
from pathlib import Path
from urllib.parse import urlsplit

WORKERS = 16
WRITES = 10  # one of so many is a write, which is three requests


class Client:
    """One connection that stays, as a client's pool has them; opened anew when the other side has closed it while idle."""

    def __init__(self, place, host, token):
        self.place, self.host, self.token, self.connection = place, host, token, None

    def ask(self, method, path, body=None, key=None):
        headers = {"Host": self.host, "Authorization": f"Bearer {self.token}"} if self.token else {"Host": self.host}
        if key:
            headers["Idempotency-Key"] = key
        if body is not None:
            headers["Content-Type"] = "application/json"
        self.connection = self.connection or http.client.HTTPConnection(*self.place, timeout=20)
        try:
            self.connection.request(method, f"/api/v1/{path}", json.dumps(body) if body is not None else None, headers)
            answer = self.connection.getresponse()
            text = answer.read()
            if answer.will_close:
                self._close()
            return answer.status, text
        except (OSError, http.client.HTTPException) as error:
            self._close()
            return 0, repr(error).encode()

    def _close(self):
        self.connection.close()
        self.connection = None


class Load:
    def __init__(self, url, host, rate, seconds):
        parts = urlsplit(url)
        self.place, self.host = (parts.hostname, parts.port or 80), host or parts.netloc
        self.rate, self.seconds = rate / (1 + 2 / WRITES), seconds  # of beats
        self.counts, self.failures, self.slowest, self.lock = Counter(), [], 0.0, threading.Lock()

    def log_in(self, email, password):
        status, text = Client(self.place, self.host, None).ask("POST", "auth/login", {"email": email, "password": password})
        if status != 200:
            raise SystemExit(f"logging in was answered with {status}: {text[:200].decode()}")
        self.token = json.loads(text)["access_token"]

    def connect(self):
        return Client(self.place, self.host, self.token)

    def run(self):
        """How long it took; what came of it stands in `counts` and `failures`."""
        self.client = self.connect()
        self.project = json.loads(self._must("POST", "projects", {"name": f"load-{uuid.uuid4().hex[:8]}"}))["id"]
        app = {"name": "load", "build": {"method": "image", "image": "registry.example/none:1"}}  # read, never deployed
        self.app = json.loads(self._must("POST", f"projects/{self.project}/apps", app))["id"]
        begin = time.monotonic()
        threads = [threading.Thread(target=self._work, args=(begin, number)) for number in range(WORKERS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        took = time.monotonic() - begin
        self._must("DELETE", f"projects/{self.project}")
        return took

    def _must(self, method, path, body=None):
        status, text = self.client.ask(method, path, body, key=str(uuid.uuid4()) if method == "POST" else None)
        if not 200 <= status < 300:
            raise SystemExit(f"{method} {path} was answered with {status}: {text[:300].decode()}")
        return text

    def _work(self, begin, number):
        """Its share of an even beat: nobody waits for an answer before the next request is due, as long as a worker is free."""
        client, beat = self.connect(), number
        while beat / self.rate < self.seconds:
            wait = begin + beat / self.rate - time.monotonic()
            if wait > 0:
                time.sleep(wait)
            start = time.monotonic()
            if beat // WORKERS % WRITES == 0:
                self._write(client, beat)
            else:
                self._note("read", *client.ask("GET", f"apps/{self.app}"))
            with self.lock:
                self.slowest = max(self.slowest, time.monotonic() - start)
            beat += WORKERS

    def _write(self, client, beat):
        """A token, made twice under one key, and revoked: the second answer is the first one, with the token in it."""
        key, body = str(uuid.uuid4()), {"name": f"load {beat}", "scopes": ["read"]}
        first = client.ask("POST", "tokens", body, key)
        self._note("write", *first)
        again = client.ask("POST", "tokens", body, key)
        self._note("write again", *again)
        if first[0] == again[0] == 201 and first[1] != again[1]:
            self._fail("write again", "another answer than the first time")
        made = first if first[0] == 201 else again
        if made[0] == 201:
            self._note("delete", *client.ask("DELETE", f"tokens/{json.loads(made[1])['id']}"))

    def _note(self, what, status, text):
        with self.lock:
            self.counts[f"{what} {status}"] += 1
        if status == 0 or status >= 500:
            self._fail(what, f"{status} {text[:200].decode(errors='replace')}")

    def _fail(self, what, reason):
        with self.lock:
            self.failures.append(f"{time.strftime('%H:%M:%S')} {what}: {reason}")


def main():
    parser = argparse.ArgumentParser(description="A bounded load on the public API.")
    parser.add_argument("url")
    parser.add_argument("email")
    parser.add_argument("password", type=Path, help="a file")
    parser.add_argument("--host", help="the name that the request asks for, where the URL is an address")
    parser.add_argument("--rate", type=int, default=100)
    parser.add_argument("--seconds", type=int, default=60)
    given = parser.parse_args()
    load = Load(given.url, given.host, given.rate, given.seconds)
    load.log_in(given.email, given.password.read_text().strip())
    took = load.run()
    total = sum(load.counts.values())
    for what, count in sorted(load.counts.items()):
        print(f"  {what:<18} {count}")
    print(f"  {total} requests in {took:.1f} s, {total / took:.0f} a second, the slowest {load.slowest * 1000:.0f} ms; {len(load.failures)} failed")
    for failure in load.failures[:20]:
        print(f"  {failure}")
    return 1 if load.failures else 0


if __name__ == "__main__":
    sys.exit(main())
