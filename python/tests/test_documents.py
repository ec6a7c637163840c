"""What docs/python.md shows, run as it stands, and what it says that no other test does."""

import re
import threading

import pytest

from conftest import CHECKOUT
from hwautomation.bridge.connection import RefusedError
from hwautomation.orchestration.workflow import (
    WorkflowExecutionError,
    WorkflowFactory,
    WorkflowStep,
)

PAGE = (CHECKOUT / "docs" / "python.md").read_text(encoding="utf-8")


def python_with(mark):
    (found,) = [
        each for each in re.findall(r"^```python\n(.*?)^```", PAGE, re.M | re.S) if mark in each
    ]
    return found


def test_the_first_script_prints_what_the_page_shows(script):
    first = python_with('"measure-r1"')
    (shown,) = re.findall(re.escape(first) + r"```\n\n```\n(.*?)^```", PAGE, re.M | re.S)
    ran = script(first)
    assert ran.end() == 0, ran.text()
    assert ran.text().endswith(shown), ran.text()


def test_checkpoint_and_point_of_no_return_work_as_the_page_shows(script, own_history):
    ran = script(
        "from hwautomation.orchestration.workflow import WorkflowManager, WorkflowStep\n"
        "def start_update(): return {'id': 7}\n"
        "def wait_for(task): print('waiting for', task)\n"
        + python_with("start_update()")
        + "manager = WorkflowManager({})\n"
        "workflow = manager.create_workflow('flash-r1')\n"
        "workflow.add_step(WorkflowStep('flash', '', flash))\n"
        "context = manager.create_context('rack-r1', 'a1.c5.large')\n"
        + python_with("workflow.resume(context) or")
        + "print(done, workflow.error)\n"
    )
    assert ran.end() == 0, ran.text()
    assert "there is no run of workflow flash-r1 to resume" in ran.text()
    assert ran.text().endswith("waiting for {'id': 7}\nTrue None\n")
    told = str(own_history.events("flash-r1"))
    assert "flashing the BMC" in told and "point_entered" in told, told


def test_an_unknown_step_of_a_factorys_workflow_is_refused_and_those_there_are_named(
    manager, number
):
    with pytest.raises(RefusedError, match="validate_servr.*validate_server"):
        WorkflowFactory(manager).create_basic_provisioning_workflow(
            f"w{number}", f"s{number}", "a1.c5.large", steps=["validate_servr"]
        )


def test_a_second_workflow_is_refused_while_the_first_has_the_server(
    manager, workflow, context, number
):
    entered, may_end = threading.Event(), threading.Event()

    def waits(_):
        entered.set()
        may_end.wait(60)

    first = workflow(waits)
    ran = threading.Thread(target=first.execute, args=[context])
    ran.start()
    try:
        assert entered.wait(60)
        second = manager.create_workflow(f"second{number}")
        second.add_step(WorkflowStep("a", "", lambda _: None))
        assert second.execute(manager.create_context(context.server_id, "a1.c5.large")) is False
        assert f"w{number}" in second.error
    finally:
        may_end.set()
        ran.join(60)
    assert first.status.value == "completed"


def test_without_a_firmware_catalog_there_is_no_firmware_first_workflow(manager, number):
    assert manager.is_firmware_available() is False
    with pytest.raises(WorkflowExecutionError, match="catalog"):
        manager.create_firmware_first_workflow(
            f"w{number}", "s", "a1.c5.large", "10.0.0.1", {"username": "u", "password": "p"}
        )
