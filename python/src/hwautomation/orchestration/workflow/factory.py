"""The templates, and the steps they are made of."""

from __future__ import annotations

from typing import Any, Dict, List, Optional

from hwautomation.orchestration.workflow.base import WorkflowStep
from hwautomation.orchestration.workflow.engine import EngineStep, Workflow


class WorkflowFactory:
    """Makes workflows whose steps the engine carries out. More steps can be added to each.

    :param manager: which tracks what is made
    """

    def __init__(self, manager: Any) -> None:
        self.manager = manager

    def create_basic_provisioning_workflow(
        self,
        workflow_id: str,
        server_id: str,
        device_type: str,
        target_ipmi_ip: Optional[str] = None,
        steps: Optional[List[str]] = None,
    ) -> Workflow:
        """From racked to ready.

        :param target_ipmi_ip: the address that the BMC is to have, unless the context names one
        :param steps: the names of other steps, in their order
        :raises RefusedError: if a step is unknown; lists those there are
        """
        return self._make(
            "basic_provisioning", workflow_id, server_id, device_type, target_ipmi_ip, None, steps
        )

    def create_commissioning_workflow(
        self,
        workflow_id: str,
        server_id: str,
        device_type: str,
        target_ipmi_ip: Optional[str] = None,
    ) -> Workflow:
        """Commissioning alone."""
        return self._make("commissioning", workflow_id, server_id, device_type, target_ipmi_ip)

    def create_bios_configuration_workflow(
        self,
        workflow_id: str,
        server_id: str,
        device_type: str,
        target_ipmi_ip: Optional[str] = None,
    ) -> Workflow:
        """The device type's BIOS settings."""
        return self._make("bios_configuration", workflow_id, server_id, device_type, target_ipmi_ip)

    def create_ipmi_setup_workflow(
        self,
        workflow_id: str,
        server_id: str,
        device_type: str,
        target_ipmi_ip: str,
        gateway: Optional[str] = None,
    ) -> Workflow:
        """The BMC's address."""
        return self._make(
            "ipmi_setup", workflow_id, server_id, device_type, target_ipmi_ip, gateway
        )

    def create_intelligent_workflow(
        self,
        workflow_id: str,
        server_id: str,
        target_ip: str,
        credentials: Dict[str, str],
        options: Dict[str, Any],
    ) -> Workflow:
        """Commissions a server of which nobody said what it is; see
        :meth:`WorkflowManager.create_intelligent_commissioning_workflow`.

        :raises RefusedError: if a step is unknown; lists those there are
        """
        workflow = Workflow(workflow_id, self.manager)
        workflow.follow(
            {
                "name": "intelligent_commissioning",
                "about": {"server_id": server_id},
                "bmc": {
                    "target_ip": target_ip,
                    "username": credentials.get("username"),
                    "password": credentials.get("password"),
                },
            },
            options.get("steps") or _INTELLIGENT,
        )
        return self.manager.track(workflow)

    def _make(
        self,
        template: str,
        workflow_id: str,
        server_id: str,
        device_type: str,
        target_ipmi_ip: Optional[str] = None,
        gateway: Optional[str] = None,
        steps: Optional[List[str]] = None,
    ) -> Workflow:
        workflow = Workflow(workflow_id, self.manager)
        about = {"server_id": server_id, "device_type": device_type}
        defaults = {"target_ipmi_ip": target_ipmi_ip, "gateway": gateway}
        order: Dict[str, Any] = {
            "about": about,
            "defaults": {key: value for key, value in defaults.items() if value is not None},
        }
        if steps is None:
            order["template"] = template
        else:
            order["name"] = template
        workflow.follow(order, steps)
        return self.manager.track(workflow)


_INTELLIGENT = [
    "validate_server",
    "commission_server",
    "wait_for_commissioning",
    "verify_commissioning",
    "discover_hardware",
    "classify_server",
]
