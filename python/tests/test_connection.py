"""An engine that is not as it should be, played by these tests."""

import json
import os
import queue
import threading
import time

import pytest

from hwautomation.bridge.connection import Connection, RefusedError
from hwautomation.bridge.process import command
from hwautomation.orchestration.workflow import (
    EngineLostError,
    EngineNotFoundError,
    WorkflowExecutionError,
    WorkflowManager,
)

WELCOME = {"heartbeat_seconds": 0.05, "silence_seconds": 60}


class FakeEngine:
    """A transport whose other end these tests hold."""

    welcome = None

    def __init__(self, welcome=WELCOME):
        self.sent = queue.Queue()
        self.killed = threading.Event()
        self._said = queue.Queue()
        self._welcome = welcome

    def describe(self):
        return "the engine (fake)"

    def write(self, line):
        message = json.loads(line)
        if message.get("method") == "hello" and self._welcome is not None:
            self.say({"jsonrpc": "2.0", "id": message["id"], "result": self._welcome})
        elif message.get("method") != "heartbeat":
            self.sent.put(message)

    def say(self, message):
        self._said.put(message if isinstance(message, bytes) else json.dumps(message).encode())

    def read(self):
        return self._said.get(timeout=60)

    def hang_up(self):
        self._said.put(None)

    def close(self, patience):
        self.hang_up()

    def kill(self):
        self.killed.set()

    def obituary(self):
        return "ended with exit code 3"

    def forget(self):
        pass


@pytest.fixture
def fake():
    made = FakeEngine()
    yield made
    made.hang_up()


def later(work):
    """What it gives or raises, from a thread of its own."""
    outcome = queue.Queue()

    def run():
        try:
            outcome.put(work())
        except Exception as error:
            outcome.put(error)

    threading.Thread(target=run, daemon=True).start()
    return outcome


@pytest.mark.parametrize(
    "line",
    [
        b"Exception in thread main",
        b"\xff\xfe\x00",
        b"",
        b"[]",
        b"null",
        b"7",
        b'{"id": []}',
        b'{"id": 1, "method": "step.call"}',
        b'{"method": "call.cancel", "params": {}}',
        b"{" * 100_000,
        b'{"id":null,"error":{"code":-32700,"message":"no JSON"}}',
    ],
)
def test_what_is_no_message_ends_the_engine_and_whoever_waits(fake, line):
    connection = Connection(fake, {})
    inbox = connection.open("w")
    waiting = later(lambda: connection.request("ping", {}))
    fake.sent.get(timeout=20)
    fake.say(line)
    error = waiting.get(timeout=20)
    assert isinstance(error, EngineLostError) and "was ended" in str(error)
    assert str(inbox.get(timeout=20).why) == str(error)
    assert fake.killed.wait(20)
    assert not connection.is_usable
    with pytest.raises(EngineLostError, match="was ended"):
        connection.request("ping", {})


def test_answers_to_nobody_and_unknown_news_are_left_alone(fake):
    connection = Connection(fake, {})
    fake.say({"id": 999, "result": 1})
    fake.say({"method": "invented", "params": {"workflow_id": "nobody"}})
    fake.say({"method": "call.cancel", "params": {"call": "nobody"}})
    waiting = later(lambda: connection.request("ping", {}))
    fake.say({"id": fake.sent.get(timeout=20)["id"], "result": "pong"})
    assert waiting.get(timeout=20) == "pong"


def test_a_call_that_nobody_here_executes_is_answered(fake):
    Connection(fake, {})
    fake.say({"id": "c1", "method": "step.call", "params": {"workflow_id": "w", "call": "c1"}})
    answer = fake.sent.get(timeout=20)
    assert answer["id"] == "c1" and answer["error"]["data"]["type"] == "WorkflowParked"


def test_a_refusal_says_what_and_of_what_kind(fake):
    connection = Connection(fake, {})
    waiting = later(lambda: connection.request("ping", {}))
    error = {"code": -32000, "message": "no", "data": {"type": "LockHeldException"}}
    fake.say({"id": fake.sent.get(timeout=20)["id"], "error": error})
    refused = waiting.get(timeout=20)
    assert isinstance(refused, RefusedError)
    assert (str(refused), refused.kind) == ("no", "LockHeldException")


def test_an_engine_that_ends_is_told_with_how(fake):
    connection = Connection(fake, {})
    waiting = later(lambda: connection.request("ping", {}))
    fake.sent.get(timeout=20)
    fake.hang_up()
    assert str(waiting.get(timeout=20)) == "the engine (fake) ended with exit code 3"


def test_an_engine_that_falls_silent_is_ended():
    silent = FakeEngine({"heartbeat_seconds": 0.02, "silence_seconds": 0.2})
    connection = Connection(silent, {})
    inbox = connection.open("w")
    assert "has said nothing for" in inbox.get(timeout=20).why
    assert silent.killed.wait(20)
    silent.hang_up()


def test_an_engine_that_speaks_lives_however_long_a_request_takes():
    slow = FakeEngine({"heartbeat_seconds": 0.02, "silence_seconds": 0.5})
    connection = Connection(slow, {})
    waiting = later(lambda: connection.request("ping", {}))
    number = slow.sent.get(timeout=20)["id"]
    end = time.monotonic() + 1.2
    while time.monotonic() < end:
        slow.say({"method": "heartbeat", "params": {}})
        time.sleep(0.05)
    slow.say({"id": number, "result": "pong"})
    assert waiting.get(timeout=20) == "pong"
    assert not slow.killed.is_set()
    slow.hang_up()


