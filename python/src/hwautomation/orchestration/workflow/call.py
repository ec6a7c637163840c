"""One attempt of a step, while its function runs."""

from __future__ import annotations

import contextlib
import ctypes
import logging
import signal
import threading
import time
from typing import TYPE_CHECKING, Any, Callable, Iterator, Optional

from hwautomation.orchestration.workflow.base import (
    WorkflowCancellationError,
    WorkflowExecutionError,
    WorkflowTimeoutError,
)
from hwautomation.orchestration.workflow.invoke import StepInterrupted
from hwautomation.orchestration.workflow.shared import plain

if TYPE_CHECKING:
    from hwautomation.bridge.connection import Connection

LOG = logging.getLogger("hwautomation")


class StepCall:
    """One attempt of a step. Made by the engine's question, over when the function has returned."""

    def __init__(self, connection: Connection, params: dict, timeout: float) -> None:
        self.id: str = params["call"]
        #: From 1; one that a crash cut off counts here, but not against ``retry_count``.
        self.attempt: int = params["attempt"]
        #: The same for every attempt of this step in this run, and in those that resume it.
        self.idempotency_key: str = params["idempotency_key"]
        self._connection = connection
        self._timeout = timeout
        self._began = time.monotonic()
        self._thread = threading.current_thread()
        self._ident = threading.get_ident()
        self._lock = threading.Lock()
        self._active = True
        self._interrupted = False
        self._end_coroutine: Optional[Callable[[], None]] = None

    @property
    def is_cancelled(self) -> bool:
        """True once the function is to end: its time is over, or the run is cancelled."""
        return self._interrupted

    def checkpoint(self, name: str) -> Any:
        """What an earlier attempt of this step kept under that name; ``None`` if nothing."""
        return self._connection.request("call.checkpoint", {"call": self.id, "name": name})

    def save_checkpoint(self, name: str, value: Any) -> None:
        """Keeps a value for further attempts; it is on disk when this returns.

        :param value: anything that JSON has, up to 16 KiB
        :raises ValueError: if it is something else
        """
        value = plain(value)
        self._connection.request(
            "call.save_checkpoint", {"call": self.id, "name": name, "value": value}
        )

    @contextlib.contextmanager
    def point_of_no_return(self, description: str, expected: float) -> Iterator[None]:
        """A stretch that nothing interrupts: no timeout, no cancel.

        :param expected: seconds that it usually takes
        :raises WorkflowExecutionError: if the step is to end already
        """
        self._connection.request(
            "call.enter_point",
            {"call": self.id, "description": description, "expected_seconds": expected},
        )
        try:
            yield
        finally:
            self._connection.request("call.leave_point", {"call": self.id})

    def report(self, text: str) -> None:
        """Tells the engine what the step does right now."""
        self._connection.notify("call.progress", {"call": self.id, "text": text})

    def interruptible(self, end: Optional[Callable[[], None]]) -> None:
        """The function is a coroutine, which ends so; ``None`` when it has."""
        with self._lock:
            self._end_coroutine = end
            if end is not None and self._interrupted:
                end()

    def interrupt(self) -> None:
        """Has the function end, if that can be done: a coroutine where it awaits something, a
        function on the main thread whatever it waits for, one on another thread when it is back in
        Python code."""
        with self._lock:
            if not self._active or self._interrupted:
                return
            self._interrupted = True
            if self._end_coroutine is not None:
                self._end_coroutine()
            elif (
                self._thread is threading.main_thread()
                and signal.getsignal(signal.SIGINT) is signal.default_int_handler
            ):
                signal.pthread_kill(self._ident, signal.SIGINT)
            else:
                ctypes.pythonapi.PyThreadState_SetAsyncExc(
                    ctypes.c_ulong(self._ident), ctypes.py_object(StepInterrupted)
                )

    def end(self) -> None:
        """Called when the function has returned: nothing is raised on its thread any more."""
        try:
            with self._lock:
                self._active = False
            if self._interrupted:
                time.sleep(0.01)  # what is on its way arrives here
        except (KeyboardInterrupt, StepInterrupted):
            if not self._interrupted:
                raise
        if self._interrupted:
            ctypes.pythonapi.PyThreadState_SetAsyncExc(
                ctypes.c_ulong(self._ident), None
            )

    def why_interrupted(self) -> Optional[WorkflowExecutionError]:
        """What the function was ended for; ``None`` if it was not."""
        if not self._interrupted:
            return None
        if time.monotonic() - self._began >= self._timeout:
            return WorkflowTimeoutError(f"Step timed out after {self._timeout:g} seconds")
        return WorkflowCancellationError("Workflow cancelled")
