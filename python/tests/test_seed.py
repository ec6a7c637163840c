"""The Python blocks of the seed document, run as they stand against a simulated data centre.

What the document leaves open is defined before a block (:data:`PRELUDE`), what it shortens to
``...`` is filled in, and its addresses are mapped in ``hwauto.yaml``. Beyond that not a character of
it is changed.
"""

import json
import re
import signal
import subprocess
import urllib.request

import pytest

from conftest import shared_file

OLD = "hwautomation.orchestration.workflow_manager"
NEW = "hwautomation.orchestration.workflow"

SPEED = "300"

#: Of the BMC of the document's second server.
LOGIN = "user=admin,password=secret"

#: What the blocks use and do not say.
PRELUDE = """
import os

config = {
    'database': {'path': 'hw_automation.db'},
    'maas': {'host': 'maas.example.com', 'consumer_key': 'key'},
}

def my_validation_function(context):
    context.report_sub_task("looking")
    return {"server": context.server_id}

def my_progress_handler(status):
    print("handled", status["status"])
"""

#: Names of this package that a block uses and does not import.
LEFT_OPEN = {"gradual": f"from {NEW} import WorkflowFactory\n"}

#: What stands where the document has three dots.
FILLED_IN = 'workflow_id="prov-002", server_id="server-123", device_type="a1.c5.large"'

#: The blocks, by what is peculiar to each, in the document's order.
BLOCKS = {
    "imports": "# OLD (still works with deprecation warnings)",
    "basic": "# Create a basic provisioning workflow",
    "custom": "# Create custom workflow",
    "firmware": "# Create firmware-first workflow",
    "new_development": "    WorkflowContext\n)",
    "gradual": "# Step 1: Update imports gradually",
}


def blocks():
    text = shared_file("seed", "workflow-manager-refactoring.md")
    return re.findall(r"^```python\n(.*?)^```", text, re.M | re.S)


def block(name):
    (found,) = [each for each in blocks() if BLOCKS[name] in each]
    return found


def test_every_block_of_the_document_is_run_here():
    found = blocks()
    assert len(found) == len(BLOCKS)
    for text, mark in zip(found, BLOCKS.values()):
        assert mark in text
    assert sum(each.count("...") for each in found) == 1


