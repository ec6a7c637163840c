"""One engine for all managers of this process that are configured alike."""

from __future__ import annotations

import atexit
import json
import logging
import os
import threading
from typing import Any, Dict

from hwautomation.bridge.connection import PROTOCOL, Connection, Transport, client
from hwautomation.bridge.process import COMMAND, OPTIONS, ChildProcess
from hwautomation.bridge.service import TOKEN, URL, Service
from hwautomation.orchestration.workflow.base import WorkflowExecutionError

_lock = threading.Lock()
_engines: Dict[str, Connection] = {}
LOG = logging.getLogger("hwautomation")


def engine(configuration: Dict[str, Any]) -> Connection:
    """The engine for a configuration, started if there is none yet.

    :raises EngineNotFoundError: if it can't be started
    :raises RefusedError: if the configuration is wrong; lists all that is
    """
    configuration = _plain(configuration, "")
    place = [os.getcwd(), *(os.environ.get(name) for name in (COMMAND, OPTIONS, URL, TOKEN))]
    key = json.dumps([configuration, place], sort_keys=True)
    with _lock:
        known = _engines.get(key)
        if known is not None and known.is_usable:
            return known
        made = _connect(configuration)
        _engines[key] = made
        return made


def _plain(value: Any, place: str) -> Any:
    """The configuration as JSON has it: what may be in a file may be in a script's dictionary."""
    if isinstance(value, dict):
        return {
            str(key): _plain(inner, f"{place}.{key}" if place else str(key))
            for key, inner in value.items()
        }
    if isinstance(value, (list, tuple)):
        return [_plain(inner, f"{place}[{index}]") for index, inner in enumerate(value)]
    if isinstance(value, os.PathLike):
        return os.fspath(value)
    if value is None or isinstance(value, (str, bool, int, float)):
        return value
    raise WorkflowExecutionError(
        f"the configuration's {place} is a {type(value).__name__}; a text, a number, true or "
        "false, a list or a dictionary can be given there"
    )


def _connect(configuration: Dict[str, Any]) -> Connection:
    transport: Transport
    if os.environ.get(URL, "").strip():
        transport = Service(client(), PROTOCOL)
        if configuration:
            LOG.warning(
                "%s has a configuration of its own; the script's has no effect: %s",
                transport.describe(),
                ", ".join(map(str, configuration)),
            )
    else:
        transport = ChildProcess()
    try:
        return Connection(transport, configuration)
    except BaseException:
        transport.kill()
        raise


def _close_all() -> None:
    with _lock:
        open_ones = list(_engines.values())
        _engines.clear()
    for each in open_ones:
        each.close(patience=5)


def _forget_all() -> None:
    global _lock
    _lock = threading.Lock()
    for each in _engines.values():
        each.forget()
    _engines.clear()


atexit.register(_close_all)
os.register_at_fork(after_in_child=_forget_all)
