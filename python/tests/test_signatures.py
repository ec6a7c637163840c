"""Every class and method that the original's table lists is here, called the same way."""

import dataclasses
import inspect
import re

import pytest

from conftest import shared_file
from hwautomation.orchestration import workflow

SECTIONS = {
    "1.1": None,
    "1.2": workflow.Workflow,
    "1.3": workflow.WorkflowManager,
    "1.4": workflow.WorkflowFactory,
    "1.5": workflow.FirmwareWorkflowHandler,
}

def section(number):
    text = shared_file("reference", "upstream-behaviour.md")
    found = re.search(rf"^### {re.escape(number)} .*?(?=^###? )", text, re.M | re.S)
    assert found, f"section {number} of the reference"
    return found.group()


def arguments(text):
    """``a, b: int = 3 (remark)`` as pairs of a name and its default."""
    while re.search(r"\([^()]*\)|\[[^\[\]]*\]", text):  # the innermost first
        text = re.sub(r"\([^()]*\)|\[[^\[\]]*\]", "", text)
    text = re.sub(r"→[^,]*", "", text)
    pairs = []
    for part in filter(None, (each.strip() for each in text.split(","))):
        found = re.match(r"(\w+)\s*(?::[^=]*)?(?:=\s*([^\s]+))?", part)
        pairs.append((found.group(1), found.group(2)))
    return pairs


def listed(text, name):
    """The arguments in the first pair of brackets after a name; an inner pair belongs to them."""
    start = re.search(rf"\b{name}\(", text)
    assert start, f"{name} is not listed"
    depth, end = 1, start.end()
    while depth:
        depth += {"(": 1, ")": -1, "[": 1, "]": -1}.get(text[end], 0)
        end += 1
    return arguments(text[start.end() : end - 1])


def check(function, wanted):
    """Same names in the same order, same defaults; more may follow if they are optional."""
    have = [each for each in inspect.signature(function).parameters.values() if each.name != "self"]
    assert [each.name for each in have[: len(wanted)]] == [name for name, _ in wanted]
    for parameter, (name, default) in zip(have, wanted):
        if default is None:
            assert parameter.default is inspect.Parameter.empty, name
        else:
            assert repr(parameter.default) == default, name
    assert all(each.default is not inspect.Parameter.empty for each in have[len(wanted) :])


METHODS = [
    ("1.2", "add_step", [("step", None)]),
    ("1.2", "set_progress_callback", None),
    ("1.2", "execute", [("context", None)]),
    ("1.2", "cancel", []),
    ("1.2", "get_status", []),
    ("1.3", "create_workflow", None),
    ("1.3", "get_workflow", None),
    ("1.3", "list_workflows", []),
    ("1.3", "get_active_workflows", []),
    ("1.3", "get_all_workflows", []),
    ("1.3", "cancel_workflow", None),
    ("1.3", "cleanup_workflow", None),
    ("1.3", "create_firmware_first_workflow", "as listed"),
    ("1.3", "create_context", "as listed"),
    ("1.3", "get_config", []),
    ("1.3", "is_firmware_available", []),
    ("1.3", "shutdown", []),
    ("1.3", "create_intelligent_commissioning_workflow", "as listed"),
    ("1.3", "get_device_type_from_discovery", None),
    ("1.3", "get_device_specific_configuration", None),
    ("1.3", "get_supported_device_types", []),
    ("1.3", "validate_device_type", None),
    ("1.3", "get_vendor_specific_procedures", "as listed"),
    ("1.3", "get_configuration_status", []),
    ("1.5", "initialize_firmware_components", []),
]


@pytest.mark.parametrize("number, method, wanted", METHODS, ids=[each[1] for each in METHODS])
def test_a_method_is_called_as_the_original(number, method, wanted):
    text = section(number)
    # get_active_workflows/get_all_workflows() stand together
    assert re.search(rf"\b{method}\b", text), f"{method} is not in section {number}"
    function = getattr(SECTIONS[number], method)
    if wanted == "as listed":
        wanted = listed(text, method)
    if wanted is None:  # one argument, abbreviated in the table
        have = list(inspect.signature(function).parameters.values())[1:]
        assert have[0].default is inspect.Parameter.empty
        assert all(each.default is not inspect.Parameter.empty for each in have[1:])
    else:
        check(function, wanted)


