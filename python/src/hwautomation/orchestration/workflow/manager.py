"""Creates and tracks workflows."""

from __future__ import annotations

import logging
import threading
from typing import Any, Dict, List, Optional

from hwautomation.bridge.connection import Connection
from hwautomation.bridge.engines import engine
from hwautomation.orchestration.workflow.base import (
    WorkflowContext,
    WorkflowExecutionError,
    WorkflowStatus,
)
from hwautomation.orchestration.workflow.clients import DbHelper, MaasClient
from hwautomation.orchestration.workflow.engine import Workflow
from hwautomation.orchestration.workflow.firmware import FirmwareWorkflowHandler

LOG = logging.getLogger("hwautomation")


class WorkflowManager:
    """The way in. Thread-safe. The engine is started when it is first needed.

    :param config: the original's dictionary, ``{"database": {"path": …}, "maas": {"host": …}}``. It
        goes before the environment, and that before ``hwauto.yaml`` in the working folder, which
        may hold everything else
    """

    def __init__(self, config: Dict[str, Any]) -> None:
        self.config: Dict[str, Any] = dict(config or {})
        #: The workflows of this process by id.
        self.workflows: Dict[str, Workflow] = {}
        self.db_helper = DbHelper(self)
        self.maas_client = MaasClient(self)
        self.firmware_handler = FirmwareWorkflowHandler(self.config)
        self.firmware_handler.manager = self
        self._lock = threading.Lock()

    @property
    def engine(self) -> Connection:
        """The connection to the engine; the first use starts it.

        :raises EngineNotFoundError: if it can't be started
        :raises RefusedError: if the configuration is wrong; lists all that is
        """
        return engine(self.config)

    def create_workflow(self, workflow_id: str) -> Workflow:
        """A workflow without steps yet; one of that id which was there is replaced."""
        return self.track(Workflow(workflow_id, self))

    def track(self, workflow: Workflow) -> Workflow:
        """Puts a workflow among those of this manager."""
        with self._lock:
            self.workflows[workflow.id] = workflow
        return workflow

    def get_workflow(self, workflow_id: str) -> Optional[Workflow]:
        """A workflow of this process; ``None`` if there is none of that id."""
        with self._lock:
            return self.workflows.get(workflow_id)

    def list_workflows(self) -> List[str]:
        """The ids of the workflows of this process."""
        with self._lock:
            return list(self.workflows)

    def get_active_workflows(self) -> List[Dict[str, Any]]:
        """The status of those that are pending or running."""
        return [
            workflow.get_status()
            for workflow in self._all()
            if workflow.status in (WorkflowStatus.PENDING, WorkflowStatus.RUNNING)
        ]

    def get_all_workflows(self) -> List[Dict[str, Any]]:
        """The status of all workflows of this process."""
        return [workflow.get_status() for workflow in self._all()]

    def _all(self) -> List[Workflow]:
        with self._lock:
            return list(self.workflows.values())

    def cancel_workflow(self, workflow_id: str) -> bool:
        """Cancels a workflow of this process; ``False`` if there is none of that id."""
        workflow = self.get_workflow(workflow_id)
        if workflow is None:
            return False
        workflow.cancel()
        return True

    def cleanup_workflow(self, workflow_id: str) -> None:
        """Forgets a workflow that this process does not execute; what it did stays in the
        history."""
        with self._lock:
            workflow = self.workflows.get(workflow_id)
            if workflow is not None and not workflow.is_executing:
                del self.workflows[workflow_id]

    def create_firmware_first_workflow(
        self,
        workflow_id: str,
        server_id: str,
        device_type: str,
        target_ip: str,
        credentials: Dict[str, str],
        firmware_policy: Optional[str] = None,
        skip_firmware_check: bool = False,
        skip_bios_config: bool = False,
    ) -> Workflow:
        """A workflow that updates the firmware before anything else; see
        :meth:`FirmwareWorkflowHandler.create_firmware_first_workflow`."""
        return self.track(
            self.firmware_handler.create_firmware_first_workflow(
                workflow_id,
                self,
                server_id,
                device_type,
                target_ip,
                credentials,
                firmware_policy,
                skip_firmware_check,
                skip_bios_config,
            )
        )

    def create_context(
        self,
        server_id: str,
        device_type: str,
        target_ipmi_ip: Optional[str] = None,
        rack_location: Optional[str] = None,
        gateway: Optional[str] = None,
        subnet_mask: Optional[str] = None,
    ) -> WorkflowContext:
        """The context of a run about a server, with this manager's clients."""
        return WorkflowContext(
            server_id=server_id,
            device_type=device_type,
            target_ipmi_ip=target_ipmi_ip,
            rack_location=rack_location,
            maas_client=self.maas_client,
            db_helper=self.db_helper,
            gateway=gateway,
            subnet_mask=subnet_mask,
        )

    def get_config(self) -> Dict[str, Any]:
        """A copy of what it was given."""
        return self.config.copy()

    def is_firmware_available(self) -> bool:
        """True if there is a firmware catalog to take images from."""
        return bool(self.engine.request("firmware.available", {}))

    def shutdown(self) -> None:
        """Cancels what is pending or running in this process, and forgets all workflows. A run
        that was parked stays so."""
        for workflow in self._all():
            if workflow.is_executing or workflow.status is WorkflowStatus.PENDING:
                try:
                    workflow.cancel()
                except WorkflowExecutionError as error:
                    LOG.warning("workflow %s was not cancelled: %s", workflow.id, error)
        with self._lock:
            self.workflows.clear()

    def create_intelligent_commissioning_workflow(
        self,
        workflow_id: str,
        server_id: str,
        target_ip: str,
        credentials: Dict[str, str],
        options: Optional[Dict[str, Any]] = None,
    ) -> Workflow:
        """Commissioning, then the server's device type found out from its hardware: it is on the
        context when the run has completed. Where several types fit, the run fails and says which.

        :param target_ip: where the BMC is
        :param credentials: ``username`` and ``password`` of its login
        :param options: ``steps``, a list of names, in place of the usual ones
        """
        from hwautomation.orchestration.workflow.factory import WorkflowFactory

        return WorkflowFactory(self).create_intelligent_workflow(
            workflow_id, server_id, target_ip, credentials, options or {}
        )

    def get_device_type_from_discovery(self, discovery_data: Dict[str, Any]) -> Optional[str]:
        """The device type that fits discovered hardware; ``None`` if none does for certain."""
        return self.engine.request("device_type.match", {"discovery": discovery_data})

    def get_device_specific_configuration(self, device_type: str) -> Dict[str, Any]:
        """``device_type``, ``vendor``, ``motherboard``, ``bios_config``, ``firmware_config`` and
        ``hardware_specs`` of a device type.

        :raises RefusedError: if there is none of that name; names the nearest
        """
        return self.engine.request("device_type.show", {"device_type": device_type})

    def get_supported_device_types(self) -> List[str]:
        """The names of all device types."""
        return self.engine.request("device_type.list", {})

    def validate_device_type(self, device_type: str) -> bool:
        """True if there is a device type of that name."""
        return device_type in self.get_supported_device_types()

    def get_vendor_specific_procedures(self, vendor: str) -> Dict[str, Any]:
        """Always empty, as in the original, whose configuration has no such section: steps go by
        what a server says of itself."""
        return {}

    def get_configuration_status(self) -> Dict[str, Any]:
        """``unified_config_available``, ``config_source``, ``enhanced_discovery``,
        ``supported_device_count``, ``vendor_count``, ``intelligent_workflows`` and
        ``adapters_status``, which has ``bios`` and ``firmware``, true where those steps can be
        taken; and more that the engine knows."""
        known = self.engine.request("configuration.status", {})
        adapters = {"bios": True, "firmware": self.is_firmware_available()}
        return {
            **known,
            "enhanced_discovery": True,
            "intelligent_workflows": True,
            "adapters_status": adapters,
        }