class DataCentre:
    """``hwauto simulate`` in a process of its own, set up as the document has it."""

    def __init__(self, command, environment, folder):
        self.folder = folder
        self._out = open(folder / "simulator.out", "wb")
        self.process = subprocess.Popen(
            [
                *command,
                *("simulate", "--json", "--speed", SPEED, "--maas-key", "key:token:secret"),
                *("--server", "server-123,vendor=hpe"),
                *("--server", f"server-456,vendor=supermicro,bmc=10.0.1.101,{LOGIN}"),
                *("--server", "bare-1,vendor=dell"),
                *("--config-out", str(folder / "simulated.yaml")),
                *("--catalog", str(folder / "firmware"), "--state", str(folder)),
            ],
            cwd=folder,
            env=environment,
            stdout=self._out,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
        )

    def told(self):
        return (self.folder / "simulator.out").read_text()

    def is_up(self):
        assert self.process.poll() is None, self.told()
        return "runs until Ctrl-C" in self.told()

    def configure(self):
        """Maps maas.example.com and the BMCs' addresses; the key's other two parts stand here."""
        text = (self.folder / "simulated.yaml").read_text()
        at = re.search(r'url: "http://(127\.0\.0\.1:\d+)/MAAS"', text).group(1)
        rest_of_key = 'maas:\n  token_key: "token"\n  token_secret: "secret"\n'
        text = re.sub(r"maas:\n(  .*\n)+", rest_of_key, text)
        text = text.replace(
            "  address_map:\n", f'  address_map:\n    "maas.example.com:5240": "{at}"\n'
        )
        (self.folder / "hwauto.yaml").write_text(text)

    def end(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait(20)
        self._out.close()


@pytest.fixture(scope="module")
def data_centre(command, environment, tmp_path_factory, eventually):
    shared_file("seed", "workflow-manager-refactoring.md")
    made = DataCentre(command, environment, tmp_path_factory.mktemp("seed"))
    try:
        eventually(made.is_up, "the simulated data centre is up")
        made.configure()
        yield made
    finally:
        made.end()


@pytest.fixture
def run_blocks(script, data_centre):
    """Runs blocks one after the other in one namespace, as a reader would."""

    def run(*names, old=False, after=""):
        text = PRELUDE
        for name in names:
            taken = LEFT_OPEN.get(name, "") + block(name).replace("...", FILLED_IN)
            if old:
                taken = taken.replace(f"from {NEW} import", f"from {OLD} import")
            text += "\n" + taken
        ran = script(
            "# coding: utf-8\n" + text + after,
            folder=data_centre.folder,
            HWAUTO_BRIDGE_OPTIONS=f"--pace {SPEED}",
            PYTHONWARNINGS="always::DeprecationWarning:__main__",
        )
        assert ran.end(280) == 0, ran.text()
        return ran.text()

    return run


def test_old_and_new_imports_stand_side_by_side(run_blocks):
    said = run_blocks("imports")
    assert said.count("DeprecationWarning") == 1


def test_the_imports_for_new_development(run_blocks):
    assert "DeprecationWarning" not in run_blocks("new_development")


AFTER = """
first = manager.get_workflow("prov-001")
print(f"the first {first.status.value}, {context.server_ip}")
print("its BMC is at", manager.db_helper.get_server_by_id("server-123")["ipmi_address"])
print("there is firmware", manager.is_firmware_available())
print("last", success, workflow.status.value, workflow.error)
"""


@pytest.mark.parametrize("old", [False, True], ids=["new_imports", "old_imports"])
def test_basic_custom_and_firmware_one_after_the_other(run_blocks, old):
    said = run_blocks("basic", "custom", "firmware", old=old, after=AFTER)
    assert "the first completed, 10.1." in said
    assert "its BMC is at 10.0.1.100" in said
    assert "Step 1: custom_validation - running" in said
    assert "Step 1: custom_validation - completed" in said
    assert "there is firmware True" in said
    assert "last True completed None" in said
    assert said.count("DeprecationWarning") == (1 if old else 0)


@pytest.mark.parametrize("old", [False, True], ids=["new_imports", "old_imports"])
def test_the_gradual_example(run_blocks, old):
    said = run_blocks(
        "gradual",
        old=old,
        after="\nprint([step.name for step in workflow.steps][:2], workflow.progress_callback)\n",
    )
    assert "['validate_server', 'commission_server'] <function my_progress_handler" in said


def test_nothing_unsafe_was_done_to_the_servers(data_centre):
    told = data_centre.told()
    control = json.loads(told[told.index("{") : told.rindex("}") + 1])["control"]
    assert control.startswith("http://127.0.0.1:")
    address = control.partition("/simulator")[0].rstrip("/") + "/simulator/v1/unsafe"
    with urllib.request.urlopen(address, timeout=20) as answer:
        assert json.load(answer) == []


def test_a_server_of_unknown_type_is_commissioned_and_classified(script, data_centre):
    ran = script(
        """
        from hwautomation.orchestration.workflow import WorkflowManager

        manager = WorkflowManager({"maas": {"host": "maas.example.com", "consumer_key": "key"}})
        context = manager.create_context("bare-1", "")
        workflow = manager.create_intelligent_commissioning_workflow(
            "intelligent", "bare-1", "10.0.200.12", {"username": "root", "password": "Racked-0003!"}
        )
        print(workflow.execute(context), workflow.error, context.device_type)
        print(manager.get_device_type_from_discovery(context.hardware_discovery_result))
        print(manager.maas_client.get_machine_status("bare-1"))
        """,
        folder=data_centre.folder,
        HWAUTO_BRIDGE_OPTIONS=f"--pace {SPEED}",
    )
    assert ran.end(280) == 0, ran.text()
    assert "True None d1.c2.medium\nd1.c2.medium\nReady" in ran.text()
    for file in data_centre.folder.glob("hw_automation.db*"):
        assert not file.is_file() or b"Racked-0003!" not in file.read_bytes()
