"""A running service as the engine."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import socket
import ssl
import urllib.parse
from typing import Any, Dict, List, Optional

from hwautomation.orchestration.workflow.base import EngineNotFoundError

#: The address of the service, such as ``https://hwauto.example.com``.
URL = "HWAUTO_URL"

#: The token for it, of an operator.
TOKEN = "HWAUTO_TOKEN"

#: A PEM file with what may sign the service's certificate, beside what the system trusts.
ROOT_CERTIFICATE = "HWAUTO_ROOT_CERTIFICATE"

_TIMEOUT = 30
_DEFAULT_PORTS = {"http": 80, "https": 443}


class Service:
    """A service, as a script talks to it: requests one way, server-sent events the other.

    :param client: what people call the script
    :param protocol: the version of what is said
    :raises EngineNotFoundError: if it can't be reached or does not let the script in
    """

    def __init__(self, client: str, protocol: int) -> None:
        self._url = os.environ[URL].strip().rstrip("/")
        parts = urllib.parse.urlsplit(self._url)
        if parts.scheme not in _DEFAULT_PORTS or not parts.hostname or parts.path or parts.query:
            raise EngineNotFoundError(
                f"{URL} is no address of a service; write http://HOST:PORT or https://HOST:PORT"
            )
        self._scheme, self._host = parts.scheme, parts.hostname
        self._port = parts.port or _DEFAULT_PORTS[parts.scheme]
        self._token = os.environ.get(TOKEN, "").strip()
        if not self._token:
            raise EngineNotFoundError(
                f"{URL} names a service, and {TOKEN} no token for it; make one with: "
                "hwauto token create NAME --role operator"
            )
        self._sending = self._connection(_TIMEOUT)
        welcome = self._connect(client, protocol)
        self.welcome: Optional[Dict[str, Any]] = welcome
        self._path = f"/api/v1/scripts/{welcome['script']}"
        self._hearing = self._connection(welcome["silence_seconds"])
        self._events = self._listen()

    def _connection(self, timeout: float) -> http.client.HTTPConnection:
        if self._scheme == "http":
            return http.client.HTTPConnection(self._host, self._port, timeout=timeout)
        context = ssl.create_default_context()
        roots = os.environ.get(ROOT_CERTIFICATE)
        if roots:
            try:
                context.load_verify_locations(roots)
            except (OSError, ssl.SSLError) as error:
                raise EngineNotFoundError(
                    f"{ROOT_CERTIFICATE} names {roots!r}, which can't be used: {error}"
                ) from error
        return http.client.HTTPSConnection(
            self._host, self._port, timeout=timeout, context=context
        )

    def _connect(self, client: str, protocol: int) -> Dict[str, Any]:
        try:
            status, body = self._exchange(
                "POST", "/api/v1/scripts", {"protocol": protocol, "client": client}
            )
        except (OSError, http.client.HTTPException) as error:
            raise EngineNotFoundError(f"the service {self._url} can't be reached: {error}") from error
        if status != 201:
            raise EngineNotFoundError(f"the service {self._url} says {status}: {_problem(body)}")
        return json.loads(body)

    def _listen(self) -> http.client.HTTPResponse:
        self._hearing.request("GET", self._path + "/messages", headers=self._headers())
        response = self._hearing.getresponse()
        if response.status != 200:
            raise EngineNotFoundError(
                f"the service {self._url} says {response.status}: {_problem(response.read())}"
            )
        return response

    def _headers(self) -> Dict[str, str]:
        return {"Authorization": f"Bearer {self._token}", "Accept": "application/json"}

    def _exchange(self, method: str, path: str, document: Any = None) -> "tuple[int, bytes]":
        body = None if document is None else json.dumps(document, allow_nan=False).encode()
        headers = self._headers()
        if body is not None:
            headers["Content-Type"] = "application/json"
        self._sending.request(method, path, body, headers)
        response = self._sending.getresponse()
        return response.status, response.read()

    def describe(self) -> str:
        """For people."""
        return f"the service {self._url}"

    def write(self, line: bytes) -> None:
        """Sends a message. Not sent twice: a connection that breaks is the end."""
        try:
            status, body = self._exchange(
                "POST", self._path + "/messages", {"messages": [json.loads(line)]}
            )
        except http.client.HTTPException as error:
            raise OSError(f"the connection broke: {error}") from error
        if status != 204:
            self._break()
            raise OSError(f"it says {status}: {_problem(body)}")

    def read(self) -> Optional[bytes]:
        """The next message; ``None`` when there will be none."""
        with contextlib.suppress(http.client.HTTPException, ValueError):
            while True:
                line = self._events.readline()
                if not line:
                    return None
                if line.startswith(b"data: "):
                    return line[6:].rstrip(b"\r\n")
        return None

    def close(self, patience: float) -> None:
        """Says goodbye."""
        with contextlib.suppress(OSError, http.client.HTTPException):
            self._exchange("DELETE", self._path)
        self._break()
        self._sending.close()

    def kill(self) -> None:
        """Leaves it; its side finds out by itself."""
        self._break()

    def _break(self) -> None:
        sock = self._hearing.sock
        if sock is not None:
            with contextlib.suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)

    def obituary(self) -> str:
        """How it ended."""
        return "closed the connection"

    def forget(self) -> None:
        """In a process that was forked: it is the parent's."""
        for each in (self._sending, self._hearing):
            if each.sock is not None:
                os.close(each.sock.detach())


def _problem(body: bytes) -> str:
    """What a problem document (RFC 9457) says."""
    try:
        document = json.loads(body)
        said: List[str] = [document[key] for key in ("title", "detail", "hint") if document.get(key)]
    except (ValueError, TypeError, AttributeError):
        return body[:200].decode("utf-8", "replace")
    return "; ".join(said)
