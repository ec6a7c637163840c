"""A hundred scripts at once on one database, each with an engine of its own."""

import os
import signal
import sqlite3
import subprocess
import sys
import time

import pytest

SCRIPTS = 100

#: Seconds for all of them; a JVM each costs a second or two of a processor.
LIMIT = 280

ONE = """
import sys
from hwautomation.orchestration.workflow import WorkflowManager, WorkflowStep

number = sys.argv[1]
manager = WorkflowManager({"database": {"path": "hw_automation.db"}})
workflow = manager.create_workflow(f"script-{number}")
for step in ("one", "two", "three"):
    workflow.add_step(WorkflowStep(step, "", lambda context: context.metadata.update(n=number)))
done = workflow.execute(manager.create_context(f"server-{number}", "a1.c5.large"))
print(done, workflow.error)
sys.exit(0 if done else 1)
"""


@pytest.mark.many
def test_a_hundred_scripts_at_once_lose_nothing(tmp_path, environment, record_property, capsys):
    (tmp_path / "one.py").write_text(ONE)
    began = time.monotonic()
    running = []
    for number in range(SCRIPTS):
        with open(tmp_path / f"{number}.out", "wb") as out:
            running.append(
                subprocess.Popen(
                    [sys.executable, "one.py", str(number)],
                    cwd=tmp_path,
                    env=environment,
                    stdout=out,
                    stderr=subprocess.STDOUT,
                    stdin=subprocess.DEVNULL,
                    start_new_session=True,
                )
            )
    codes = {}
    try:
        for number, each in enumerate(running):
            codes[number] = each.wait(max(1.0, LIMIT - (time.monotonic() - began)))
    finally:
        for each in running:
            if each.poll() is None:
                os.killpg(each.pid, signal.SIGKILL)
                each.wait(20)
    took = time.monotonic() - began
    record_property("seconds", round(took))
    with capsys.disabled():
        print(f"\n{SCRIPTS} scripts at once on one database: {took:.0f} s")
    failed = {
        number: (tmp_path / f"{number}.out").read_text() for number, code in codes.items() if code
    }
    assert not failed, failed
    with sqlite3.connect(f"file:{tmp_path}/hw_automation.db?mode=ro", uri=True) as open_:
        rows = open_.execute(
            "select workflow_id, status, steps_completed from workflow_history"
        ).fetchall()
    assert sorted(rows) == sorted((f"script-{n}", "completed", 3) for n in range(SCRIPTS))
