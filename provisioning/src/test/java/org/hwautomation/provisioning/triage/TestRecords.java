package org.hwautomation.provisioning.triage;

import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hwautomation.store.Quarantine;
import org.hwautomation.store.ServerIdentity;
import org.hwautomation.store.ServerRecord;
import org.hwautomation.workflow.Action;
import org.hwautomation.workflow.RunState;
import org.hwautomation.workflow.UsualDuration;
import org.hwautomation.workflow.WorkflowEngine;
import org.hwautomation.workflow.WorkflowStore;

/** Records of an engine in memory, and servers that a test makes up; counts the readings. */
final class TestRecords implements Records {
  private final WorkflowEngine engine;
  private final WorkflowStore counted;
  private final Map<String, Integer> calls = new HashMap<>();
  private final Map<String, ServerRecord> servers = new LinkedHashMap<>();
  private List<Quarantine.QuarantineRecord> refusals = List.of();

  TestRecords(WorkflowEngine engine) {
    this.engine = engine;
    counted =
        (WorkflowStore)
            java.lang.reflect.Proxy.newProxyInstance(
                WorkflowStore.class.getClassLoader(),
                new Class<?>[] {WorkflowStore.class},
                (proxy, method, arguments) -> {
                  calls.merge(method.getName(), 1, Integer::sum);
                  return method.invoke(engine.store(), arguments);
                });
  }

  void server(String id, Map<String, String> columns) {
    servers.put(
        id, new ServerRecord(id, columns, ServerIdentity.EMPTY.withNames("host-" + id, id)));
  }

  void refused(Quarantine.QuarantineRecord record) {
    refusals = List.of(record);
  }

  /** How often the store was asked, by method. */
  Map<String, Integer> calls() {
    return calls;
  }

  @Override
  public WorkflowStore store() {
    return counted;
  }

  @Override
  public Map<String, ServerRecord> servers() {
    calls.merge("servers", 1, Integer::sum);
    return servers;
  }

  @Override
  public Optional<ServerRecord> server(String name) {
    return servers.values().stream()
        .filter(
            server ->
                server.serverId().equals(name)
                    || server.identity().hostname().equals(Optional.of(name)))
        .findFirst();
  }

  @Override
  public List<Quarantine.QuarantineRecord> refusals() {
    return refusals;
  }

  @Override
  public Map<String, Action> actions() {
    return engine.actions();
  }

  @Override
  public String likeness(RunState state) {
    return "";
  }

  @Override
  public Optional<UsualDuration> usual(String action, RunState state) {
    calls.merge("usual", 1, Integer::sum);
    return engine.usualDuration(action, state);
  }

  @Override
  public Instant now() {
    return engine.time().now();
  }
}
