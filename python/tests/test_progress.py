"""What a progress callback is told, and what it may do."""

from unittest.mock import Mock

KEYS = ["workflow_id", "step", "total_steps", "step_name", "status", "sub_task"]


def test_the_payload_has_the_originals_keys_and_no_other(workflow, context):
    made = workflow(lambda context: context.report_sub_task("half"), lambda _: None)
    assert made.execute(context)
    assert [list(each) for each in made.told] == [KEYS] * 5
    assert made.told[0] == {
        "workflow_id": made.id,
        "step": 1,
        "total_steps": 2,
        "step_name": "step_1",
        "status": "running",
        "sub_task": None,
    }


def test_the_order_is_running_sub_task_completed(workflow, context):
    seen = []

    def first(context):
        seen.append(len(made.told))
        context.report_sub_task("one")
        context.report_sub_task("two")
        seen.append(len(made.told))

    made = workflow(first, lambda _: None)
    assert made.execute(context)
    assert made.told.words() == [
        (1, "running", None),
        (1, "running", "one"),
        (1, "running", "two"),
        (1, "completed", None),
        (2, "running", None),
        (2, "completed", None),
    ]
    assert seen == [1, 3]  # told on the thread of the step, when it was said


def test_a_retry_is_told_as_one_step(workflow, context):
    made = workflow(Mock(side_effect=[ValueError("once"), None]), retry_count=2)
    assert made.execute(context)
    assert made.told.words() == [(1, "running", None), (1, "completed", None)]


def test_a_failed_step_has_the_error_too(workflow, context):
    made = workflow(Mock(side_effect=ValueError("no disk")))
    made.execute(context)
    assert list(made.told[-1]) == [*KEYS, "error"]
    assert (made.told[-1]["status"], made.told[-1]["error"]) == ("failed", "no disk")


def test_a_callback_that_raises_changes_nothing(workflow, context, caplog):
    function = Mock(return_value=None)
    made = workflow(function, function)
    made.set_progress_callback(Mock(side_effect=RuntimeError("of the callback")))
    assert made.execute(context)
    assert function.call_count == 2
    assert "of the callback" in caplog.text


def test_a_second_callback_replaces_the_first(workflow, context):
    made = workflow(lambda _: None)
    first, second = made.told, []
    made.set_progress_callback(second.append)
    assert made.execute(context)
    assert first == [] and len(second) == 2


def test_a_cancelled_run_is_told_so_last(workflow, context):
    made = workflow(lambda _: made.cancel(), lambda _: None)
    assert made.execute(context) is False
    assert made.told[-1]["status"] == "cancelled"
    assert list(made.told[-1]) == KEYS


def test_a_sub_task_that_is_no_text_is_told_as_it_is(workflow, context):
    made = workflow(lambda context: context.report_sub_task(5))
    assert made.execute(context)
    assert made.told[1]["sub_task"] == 5


def test_a_callback_may_ask_for_the_status(workflow, context):
    seen = []
    made = workflow(lambda context: context.report_sub_task("busy"))
    made.set_progress_callback(lambda _: seen.append(made.get_status()))
    assert made.execute(context)
    assert [each["current_sub_task"] for each in seen] == [None, "busy", None]
    assert [each["steps"][0]["status"] for each in seen] == ["running", "running", "completed"]
