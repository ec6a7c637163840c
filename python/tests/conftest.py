"""What the tests share: the engine, folders, contexts, scripts in processes of their own.

Nothing here waits without a limit, and a test that hangs ends the session with the stacks of all
threads.
"""

import faulthandler
import itertools
import json
import os
import shlex
import signal
import sqlite3
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from hwautomation.bridge import engines
from hwautomation.orchestration.workflow import WorkflowContext, WorkflowManager, WorkflowStep

CHECKOUT = Path(__file__).resolve().parents[2]
SHARED = CHECKOUT.parent / "shared"
SOURCES = CHECKOUT / "python" / "src"

#: Seconds after which a test hangs.
LIMIT = 300

#: Seconds that a script in a process of its own has.
SCRIPT_LIMIT = 150

_numbers = itertools.count(1)


def engine_command():
    """The words that start ``hwauto``, or why there are none."""
    given = os.environ.get("HWAUTO_COMMAND")
    if given:
        return shlex.split(given), None
    launcher = CHECKOUT / "hwauto"
    if (CHECKOUT / "cli" / "target" / "hwauto" / "built").is_file():
        return [str(launcher)], None
    return None, f"the engine is not built: neither HWAUTO_COMMAND nor a built {launcher}"


def pytest_configure(config):
    config.addinivalue_line("markers", "many: starts a hundred scripts, and takes that long")


@pytest.fixture(autouse=True)
def no_test_hangs():
    faulthandler.dump_traceback_later(LIMIT, exit=True)
    yield
    faulthandler.cancel_dump_traceback_later()


@pytest.fixture(scope="session")
def command():
    words, reason = engine_command()
    if words is None:
        pytest.skip(reason)
    return words


@pytest.fixture(scope="session")
def environment(command):
    """That of a script: nothing of the machine's own configuration."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("HWAUTO_", "MAAS_", "DATABASE_", "IPMI_", "SSH_", "REDFISH_"))
    }
    return {
        **kept,
        "HWAUTO_COMMAND": shlex.join(command),
        "PYTHONPATH": str(SOURCES),
        "PYTHONUNBUFFERED": "1",
    }


@pytest.fixture(scope="session")
def home(tmp_path_factory, environment):
    """The working folder of the session's engine; its database is ``hw_automation.db`` in it."""
    folder = tmp_path_factory.mktemp("home")
    before, variables = os.getcwd(), dict(os.environ)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    yield folder
    engines._close_all()
    os.chdir(before)
    os.environ.clear()
    os.environ.update(variables)


@pytest.fixture(scope="session")
def manager(home):
    made = WorkflowManager({"database": {"path": "hw_automation.db"}})
    assert made.engine.is_usable
    return made


@pytest.fixture
def number():
    return next(_numbers)


@pytest.fixture
def context(manager, number) -> WorkflowContext:
    return manager.create_context(f"server-{number}", "a1.c5.large")


class Told(list):
    """What a progress callback was told."""

    def words(self):
        return [(each["step"], each["status"], each["sub_task"]) for each in self]


@pytest.fixture
def workflow(manager, number):
    """Makes a workflow of functions; they are tried once unless said otherwise."""

    def make(*functions, **how):
        made = manager.create_workflow(f"w{number}")
        made.told = Told()
        made.set_progress_callback(made.told.append)
        for place, function in enumerate(functions, 1):
            made.add_step(
                WorkflowStep(f"step_{place}", "", function, **{"retry_count": 1, **how})
            )
        return made

    return make


class History:
    """What the database says."""

    def __init__(self, command, folder, environment):
        self._command, self._folder, self._environment = command, folder, environment

    def row(self, workflow_id, file="hw_automation.db"):
        (row,) = self.rows(workflow_id, file)
        return row

    def rows(self, workflow_id, file="hw_automation.db"):
        with sqlite3.connect(f"file:{self._folder / file}?mode=ro", uri=True, timeout=20) as open_:
            open_.row_factory = sqlite3.Row
            return open_.execute(
                "select * from workflow_history where workflow_id = ?", [workflow_id]
            ).fetchall()

    def bytes(self, file="hw_automation.db"):
        files = [each for each in sorted(self._folder.glob(file + "*")) if each.is_file()]
        return b"".join(each.read_bytes() for each in files)

    def said(self, *words):
        """What ``hwauto`` prints."""
        ran = subprocess.run(
            [*self._command, *words],
            cwd=self._folder,
            env=self._environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            timeout=SCRIPT_LIMIT,
            text=True,
        )
        return ran.stdout + ran.stderr

    def events(self, workflow_id):
        """The journal of a workflow's latest run, as ``hwauto run events --json`` has it."""
        told = self.said("run", "events", workflow_id, "--json")
        return json.loads(told[told.index("[") if told.lstrip()[:1] == "[" else told.index("{") :])


@pytest.fixture
def history(command, home, environment):
    return History(command, home, environment)


class Script:
    """A Python script in a process of its own."""

    def __init__(self, process, out):
        self.process = process
        self._out = out

    @property
    def pid(self):
        return self.process.pid

    def text(self):
        return self._out.read_text()

    def await_text(self, wanted, limit=SCRIPT_LIMIT):
        """Waits until it has printed that."""
        end = time.monotonic() + limit
        while wanted not in self.text():
            ended = self.process.poll() is not None
            if (ended and wanted not in self.text()) or time.monotonic() > end:
                raise AssertionError(f"never printed {wanted!r}:\n{self.text()}")
            time.sleep(0.05)

    def end(self, limit=SCRIPT_LIMIT):
        """Its exit code."""
        try:
            return self.process.wait(limit)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise AssertionError(f"did not end:\n{self.text()}") from None


@pytest.fixture
def script(tmp_path, environment):
    """Starts scripts in a folder of the test's own."""
    started = []

    def start(text, python=sys.executable, folder=None, **variables):
        folder = folder or tmp_path
        name = f"script{len(started)}"
        (folder / f"{name}.py").write_text(textwrap.dedent(text), encoding="utf-8")
        out = folder / f"{name}.out"
        with open(out, "wb") as sink:
            process = subprocess.Popen(
                [python, f"{name}.py"],
                cwd=folder,
                env={**environment, **variables},
                stdout=sink,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
            )
        started.append(Script(process, out))
        return started[-1]

    yield start
    for each in started:
        if each.process.poll() is None:
            each.process.send_signal(signal.SIGKILL)
            each.process.wait(20)


@pytest.fixture
def own_history(command, tmp_path, environment):
    """What the database in the folder of the test's own scripts says."""
    return History(command, tmp_path, environment)


@pytest.fixture(scope="session")
def eventually():
    """Waits for something that happens in another process."""

    def wait(is_so, what, limit=SCRIPT_LIMIT):
        end = time.monotonic() + limit
        while not is_so():
            assert time.monotonic() < end, f"never: {what}"
            time.sleep(0.05)

    return wait


def shared_file(*names):
    """A file beside the checkout, which not everybody has."""
    file = SHARED.joinpath(*names)
    if not file.is_file():
        pytest.skip(f"{file} is not there")
    return file.read_text(encoding="utf-8")
