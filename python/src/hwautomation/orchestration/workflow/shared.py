"""What of a context is shared with the engine: given to its steps, taken from them, journaled."""

from __future__ import annotations

import json
import logging
import re
from typing import Any, Dict

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


def plain(value: Any) -> Any:
    """The value as JSON has it.

    :raises ValueError: if it has no such form, or is too large for the journal
    """
    try:
        text = json.dumps(value, allow_nan=False)
        text.encode("utf-8")
        read = json.loads(text)
    except (TypeError, ValueError, RecursionError) as error:
        raise ValueError(f"a {type(value).__name__} that can't be written as JSON") from error
    if len(text) > _LARGEST:
        raise ValueError(f"{len(text)} characters, more than {_LARGEST}")
    _check_numbers(read)
    return read


def _check_numbers(value: Any) -> None:
    if isinstance(value, dict):
        for each in value.values():
            _check_numbers(each)
    elif isinstance(value, list):
        for each in value:
            _check_numbers(each)
    elif isinstance(value, int) and not -(2**63) <= value < 2**63:
        raise ValueError("a number of more than 64 bits")


class SharedContext:
    """A context on both sides: what is new on one is brought to the other."""

    def __init__(self, context: WorkflowContext) -> None:
        self._context = context
        self._known: Dict[str, Any] = {}

    def values(self) -> Dict[str, Any]:
        """What the engine does not know yet, by its names."""
        now: Dict[str, Any] = {}
        for name in _GIVEN:
            value = getattr(self._context, name)
            if value is not None:
                now[name] = value
        kept = {}
        for name in _KEPT:
            value = _without_secrets(getattr(self._context, name), name)
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
        for name in _TAKEN:
            if new.get(name) is not None:
                setattr(self._context, name, new[name])

    def restore(self, values: Dict[str, Any]) -> None:
        """Brings what functions of an earlier process left to the context of this one."""
        for name, value in (values.get(_TOGETHER) or {}).items():
            if name in _KEPT:
                own = getattr(self._context, name)
                setattr(self._context, name, {**value, **own} if own and isinstance(own, dict) else value)
        self.take(values)


def _without_secrets(value: Any, name: str) -> Any:
    """What of a value may be journaled: no secrets, and nothing that has no form as JSON."""
    if not isinstance(value, dict):
        return value
    kept = {}
    for key, inner in value.items():
        if not isinstance(key, str) or _SECRET.search(key):
            continue
        inner = _without_secrets(inner, key)
        try:
            kept[key] = plain(inner)
        except ValueError as error:
            LOG.debug("%s[%r] stays in this process: %s", name, key, error)
    return kept
