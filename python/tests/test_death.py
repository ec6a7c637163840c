"""Scripts and engines that are killed, and what comes after."""

import os
import signal


WORK = """
    import os, signal, sys, time
    from hwautomation.orchestration.workflow import (
        EngineLostError, WorkflowManager, WorkflowStep,
    )

    manager = WorkflowManager({})
    resuming = os.path.exists("begun")

    def note(text):
        with open("ran", "a") as file:
            file.write(text + "\\n")

    def first(context):
        note("first")
        context.metadata["left"] = "by the first"
        context.server_ip = "10.0.0.9"

    def second(context):
        note("second")
        open("begun", "w").close()
        print("engine", manager.engine.welcome["process"])
        if not resuming:
            time.sleep(100)
        print("found", context.metadata["left"], context.server_ip)

    def third(context):
        note("third")

    workflow = manager.create_workflow("dies")
    for function in (first, second, third):
        workflow.add_step(WorkflowStep(function.__name__, "", function))
    context = manager.create_context("s", "t")
    try:
        done = workflow.resume(context) if resuming else workflow.execute(context)
        print("done", done, workflow.status.value, workflow.error)
    except EngineLostError as error:
        print("lost:", error)
        print(sorted(workflow.get_status())[:1], workflow.status.value)
"""


def ran(folder):
    return (folder / "ran").read_text().split()


def ended(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    with open(f"/proc/{pid}/stat") as file:
        return file.read().rpartition(")")[2].split()[0] == "Z"


def engine_of(script):
    (line,) = [each for each in script.text().splitlines() if each.startswith("engine ")]
    return int(line.split()[1])


def await_end(pid, eventually):
    eventually(lambda: ended(pid), f"process {pid} ends")


def test_a_killed_scripts_run_is_parked_and_goes_on_when_it_runs_again(
    script, tmp_path, own_history, eventually
):
    first = script(WORK)
    first.await_text("engine ")
    first.process.send_signal(signal.SIGKILL)
    first.end()
    await_end(engine_of(first), eventually)
    said = own_history.said("why", "dies")
    assert "parked" in said and "run it again" in said, said

    second = script(WORK)
    assert second.end() == 0
    assert "found by the first 10.0.0.9" in second.text(), second.text()
    assert "done True completed None" in second.text()
    assert ran(tmp_path) == ["first", "second", "second", "third"]
    (row,) = own_history.rows("dies")
    assert (row["status"], row["steps_completed"]) == ("completed", 3)


def test_a_killed_engine_is_told_and_the_run_goes_on_when_the_script_runs_again(
    script, tmp_path, own_history
):
    first = script(WORK.replace("time.sleep(100)", "time.sleep(5)"))
    first.await_text("engine ")
    engine = engine_of(first)
    os.kill(engine, signal.SIGKILL)
    assert first.end() == 0
    assert f"lost: the engine (process {engine}) was killed by signal 9" in first.text()
    assert "call workflow.resume(context)" in first.text()
    assert "running" in first.text()

    second = script(WORK)
    assert second.end() == 0
    assert "found by the first 10.0.0.9" in second.text(), second.text()
    assert "done True completed None" in second.text()
    assert ran(tmp_path) == ["first", "second", "second", "third"]
    assert own_history.row("dies")["status"] == "completed"


def test_what_a_run_needs_must_be_there_when_it_is_resumed(script):
    script(WORK.replace("time.sleep(100)", "os.kill(os.getpid(), 9)")).end()
    other = script(WORK.replace("(first, second, third)", "(first, third)"))
    assert other.end() == 0
    assert "done False failed" in other.text()
    assert "add the same steps as before" in other.text()


def test_a_run_that_is_not_there_cant_be_resumed(workflow, context):
    made = workflow(lambda _: None)
    assert made.resume(context) is False
    assert made.error == f"there is no run of workflow {made.id} to resume; execute it"


def test_a_failed_run_goes_on_from_its_failed_step(workflow, context):
    ran = []

    def fails_once(context):
        ran.append("second")
        if len(ran) < 3:
            raise ValueError("first time")

    made = workflow(lambda _: ran.append("first"), fails_once)
    assert made.execute(context) is False
    assert made.resume(context) is True, made.error
    assert ran == ["first", "second", "second"]


