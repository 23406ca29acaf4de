"""As much of the NATS protocol as making a stream takes: connect, ask, read one answer."""

import json
import socket
import ssl


class Client:
    """Raises OSError for whatever goes wrong on the way."""

    def __init__(self, host, port, user, password, trust=None):
        """`trust`: the file of an authority, where the server speaks TLS."""
        self.inbox = f"_INBOX_{user}.answer"
        self.socket = socket.create_connection((host, port), timeout=10)
        self.file = self.socket.makefile("rb", 0 if trust else -1)
        self._line("INFO")
        if trust:
            # The server's first line is plain; all that follows is not.
            self.socket = ssl.create_default_context(cafile=str(trust)).wrap_socket(self.socket, server_hostname=host)
            self.file = self.socket.makefile("rb")
        options = {"user": user, "pass": password, "verbose": False, "pedantic": False, "name": "slipway-local", "lang": "python", "version": "1"}
        self._send(f"CONNECT {json.dumps(options)}\r\nPING\r\n".encode())
        self._line("PONG")

    def request(self, subject, body):
        data = json.dumps(body).encode()
        self._send(f"SUB {self.inbox} 1\r\nPUB {subject} {self.inbox} {len(data)}\r\n".encode() + data + b"\r\n")
        head = self._line("MSG")
        answer = self.file.read(int(head.split()[-1]) + 2)
        self._send(b"UNSUB 1\r\n")
        return json.loads(answer)

    def may_subscribe(self, subjects):
        """Whether the server lets this user hear all of them. Each is let go at once."""
        for number, subject in enumerate(subjects, 100):
            self._send(f"SUB {subject} {number}\r\nUNSUB {number}\r\n".encode())
        self._send(b"PING\r\n")
        try:
            self._line("PONG")
        except ConnectionError as error:
            if "Permissions Violation" in str(error):
                return False
            raise
        return True

    def close(self):
        self.file.close()
        self.socket.close()

    def _send(self, data):
        self.socket.sendall(data)

    def _line(self, word):
        while True:
            line = self.file.readline().decode()
            if not line:
                raise ConnectionError("nats-server closed the connection")
            if line.startswith("-ERR"):
                raise ConnectionError(line.strip())
            if line.startswith("PING"):
                self._send(b"PONG\r\n")
            if line.startswith(word):
                return line
