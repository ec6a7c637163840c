"""Calls step functions of every kind, and says what they failed with."""

from __future__ import annotations

import asyncio
import functools
import inspect
import threading
import traceback
from typing import Any, Callable, Dict, Optional

from hwautomation.orchestration.workflow.base import WorkflowExecutionError

#: The journal takes 4 KiB; what is innermost, at the end, says most.
_LONGEST_TRACEBACK = 3500


#: Takes what has a coroutine end, and ``None`` when it has ended.
Interruptible = Callable[[Optional[Callable[[], None]]], None]


class StepInterrupted(BaseException):
    """Raised inside a function that is to end; no ``except Exception`` of it swallows it."""


def invoke(function: Callable[[Any], Any], context: Any, interruptible: Interruptible) -> Any:
    """Calls a function, and awaits what it gives if that is to be awaited.

    :param interruptible: told how a coroutine is ended while one runs
    :raises StepInterrupted: if a coroutine was ended so
    :raises TypeError: if it is a generator: its body would never run
    """
    if not callable(function):
        raise TypeError(f"the step's function is a {type(function).__name__}, which can't be called")
    result = function(context)
    if inspect.isgenerator(result) or inspect.isasyncgen(result):
        raise TypeError(
            "the step's function has a 'yield', so calling it runs none of its body; "
            "make it a plain function"
        )
    if inspect.isawaitable(result):
        return _await(result, interruptible)
    return result


def _await(awaitable: Any, interruptible: Interruptible) -> Any:
    interrupted = False

    async def waiting() -> Any:
        loop, task = asyncio.get_running_loop(), asyncio.current_task()
        assert task is not None

        def interrupt() -> None:
            nonlocal interrupted
            interrupted = True
            loop.call_soon_threadsafe(task.cancel)

        interruptible(interrupt)
        try:
            return await awaitable
        except asyncio.CancelledError:
            if interrupted:
                raise StepInterrupted from None
            raise WorkflowExecutionError("the step's coroutine cancelled itself") from None
        finally:
            interruptible(None)

    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(waiting())
    return _in_a_thread(lambda: asyncio.run(waiting()))  # execute() was called inside a coroutine


def _in_a_thread(work: Callable[[], Any]) -> Any:
    outcome: Dict[str, Any] = {}

    def run() -> None:
        try:
            outcome["result"] = work()
        except BaseException as error:
            outcome["error"] = error

    thread = threading.Thread(target=run, name="hwautomation step", daemon=True)
    thread.start()
    thread.join()
    if "error" in outcome:
        raise outcome["error"]
    return outcome["result"]


def failure(error: BaseException) -> Dict[str, Any]:
    """What the engine is told of an exception, beside its message: ``type``, ``bases``, and its
    ``traceback``, of which the end is kept."""
    kind = type(error)
    text = "".join(traceback.format_exception(kind, error, _of_the_script(error.__traceback__)))
    if len(text) > _LONGEST_TRACEBACK:
        text = "…" + text[-_LONGEST_TRACEBACK:]
    return {
        "type": f"{kind.__module__}.{kind.__qualname__}",
        "bases": [base.__name__ for base in kind.__mro__[1:] if base is not object],
        "traceback": text.encode("utf-8", "replace").decode(),
    }


def _of_the_script(trace: Any) -> Any:
    """Without the frames of this package at its top."""
    while trace is not None and trace.tb_frame.f_globals.get("__name__", "").startswith(
        "hwautomation."
    ):
        trace = trace.tb_next
    return trace


def describe(function: Any) -> str:
    """What the journal calls a function."""
    while isinstance(function, functools.partial):
        function = function.func
    kind = function if hasattr(function, "__qualname__") else type(function)
    return f"{getattr(kind, '__module__', '?')}:{getattr(kind, '__qualname__', '?')}"[:500]
