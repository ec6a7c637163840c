"""Asks the engine and hears it: JSON-RPC 2.0, on a reading and a writing thread."""

from __future__ import annotations

import itertools
import json
import logging
import os
import queue
import sys
import threading
import time
from dataclasses import dataclass, field
from typing import Any, Callable, Dict, Optional, Protocol

from hwautomation import __version__
from hwautomation.orchestration.workflow.base import EngineLostError, WorkflowExecutionError

LOG = logging.getLogger("hwautomation")

#: The version of what is said; see docs/bridge.md.
PROTOCOL = 1

#: Characters that the engine takes as one message.
_LONGEST = 4 * 1024 * 1024

#: Seconds that the engine has to say what it is: a checkout may have to be built first.
_PATIENCE = 900.0


class Transport(Protocol):
    """What carries lines to and from the engine."""

    #: What was said when it was connected; ``None`` if ``hello`` is still to be said.
    welcome: Optional[Dict[str, Any]]

    def describe(self) -> str: ...

    def write(self, line: bytes) -> None: ...

    def read(self) -> Optional[bytes]: ...

    def close(self, patience: float) -> None: ...

    def kill(self) -> None: ...

    def obituary(self) -> str: ...

    def forget(self) -> None: ...


class RefusedError(WorkflowExecutionError):
    """The engine understood what was asked, and says no.

    :ivar kind: what the engine calls the reason
    """

    def __init__(self, message: str, kind: str = "") -> None:
        super().__init__(message)
        self.kind = kind


@dataclass
class Asking:
    """A request that was sent."""

    number: int
    arrived: queue.SimpleQueue = field(default_factory=queue.SimpleQueue)

    def wait(self, limit: Optional[float] = None) -> Any:
        """The answer. Can be waited for again if waiting was interrupted.

        :param limit: seconds; for ever if not given, or until the engine is lost
        :raises queue.Empty: if it has not come by then
        :raises RefusedError: if the engine says no
        :raises EngineLostError: if it is gone
        """
        message = self.arrived.get(timeout=limit)
        if isinstance(message, Lost):
            raise EngineLostError(message.why)
        if "error" in message:
            error = message["error"]
            data = error.get("data") or {}
            raise RefusedError(error.get("message", ""), data.get("type", ""))
        return message.get("result")


@dataclass
class Asked:
    """The engine asks for a step's function to be called."""

    id: Any
    params: Dict[str, Any]


@dataclass
class Told:
    """The engine tells of a run."""

    method: str
    params: Dict[str, Any]


@dataclass
class Lost:
    """The engine is gone."""

    why: str