def test_no_public_method_of_the_table_is_forgotten():
    said = section("1.3").split("Methods:")[1].split("\nBugs")[0]
    names = set(re.findall(r"\b([a-z]+_[a-z_]+|shutdown)\(", said)) | {"get_active_workflows"}
    missing = {name for name in names if not hasattr(workflow.WorkflowManager, name)}
    assert missing - {"get_status"} == set()
    assert len(names) >= 15


def test_a_step_has_the_fields_of_the_original_in_order():
    wanted = listed(section("1.1"), "WorkflowStep")
    have = dataclasses.fields(workflow.WorkflowStep)
    assert [each.name for each in have] == [name for name, _ in wanted]
    for field, (name, default) in zip(have, wanted):
        if default is None:
            assert field.default is dataclasses.MISSING, name
        elif default == "PENDING":
            assert field.default is workflow.StepStatus.PENDING
        else:
            assert repr(field.default) == default, name


def test_a_context_has_the_fields_of_the_original_in_order():
    text = section("1.1").replace(" [six required, positional]", "")
    text = re.sub(r"=None→\{\}|=\{\} ", "={}", text)
    wanted = listed(text, "WorkflowContext")
    have = dataclasses.fields(workflow.WorkflowContext)
    assert [each.name for each in have] == [name for name, _ in wanted]
    for field, (name, default) in list(zip(have, wanted))[:6]:
        assert default is None and field.default is dataclasses.MISSING, name
    for field, (name, default) in list(zip(have, wanted))[6:]:
        if default != "{}":
            assert repr(field.default) == default, name


def test_the_constructors_are_called_as_the_original():
    check(workflow.Workflow.__init__, listed(section("1.2"), "Workflow"))
    check(workflow.WorkflowManager.__init__, listed(section("1.3"), "WorkflowManager"))
    check(workflow.WorkflowFactory.__init__, listed(section("1.4"), "WorkflowFactory"))
    check(
        workflow.FirmwareWorkflowHandler.__init__,
        listed(section("1.5"), "FirmwareWorkflowHandler"),
    )


def test_a_workflow_has_the_attributes_of_the_original():
    fields = re.search(r"Fields (.*?)\. One callback", section("1.2")).group(1)
    made = workflow.Workflow("w", None)
    for name, default in arguments(fields):
        assert hasattr(made, name), name
        if default not in (None, "PENDING"):
            assert repr(getattr(made, name)) in (default, "[]"), name


def test_the_factorys_workflows_are_called_as_the_original():
    text = shared_file("reference", "upstream-behaviour.md")
    templates = re.search(r"^ Templates: (.*)$", text, re.M).group(1)
    check(
        workflow.WorkflowFactory.create_basic_provisioning_workflow,
        listed(templates, "basic_provisioning"),
    )
    for name in ("commissioning", "bios_configuration", "ipmi_setup"):
        assert name in templates
        function = getattr(workflow.WorkflowFactory, f"create_{name}_workflow")
        have = list(inspect.signature(function).parameters)[1:]
        assert have[:4] == ["workflow_id", "server_id", "device_type", "target_ipmi_ip"]


def test_everything_public_has_hints_for_all_it_takes_and_gives():
    for name in workflow.__all__:
        thing = getattr(workflow, name)
        if not inspect.isclass(thing):
            continue
        for method, function in inspect.getmembers(thing, inspect.isfunction):
            if method.startswith("_") or function.__module__.split(".")[0] != "hwautomation":
                continue
            signature = inspect.signature(function)
            assert signature.return_annotation is not inspect.Signature.empty, (name, method)
            for parameter in list(signature.parameters.values())[1:]:
                assert parameter.annotation is not inspect.Parameter.empty, (name, method)
