"""Step functions of every kind, and what the journal says of them."""

import asyncio
import functools
import json
import threading
from unittest.mock import AsyncMock, MagicMock, Mock

import pytest

from hwautomation.orchestration.workflow import StepStatus, WorkflowStep


class Rack:
    """Has methods that are steps."""

    def __init__(self):
        self.seen = []

    def check(self, context):
        self.seen.append(context.server_id)
        return "checked"

    @classmethod
    def of_the_class(cls, context):
        return cls.__name__

    @staticmethod
    def of_nobody(context):
        return "static"

    def __call__(self, context):
        return "called"


def plainly(context):
    return {"server": context.server_id}


async def asynchronously(context):
    await asyncio.sleep(0)
    return "awaited"


def with_more(prefix, context, *, suffix):
    return prefix + context.server_id[:6] + suffix


@pytest.mark.parametrize(
    "function, result",
    [
        (plainly, None),
        (lambda context: 7, 7),
        (Rack().check, "checked"),
        (Rack.of_the_class, "Rack"),
        (Rack.of_nobody, "static"),
        (Rack(), "called"),
        (functools.partial(with_more, "<", suffix=">"), "<server>"),
        (functools.partial(functools.partial(with_more, "<"), suffix=">"), "<server>"),
        (asynchronously, "awaited"),
        (lambda context: asynchronously(context), "awaited"),
        (lambda context: None, None),
        (Mock(return_value="mocked"), "mocked"),
        (AsyncMock(return_value="mocked"), "mocked"),
        (print, None),
    ],
    ids=[
        *("plain", "lambda", "method", "class_method", "static_method", "object", "partial"),
        *("partial_of_partial", "async", "gives_a_coroutine", "none", "mock", "async_mock"),
        "builtin",
    ],
)
def test_a_function_of_any_kind_is_called_once_with_the_context(
    workflow, context, function, result
):
    made = workflow(function)
    assert made.execute(context), made.error
    if result is not None:
        assert made.steps[0].result == result
    assert made.steps[0].status is StepStatus.COMPLETED
    if isinstance(function, Mock):
        function.assert_called_once_with(context)


def test_functions_run_in_order_on_the_thread_that_executes(workflow, context):
    ran = []
    made = workflow(*[lambda _, n=n: ran.append((n, threading.get_ident())) for n in range(5)])
    assert made.execute(context)
    assert ran == [(n, threading.get_ident()) for n in range(5)]


def test_false_fails_the_step_and_nothing_after_it_runs(workflow, context):
    later = Mock()
    made = workflow(lambda _: False, later)
    assert made.execute(context) is False
    assert [each.status for each in made.steps] == [StepStatus.FAILED, StepStatus.PENDING]
    assert made.error
    later.assert_not_called()


@pytest.mark.parametrize("value", [0, "", [], {}, None, {"success": False}])
def test_only_false_itself_is_a_failure(workflow, context, value):
    assert workflow(lambda _: value).execute(context)


class OutOfPaper(RuntimeError):
    """An error of the script's own."""


def raising(context):
    """Raises from within."""
    try:
        {}["bolt"]
    except KeyError as error:
        raise OutOfPaper("tray 3 is empty: größer 検") from error


def test_the_journal_has_type_message_and_traceback_of_what_was_raised(
    workflow, context, history
):
    made = workflow(raising)
    assert made.execute(context) is False
    assert made.error == "tray 3 is empty: größer 検"
    assert history.row(made.id)["error_message"] == made.error
    text = json.dumps(history.events(made.id), ensure_ascii=False)
    assert "test_steps.OutOfPaper" in text
    assert "tray 3 is empty: größer 検" in text
    assert "in raising" in text and "KeyError: 'bolt'" in text
    assert "hwautomation/orchestration" not in text  # only the script's own lines


class Wordless(Exception):
    def __str__(self):
        raise ValueError("no words")


@pytest.mark.parametrize(
    "error, said",
    [
        (Wordless(), "Wordless"),
        (ValueError(), "ValueError"),
        (ValueError("\udcff broken"), "broken"),
        (ValueError("x" * 5_000_000), "xxx"),
        (ValueError("nul \0 byte"), "byte"),
    ],
    ids=["no_str", "no_message", "surrogate", "five_megabytes", "nul"],
)
def test_an_exception_that_is_hard_to_tell_is_told(workflow, context, error, said):
    made = workflow(Mock(side_effect=error))
    assert made.execute(context) is False
    assert said in made.error


def deep(levels):
    value = []
    for _ in range(levels):
        value = [value]
    return value


def cyclic():
    value = {"a": 1}
    value["self"] = value
    return value


@pytest.mark.parametrize(
    "value",
    [
        object(),
        {1, 2},
        b"\xff",
        float("nan"),
        10**40,
        "x" * 1_000_000,
        "\udc80",
        deep(90),
        deep(100_000),
        cyclic(),
        {(1, 2): 3},
        Mock(),
        MagicMock(),
        threading.Lock(),
        lambda: None,
    ],
    ids=[
        *("object", "set", "bytes", "nan", "big_number", "megabyte", "surrogate", "deep"),
        *("very_deep", "cyclic", "tuple_key", "mock", "magic_mock", "lock", "function"),
    ],
)
def test_a_result_that_cant_be_kept_stays_in_the_script(workflow, context, value):
    seen = []

    def leaves(context):
        context.metadata["left"] = value
        context.metadata["plain"] = 1
        return value

    made = workflow(leaves, lambda context: seen.append(context.metadata["left"]))
    assert made.execute(context), made.error
    assert made.steps[0].result is value
    assert seen[0] is value


