"""One engine for all managers of this process that are configured alike."""

from __future__ import annotations

import atexit
import json
import os
import threading
from typing import Any, Dict

from hwautomation.bridge.connection import Connection
from hwautomation.bridge.process import ChildProcess

_lock = threading.Lock()
_engines: Dict[str, Connection] = {}

#: The address of a running service, used in place of a child process.
URL = "HWAUTO_URL"


def engine(configuration: Dict[str, Any]) -> Connection:
    """The engine for a configuration, started if there is none yet.

    :raises EngineNotFoundError: if it can't be started
    :raises RefusedError: if the configuration is wrong; lists all that is
    """
    key = json.dumps(
        [configuration, os.getcwd(), os.environ.get("HWAUTO_COMMAND"), os.environ.get(URL)],
        sort_keys=True,
        default=repr,
    )
    with _lock:
        known = _engines.get(key)
        if known is not None and known.is_usable:
            return known
        made = _connect(configuration)
        _engines[key] = made
        return made


def _connect(configuration: Dict[str, Any]) -> Connection:
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
