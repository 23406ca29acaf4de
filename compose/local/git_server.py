"""`git http-backend` on loopback: real Git over HTTP for the example, read only."""

import gzip
import os
import subprocess
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

LARGEST_QUESTION = 8 << 20


class Backend(BaseHTTPRequestHandler):
    """CGI as RFC 3875 has it, for the two requests of a fetch."""

    protocol_version = "HTTP/1.0"
    root = None

    def do_GET(self):
        self._answer(b"")

    def do_POST(self):
        body = self._body()
        if body is None:
            self.send_error(413)
        else:
            self._answer(body)

    def _body(self):
        if "chunked" in self.headers.get("Transfer-Encoding", "").lower():
            body = bytearray()
            while size := int(self.rfile.readline().split(b";")[0], 16):
                if len(body) + size > LARGEST_QUESTION:
                    return None
                body += self.rfile.read(size)
                self.rfile.readline()
            self.rfile.readline()
            body = bytes(body)
        else:
            length = int(self.headers.get("Content-Length") or 0)
            if length > LARGEST_QUESTION:
                return None
            body = self.rfile.read(length)
        return gzip.decompress(body) if self.headers.get("Content-Encoding") == "gzip" else body

    def _answer(self, body):
        parts = urlsplit(self.path)
        environment = {
            "PATH": os.environ.get("PATH", "/usr/bin:/bin"), "HOME": self.root, "GIT_PROJECT_ROOT": self.root, "GIT_HTTP_EXPORT_ALL": "1",
            "GIT_CONFIG_NOSYSTEM": "1", "REQUEST_METHOD": self.command, "PATH_INFO": parts.path, "QUERY_STRING": parts.query,
            "CONTENT_TYPE": self.headers.get("Content-Type", ""), "CONTENT_LENGTH": str(len(body)), "REMOTE_ADDR": self.client_address[0],
            "GIT_PROTOCOL": self.headers.get("Git-Protocol", ""),
        }
        done = subprocess.run(["git", "http-backend"], input=body, env=environment, capture_output=True)
        head, _, content = done.stdout.partition(b"\r\n\r\n")
        fields = [line.split(": ", 1) for line in head.decode("latin-1").split("\r\n") if ": " in line]
        # Git tells "not our ref" in the body and by its exit code; a web server passes on what a script wrote.
        status = next((value for name, value in fields if name.lower() == "status"), "200 OK" if fields else "500 Failed")
        self.send_response(int(status.split()[0]))
        for name, value in fields:
            if name.lower() != "status":
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


if __name__ == "__main__":
    Backend.root = sys.argv[2]
    ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Backend).serve_forever()
