"""What get_status says."""

from datetime import datetime

from hwautomation.orchestration.workflow import WorkflowStep

KEYS = [
    *("id", "status", "start_time", "end_time", "error", "current_step_index"),
    *("current_step_name", "current_sub_task", "steps"),
]
STEP_KEYS = ["name", "description", "status", "error", "start_time", "end_time"]


def test_before_a_run_it_has_the_originals_keys_alone(workflow):
    made = workflow(lambda _: None)
    assert made.get_status() == {
        **dict.fromkeys(KEYS),
        "id": made.id,
        "status": "pending",
        "steps": [
            {**dict.fromkeys(STEP_KEYS), "name": "step_1", "description": "", "status": "pending"}
        ],
    }
    assert list(made.get_status()) == KEYS


def test_after_a_run_it_has_more(workflow, context):
    made = workflow(lambda _: None)
    before = datetime.now()
    assert made.execute(context)
    status = made.get_status()
    assert list(status)[: len(KEYS)] == KEYS
    assert list(status["steps"][0]) == STEP_KEYS
    assert {"run_id", "phase", "phase_reason", "server_id"} <= set(status)
    assert (status["status"], status["error"], status["current_sub_task"]) == (
        "completed",
        None,
        None,
    )
    assert status["run_id"] == made.run_id
    times = [datetime.fromisoformat(status[each]) for each in ("start_time", "end_time")]
    assert before <= times[0] <= times[1] <= datetime.now()
    assert times[0].tzinfo is None  # local, as the original's


def test_of_a_failed_run_it_has_the_error_and_the_step(workflow, context):
    made = workflow(lambda _: None, lambda _: False)
    assert made.execute(context) is False
    status = made.get_status()
    assert status["status"] == "failed" and status["error"]
    assert status["current_step_index"] == 1 and status["current_step_name"] == "step_2"
    assert status["steps"][1]["error"]


def test_the_manager_lists_by_status(home, context, number):
    from hwautomation.orchestration.workflow import WorkflowManager

    manager = WorkflowManager({"database": {"path": "hw_automation.db"}})
    seen = []
    made = manager.create_workflow(f"listed{number}")
    made.add_step(WorkflowStep("a", "", lambda _: seen.extend(manager.get_active_workflows())))
    idle = manager.create_workflow(f"idle{number}")
    assert manager.list_workflows() == [made.id, idle.id]
    assert made.execute(context)
    assert [each["status"] for each in seen] == ["running", "pending"]
    assert [each["id"] for each in manager.get_active_workflows()] == [idle.id]
    assert [each["status"] for each in manager.get_all_workflows()] == ["completed", "pending"]
    assert manager.cancel_workflow("nobody") is False
    manager.cleanup_workflow(made.id)
    assert manager.get_workflow(made.id) is None
    manager.shutdown()
    assert manager.list_workflows() == [] and idle.status.value == "cancelled"


def test_a_running_workflow_is_not_cleaned_up(manager, workflow, context):
    made = workflow(lambda _: manager.cleanup_workflow(made.id))
    assert made.execute(context)
    assert manager.get_workflow(made.id) is made


def test_the_manager_knows_device_types_and_its_configuration(manager):
    types = manager.get_supported_device_types()
    assert "a1.c5.large" in types
    assert manager.validate_device_type("a1.c5.large")
    assert not manager.validate_device_type("a1.c5.larg")
    shown = manager.get_device_specific_configuration("a1.c5.large")
    assert set(shown) == {
        *("device_type", "vendor", "motherboard", "bios_config", "firmware_config"),
        "hardware_specs",
    }
    assert {
        *("unified_config_available", "config_source", "enhanced_discovery"),
        *("supported_device_count", "vendor_count", "intelligent_workflows", "adapters_status"),
    } <= set(manager.get_configuration_status())
    assert manager.get_vendor_specific_procedures("hpe") == {}
    assert manager.get_device_type_from_discovery({}) is None
    given = manager.get_config()
    given["more"] = 1
    assert "more" not in manager.config


def test_servers_are_kept_under_the_originals_columns(manager, number):
    helper, name = manager.db_helper, f"db-{number}"
    assert helper.checkifserveridexists(name) == [False]
    helper.createrowforserver(name)
    helper.updateserverinfo(name, "rack_location", "R1")
    helper.update_server_metadata(name, is_ready="TRUE", status_name="Ready")
    assert helper.checkifserveridexists(name) == [True] and helper.checkready(name)
    assert helper.get_server_by_id(name)["rack_location"] == "R1"
