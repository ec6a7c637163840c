"""Executes workflows: their state is the journal's, their functions are called in this process."""

from __future__ import annotations

import logging
import queue
import re
import threading
from datetime import datetime
from typing import Any, Callable, Dict, List, Optional

from hwautomation.bridge.connection import Asked, Connection, Lost, RefusedError
from hwautomation.bridge.engines import engine
from hwautomation.orchestration.workflow.base import (
    EngineLostError,
    StepStatus,
    WorkflowContext,
    WorkflowExecutionError,
    WorkflowStatus,
    WorkflowStep,
)
from hwautomation.orchestration.workflow.call import StepCall
from hwautomation.orchestration.workflow.invoke import StepInterrupted, describe, failure, invoke
from hwautomation.orchestration.workflow.shared import SharedContext, plain, without_secrets

LOG = logging.getLogger("hwautomation")

#: The engine keeps 4 KiB of a text.
_LONGEST_TEXT = 4000

ProgressCallback = Callable[[Dict[str, Any]], None]


class EngineStep:
    """The function of a step that the engine carries out itself."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __call__(self, context: WorkflowContext) -> Any:
        raise WorkflowExecutionError(
            f"step {self.name} is carried out by the engine; call workflow.execute(context)"
        )


class Workflow:
    """Steps, and their execution. Attributes tell how the latest run stands.

    Thread-safe as far as :meth:`cancel` and :meth:`get_status` are concerned; it is executed by one
    thread at a time, on which its functions and its progress callback are called.

    :param workflow_id: the name of it; only one run under it may be under way anywhere
    :param manager: whose configuration counts; ``None`` for that of ``hwauto.yaml``
    """

    def __init__(self, workflow_id: str, manager: Any) -> None:
        self.id = workflow_id
        self.manager = manager
        self.status = WorkflowStatus.PENDING
        self.steps: List[WorkflowStep] = []
        self.context: Optional[WorkflowContext] = None
        self.start_time: Optional[datetime] = None
        self.end_time: Optional[datetime] = None
        self.error: Optional[str] = None
        self.progress_callback: Optional[ProgressCallback] = None
        self.current_step_index: Optional[int] = None
        self.current_sub_task: Optional[str] = None
        #: The id of the latest run, as ``hwauto run show`` takes it.
        self.run_id: Optional[str] = None
        self._cancelled = False
        self._order: Dict[str, Any] = {}
        self._names: List[str] = []
        self._shared: Optional[SharedContext] = None
        self._started = False
        self._executing = False
        self._connection: Optional[Connection] = None
        self._lock = threading.Lock()

    @property
    def is_executing(self) -> bool:
        """True while :meth:`execute` or :meth:`resume` has not returned."""
        return self._executing

    def add_step(self, step: WorkflowStep) -> None:
        """Adds a step at the end.

        :raises TypeError: if it is no :class:`WorkflowStep`
        """
        if not isinstance(step, WorkflowStep):
            raise TypeError(f"a step is a WorkflowStep, not a {type(step).__name__}: {step!r}")
        self.steps.append(step)

    def follow(self, order: Dict[str, Any], steps: Optional[List[str]] = None) -> None:
        """Takes over what the engine is to do by itself: the steps of a template or of the library.

        :param order: as the engine is to be told, without steps
        :param steps: names of the library's steps, in place of a template's
        """
        asked: Dict[str, Any] = {key: order[key] for key in ("template", "left_out") if key in order}
        if steps is not None:
            asked["steps"] = [{"name": name} for name in steps]
        self._order = order
        for told in self._engine().request("template.steps", asked)["steps"]:
            self.steps.append(
                WorkflowStep(
                    name=told["name"],
                    description=told["description"],
                    function=EngineStep(told["name"]),
                    timeout=told["timeout"],
                    retry_count=told["retry_count"],
                )
            )

    def set_progress_callback(self, callback: ProgressCallback) -> None:
        """Has it told of every step; a second one replaces the first.

        It gets a dictionary with ``workflow_id``, ``step`` (from 1), ``total_steps``,
        ``step_name``, ``status`` (``running``, ``completed``, ``failed`` or ``cancelled``) and
        ``sub_task``; with ``error`` too where a step failed. What it raises is logged, and changes
        nothing about the run.
        """
        self.progress_callback = callback

    def execute(self, context: WorkflowContext) -> bool:
        """Runs it to its end. Durable: what completed stays completed, also after a crash.

        :return: ``True`` if every step completed; ``False`` if one failed, it was cancelled, was
            refused or is parked: :attr:`error` says why
        :raises EngineNotFoundError: if the engine can't be started
        :raises RefusedError: if the configuration is wrong; lists all that is
        :raises EngineLostError: if it ends while the run is under way
        :raises WorkflowExecutionError: if this process executes the workflow already
        :raises KeyboardInterrupt: after Ctrl-C; the run is cancelled then
        """
        if self._cancelled:
            return False
        return self._run("workflow.start", context)

    def resume(self, context: WorkflowContext) -> bool:
        """Goes on with a run that was parked, interrupted, or failed and is held.

        Add the same steps as before first. What completed is not run again; what functions left on
        the context is on this one.

        :return: as :meth:`execute`
        :raises WorkflowExecutionError: as :meth:`execute`
        """
        return self._run("workflow.resume", context)

    def _run(self, method: str, context: WorkflowContext) -> bool:
        connection = self._engine()
        inbox = connection.open(self.id)
        try:
            with self._lock:
                self._started = False
                self._executing = True
            self._connection = connection
            self._begin(context)
            asking = connection.ask(method, self._ordered(method, context))
            interrupted = False
            try:
                try:
                    answer = asking.wait()
                except KeyboardInterrupt:  # a run that has begun must not go on by itself
                    interrupted = True
                    LOG.warning("workflow %s is being started; it will be cancelled", self.id)
                    answer = asking.wait()
            except RefusedError as refused:
                self._refused(str(refused))
                if interrupted:
                    raise KeyboardInterrupt from None
                return False
            self.run_id = answer["run_id"]
            with self._lock:
                self._started = True
                cancelled = self._cancelled
            assert self._shared is not None
            self._shared.restore(answer.get("values") or {})
            if cancelled or interrupted:
                self._ask_to_cancel(connection, "Ctrl-C" if interrupted else "cancelled")
            return self._follow(connection, inbox, interrupted)
        finally:
            self._executing = False
            connection.done_with(self.id)
            context._call = None

    def _begin(self, context: WorkflowContext) -> None:
        self.context = context
        context.workflow_id = self.id
        context.sub_task_callback = self._report_sub_task
        self._shared = SharedContext(context, self._is_about(context))
        self._names = _engine_names(self.steps)
        self.status = WorkflowStatus.RUNNING
        self.start_time = datetime.now()
        self.end_time = None
        self.error = None
        self.current_step_index = None
        self.current_sub_task = None
        for step in self.steps:
            step.status = StepStatus.PENDING
            step.error = step.start_time = step.end_time = step.result = None

    def _is_about(self, context: WorkflowContext) -> bool:
        server = self._order.get("about", {}).get("server_id", context.server_id)
        if server == context.server_id:
            return True
        LOG.warning(
            "workflow %s is about %s and its context about %s, whose addresses it is not given",
            self.id,
            server,
            context.server_id,
        )
        return False

    def _engine(self) -> Connection:
        return engine({}) if self.manager is None else self.manager.engine

    def _ordered(self, method: str, context: WorkflowContext) -> Dict[str, Any]:
        steps = [self._ordered_step(step, name) for step, name in zip(self.steps, self._names)]
        if method == "workflow.resume":
            functions = [step for step in steps if "function" in step]
            return {"workflow_id": self.id, "functions": functions}
        assert self._shared is not None
        return {
            **{key: value for key, value in self._order.items() if key != "defaults"},
            "workflow_id": self.id,
            "steps": steps,
            "context": {
                "server_id": context.server_id,
                "device_type": context.device_type or None,
            },
            "values": {**self._order.get("defaults", {}), **self._shared.values()},
        }

    @staticmethod
    def _ordered_step(step: WorkflowStep, name: str) -> Dict[str, Any]:
        ordered = {"name": name, "timeout": step.timeout, "retry_count": step.retry_count}
        if not isinstance(step.function, EngineStep):
            ordered["function"] = describe(step.function)
            ordered["description"] = str(step.description or step.name)[:_LONGEST_TEXT]
        return ordered

    def _refused(self, why: str) -> bool:
        LOG.error("workflow %s was not executed: %s", self.id, why)
        self.status = WorkflowStatus.FAILED
        self.error = why
        self.end_time = datetime.now()
        return False

    def _follow(
        self, connection: Connection, inbox: queue.SimpleQueue, stopping: bool
    ) -> bool:
        while True:
            try:
                message = inbox.get()
                if isinstance(message, Lost):
                    raise EngineLostError(
                        f"{message.why} while run {self.run_id} of workflow {self.id} was under "
                        "way. What had completed is kept: run the script again and call "
                        f"workflow.resume(context), or look with: hwauto why {self.id}"
                    )
                if isinstance(message, Asked):
                    self._carry_out(connection, message)
                elif message.method == "run.progress":
                    self._progressed(message.params)
                elif message.method == "run.ended":
                    completed = self._ended(message.params)
                    if stopping:
                        raise KeyboardInterrupt
                    return completed
            except KeyboardInterrupt:
                if stopping or self.end_time is not None:
                    raise
                stopping = True
                LOG.warning("cancelling workflow %s; Ctrl-C again to wait no longer", self.id)
                self._ask_to_cancel(connection, "Ctrl-C")

    def _ask_to_cancel(self, connection: Connection, reason: str) -> None:
        connection.request("workflow.cancel", {"workflow_id": self.id, "reason": reason})

    def _carry_out(self, connection: Connection, asked: Asked) -> None:
        if asked.params["step"] not in self._names:
            connection.answer_failed(
                asked, f"this workflow has no step {asked.params['step']}", {"type": "WorkflowParked"}
            )
            return
        step = self.steps[self._names.index(asked.params["step"])]
        assert self.context is not None and self._shared is not None
        self._shared.take(asked.params["values"])
        call = StepCall(connection, asked.params, step.timeout)
        self.context._call = call
        connection.interrupting(call.id, call.interrupt)
        raised: Optional[BaseException] = None
        result = None
        try:
            try:
                result = invoke(step.function, self.context, call.interruptible)
            finally:
                call.end()
        except Exception as error:
            raised = error
        except (KeyboardInterrupt, StepInterrupted) as error:
            raised = call.why_interrupted()
            if raised is None:  # Ctrl-C: the engine is to know that before it hears of the end
                self._ask_to_cancel(connection, "Ctrl-C")
                self._answer(connection, asked, None, error)
                raise
        except BaseException as error:  # of sys.exit() and its like: the script is to end
            self._answer(connection, asked, None, error)
            raise
        finally:
            connection.interrupting(call.id, None)
            self.context._call = None
        if raised is None:
            step.result = result
        self._answer(connection, asked, result, raised)

    def _answer(
        self,
        connection: Connection,
        asked: Asked,
        result: Any,
        raised: Optional[BaseException],
    ) -> None:
        assert self._shared is not None
        if raised is not None:
            told = failure(raised)
            told["traceback"] = self._shared.hide(told["traceback"])
            connection.answer_failed(asked, self._shared.hide(_message(raised)), told)
            return
        try:
            kept = plain(without_secrets(result, "the result"))
        except ValueError as error:
            LOG.debug("the result of %s stays in this process: %s", asked.params["step"], error)
            kept = None
        connection.answer(asked, {"result": kept, "values": self._shared.values()})

    def _report_sub_task(self, sub_task: str) -> None:
        self.current_sub_task = sub_task
        call = self.context._call if self.context is not None else None
        if call is None or self._shared is None:
            return
        call.report(self._shared.hide(str(sub_task))[:_LONGEST_TEXT])
        self._tell("running", self.current_step_index, sub_task=sub_task)

    def _progressed(self, params: Dict[str, Any]) -> None:
        progress = params["progress"]
        status = progress["status"]
        index = progress["step"] - 1 if progress["step"] else None
        step = self.steps[index] if index is not None and index < len(self.steps) else None
        is_news_of_ours = (
            progress["sub_task"] is not None
            and step is not None
            and not isinstance(step.function, EngineStep)
        )
        if is_news_of_ours:
            return  # told when it was said, on its thread
        at = _local(params["at"])
        if progress["sub_task"] is not None:
            self.current_sub_task = progress["sub_task"]
        elif step is not None:
            self._stepped(index, step, status, at, progress.get("error"))
        extra = {key: progress[key] for key in ("error", "percent") if key in progress}
        self._tell(status, index, progress["sub_task"], **extra)

    def _stepped(
        self,
        index: Optional[int],
        step: WorkflowStep,
        status: str,
        at: Optional[datetime],
        error: Optional[str],
    ) -> None:
        self.current_step_index = index
        self.current_sub_task = None
        if status == "running":
            step.status = StepStatus.RUNNING
            step.start_time = at
        elif status in ("completed", "failed"):
            step.status = StepStatus(status)
            step.end_time = at
            step.error = error

    def _tell(
        self, status: str, index: Optional[int], sub_task: Optional[str] = None, **extra: Any
    ) -> None:
        if self.progress_callback is None:
            return
        payload = {
            "workflow_id": self.id,
            "step": None if index is None else index + 1,
            "total_steps": len(self.steps),
            "step_name": self._step_name(index),
            "status": status,
            "sub_task": sub_task,
            **extra,
        }
        try:
            self.progress_callback(payload)
        except Exception:
            LOG.exception("the progress callback of workflow %s failed", self.id)

    def _step_name(self, index: Optional[int]) -> Optional[str]:
        return self.steps[index].name if index is not None and index < len(self.steps) else None

    def _ended(self, params: Dict[str, Any]) -> bool:
        report = params["report"]
        assert self._shared is not None
        self._shared.take(params.get("values") or {})
        self.status = WorkflowStatus(report["status"])
        self.error = report["error"] or params["problem"]
        self.end_time = _local(report["end_time"]) or datetime.now()
        self.current_sub_task = None
        by_name = {told["name"]: told for told in report["steps"]}
        for step, name in zip(self.steps, self._names):
            told = by_name.get(name)
            if told is not None:
                step.status = StepStatus(told["status"])
                step.error = told["error"]
                step.start_time = _local(told["start_time"])
                step.end_time = _local(told["end_time"])
        if self.status is WorkflowStatus.RUNNING:  # nobody executes it any more
            self.error = self.error or report["phase_reason"]
            LOG.error("workflow %s is %s: %s", self.id, report["phase"], self.error)
        return self.status is WorkflowStatus.COMPLETED

    def cancel(self) -> None:
        """Cancels the run, or keeps the next from starting; one that has ended stays as it is.

        What may not be interrupted is waited for; :attr:`status` tells when it has ended.
        """
        with self._lock:
            if self._executing and not self._started:
                self._cancelled = True  # seen when the run has begun
                return
            has_run = self._started
            if not has_run:
                self._cancelled = True
        if not has_run:
            self.status = WorkflowStatus.CANCELLED
            self.end_time = datetime.now()
            self._tell("cancelled", None)
        elif self.status is WorkflowStatus.RUNNING:
            self._ask_to_cancel(self._engine(), "cancelled")

    def get_status(self) -> Dict[str, Any]:
        """How the latest run stands, under the original's keys; with more beside them where the
        engine knows more: ``run_id``, ``phase``, ``phase_reason``, ``server_id``, …"""
        status: Dict[str, Any] = {
            "id": self.id,
            "status": self.status.value,
            "start_time": _iso(self.start_time),
            "end_time": _iso(self.end_time),
            "error": self.error,
            "current_step_index": self.current_step_index,
            "current_step_name": self._step_name(self.current_step_index),
            "current_sub_task": self.current_sub_task,
            "steps": [
                {
                    "name": step.name,
                    "description": step.description,
                    "status": step.status.value,
                    "error": step.error,
                    "start_time": _iso(step.start_time),
                    "end_time": _iso(step.end_time),
                }
                for step in self.steps
            ],
        }
        if self._started:
            status.update(self._more())
        return status

    def _more(self) -> Dict[str, Any]:
        """What the engine knows beside the original's keys; the run's id alone if it is gone."""
        connection = self._connection
        if connection is None or not connection.is_usable:
            return {"run_id": self.run_id}
        try:
            report = connection.request("workflow.status", {"workflow_id": self.id}) or {}
        except WorkflowExecutionError as error:
            LOG.debug("status of %s: %s", self.id, error)
            return {"run_id": self.run_id}
        own = ("id", "start_time", "end_time", "error", "steps", "status")
        more = {
            key: value
            for key, value in report.items()
            if key not in own and not key.startswith("current_")
        }
        return more if report.get("run_id") == self.run_id else {"run_id": self.run_id}


def _engine_names(steps: List[WorkflowStep]) -> List[str]:
    """The engine's names of steps: letters, digits, ``_``, ``-`` and ``.``, each once."""
    names: List[str] = []
    taken = {step.function.name for step in steps if isinstance(step.function, EngineStep)}
    for step in steps:
        if isinstance(step.function, EngineStep):
            names.append(step.function.name)
            continue
        base = re.sub(r"[^A-Za-z0-9_.-]+", "_", str(step.name)).strip("_.-")[:80] or "step"
        name, number = base, 1
        while name in taken:
            number += 1
            name = f"{base}_{number}"
        taken.add(name)
        names.append(name)
    return names


def _message(error: BaseException) -> str:
    try:
        return (str(error) or type(error).__name__)[:_LONGEST_TEXT]
    except Exception:
        return type(error).__name__


def _local(instant: Optional[str]) -> Optional[datetime]:
    """A time of the engine, in UTC, as the original had it: local, without a zone."""
    if instant is None:
        return None
    text = re.sub(r"(\.\d{1,6})\d*", r"\1", instant.replace("Z", "+00:00"))
    whole, _, zone = text.partition("+")
    if "." in whole:
        seconds, _, fraction = whole.partition(".")
        text = f"{seconds}.{fraction:0<6}+{zone}"
    return datetime.fromisoformat(text).astimezone().replace(tzinfo=None)


def _iso(time: Optional[datetime]) -> Optional[str]:
    return None if time is None else time.isoformat()
