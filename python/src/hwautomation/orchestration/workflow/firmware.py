"""Firmware-first provisioning."""

from __future__ import annotations

from typing import Any, Dict, List, Optional

from hwautomation.orchestration.workflow.base import WorkflowExecutionError
from hwautomation.orchestration.workflow.engine import Workflow

_CHECKS = ("plan_firmware", "update_firmware", "verify_firmware")
_BIOS = ("backup_bios_config", "configure_bios", "verify_bios_config")


class FirmwareWorkflowHandler:
    """Makes workflows that update firmware before a server is provisioned.

    :param config: as that of :class:`WorkflowManager`
    """

    def __init__(self, config: Dict[str, Any]) -> None:
        self.config = config
        self.manager: Any = None

    def initialize_firmware_components(self) -> bool:
        """True if there is a firmware catalog; nothing has to be loaded before it is used."""
        return self._manager(None).is_firmware_available()

    def create_firmware_first_workflow(
        self,
        workflow_id: str,
        manager: Any,
        server_id: str,
        device_type: str,
        target_ip: str,
        credentials: Dict[str, str],
        firmware_policy: Optional[str] = None,
        skip_firmware_check: bool = False,
        skip_bios_config: bool = False,
    ) -> Workflow:
        """Firmware first, then everything from commissioning to hand-over.

        :param target_ip: where the BMC is
        :param credentials: ``username`` and ``password`` of its login; encrypted before anything
            is journaled
        :param firmware_policy: ``recommended``, ``latest`` or ``security_only``; the versions that
            the device type names, if not given
        :param skip_firmware_check: leaves the firmware as it is
        :param skip_bios_config: leaves the BIOS settings as they are
        :raises WorkflowExecutionError: if there is no firmware catalog
        """
        manager = self._manager(manager)
        if not skip_firmware_check and not manager.is_firmware_available():
            raise WorkflowExecutionError(
                f"workflow {workflow_id} was not made: there is no firmware catalog to take images "
                "from (is_firmware_available() tells); add one with: hwauto firmware catalog add"
            )
        left_out: List[str] = [
            *(_CHECKS if skip_firmware_check else ()),
            *(_BIOS if skip_bios_config else ()),
        ]
        workflow = Workflow(workflow_id, manager)
        workflow.follow(
            {
                "template": "firmware_first",
                "left_out": left_out,
                "about": {"server_id": server_id, "device_type": device_type},
                "firmware": {
                    "target_ip": target_ip,
                    "username": credentials.get("username"),
                    "password": credentials.get("password"),
                    "policy": firmware_policy,
                },
            }
        )
        return workflow

    def _manager(self, given: Any) -> Any:
        manager = given or self.manager
        if manager is None:
            from hwautomation.orchestration.workflow.manager import WorkflowManager

            manager = self.manager = WorkflowManager(self.config)
        return manager
