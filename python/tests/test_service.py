"""A running service as the engine (HWAUTO_URL)."""

import json
import signal
import subprocess

import pytest
from test_death import WORK, ran

#: The service executes the functions' runs; who the engine is stands in its greeting, as no process.
SERVED = WORK.replace('manager.engine.welcome["process"]', "sys.argv[0]")


class Service:
    """``hwauto serve`` on a database of its own."""

    def __init__(self, command, folder, environment):
        self._command = [*command, "serve", "--json", "--state", str(folder / "service")]
        self._folder, self._environment = folder, environment
        self.address, self.token = "", ""
        self.start("0")

    def start(self, port):
        with open(self._folder / "service.err", "ab") as sink:
            self.process = subprocess.Popen(
                [*self._command, "--port", port],
                cwd=self._folder,
                env=self._environment,
                stdout=subprocess.PIPE,
                stderr=sink,
                stdin=subprocess.DEVNULL,
                text=True,
            )
        text = ""
        for line in self.process.stdout:
            text += line
            if line.rstrip() == "}":
                break
        told = json.loads(text)
        self.address = told["address"].rstrip("/")
        self.token = told["first_admin_token"] or self.token

    @property
    def port(self):
        return self.address.rpartition(":")[2]

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(20)
        self.process.stdout.close()

    def variables(self):
        return {"HWAUTO_URL": self.address, "HWAUTO_TOKEN": self.token}


@pytest.fixture
def service(command, tmp_path, environment):
    made = Service(command, tmp_path, environment)
    yield made
    made.kill()


@pytest.fixture
def told(own_history):
    """What ``hwauto`` says about the service's database."""
    return lambda *words: own_history.said(*words, "--state", "service")


def test_functions_are_called_in_the_script_and_the_run_is_the_services(service, script, told):
    first = script(
        """
        import os
        from hwautomation.orchestration.workflow import WorkflowManager, WorkflowStep

        manager = WorkflowManager({"maas": {"host": "http://elsewhere"}})
        workflow = manager.create_workflow("served")
        for name in ("one", "two"):
            workflow.add_step(WorkflowStep(name, "", lambda context: print(name, os.getpid())))
        workflow.set_progress_callback(lambda p: print(p["step_name"], p["status"]))
        print(workflow.execute(manager.create_context("s1", "t1")), workflow.status.value)
        """,
        **service.variables(),
    )
    assert first.end() == 0, first.text()
    text = first.text()
    assert str(first.pid) in text and "two completed" in text and "True completed" in text
    assert "the script's has no effect: maas" in text
    assert "completed" in told("run", "show", "served")
    assert service.token not in text


def test_a_killed_scripts_run_is_parked_and_goes_on_when_it_runs_again(
    service, script, tmp_path, told, eventually
):
    first = script(SERVED, **service.variables())
    first.await_text("engine ")
    first.process.send_signal(signal.SIGKILL)
    first.end()
    eventually(lambda: "run it again" in told("why", "dies"), "the run is parked", limit=60)

    second = script(SERVED, **service.variables())
    assert second.end() == 0, second.text()
    assert "found by the first 10.0.0.9" in second.text(), second.text()
    assert "done True completed None" in second.text()
    assert ran(tmp_path) == ["first", "second", "second", "third"]


def test_a_killed_service_is_told_and_the_run_goes_on_when_both_are_there_again(
    service, script, tmp_path
):
    first = script(SERVED.replace("time.sleep(100)", "time.sleep(4)"), **service.variables())
    first.await_text("engine ")
    service.kill()
    assert first.end() == 0, first.text()
    assert f"lost: the service {service.address}" in first.text(), first.text()
    assert "call workflow.resume(context)" in first.text()

    service.start(service.port)
    second = script(SERVED, **service.variables())
    assert second.end() == 0, second.text()
    assert "done True completed None" in second.text()
    assert ran(tmp_path) == ["first", "second", "second", "third"]


ASKS = """
    from hwautomation.orchestration.workflow import EngineNotFoundError, WorkflowManager

    try:
        WorkflowManager({}).engine
        print("there")
    except EngineNotFoundError as error:
        print("none:", error)
"""


@pytest.mark.parametrize(
    "change, said",
    [
        ({"HWAUTO_TOKEN": "hwa_wrong"}, "says 401"),
        ({"HWAUTO_TOKEN": ""}, "hwauto token create"),
        ({"HWAUTO_URL": "http://127.0.0.1:9"}, "can't be reached"),
        ({"HWAUTO_URL": "ftp://127.0.0.1"}, "write http://HOST:PORT"),
    ],
)
def test_a_service_that_does_not_let_the_script_in_is_told_clearly(service, script, change, said):
    asked = script(ASKS, **{**service.variables(), **change})
    assert asked.end() == 0, asked.text()
    assert "none:" in asked.text() and said in asked.text()
    assert "hwa_wrong" not in asked.text() and service.token not in asked.text()
