"""Statuses, steps, contexts and exceptions of workflows."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import TYPE_CHECKING, Any, Callable, Dict, Optional

if TYPE_CHECKING:
    from hwautomation.orchestration.workflow.call import StepCall


class WorkflowStatus(Enum):
    """How a run stands. One that waits, is paused or parked is ``RUNNING``."""

    PENDING = "pending"
    RUNNING = "running"
    COMPLETED = "completed"
    FAILED = "failed"
    CANCELLED = "cancelled"


class StepStatus(Enum):
    """How a step stands."""

    PENDING = "pending"
    RUNNING = "running"
    COMPLETED = "completed"
    FAILED = "failed"
    SKIPPED = "skipped"


class WorkflowExecutionError(Exception):
    """A workflow could not be executed. The root of what this package raises."""


class WorkflowTimeoutError(WorkflowExecutionError):
    """A step took longer than its timeout."""


class WorkflowCancellationError(WorkflowExecutionError):
    """A step was cut off, because its workflow was cancelled."""


class EngineNotFoundError(WorkflowExecutionError):
    """The engine could not be started or reached; the message says what to do."""


class EngineLostError(WorkflowExecutionError):
    """The engine ended or fell silent while a run was under way.

    What had completed is kept: run the script again and call :meth:`Workflow.resume`.
    """


@dataclass
class WorkflowStep:
    """A step: a name, its function, and how it is tried.

    :param name: any text; what progress and history call it
    :param description: one line for people
    :param function: called with the :class:`WorkflowContext`, on the thread that called
        :meth:`Workflow.execute`. Returning ``False`` fails the step, and so does raising; what an
        ``async def`` gives is awaited; anything else, ``None`` too, is success
    :param timeout: seconds that one attempt may take
    :param retry_count: attempts in total, at least 1
    :raises ValueError: if ``timeout`` or ``retry_count`` is not positive
    :raises TypeError: if one of them is no number
    """

    name: str
    description: str
    function: Callable[[WorkflowContext], Any]
    timeout: int = 300
    retry_count: int = 3
    status: StepStatus = StepStatus.PENDING
    error: Optional[str] = None
    start_time: Optional[datetime] = None
    end_time: Optional[datetime] = None
    result: Any = None

    def __post_init__(self) -> None:
        if isinstance(self.retry_count, bool) or not isinstance(self.retry_count, int):
            raise TypeError(
                f"retry_count of step {self.name!r} is {self.retry_count!r}; it is a whole number"
            )
        if self.retry_count < 1:
            raise ValueError(
                f"retry_count of step {self.name!r} is {self.retry_count}; it is the number of "
                "attempts in total, so at least 1"
            )
        if isinstance(self.timeout, bool) or not isinstance(self.timeout, (int, float)):
            raise TypeError(f"timeout of step {self.name!r} is {self.timeout!r}; it is in seconds")
        if not 0 < self.timeout < float("inf"):
            raise ValueError(
                f"timeout of step {self.name!r} is {self.timeout}; it must be positive, in seconds"
            )


@dataclass
class WorkflowContext:
    """What the steps of a run share. It lives in the script, and so does what is put on it.

    Fields that the engine's own steps use (``server_ip``, ``discovered_ipmi_ip``, …) are brought up
    to date before each function is called. What functions leave is kept in the journal where it
    can be written as JSON, so that a run that is resumed finds it again; values under names such as
    ``password`` or ``token`` are not.
    """

    server_id: str
    device_type: str
    target_ipmi_ip: Optional[str]
    rack_location: Optional[str]
    maas_client: Any
    db_helper: Any
    gateway: Optional[str] = None
    subnet_mask: Optional[str] = None
    workflow_id: Optional[str] = None
    server_ip: Optional[str] = None
    ssh_connectivity_verified: bool = False
    hardware_discovery_result: Optional[Dict[str, Any]] = None
    hardware_info: Optional[Dict[str, Any]] = None
    server_data: Optional[Dict[str, Any]] = None
    original_bios_config: Any = None
    modified_bios_config: Any = None
    bios_config_path: Optional[str] = None
    discovered_ipmi_ip: Optional[str] = None
    metadata: Dict[str, Any] = field(default_factory=dict)
    sub_task_callback: Optional[Callable[[str], None]] = None

    def __post_init__(self) -> None:
        if self.metadata is None:
            self.metadata = {}
        if self.server_data is None:
            self.server_data = {}
        if self.hardware_info is None:
            self.hardware_info = {}
        self._call: Optional[StepCall] = None

    def report_sub_task(self, sub_task: str) -> None:
        """Says what the step does right now; nothing outside of a run."""
        if self.sub_task_callback:
            self.sub_task_callback(sub_task)

    @property
    def call(self) -> StepCall:
        """The attempt that is being made: checkpoints, points of no return, whether it is to end.

        :raises WorkflowExecutionError: outside of a step's function
        """
        if self._call is None:
            raise WorkflowExecutionError("context.call is there only while a step's function runs")
        return self._call
