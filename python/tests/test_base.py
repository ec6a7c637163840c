"""Statuses, steps, contexts and exceptions."""

import dataclasses

import pytest

from hwautomation.orchestration.workflow import (
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


def nothing(context):
    pass


def bare_context(**values):
    return WorkflowContext("server-1", "a1.c5.large", None, None, None, None, **values)


def test_statuses_have_the_originals_values():
    assert [(each.name, each.value) for each in WorkflowStatus] == [
        ("PENDING", "pending"),
        ("RUNNING", "running"),
        ("COMPLETED", "completed"),
        ("FAILED", "failed"),
        ("CANCELLED", "cancelled"),
    ]
    assert [(each.name, each.value) for each in StepStatus] == [
        ("PENDING", "pending"),
        ("RUNNING", "running"),
        ("COMPLETED", "completed"),
        ("FAILED", "failed"),
        ("SKIPPED", "skipped"),
    ]


def test_a_step_is_pending_has_five_minutes_and_three_attempts():
    step = WorkflowStep("a", "b", nothing)
    assert dataclasses.asdict(step) == {
        "name": "a",
        "description": "b",
        "function": nothing,
        "timeout": 300,
        "retry_count": 3,
        "status": StepStatus.PENDING,
        "error": None,
        "start_time": None,
        "end_time": None,
        "result": None,
    }


@pytest.mark.parametrize("retry_count", [0, -1])
def test_a_step_that_is_never_tried_is_refused(retry_count):
    with pytest.raises(ValueError, match="retry_count of step 'a' is .*at least 1"):
        WorkflowStep("a", "", nothing, retry_count=retry_count)


@pytest.mark.parametrize("timeout", [0, -1, float("inf"), float("nan")])
def test_a_timeout_that_is_none_is_refused(timeout):
    with pytest.raises(ValueError, match="timeout of step 'a'"):
        WorkflowStep("a", "", nothing, timeout=timeout)


@pytest.mark.parametrize("wrong", [{"timeout": "5"}, {"timeout": True}, {"retry_count": 1.5}])
def test_a_number_that_is_none_is_refused_by_its_name(wrong):
    with pytest.raises(TypeError, match=f"{next(iter(wrong))} of step 'a'"):
        WorkflowStep("a", "", nothing, **wrong)


def test_a_context_takes_six_values_by_position_and_begins_empty():
    context = bare_context()
    assert (context.metadata, context.server_data, context.hardware_info) == ({}, {}, {})
    assert context.ssh_connectivity_verified is False
    left = {each.name for each in dataclasses.fields(context)} - {"server_id", "device_type"}
    assert {name for name in left if getattr(context, name) is not None} == {
        "metadata",
        "server_data",
        "hardware_info",
        "ssh_connectivity_verified",
    }


def test_two_contexts_share_no_metadata():
    first, second = bare_context(), bare_context(metadata=None)
    first.metadata["a"] = 1
    assert second.metadata == {}


def test_a_sub_task_goes_to_the_callback_and_nowhere_without_one():
    told = []
    bare_context().report_sub_task("unheard")
    bare_context(sub_task_callback=told.append).report_sub_task("heard")
    assert told == ["heard"]


def test_the_call_of_a_context_is_there_only_inside_of_a_step():
    with pytest.raises(WorkflowExecutionError, match="only while a step's function runs"):
        bare_context().call  # noqa: B018


@pytest.mark.parametrize(
    "kind",
    [WorkflowTimeoutError, WorkflowCancellationError, EngineNotFoundError, EngineLostError],
)
def test_all_exceptions_have_one_root(kind):
    assert issubclass(kind, WorkflowExecutionError)
    assert issubclass(WorkflowExecutionError, Exception)
