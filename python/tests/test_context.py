"""What steps leave for each other, and what is never kept."""

from unittest.mock import Mock

from hwautomation.orchestration.workflow import WorkflowContext, WorkflowStep
from hwautomation.orchestration.workflow.shared import SharedContext


def test_what_a_step_leaves_the_next_one_finds(workflow, context):
    def leaves(context):
        context.metadata["found"] = {"disks": [1, 2]}
        context.server_ip = "10.0.0.9"
        context.anything = object()

    def finds(context):
        assert context.metadata["found"] == {"disks": [1, 2]}
        assert context.server_ip == "10.0.0.9"
        assert context.anything

    made = workflow(leaves, finds)
    assert made.execute(context), made.error
    assert context.workflow_id == made.id


SECRETS = {
    "password": "geheim-7f3a-password",
    "ipmi_password": "geheim-7f3a-ipmi",
    "api_key": "geheim-7f3a-key",
    "token": ["geheim-7f3a-token"],
    "credentials": {"user": "geheim-7f3a-user"},
    "list": [{"secret": "geheim-7f3a-listed"}],
    "deep": {"er": {"private_key": "geheim-7f3a-deep"}},
}


def test_secrets_reach_neither_database_nor_log(workflow, context, history, caplog):
    seen = []

    def leaves(context):
        context.metadata.update(SECRETS, visible="visible-7f3a")
        context.hardware_info = {"bmc": {"password": "geheim-7f3a-bmc"}}
        context.report_sub_task("logging in with geheim-7f3a-bmc")
        return {"login": {"password": "geheim-7f3a-result"}, "kept": "kept-7f3a"}

    def fails(context):
        seen.append(dict(context.metadata))
        raise ValueError("401 for geheim-7f3a-password and geheim-7f3a-listed")

    made = workflow(leaves, fails)
    assert made.execute(context) is False
    assert seen[0]["password"] == SECRETS["password"]  # the script's own is whole
    kept = history.bytes()
    assert b"visible-7f3a" in kept and b"kept-7f3a" in kept
    at = kept.find(b"geheim-7f3a")
    assert at < 0, kept[at - 200 : at + 100]
    assert "geheim-7f3a" not in caplog.text


def test_a_context_that_a_run_gets_again_is_not_the_worse_for_it(workflow, context):
    context.metadata["mine"] = 1
    made = workflow(Mock(return_value=None))
    assert made.execute(context) and made.execute(context)
    assert context.metadata == {"mine": 1}


def test_metadata_that_is_no_dictionary_any_more_does_no_harm(workflow, context):
    def spoils(context):
        context.metadata = ["a", "list"]

    made = workflow(spoils, lambda _: None)
    assert made.execute(context), made.error


def test_what_an_earlier_process_left_goes_under_what_this_one_has():
    context = WorkflowContext("s", "t", None, None, None, None, metadata={"a": 1})
    shared = SharedContext(context)
    shared.restore({"script_context": {"metadata": {"a": 0, "b": 2}, "server_ip": "10.0.0.9"}})
    assert context.metadata == {"a": 1, "b": 2}
    assert context.server_ip == "10.0.0.9"


def test_the_addresses_of_another_server_are_not_given():
    context = WorkflowContext("s", "t", "10.0.0.1", None, None, None, gateway="10.0.0.254")
    assert set(SharedContext(context).values()) == {"target_ipmi_ip", "gateway"}
    assert SharedContext(context, of_the_server=False).values() == {}


def test_a_device_type_that_was_found_is_taken_where_none_was_given():
    unknown = WorkflowContext("s", "", None, None, None, None)
    given = WorkflowContext("s", "mine", None, None, None, None)
    for context in (unknown, given):
        SharedContext(context).take({"device_type": "a1.c5.large", "server_ip": "10.0.0.2"})
    assert (unknown.device_type, given.device_type) == ("a1.c5.large", "mine")
    assert unknown.server_ip == "10.0.0.2"


def test_ten_thousand_values_are_left_without_a_word(manager, number):
    context = manager.create_context(f"much-{number}", "t")
    made = manager.create_workflow(f"much{number}")
    made.add_step(
        WorkflowStep("a", "", lambda c: c.metadata.update({f"k{i}": i for i in range(10_000)}))
    )
    made.add_step(WorkflowStep("b", "", lambda c: len(c.metadata)))
    assert made.execute(context), made.error
    assert made.steps[1].result == 10_000