def test_a_function_with_a_yield_fails_at_once(workflow, context):
    def forgets(context):
        yield "never"

    async def forgets_too(context):
        yield "never"

    for function in (forgets, forgets_too):
        made = workflow(function, retry_count=3)
        assert made.execute(context) is False
        assert "yield" in made.error
    assert made.told.words()[-1] == (1, "failed", None)


def test_what_is_no_function_fails_with_its_type(workflow, context):
    made = workflow("not a function")
    assert made.execute(context) is False
    assert made.error == "the step's function is a str, which can't be called"


def test_a_string_is_no_step(workflow):
    with pytest.raises(TypeError, match="a step is a WorkflowStep, not a str: 'discover'"):
        workflow().add_step("discover")


def test_a_workflow_without_steps_is_refused(workflow, context):
    made = workflow()
    assert made.execute(context) is False
    assert "step" in made.error


def test_what_a_function_prints_is_the_scripts(script):
    ran = script("""
        import os, subprocess, sys
        from hwautomation.orchestration.workflow import WorkflowManager, WorkflowStep

        def prints(context):
            print("printed")
            os.write(1, b"written\\n")
            sys.stdout.write('{"jsonrpc":"2.0","id":1,"result":{}}\\n')
            subprocess.run(["echo", "of a child"])
            input_was = sys.stdin.read()

        manager = WorkflowManager({})
        workflow = manager.create_workflow("prints")
        workflow.add_step(WorkflowStep("prints", "", prints))
        print("completed", workflow.execute(manager.create_context("s", "t")))
    """)
    assert ran.end() == 0, ran.text()
    for said in ("printed", "written", "of a child", '"result":{}', "completed True"):
        assert said in ran.text()


def test_names_may_be_any_text_and_come_twice(manager, context, number):
    names = ["Überprüfen!", "検証", "検証", "a b", "a_b", "-", "", "x" * 300, "1.2"]
    told = []
    made = manager.create_workflow(f"names{number}")
    made.set_progress_callback(lambda each: told.append(each["step_name"]))
    for name in names:
        made.add_step(WorkflowStep(name, "", lambda _: None))
    assert made.execute(context), made.error
    assert told[::2] == names
    assert [each["name"] for each in made.get_status()["steps"]] == names


def test_execute_inside_a_coroutine_awaits_its_steps(workflow, context):
    made = workflow(asynchronously)

    async def within():
        return made.execute(context)

    assert asyncio.run(within())
    assert made.steps[0].result == "awaited"


def test_a_coroutine_that_cancels_itself_fails(workflow, context):
    async def gives_up(context):
        raise asyncio.CancelledError

    made = workflow(gives_up)
    assert made.execute(context) is False
    assert made.error == "the step's coroutine cancelled itself"


def test_a_step_that_executes_another_workflow(workflow, context, manager, number):
    def outer(context):
        inner = manager.create_workflow(f"inner{number}")
        inner.add_step(WorkflowStep("inner", "", lambda _: "in"))
        return inner.execute(manager.create_context(f"other-{number}", "t"))

    assert workflow(outer).execute(context)


def test_workflows_on_many_threads_at_once(manager, number):
    done = []

    def one(index):
        made = manager.create_workflow(f"t{number}-{index}")
        for step in range(3):
            made.add_step(WorkflowStep(f"s{step}", "", lambda c: c.metadata.update(i=index)))
        context = manager.create_context(f"t{number}-{index}", "t")
        done.append((made.execute(context), context.metadata["i"] == index))

    threads = [threading.Thread(target=one, args=[index]) for index in range(12)]
    for each in threads:
        each.start()
    for each in threads:
        each.join(60)
    assert done == [(True, True)] * 12


def test_sys_exit_in_a_step_ends_the_script_and_parks_the_run(script, own_history):
    ran = script("""
        import sys
        from hwautomation.orchestration.workflow import WorkflowManager, WorkflowStep

        manager = WorkflowManager({})
        workflow = manager.create_workflow("exits")
        workflow.add_step(WorkflowStep("exits", "", lambda context: sys.exit(7)))
        workflow.execute(manager.create_context("s", "t"))
        print("never")
    """)
    assert ran.end() == 7
    assert "never" not in ran.text()
    assert own_history.row("exits")["status"] in ("running", "failed")


def test_execute_of_what_is_being_executed_is_refused_and_disturbs_nothing(workflow, context):
    raised = []

    def again(context):
        try:
            made.execute(context)
        except Exception as error:
            raised.append(str(error))

    made = workflow(again)
    assert made.execute(context)
    assert raised == [f"workflow {made.id} is being executed by this process already"]
    assert made.run_id


def test_executed_again_it_runs_again(workflow, context, history):
    function = Mock(return_value=None)
    made = workflow(function)
    assert made.execute(context) and made.execute(context)
    assert function.call_count == 2
    assert len(history.rows(made.id)) == 2


def test_a_failed_run_is_held_and_a_script_that_tries_again_takes_its_place(workflow, context):
    made = workflow(Mock(side_effect=[ValueError("first"), None]))
    assert made.execute(context) is False
    assert made.get_status()["phase"] == "held"
    assert made.execute(context) is True


def test_another_workflow_of_the_same_server_takes_the_place_of_a_failed_one(
    manager, workflow, context, number
):
    assert workflow(Mock(side_effect=ValueError)).execute(context) is False
    other = manager.create_workflow(f"other{number}")
    other.add_step(WorkflowStep("a", "", lambda _: None))
    assert other.execute(context), other.error


