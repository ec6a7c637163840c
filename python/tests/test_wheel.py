"""The wheel builds with standard tools and holds everything, and old and new Pythons run it."""

import importlib.util
import shutil
import subprocess
import sys
import zipfile

import pytest

from conftest import CHECKOUT, SOURCES


def built(folder):
    """A wheel, by ``build`` or by ``pip`` without fetching anything that is there already."""
    source = folder / "source"
    shutil.copytree(
        CHECKOUT / "python",
        source,
        ignore=shutil.ignore_patterns("__pycache__", "*.egg-info", "build", "dist", "tests"),
    )
    if importlib.util.find_spec("build"):
        words = ["-m", "build", "--wheel", "--outdir", str(folder), str(source)]
    elif importlib.util.find_spec("pip"):
        words = ["-m", "pip", "wheel", "--no-deps", "-w", str(folder), str(source)]
    else:
        pytest.skip("there is neither build nor pip to make a wheel with")
    ran = subprocess.run(
        [sys.executable, *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        timeout=280,
        text=True,
    )
    if ran.returncode and ("No matching distribution" in ran.stdout or "urllib3" in ran.stdout):
        pytest.skip("setuptools, which builds the wheel, could not be fetched")
    assert ran.returncode == 0, ran.stdout
    (wheel,) = folder.glob("*.whl")
    return wheel


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    return built(tmp_path_factory.mktemp("wheel"))


def test_the_wheel_holds_every_module_and_the_marker_of_types(wheel):
    with zipfile.ZipFile(wheel) as file:
        held = {name for name in file.namelist() if name.startswith("hwautomation/")}
        (metadata,) = [name for name in file.namelist() if name.endswith("/METADATA")]
        said = file.read(metadata).decode()
    wanted = {
        each.relative_to(SOURCES).as_posix()
        for each in SOURCES.rglob("*")
        if each.suffix == ".py" or each.name == "py.typed"
    }
    assert held == wanted
    assert "hwautomation/py.typed" in held
    assert "Requires-Python: >=3.9" in said
    assert "Requires-Dist" not in said  # the standard library alone


def interpreter(name):
    """The path of a Python, if it is one that runs."""
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"there is no {name}")
    asked = subprocess.run(
        [found, "-c", "import sys; print('%d.%d' % sys.version_info[:2])"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        timeout=60,
        text=True,
    )
    if f"python{asked.stdout.strip()}" != name:
        pytest.skip(f"{found} does not run")
    return found


@pytest.mark.parametrize("name", ["python3.9", "python3.13"])
def test_the_oldest_and_a_new_python_run_a_workflow_from_the_wheel(wheel, script, name):
    ran = script(
        """
        import asyncio, importlib, pkgutil, sys, time
        import hwautomation

        assert hwautomation.__file__.startswith(sys.path[1]), hwautomation.__file__
        for module in pkgutil.walk_packages(hwautomation.__path__, "hwautomation."):
            importlib.import_module(module.name)

        from hwautomation.orchestration.workflow import WorkflowManager, WorkflowStep

        async def awaits(context):
            await asyncio.sleep(0.01)
            context.metadata["awaited"] = True

        async def too_long(context):
            await asyncio.sleep(100)

        manager = WorkflowManager({})
        workflow = manager.create_workflow("versions")
        workflow.add_step(WorkflowStep("awaits", "", awaits))
        workflow.add_step(WorkflowStep("plain", "", lambda context: context.metadata["awaited"]))
        print("completed", workflow.execute(manager.create_context("s", "t")), workflow.error)
        for function in (too_long, lambda context: time.sleep(100)):
            slow = manager.create_workflow("slow")
            slow.add_step(WorkflowStep("slow", "", function, timeout=1, retry_count=1))
            print("slow", slow.execute(manager.create_context("s2", "t")), slow.error)
        """,
        python=interpreter(name),
        PYTHONPATH=str(wheel),
    )
    assert ran.end() == 0, ran.text()
    assert "completed True None" in ran.text()
    assert ran.text().count("slow False the timeout of step slow") == 2