def test_an_engine_that_never_says_hello_is_not_waited_for_for_ever():
    mute = FakeEngine(None)
    with pytest.raises(EngineLostError, match="has said nothing for 0.2 s"):
        Connection(mute, {}, patience=0.2)
    mute.hang_up()


@pytest.mark.parametrize("welcome", [{}, [], "hello", None, {"silence_seconds": 1}])
def test_a_welcome_of_another_kind_is_refused(welcome):
    odd = FakeEngine(welcome if welcome is not None else 7)
    with pytest.raises(EngineLostError, match="something else"):
        Connection(odd, {})
    odd.hang_up()


def test_what_the_engine_would_not_read_is_not_sent(fake):
    connection = Connection(fake, {})
    for value in (object(), float("nan"), "x" * 5_000_000):
        with pytest.raises(WorkflowExecutionError):
            connection.request("ping", {"value": value})
    assert fake.sent.empty()


def test_one_workflow_is_executed_once_at_a_time(fake):
    connection = Connection(fake, {})
    connection.open("w")
    with pytest.raises(WorkflowExecutionError, match="by this process already"):
        connection.open("w")
    connection.done_with("w")
    connection.open("w")


def test_the_real_engine_refuses_an_unknown_method_and_names_the_nearest(manager):
    with pytest.raises(RefusedError, match="workflow.start"):
        manager.engine.request("workflow.strat", {})


@pytest.mark.parametrize(
    "method, params, named",
    [
        ("workflow.start", {}, "workflow_id"),
        ("workflow.start", {"workflow_id": "w", "steps": "all"}, "steps"),
        ("workflow.start", {"workflow_id": "w", "steps": [7]}, "steps"),
        ("template.steps", {"template": "basic_provisionin"}, "basic_provisioning"),
        ("template.steps", {"steps": [{"name": "discover_hardwre"}]}, "discover_hardware"),
        ("device_type.show", {"device_type": "a1.c5.larg"}, "a1.c5.large"),
        ("call.checkpoint", {"call": "c0", "name": "a"}, "is over"),
        ("server.update", {"server_id": "nobody", "values": {}}, "nobody"),
    ],
)
def test_the_real_engine_says_what_is_wrong(manager, method, params, named):
    with pytest.raises(RefusedError, match=named):
        manager.engine.request(method, params)


def test_the_real_engine_outlives_everything_that_is_refused(manager, workflow, context):
    with pytest.raises(RefusedError):
        manager.engine.request("nonsense", {"a": [[]]})
    assert workflow(lambda _: None).execute(context)


def test_a_wrong_configuration_is_refused_with_all_that_is_wrong(home):
    wrong = WorkflowManager({"maas": {"timeout": "soon"}, "database": {"url": "nonsense"}})
    with pytest.raises(RefusedError) as refused:
        wrong.get_supported_device_types()
    assert "maas.timeout" in str(refused.value) and "database.url" in str(refused.value)


def test_a_configuration_may_hold_paths_and_nothing_that_json_has_not(home):
    with pytest.raises(WorkflowExecutionError, match="database.path is a object"):
        WorkflowManager({"database": {"path": object()}}).get_supported_device_types()


def test_managers_that_are_configured_alike_share_an_engine(manager, home):
    from pathlib import Path

    alike = WorkflowManager({"database": {"path": Path("hw_automation.db")}})
    assert alike.engine is manager.engine


def test_an_engine_that_is_not_there_says_what_to_do(monkeypatch):
    monkeypatch.setenv("HWAUTO_COMMAND", "/nowhere/hwauto")
    with pytest.raises(EngineNotFoundError, match="'/nowhere/hwauto'"):
        WorkflowManager({}).get_supported_device_types()
    monkeypatch.setenv("HWAUTO_COMMAND", "hwauto 'unfinished")
    with pytest.raises(EngineNotFoundError, match="HWAUTO_COMMAND"):
        command()


def test_the_options_of_the_bridge_come_last(monkeypatch):
    monkeypatch.setenv("HWAUTO_COMMAND", "ssh build1 '/opt/my hwauto'")
    monkeypatch.setenv("HWAUTO_BRIDGE_OPTIONS", "--pace 60")
    assert command() == ["ssh", "build1", "/opt/my hwauto", "bridge", "--pace", "60"]


def test_a_program_that_is_no_engine_is_told_by_how_it_ended(monkeypatch, tmp_path):
    program = tmp_path / "program"
    program.write_text("#!/bin/sh\nexit 5\n")
    os.chmod(program, 0o755)
    monkeypatch.setenv("HWAUTO_COMMAND", str(program))
    with pytest.raises(EngineLostError, match="ended with exit code 5"):
        WorkflowManager({}).get_supported_device_types()
    program.write_text("#!/bin/sh\necho Usage: something else\nsleep 60\n")
    with pytest.raises(EngineLostError, match="no message of the protocol"):
        WorkflowManager({}).get_supported_device_types()
