package org.hwautomation.provisioning.triage;

import java.time.Instant;
import java.util.LinkedHashMap;
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

/** The records of a manager's database. */
record ManagerRecords(WorkflowManager manager) implements Records {
  @Override
  public WorkflowStore store() {
    return manager.store();
  }

  @Override
  public Map<String, ServerRecord> servers() {
    var all = new LinkedHashMap<String, ServerRecord>();
    manager.store().inventory().list().forEach(server -> all.put(server.serverId(), server));
    return all;
  }

  @Override
  public Optional<ServerRecord> server(String name) {
    return manager.store().inventory().findByName(name);
  }

  @Override
  public List<Quarantine.QuarantineRecord> refusals() {
    return manager.store().quarantine().list();
  }

  @Override
  public Map<String, Action> actions() {
    return manager.engine().actions();
  }

  @Override
  public String likeness(RunState state) {
    return WorkflowManager.likeness(state);
  }

  @Override
  public Optional<UsualDuration> usual(String action, RunState state) {
    return manager.engine().usualDuration(action, state);
  }

  @Override
  public Instant now() {
    return manager.engine().time().now();
  }
}
