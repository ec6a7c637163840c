package org.hwautomation.provisioning.runs;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.hwautomation.provisioning.WorkflowManager;
import org.hwautomation.store.ServerRecord;
import org.hwautomation.store.SqlStore;
import org.hwautomation.workflow.Phase;
import org.hwautomation.workflow.RunNotFoundException;
import org.hwautomation.workflow.RunRecord;
import org.hwautomation.workflow.Spelling;

/**
 * What people call runs and servers, for one answer: what was looked up once is not looked up
 * again. Not thread-safe.
 */
public final class RunNames {
  private final SqlStore store;
  private final Map<String, String> hostnames = new HashMap<>();
  private final Map<String, Boolean> alive = new HashMap<>();

  public RunNames(WorkflowManager manager) {
    store = manager.store();
  }

  /** As it is, with the servers of these runs looked up together. */
  public RunNames knowing(Collection<RunRecord> runs) {
    var ids = runs.stream().flatMap(run -> run.serverId().stream()).collect(Collectors.toSet());
    var found = store.inventory().hostnames(ids);
    ids.forEach(id -> hostnames.put(id, found.getOrDefault(id, id)));
    return this;
  }

  /**
   * The run of that id, or the newest of that workflow id.
   *
   * @throws RunNotFoundException if there is none; says so if the original ran it
   */
  public static RunRecord find(WorkflowManager manager, String name) {
    var store = manager.store();
    return store
        .run(name)
        .or(() -> store.latestRun(name))
        .orElseThrow(
            () ->
                store
                    .originalHistory()
                    .newest(name)
                    .map(
                        row ->
                            new RunNotFoundException(
                                name,
                                "the original ran it, look at it with: hwauto run history " + row))
                    .orElseGet(() -> new RunNotFoundException(name)));
  }

  /** The host name of a run's server; its system id if the inventory does not know it. */
  public String server(Optional<String> systemId) {
    return systemId.map(id -> hostnames.computeIfAbsent(id, this::find)).orElse("");
  }

  private String find(String id) {
    return store.inventory().hostnames(Set.of(id)).getOrDefault(id, id);
  }

  /** Whether an owner's process lives; asked once of each. */
  boolean isAlive(String owner) {
    return alive.computeIfAbsent(owner, store::isAlive);
  }

  /**
   * The server that people call so.
   *
   * @throws IllegalArgumentException if the inventory knows none; names the nearest
   */
  public static ServerRecord server(WorkflowManager manager, String name) {
    var inventory = manager.store().inventory();
    return inventory
        .findByName(name)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "the inventory knows no server '%s'%s; list them with: hwauto server list"
                        .formatted(
                            name,
                            Spelling.hint(
                                name,
                                inventory.list().stream().map(RunNames::hostname).toList()))));
  }

  public static String hostname(ServerRecord server) {
    return server.identity().hostname().orElse(server.serverId());
  }

  /** Live, but no living process executes it and nobody parked it. */
  public static boolean interrupted(SqlStore store, RunRecord run) {
    return interrupted(run, store::isAlive);
  }

  /**
   * As {@link #interrupted(SqlStore, RunRecord)}.
   *
   * @param alive whether an owner lives
   */
  public static boolean interrupted(RunRecord run, Predicate<String> alive) {
    return !run.status().isTerminal()
        && run.phase() != Phase.PARKED
        && run.owner().filter(alive).isEmpty();
  }
}
