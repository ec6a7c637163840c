"""The old names and the new ones are the same things."""

import importlib
import pkgutil
import re
import subprocess
import sys
import warnings

import pytest

import hwautomation
from conftest import SOURCES
from hwautomation.orchestration import workflow

OLD = "hwautomation.orchestration.workflow_manager"


def fresh(statement):
    """What an interpreter says that imports nothing else, with every warning shown."""
    ran = subprocess.run(
        [sys.executable, "-W", "always::DeprecationWarning", "-c", statement],
        env={"PYTHONPATH": str(SOURCES), "PATH": "/usr/bin:/bin"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        timeout=60,
        text=True,
    )
    assert ran.returncode == 0, ran.stdout
    return ran.stdout


def test_the_old_import_gives_the_same_objects():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        old = importlib.import_module(OLD)
    assert {"WorkflowManager", "Workflow", "WorkflowStep", "WorkflowContext"} <= set(old.__all__)
    for name in old.__all__:
        assert getattr(old, name) is getattr(workflow, name)


def test_the_old_import_warns_once_and_names_the_new_one():
    said = fresh(
        f"from {OLD} import WorkflowManager\nfrom {OLD} import Workflow\nimport {OLD}\n"
    )
    assert re.findall(r"<string>:1: DeprecationWarning: .*", said) == [
        f"<string>:1: DeprecationWarning: {OLD} is deprecated; "
        "import from hwautomation.orchestration.workflow instead"
    ]
    assert said.count("DeprecationWarning") == 1


def test_the_new_import_warns_of_nothing():
    assert fresh("from hwautomation.orchestration.workflow import WorkflowManager") == ""


def test_star_gives_what_all_names():
    for module in (workflow, importlib.import_module("hwautomation")):
        assert all(hasattr(module, name) for name in module.__all__)
    assert workflow.__all__ == sorted(workflow.__all__)


def test_the_version_is_one():
    assert workflow.__version__ == hwautomation.__version__
    assert re.fullmatch(r"\d+\.\d+\.\d+", hwautomation.__version__)


def modules():
    return sorted(
        each.name for each in pkgutil.walk_packages(hwautomation.__path__, "hwautomation.")
    )


@pytest.mark.parametrize("module", modules())
def test_every_module_can_be_imported_first(module):
    assert "Error" not in fresh(f"import {module}")


@pytest.mark.parametrize("module", [name for name in modules() if name != OLD])
def test_every_module_and_public_thing_says_what_it_is(module):
    loaded = importlib.import_module(module)
    assert loaded.__doc__
    for name, thing in vars(loaded).items():
        own = getattr(thing, "__module__", None) == module
        if own and not name.startswith("_") and callable(thing):
            assert thing.__doc__, f"{module}.{name}"
