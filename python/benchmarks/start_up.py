"""How long it takes from a script's start of the engine until its first function is called.

Pairs, one after the other: with the JVM's cache of what a start loads, and without. Beside them, as
the floor, a JVM that prints its version. ``python start_up.py [PAIRS]``; needs ``hwauto``.
"""

import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

SOURCES = str(pathlib.Path(__file__).resolve().parents[1] / "src")

SCRIPT = """
import sys, time
began = time.monotonic()
from hwautomation.orchestration.workflow import WorkflowManager, WorkflowStep
manager = WorkflowManager({"database": {"path": "start.db"}})
workflow = manager.create_workflow("start")
called = []
workflow.add_step(WorkflowStep("first", "", lambda context: called.append(time.monotonic())))
assert workflow.execute(manager.create_context("server-1", "any")), workflow.error
print(called[0] - began)
"""


def start(folder: str, cache: str) -> float:
    """Seconds until the first function was called."""
    told = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": SOURCES, "HWAUTO_START_CACHE": cache},
        stdout=subprocess.PIPE,
        check=True,
        timeout=300,
    )
    return float(told.stdout)


def floor() -> float:
    """Seconds of a JVM that does nothing."""
    began = time.monotonic()
    java = os.environ.get("HWAUTO_JAVA", "java")
    subprocess.run([java, "-Xshare:auto", "-version"], stderr=subprocess.DEVNULL, check=True)
    return time.monotonic() - began


def row(name: str, seconds: "list[float]") -> None:
    print(
        f"{name:16} min {min(seconds):.2f} s  median {statistics.median(seconds):.2f} s  "
        f"max {max(seconds):.2f} s"
    )


def main() -> None:
    pairs = int(sys.argv[1]) if len(sys.argv) > 1 else 9
    with_cache, without, nothing = [], [], []
    for number in range(pairs + 1):
        with tempfile.TemporaryDirectory() as folder:
            first = start(folder, "on")
        with tempfile.TemporaryDirectory() as folder:
            second = start(folder, "off")
        if number:  # the first pair builds and prepares what is missing
            with_cache.append(first)
            without.append(second)
            nothing.append(floor())
    row("with cache", with_cache)
    row("without cache", without)
    row("a JVM alone", nothing)
    ratios = [one / other for one, other in zip(with_cache, without)]
    print(f"with by without: {statistics.median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f})")


if __name__ == "__main__":
    main()
