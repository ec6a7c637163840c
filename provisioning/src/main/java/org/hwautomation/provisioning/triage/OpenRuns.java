package org.hwautomation.provisioning.triage;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.hwautomation.provisioning.safety.HardwareActivity;
import org.hwautomation.provisioning.safety.PowerOffAdvice;
import org.hwautomation.provisioning.steps.ServerFields;
import org.hwautomation.store.ServerRecord;
import org.hwautomation.workflow.Action;
import org.hwautomation.workflow.JournalEntry;
import org.hwautomation.workflow.LiveProgress;
import org.hwautomation.workflow.LockHolder;
import org.hwautomation.workflow.LockWait;
import org.hwautomation.workflow.RunRecord;
import org.hwautomation.workflow.RunState;
import org.hwautomation.workflow.UnknownEventException;
import org.hwautomation.workflow.UsualDuration;
import org.jspecify.annotations.Nullable;

/** What was read at once for all the runs that are judged. Belongs to one thread. */
final class OpenRuns implements Surroundings {
  private final Records records;
  private final Instant now;
  private final Map<String, ServerRecord> servers;
  private final Map<String, List<JournalEntry>> journals;
  private final Map<String, LiveProgress> progress;
  private final Map<String, Boolean> alive = new HashMap<>();
  private final Map<String, Optional<UsualDuration>> usual = new HashMap<>();
  private @Nullable List<LockHolder> locks;
  private @Nullable List<LockWait> queue;

  OpenRuns(Records records, Map<String, ServerRecord> servers, List<RunRecord> runs) {
    this.records = records;
    this.servers = servers;
    now = records.now();
    var ids = runs.stream().map(RunRecord::runId).toList();
    journals = records.store().entriesOf(ids);
    progress =
        records
            .store()
            .progressOf(
                runs.stream()
                    .filter(Predicate.not(run -> run.status().isTerminal()))
                    .map(RunRecord::runId)
                    .toList());
  }

  static String hostname(ServerRecord server) {
    return server.identity().hostname().orElse(server.serverId());
  }

  Situation situation(RunRecord run) {
    var server = run.serverId().map(servers::get);
    try {
      var state =
          RunState.of(journals.getOrDefault(run.runId(), List.of()))
              .orElseThrow(() -> new IllegalStateException("no journal: " + run.runId()));
      var causes = new RunCauses(run, state, this);
      var cause = causes.cause();
      var ready =
          cause.kind() == Cause.Kind.ENDED && server.filter(ServerRecord::isReady).isPresent();
      return new Situation(
          name(run, server),
          run.serverId(),
          server
              .flatMap(ServerRecord::rackLocation)
              .or(() -> state.values().text(ServerFields.RACK_LOCATION)),
          server.flatMap(ServerRecord::serverModel),
          server.flatMap(s -> s.identity().serial()),
          Optional.of(run),
          List.of(ready ? new Cause(Cause.Kind.READY, "it is ready", cause.evidence()) : cause),
          causes.position(),
          new RunActions(run, state, isExecuted(run), actions()).list(),
          RunHardware.advice(state, isExecuted(run)),
          now);
    } catch (UnknownEventException e) {
      return unread(run, server, String.valueOf(e.getMessage()));
    }
  }

  /** A run of a newer version: its row tells what it can. */
  private Situation unread(RunRecord run, Optional<ServerRecord> server, String why) {
    return new Situation(
        name(run, server),
        run.serverId(),
        server.flatMap(ServerRecord::rackLocation),
        server.flatMap(ServerRecord::serverModel),
        server.flatMap(s -> s.identity().serial()),
        Optional.of(run),
        List.of(
            new Cause(
                Cause.Kind.PARKED,
                "its journal is of a newer version, which has to look after it: " + why,
                List.of("run " + run.runId() + ", " + run.status().wireName()))),
        Optional.empty(),
        List.of(),
        PowerOffAdvice.during(List.of(HardwareActivity.UNKNOWN)),
        now);
  }

  Situation neverRun(ServerRecord server) {
    return new Situation(
        hostname(server),
        Optional.of(server.serverId()),
        server.rackLocation(),
        server.serverModel(),
        server.identity().serial(),
        Optional.empty(),
        List.of(new Cause(Cause.Kind.NEVER_RUN, "no run was ever made of it", List.of())),
        Optional.empty(),
        List.of(
            new LegalAction(
                LegalAction.Kind.START,
                "provision %s --device-type T".formatted(hostname(server)),
                "takes it from racked to ready")),
        PowerOffAdvice.during(List.of()),
        now);
  }

  /** A server that no run is about now, by what the inventory says of it. */
  Situation atRest(ServerRecord server) {
    var never = neverRun(server);
    if (server.isReady()) {
      return never.withCauses(List.of(new Cause(Cause.Kind.READY, "it is ready", List.of())));
    }
    return server
        .workflowStatus()
        .map(
            status ->
                never.withCauses(
                    List.of(new Cause(Cause.Kind.ENDED, "its last run is " + status, List.of()))))
        .orElse(never);
  }

  private String name(RunRecord run, Optional<ServerRecord> server) {
    return server.map(OpenRuns::hostname).or(run::serverId).orElse(run.workflowId());
  }

  @Override
  public Instant now() {
    return now;
  }

  @Override
  public boolean isExecuted(RunRecord run) {
    return run.owner().filter(this::isAlive).isPresent();
  }

  private boolean isAlive(String owner) {
    return alive.computeIfAbsent(owner, records.store()::isAlive);
  }

  @Override
  public Optional<LiveProgress> progress(RunRecord run) {
    return Optional.ofNullable(progress.get(run.runId()));
  }

  @Override
  public List<LockHolder> holders(RunState state) {
    if (locks == null) {
      locks = records.store().locks();
    }
    return locks.stream()
        .filter(lock -> state.locksAwaited().contains(lock.key()))
        .filter(lock -> !lock.runId().equals(state.runId()))
        .toList();
  }

  @Override
  public List<String> ahead(RunState state) {
    if (queue == null) {
      queue = records.store().lockWaits();
    }
    return queue.stream()
        .takeWhile(wait -> !wait.runId().equals(state.runId()))
        .filter(wait -> wait.waits() && state.locksAwaited().contains(wait.key()))
        .filter(wait -> wait.owner().filter(this::isAlive).isPresent())
        .map(LockWait::runId)
        .distinct()
        .map(id -> records.store().run(id).map(RunRecord::workflowId).orElse(id))
        .toList();
  }

  @Override
  public String server(Optional<String> serverId) {
    return serverId
        .map(id -> Optional.ofNullable(servers.get(id)).map(OpenRuns::hostname).orElse(id))
        .orElse("");
  }

  @Override
  public Map<String, Action> actions() {
    return records.actions();
  }

  @Override
  public Optional<Duration> usual(String action, RunState state) {
    return usual
        .computeIfAbsent(
            action + " " + records.likeness(state), key -> records.usual(action, state))
        .map(UsualDuration::median);
  }
}
