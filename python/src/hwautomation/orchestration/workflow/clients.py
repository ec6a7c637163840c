"""The clients that a context carries: MAAS and the database, as the engine reaches them."""

from __future__ import annotations

from typing import Any, Dict, List, Optional

from hwautomation.orchestration.workflow.base import WorkflowExecutionError

_AVAILABLE = ("Ready", "New", "Failed commissioning", "Failed testing")


class MaasClient:
    """Machines as MAAS knows them. Reads alone: what changes a machine is a step of a workflow,
    where it is journaled, retried and never done to a machine that somebody uses.

    An outage raises; it does not look like an empty list.
    """

    def __init__(self, manager: Any) -> None:
        self._manager = manager

    def get_machines(self) -> List[Dict[str, Any]]:
        """All machines, under MAAS's keys."""
        return self._manager.engine.request("maas.machines", {})

    def get_machine(self, system_id: str) -> Dict[str, Any]:
        """One machine by system id or host name.

        :raises WorkflowExecutionError: if there is none; names the nearest
        """
        return self._manager.engine.request("maas.machine", {"name": system_id})

    def get_machine_status(self, system_id: str) -> str:
        """Such as ``Ready``."""
        return self.get_machine(system_id)["status_name"]

    def get_machine_ip(self, system_id: str) -> Optional[str]:
        """Its first IPv4 address."""
        return self.get_machine(system_id)["first_ip"]

    def get_machines_by_status(self, status: str) -> List[Dict[str, Any]]:
        return [each for each in self.get_machines() if each["status_name"] == status]

    def get_ready_machines(self) -> List[Dict[str, Any]]:
        return self.get_machines_by_status("Ready")

    def get_deployed_machines(self) -> List[Dict[str, Any]]:
        return self.get_machines_by_status("Deployed")

    def get_available_machines(self) -> List[Dict[str, Any]]:
        """Those that could be commissioned."""
        return [each for each in self.get_machines() if each["status_name"] in _AVAILABLE]

    def __getattr__(self, name: str) -> Any:
        if name in _WRITES:
            raise WorkflowExecutionError(
                f"maas_client.{name} changes a machine, which steps of a workflow do: "
                f"{_WRITES[name]}"
            )
        raise AttributeError(f"MaasClient has no attribute {name!r}")


_COMMISSIONING = "execute factory.create_commissioning_workflow(…)"

_WRITES = {
    "commission_machine": _COMMISSIONING,
    "force_commission_machine": _COMMISSIONING,
    "abort_machine_operation": "cancel the workflow that commissions it",
    "deploy_machine": "deploy it in MAAS, once its workflow has handed it over",
    "release_machine": "release it in MAAS",
    "tag_machine": "tag it in MAAS",
    "mark_machine_ready": "a workflow that completed leaves it ready",
}


class DbHelper:
    """Rows of ``servers``, by the original's columns. Thread-safe."""

    def __init__(self, manager: Any) -> None:
        self._manager = manager

    def get_server_by_id(self, server_id: str) -> Optional[Dict[str, Any]]:
        """A server's columns that hold something; ``None`` if it is not known."""
        return self._manager.engine.request("server.show", {"server_id": server_id})

    def checkifserveridexists(self, server_id: str) -> List[bool]:
        """``[True]`` or ``[False]``."""
        return [self.get_server_by_id(server_id) is not None]

    def checkready(self, server_id: str) -> bool:
        """True if the server was left ready."""
        server = self.get_server_by_id(server_id)
        return server is not None and str(server.get("is_ready")).upper() == "TRUE"

    def createrowforserver(self, server_id: str) -> None:
        """Adds a server.

        :raises WorkflowExecutionError: if it is there
        """
        if self.get_server_by_id(server_id) is not None:
            raise WorkflowExecutionError(f"server {server_id} is in the database already")
        self._update(server_id, {}, create=True)

    def updateserverinfo(self, server_id: str, column: str, value: Any) -> None:
        """Writes one column.

        :raises WorkflowExecutionError: if the server or the column is not there
        """
        self._update(server_id, {column: value})

    def update_server_metadata(self, server_id: str, **columns: Any) -> None:
        """Writes several columns, all or none.

        :raises WorkflowExecutionError: if the server or a column is not there
        """
        self._update(server_id, columns)

    def getserverswithworkingips(self) -> List[Dict[str, Any]]:
        """Those whose address was seen to answer."""
        return [
            server
            for server in self._manager.engine.request("server.list", {})
            if str(server.get("ip_address_works")).upper() == "TRUE"
        ]

    def close(self) -> None:
        """Nothing: the engine has the database open."""

    def _update(self, server_id: str, values: Dict[str, Any], create: bool = False) -> None:
        self._manager.engine.request(
            "server.update", {"server_id": server_id, "values": values, "create": create}
        )
