"""Timeouts bite, and attempts are counted."""

import asyncio
import threading
import time
from unittest.mock import Mock

import pytest

from hwautomation.orchestration.workflow import (
    WorkflowCancellationError,
    WorkflowExecutionError,
    WorkflowTimeoutError,
)


def test_a_sleep_on_the_main_thread_is_cut_off(workflow, context):
    raised = []

    def sleeps(context):
        try:
            time.sleep(100)
        except BaseException as error:
            raised.append(type(error))
            raise

    made = workflow(sleeps, timeout=1)
    before = time.monotonic()
    assert made.execute(context) is False
    assert time.monotonic() - before < 30
    assert "the timeout of step step_1" in made.error
    assert raised == [KeyboardInterrupt]


def test_except_exception_swallows_no_interruption(workflow, context):
    def stubborn(context):
        for _ in range(100):
            try:
                time.sleep(1)
            except Exception:
                pass

    made = workflow(stubborn, timeout=1)
    assert made.execute(context) is False
    assert "the timeout of step step_1" in made.error


def test_a_loop_on_another_thread_is_cut_off(workflow, context):
    def loops(context):
        end = time.monotonic() + 100
        while time.monotonic() < end:
            pass

    made = workflow(loops, timeout=1)
    results = []
    thread = threading.Thread(target=lambda: results.append(made.execute(context)))
    thread.start()
    thread.join(60)
    assert results == [False]
    assert "the timeout of step step_1" in made.error


@pytest.mark.parametrize("elsewhere", [False, True], ids=["main_thread", "another_thread"])
def test_a_coroutine_is_cut_off_where_it_awaits(workflow, context, elsewhere):
    cleaned = []

    async def sleeps(context):
        try:
            await asyncio.sleep(100)
        finally:
            cleaned.append(True)

    made = workflow(sleeps, timeout=1)
    results = []
    if elsewhere:
        thread = threading.Thread(target=lambda: results.append(made.execute(context)))
        thread.start()
        thread.join(60)
    else:
        results.append(made.execute(context))
    assert results == [False] and cleaned == [True]
    assert "the timeout of step step_1" in made.error


def test_the_next_step_is_not_hit_by_the_interruption_of_the_one_before(workflow, context):
    attempts = []

    def slow_at_first(context):
        attempts.append(context.call.attempt)
        if len(attempts) == 1:
            time.sleep(100)

    made = workflow(slow_at_first, lambda _: time.sleep(0.3), timeout=1, retry_count=2)
    assert made.execute(context), made.error
    assert attempts == [1, 2]


def test_retry_count_is_the_number_of_attempts(workflow, context):
    function = Mock(side_effect=RuntimeError("again"))
    made = workflow(function, retry_count=2)
    assert made.execute(context) is False
    assert function.call_count == 2
    assert made.error == "again"


@pytest.mark.parametrize(
    "error",
    [
        NameError("of a defect"),
        TypeError("of a defect"),
        AttributeError("of a defect"),
        ImportError("of a defect"),
        NotImplementedError("of a defect"),
        UnboundLocalError("of a defect"),
        type("Mine", (TypeError,), {})("of a defect"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_a_mistake_in_the_script_is_not_tried_again(workflow, context, error):
    function = Mock(side_effect=error)
    made = workflow(function, retry_count=3)
    assert made.execute(context) is False
    assert function.call_count == 1
    assert "of a defect" in made.error


def test_each_attempt_knows_its_number_and_one_key(workflow, context):
    seen = []

    def fails_once(context):
        seen.append((context.call.attempt, context.call.idempotency_key))
        if len(seen) == 1:
            raise RuntimeError

    made = workflow(fails_once, retry_count=2)
    assert made.execute(context)
    assert [each[0] for each in seen] == [1, 2]
    assert seen[0][1] == seen[1][1]


def test_a_checkpoint_is_there_for_the_next_attempt(workflow, context):
    seen = []

    def asks_once(context):
        seen.append(context.call.checkpoint("asked"))
        if seen[-1] is None:
            context.call.save_checkpoint("asked", {"id": 7})
            raise RuntimeError("after the request, before the answer")

    assert workflow(asks_once, retry_count=2).execute(context)
    assert seen == [None, {"id": 7}]


@pytest.mark.parametrize(
    "value, error",
    [
        (object(), ValueError),
        (float("nan"), ValueError),
        ([[[["x"] * 10] * 10] * 10] * 100, ValueError),
        ("x" * 30_000, WorkflowExecutionError),
    ],
    ids=["object", "nan", "large", "more_than_16_kib"],
)
def test_a_checkpoint_that_cant_be_kept_is_refused(workflow, context, value, error):
    def keeps(context):
        with pytest.raises(error):
            context.call.save_checkpoint("a", value)

    made = workflow(keeps)
    assert made.execute(context), made.error


def test_nothing_cuts_a_point_of_no_return(workflow, context):
    done = []

    def writes(context):
        with context.call.point_of_no_return("writing", 1):
            time.sleep(2.5)
            done.append(True)

    made = workflow(writes, timeout=1)
    made.execute(context)
    assert done == [True]


def test_the_call_is_over_with_the_step(workflow, context):
    calls = []
    assert workflow(lambda context: calls.append(context.call)).execute(context)
    with pytest.raises(WorkflowExecutionError, match="is over"):
        calls[0].save_checkpoint("a", 1)


def test_the_exceptions_of_an_ended_call_are_told_apart():
    assert not issubclass(WorkflowTimeoutError, WorkflowCancellationError)
