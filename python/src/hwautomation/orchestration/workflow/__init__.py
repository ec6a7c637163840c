"""Workflows over servers, executed by the durable engine.

>>> from hwautomation.orchestration.workflow import WorkflowManager, WorkflowFactory
>>> manager = WorkflowManager({"database": {"path": "hw_automation.db"}})
>>> factory = WorkflowFactory(manager)

========================  ==================================================================
``base``                  statuses, steps, contexts, exceptions
``engine``                :class:`Workflow`: executes steps, tells progress, cancels, resumes
``manager``               :class:`WorkflowManager`: creates and tracks workflows
``factory``               :class:`WorkflowFactory`: the templates and their steps
``firmware``              :class:`FirmwareWorkflowHandler`: firmware-first provisioning
========================  ==================================================================
"""

from hwautomation import __version__
from hwautomation.orchestration.workflow.base import (
    EngineLostError,
    EngineNotFoundError,
    StepStatus,
    WorkflowCancellationError,
    WorkflowContext,
    WorkflowExecutionError,
    WorkflowStatus,
    WorkflowStep,
    WorkflowTimeoutError,
)
from hwautomation.orchestration.workflow.engine import Workflow
from hwautomation.orchestration.workflow.factory import WorkflowFactory
from hwautomation.orchestration.workflow.firmware import FirmwareWorkflowHandler
from hwautomation.orchestration.workflow.manager import WorkflowManager

__all__ = [
    "EngineLostError",
    "EngineNotFoundError",
    "FirmwareWorkflowHandler",
    "StepStatus",
    "Workflow",
    "WorkflowCancellationError",
    "WorkflowContext",
    "WorkflowExecutionError",
    "WorkflowFactory",
    "WorkflowManager",
    "WorkflowStatus",
    "WorkflowStep",
    "WorkflowTimeoutError",
    "__version__",
]
