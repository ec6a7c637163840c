"""What of a context is shared with the engine: given to its steps, taken from them, journaled."""

from __future__ import annotations

import contextlib
import json
import logging
import re
from typing import Any, Dict, Set

from hwautomation.orchestration.workflow.base import WorkflowContext

LOG = logging.getLogger("hwautomation")

#: Fields that the engine's own steps read, under the same names.
_GIVEN = ("target_ipmi_ip", "gateway", "subnet_mask", "rack_location")

#: Fields that the engine's own steps fill, under the same names.
_TAKEN = (
    *_GIVEN,
    "server_ip",
    "discovered_ipmi_ip",
    "hardware_discovery_result",
    "bios_config_path",
)

#: Fields that functions leave for each other, kept together under one name.
_KEPT = (
    "server_ip",
    "ssh_connectivity_verified",
    "hardware_discovery_result",
    "hardware_info",
    "server_data",
    "bios_config_path",
    "discovered_ipmi_ip",
    "metadata",
)

_TOGETHER = "script_context"

#: One value in the journal may have 64 KiB.
_LARGEST = 60 * 1024

_SECRET = re.compile(r"passw|secret|token|credential|api_?key|private_?key", re.IGNORECASE)


#: Lists and dictionaries in each other; the engine's own messages are a few levels more.
_DEEPEST = 40

#: What stands where a secret stood.
_HIDDEN = "***"

#: Shorter ones would be found in any text.
_SHORTEST_SECRET = 4


def plain(value: Any) -> Any:
    """The value as JSON has it.

    :raises ValueError: if it has no such form, or is too large for the journal
    """
    try:
        text = json.dumps(value, allow_nan=False, ensure_ascii=False)
        size = len(text.encode("utf-8"))
        read = json.loads(text)
    except (TypeError, ValueError, RecursionError) as error:
        raise ValueError(f"a {type(value).__name__} that can't be written as JSON") from error
    if size > _LARGEST:
        raise ValueError(f"{size} bytes, more than {_LARGEST}")
    _check(read, 0)
    return read


def _check(value: Any, depth: int) -> None:
    if depth > _DEEPEST:
        raise ValueError(f"lists and dictionaries in each other, more than {_DEEPEST} deep")
    if isinstance(value, dict):
        for each in value.values():
            _check(each, depth + 1)
    elif isinstance(value, list):
        for each in value:
            _check(each, depth + 1)
    elif isinstance(value, int) and not -(2**63) <= value < 2**63:
        raise ValueError("a number of more than 64 bits")


class SharedContext:
    """A context on both sides: what is new on one is brought to the other.

    :param of_the_server: false if the run is about another server than the context, whose addresses
        and hardware are neither given nor taken then
    """

    def __init__(self, context: WorkflowContext, of_the_server: bool = True) -> None:
        self._context = context
        self._given = _GIVEN if of_the_server else ()
        self._taken = _TAKEN if of_the_server else ()
        self._kept = _KEPT if of_the_server else ("metadata",)
        self._known: Dict[str, Any] = {}

    def values(self) -> Dict[str, Any]:
        """What the engine does not know yet, by its names."""
        now: Dict[str, Any] = {}
        for name in self._given:
            value = getattr(self._context, name)
            if value is not None:
                now[name] = value
        kept = {}
        for name in self._kept:
            value = without_secrets(getattr(self._context, name), name)
            if value not in (None, {}, False):
                kept[name] = value
        if kept:
            try:
                now[_TOGETHER] = plain(kept)
            except ValueError as error:
                LOG.warning(
                    "what the steps of %s left on the context is kept in this process only: %s",
                    self._context.workflow_id,
                    error,
                )
        new = {name: value for name, value in now.items() if self._known.get(name) != value}
        self._known.update(new)
        return new

    def take(self, values: Dict[str, Any]) -> None:
        """Brings what is new on the engine's side to the context."""
        new = {name: value for name, value in values.items() if self._known.get(name) != value}
        self._known.update(new)
        for name in self._taken:
            if new.get(name) is not None:
                setattr(self._context, name, new[name])
        if "device_type" in new and self._taken and not self._context.device_type:
            self._context.device_type = new["device_type"]

    def restore(self, values: Dict[str, Any]) -> None:
        """Brings what functions of an earlier process left to the context of this one."""
        for name, value in (values.get(_TOGETHER) or {}).items():
            if name in self._kept:
                own = getattr(self._context, name)
                both = isinstance(own, dict) and isinstance(value, dict)
                setattr(self._context, name, {**value, **own} if both else value)
        self.take(values)

    def hide(self, text: str) -> str:
        """The text without the secrets that the context holds."""
        secrets: Set[str] = set()
        for name in _KEPT:
            with contextlib.suppress(RecursionError):
                _collect(getattr(self._context, name), secrets)
        for secret in sorted(secrets, key=len, reverse=True):
            text = text.replace(secret, _HIDDEN)
        return text


def without_secrets(value: Any, name: str) -> Any:
    """What of a value may be journaled: no secrets, and nothing that has no form as JSON."""
    try:
        return _without_secrets(value, name)
    except RecursionError:
        LOG.debug("%s stays in this process: it holds itself, or is too deep", name)
        return None


def _collect(value: Any, secrets: Set[str], is_secret: bool = False) -> None:
    if isinstance(value, dict):
        for key, inner in list(value.items()):
            below = is_secret or (isinstance(key, str) and bool(_SECRET.search(key)))
            _collect(inner, secrets, below)
    elif isinstance(value, (list, tuple)):
        for inner in value:
            _collect(inner, secrets, is_secret)
    elif is_secret and isinstance(value, str) and len(value) >= _SHORTEST_SECRET:
        secrets.add(value)


def _without_secrets(value: Any, name: str) -> Any:
    if isinstance(value, (list, tuple)):
        return [_without_secrets(inner, f"{name}[]") for inner in value]
    if not isinstance(value, dict):
        return value
    kept = {}
    for key, inner in list(value.items()):
        if not isinstance(key, str) or _SECRET.search(key):
            continue
        inner = _without_secrets(inner, key)
        try:
            kept[key] = plain(inner)
        except ValueError as error:
            LOG.debug("%s[%r] stays in this process: %s", name, key, error)
    return kept