class Connection:
    """The engine, as a script talks to it. Thread-safe; not to be used by a forked process.

    :param patience: seconds that the engine has to answer the first request
    :raises RefusedError: if it does not like the configuration
    :raises EngineLostError: if it does not answer
    """

    def __init__(
        self, transport: Transport, configuration: Dict[str, Any], patience: float = _PATIENCE
    ) -> None:
        self._transport = transport
        self._pid = os.getpid()
        self._ids = itertools.count(1)
        self._lock = threading.Lock()
        self._answers: Dict[int, Asking] = {}
        self._inboxes: Dict[str, queue.SimpleQueue] = {}
        self._interrupts: Dict[str, Callable[[], None]] = {}
        self._outgoing: queue.SimpleQueue = queue.SimpleQueue()
        self._lost: Optional[str] = None
        self._closing = False
        self._heard = time.monotonic()
        self._silence = float("inf")
        for task in (self._read, self._write):
            threading.Thread(target=task, name=f"hwautomation {task.__name__}", daemon=True).start()
        #: What the engine says of itself: version, process, database, heartbeat.
        self.welcome: Dict[str, Any] = transport.welcome or self._hello(
            configuration, patience
        )
        self._silence = float(self.welcome["silence_seconds"])
        threading.Thread(
            target=self._beat,
            args=(float(self.welcome["heartbeat_seconds"]),),
            name="hwautomation heartbeat",
            daemon=True,
        ).start()

    def _hello(self, configuration: Dict[str, Any], patience: float) -> Dict[str, Any]:
        asking = self.ask(
            "hello",
            {
                "protocol": PROTOCOL,
                "client": client(),
                "version": __version__,
                "configuration": configuration,
            },
        )
        try:
            welcome = asking.wait(patience)
        except queue.Empty:
            why = f"{self._transport.describe()} has said nothing for {patience:g} s"
            self._break(why)
            raise EngineLostError(why) from None
        if not isinstance(welcome, dict) or not {"silence_seconds", "heartbeat_seconds"} <= set(
            welcome
        ):
            why = f"{self._transport.describe()} answered hello with something else"
            self._break(why)
            raise EngineLostError(why)
        return welcome

    @property
    def is_usable(self) -> bool:
        """False when it is closed, lost, or of the process that this one was forked from."""
        return self._lost is None and not self._closing and self._pid == os.getpid()

    def require_own(self) -> None:
        """:raises WorkflowExecutionError: in a process that was forked while it was open"""
        if self._pid != os.getpid():
            raise WorkflowExecutionError(
                f"process {os.getpid()} was forked from {self._pid}, which the engine belongs to; "
                "only that one can use it"
            )

    def request(self, method: str, params: Dict[str, Any]) -> Any:
        """Asks, and waits for the answer.

        :raises RefusedError: if the engine says no
        :raises EngineLostError: if it is gone
        """
        return self.ask(method, params).wait()

    def ask(self, method: str, params: Dict[str, Any]) -> Asking:
        """Asks, and leaves the waiting to the caller.

        :raises EngineLostError: if the engine is gone
        """
        self.require_own()
        asking = Asking(next(self._ids))
        line = _line({"id": asking.number, "method": method, "params": params})
        with self._lock:
            if self._lost is not None:
                raise EngineLostError(self._lost)
            self._answers[asking.number] = asking
        self._outgoing.put(line)
        return asking

    def notify(self, method: str, params: Dict[str, Any]) -> None:
        """Tells, and awaits nothing."""
        self.require_own()
        self._send({"method": method, "params": params})

    def answer(self, asked: Asked, result: Dict[str, Any]) -> None:
        """A step's function returned."""
        self.require_own()
        self._send({"id": asked.id, "result": result})

    def answer_failed(self, asked: Asked, message: str, data: Dict[str, Any]) -> None:
        """A step's function raised."""
        self.require_own()
        error = {"code": -32001, "message": message, "data": data}
        self._send({"id": asked.id, "error": error})

    def open(self, workflow_id: str) -> queue.SimpleQueue:
        """Where from now on arrives what the engine asks and tells about a workflow.

        :raises WorkflowExecutionError: if this process executes it already
        """
        inbox: queue.SimpleQueue = queue.SimpleQueue()
        with self._lock:
            if workflow_id in self._inboxes:
                raise WorkflowExecutionError(
                    f"workflow {workflow_id} is being executed by this process already"
                )
            self._inboxes[workflow_id] = inbox
        return inbox

    def done_with(self, workflow_id: str) -> None:
        """Nothing more of that workflow is awaited."""
        with self._lock:
            self._inboxes.pop(workflow_id, None)

    def interrupting(self, call: str, interrupt: Optional[Callable[[], None]]) -> None:
        """What is to be called when the engine wants a call to end; ``None`` when it has."""
        with self._lock:
            if interrupt is None:
                self._interrupts.pop(call, None)
            else:
                self._interrupts[call] = interrupt

    def close(self, patience: float = 30) -> None:
        """Says goodbye, and waits until the engine has ended."""
        if self._pid != os.getpid() or self._closing:
            return
        self._closing = True
        self._outgoing.put(None)
        self._transport.close(patience)

    def forget(self) -> None:
        """In a process that was forked: leaves the engine to its parent."""
        self._lock = threading.Lock()  # another thread may have held it
        self._transport.forget()

    def _send(self, message: Dict[str, Any]) -> None:
        self._outgoing.put(_line(message))

    def _write(self) -> None:
        try:
            while True:
                line = self._outgoing.get()
                if line is None:
                    return
                self._transport.write(line)
        except (OSError, ValueError) as error:
            LOG.debug("writing to the engine: %s", error)

    def _beat(self, every: float) -> None:
        while self.is_usable:
            before = time.monotonic()
            time.sleep(every)
            if time.monotonic() - before > 2 * every + 1:
                self._heard = time.monotonic()  # it was we who stood still
            self._send({"method": "heartbeat", "params": {}})
            silent = time.monotonic() - self._heard
            if silent > self._silence:
                self._break(
                    f"{self._transport.describe()} has said nothing for {silent:.0f} s, and was "
                    "ended"
                )
                self._transport.kill()
                return

    def _read(self) -> None:
        try:
            for line in iter(self._transport.read, None):
                self._heard = time.monotonic()
                self._take(json.loads(line))
        except OSError as error:
            LOG.debug("reading from the engine: %s", error)
        except Exception as error:
            if self._closing:
                return
            LOG.debug("what the engine said could not be taken", exc_info=True)
            self._break(
                f"{self._transport.describe()} said what is no message of the protocol "
                f"({type(error).__name__}), and was ended"
            )
            self._transport.kill()
            return
        if not self._closing:
            self._break(f"{self._transport.describe()} {self._transport.obituary()}")

    def _take(self, message: Dict[str, Any]) -> None:
        method = message.get("method")
        if method is None:
            self._answered(message)
        elif "id" in message:
            self._inbox(message["params"], Asked(message["id"], message["params"]))
        elif method == "call.cancel":
            with self._lock:
                interrupt = self._interrupts.get(message["params"]["call"])
            if interrupt is not None:
                interrupt()
        elif method != "heartbeat":
            self._inbox(message["params"], Told(method, message["params"]))

    def _answered(self, message: Dict[str, Any]) -> None:
        if message.get("id") is None:  # somebody would wait for ever
            error = message.get("error") or {}
            self._break(
                f"{self._transport.describe()} could not read what was sent, and was ended: "
                f"{error.get('message')}"
            )
            self._transport.kill()
            return
        with self._lock:
            answer = self._answers.pop(message["id"], None)
        if answer is not None:
            answer.arrived.put(message)

    def _inbox(self, params: Dict[str, Any], message: Any) -> None:
        with self._lock:
            inbox = self._inboxes.get(params.get("workflow_id", ""))
        if inbox is not None:
            inbox.put(message)
        elif isinstance(message, Asked):
            self.answer_failed(
                message, "nobody executes this workflow here", {"type": "WorkflowParked"}
            )

    def _break(self, why: str) -> None:
        lost = Lost(why)
        with self._lock:
            if self._lost is not None:
                return
            self._lost = why
            waiting = [asking.arrived for asking in self._answers.values()]
            self._answers.clear()
            waiting += self._inboxes.values()
        for each in waiting:
            each.put(lost)


def client() -> str:
    """What people call this script."""
    script = os.path.abspath(sys.argv[0]) if sys.argv and sys.argv[0] else "a Python process"
    return f"{script}, process {os.getpid()}"


def _line(message: Dict[str, Any]) -> bytes:
    """:raises WorkflowExecutionError: if the engine would not read it"""
    try:
        text = json.dumps({"jsonrpc": "2.0", **message}, allow_nan=False)
    except (TypeError, ValueError, RecursionError) as error:
        raise WorkflowExecutionError(
            f"{message.get('method', 'an answer')} can't be written as JSON: {error}"
        ) from error
    if len(text) > _LONGEST:
        raise WorkflowExecutionError(
            f"{message.get('method', 'an answer')} has {len(text)} characters, and the engine "
            f"takes {_LONGEST}"
        )
    return text.encode() + b"\n"
