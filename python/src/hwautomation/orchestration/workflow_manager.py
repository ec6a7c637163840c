"""The old place of the workflow classes; they live in :mod:`hwautomation.orchestration.workflow`."""

import warnings

from hwautomation.orchestration.workflow import (
    FirmwareWorkflowHandler,
    StepStatus,
    Workflow,
    WorkflowCancellationError,
    WorkflowContext,
    WorkflowExecutionError,
    WorkflowFactory,
    WorkflowManager,
    WorkflowStatus,
    WorkflowStep,
    WorkflowTimeoutError,
)

__all__ = [
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
]

warnings.warn(
    "hwautomation.orchestration.workflow_manager is deprecated; "
    "import from hwautomation.orchestration.workflow instead",
    DeprecationWarning,
    stacklevel=2,
)
