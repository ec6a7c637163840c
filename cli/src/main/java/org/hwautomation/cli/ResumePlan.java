package org.hwautomation.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hwautomation.hardware.maas.Machine;
import org.hwautomation.provisioning.WorkflowManager;
import org.hwautomation.workflow.RunRecord;
import org.hwautomation.workflow.StepStatus;
import org.jspecify.annotations.Nullable;

/** What going on with a run would do, and to which server. */
record ResumePlan(RunRecord run, Optional<Machine> machine, List<String> steps) {

  /** Asks MAAS for the server; writes nothing. */
  static ResumePlan of(WorkflowManager manager, RunRecord run) {
    var state = manager.engine().state(run.runId()).orElseThrow();
    var steps =
        state.steps().values().stream()
            .filter(step -> step.status() != StepStatus.COMPLETED)
            .map(step -> step.path())
            .toList();
    var server = run.serverId().filter(id -> manager.configuration().maas().url().isPresent());
    return new ResumePlan(run, server.map(manager::machine), steps);
  }

  Map<String, @Nullable Object> document() {
    var document = new LinkedHashMap<String, @Nullable Object>();
    document.put("dry_run", true);
    document.put("run_id", run.runId());
    document.put("workflow_id", run.workflowId());
    document.put("server_id", run.serverId().orElse(null));
    document.put("hostname", machine.map(Machine::hostname).orElse(null));
    document.put("serial", machine.map(each -> each.hardwareInfo().systemSerial()).orElse(null));
    document.put("maas_status", machine.map(Machine::statusName).orElse(null));
    document.put("steps", steps);
    return document;
  }

  void show(Screen screen) {
    machine.ifPresent(each -> screen.line(ProvisionCommand.describe(each)));
    screen.line("run %s, workflow %s, goes on with:".formatted(run.runId(), run.workflowId()));
    steps.forEach(step -> screen.line("  " + step));
  }
}
