package org.hwautomation.provisioning.triage;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hwautomation.provisioning.WorkflowManager;
import org.hwautomation.store.Quarantine;
import org.hwautomation.store.ServerRecord;
import org.hwautomation.workflow.Action;
import org.hwautomation.workflow.RunState;
import org.hwautomation.workflow.UsualDuration;
import org.hwautomation.workflow.WorkflowStore;

/** Where triage reads. Implementations are thread-safe. */
interface Records {
  WorkflowStore store();

  /** All servers, by id. */
  Map<String, ServerRecord> servers();

  /** One server, by any of its names. */
  Optional<ServerRecord> server(String name);

  List<Quarantine.QuarantineRecord> refusals();

  Map<String, Action> actions();

  /** Runs with the same words usually take as long. */
  String likeness(RunState state);

  Optional<UsualDuration> usual(String action, RunState state);

  Instant now();

  /** Those of a manager. */
  static Records of(WorkflowManager manager) {
    return new ManagerRecords(manager);
  }
}
