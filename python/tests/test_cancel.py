"""Cancelling: before, while, after; by a call and by Ctrl-C."""

import signal
import threading
import time

import pytest

from hwautomation.orchestration.workflow import StepStatus, WorkflowStatus


def test_cancelled_before_it_starts_it_does_not_run(workflow, context, history):
    made = workflow(lambda _: pytest.fail("ran"))
    made.cancel()
    assert made.status is WorkflowStatus.CANCELLED
    assert made.told[-1]["status"] == "cancelled" and made.told[-1]["step"] is None
    assert made.execute(context) is False
    assert history.rows(made.id) == []


def test_cancelled_during_a_step_no_further_one_runs(workflow, context, history):
    made = workflow(lambda _: made.cancel(), lambda _: pytest.fail("ran"))
    assert made.execute(context) is False
    assert made.status is WorkflowStatus.CANCELLED
    assert made.steps[1].status in (StepStatus.PENDING, StepStatus.SKIPPED)
    assert history.row(made.id)["status"] == "cancelled"


def test_cancelled_by_another_thread_a_sleep_on_the_main_thread_is_cut_off(workflow, context):
    began = threading.Event()

    def sleeps(context):
        began.set()
        time.sleep(100)

    def cancels():
        began.wait(60)
        made.cancel()

    made = workflow(sleeps)
    canceller = threading.Thread(target=cancels)
    canceller.start()
    before = time.monotonic()
    assert made.execute(context) is False
    canceller.join(60)
    assert time.monotonic() - before < 60
    assert made.status is WorkflowStatus.CANCELLED


def test_cancelled_twice_is_cancelled_once(workflow, context):
    def twice(context):
        made.cancel()
        made.cancel()

    made = workflow(twice)
    assert made.execute(context) is False
    made.cancel()
    assert [each["status"] for each in made.told].count("cancelled") == 1


def test_what_has_ended_stays_as_it_ended(workflow, context, history):
    made = workflow(lambda _: None)
    assert made.execute(context)
    ended = made.end_time
    made.cancel()
    assert (made.status, made.end_time) == (WorkflowStatus.COMPLETED, ended)
    assert history.row(made.id)["status"] == "completed"


def test_a_step_sees_that_it_is_to_end(workflow, context):
    seen = []

    def looks(context):
        end = time.monotonic() + 60
        try:
            made.cancel()  # which may be cut off itself
            while not context.call.is_cancelled and time.monotonic() < end:
                time.sleep(0.01)
        finally:
            seen.append(context.call.is_cancelled)

    made = workflow(looks)
    assert made.execute(context) is False
    assert seen == [True]


SLEEPER = """
    import time
    from hwautomation.orchestration.workflow import WorkflowManager, WorkflowStep

    def sleeps(context):
        print("sleeping")
        {body}

    manager = WorkflowManager({{}})
    workflow = manager.create_workflow("interrupted")
    workflow.add_step(WorkflowStep("sleeps", "", sleeps))
    workflow.add_step(WorkflowStep("later", "", lambda _: print("never")))
    try:
        workflow.execute(manager.create_context("s", "t"))
    except KeyboardInterrupt:
        print("interrupted, and", workflow.status.value)
"""


def test_ctrl_c_cancels_the_run_and_is_raised(script, own_history):
    ran = script(SLEEPER.format(body="time.sleep(100)"))
    ran.await_text("sleeping")
    ran.process.send_signal(signal.SIGINT)
    assert ran.end() == 0
    assert "interrupted, and cancelled" in ran.text() and "never" not in ran.text()
    assert own_history.row("interrupted")["status"] == "cancelled"


def test_ctrl_c_twice_waits_no_longer(script, own_history):
    body = """
        with context.call.point_of_no_return("writing", 5):
            try:
                print("within")
                time.sleep(100)
            except KeyboardInterrupt:
                print("first")
                time.sleep(100)
    """
    ran = script(SLEEPER.format(body=body.strip()))
    ran.await_text("within")
    ran.process.send_signal(signal.SIGINT)
    ran.await_text("first")
    ran.process.send_signal(signal.SIGINT)
    assert ran.end() == 0
    assert "interrupted, and" in ran.text() and "never" not in ran.text()
    assert own_history.row("interrupted")["status"] in ("cancelled", "running")
