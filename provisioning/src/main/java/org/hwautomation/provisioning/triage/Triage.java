package org.hwautomation.provisioning.triage;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hwautomation.provisioning.WorkflowManager;
import org.hwautomation.store.Quarantine;
import org.hwautomation.store.ServerRecord;
import org.hwautomation.workflow.Phase;
import org.hwautomation.workflow.RunQuery;
import org.hwautomation.workflow.RunRecord;
import org.hwautomation.workflow.Spelling;
import org.jspecify.annotations.Nullable;

/**
 * Says how servers and runs stand. Reads the database only; what it says is true of the moment it
 * was asked. Thread-safe.
 */
public final class Triage {
  /** Of several runs of one server the first begun first, as they stand in its queue. */
  private static final Comparator<Situation> BEGUN =
      Comparator.comparing(s -> s.run().map(RunRecord::runId).orElse(""));

  private final Records records;

  public Triage(WorkflowManager manager) {
    this(Records.of(manager));
  }

  Triage(Records records) {
    this.records = records;
  }

  /**
   * How all stands. Takes as many queries for 20,000 servers as for one, and a few more for every
   * 500 runs that are not over; no journal of a run that is over and holds nothing is read.
   */
  public Overview overview() {
    var servers = records.servers();
    var runs = new ArrayList<>(records.store().runs(RunQuery.HELD));
    runs.addAll(records.store().runs(RunQuery.LIVE));
    var around = new OpenRuns(records, servers, runs);
    var needs = new ArrayList<Situation>();
    var slow = new ArrayList<Situation>();
    var running = new ArrayList<Situation>();
    for (var run : runs) {
      var situation = around.situation(run);
      switch (situation.urgency()) {
        case NEEDS_PERSON -> needs.add(situation);
        case SLOW -> slow.add(situation);
        case RUNNING -> running.add(situation);
        case QUIET -> {}
      }
    }
    var order =
        Comparator.comparing((Situation s) -> s.cause().kind())
            .thenComparing(s -> s.rack().orElse(""))
            .thenComparing(Situation::name)
            .thenComparing(BEGUN);
    needs.sort(order);
    slow.sort(order);
    running.sort(order);
    return new Overview(
        List.copyOf(needs),
        List.copyOf(slow),
        List.copyOf(running),
        servers.values().stream().filter(ServerRecord::isReady).toList(),
        servers.size());
  }

  /**
   * How one server stands.
   *
   * @param name its host name, id or MAAS system id; or a run or workflow id, for its server
   * @throws IllegalArgumentException if nothing of that name is known; names the nearest
   */
  public Situation ofServer(String name) {
    var store = records.store();
    var server = records.server(name);
    var asked = server.isPresent() ? Optional.<RunRecord>empty() : run(name);
    var isOfRunsAlone = // a script's: no inventory has it
        server.isEmpty() && asked.isEmpty() && !store.runs(RunQuery.ofServer(name)).isEmpty();
    if (server.isEmpty() && asked.isEmpty() && !isOfRunsAlone) {
      var known = records.servers().values().stream().map(OpenRuns::hostname).toList();
      throw new IllegalArgumentException(
          "neither a server nor a run is called '%s'%s; list them with: hwauto server list"
              .formatted(name, Spelling.hint(name, known)));
    }
    var serverId =
        isOfRunsAlone
            ? Optional.of(name)
            : server.map(ServerRecord::serverId).or(() -> asked.get().serverId());
    var known =
        server
            .or(() -> serverId.flatMap(records::server))
            .map(record -> Map.of(record.serverId(), record))
            .orElse(Map.of());
    var runs =
        serverId
            .map(id -> store.runs(RunQuery.ofServer(id)))
            .orElseGet(() -> List.of(asked.orElseThrow()));
    var open = runs.stream().filter(Triage::isOpen).toList();
    var decisive =
        asked
            .filter(Triage::isOpen)
            .map(List::of) // of several that are not over, the one that was named
            .orElseGet(() -> open.isEmpty() ? runs.stream().limit(1).toList() : open);
    var around = new OpenRuns(records, known, decisive);
    var situations =
        decisive.stream()
            .map(around::situation)
            .sorted(
                Comparator.comparing(Triage::waitsForIt)
                    .thenComparing(s -> s.cause().kind())
                    .thenComparing(BEGUN))
            .toList();
    var situation =
        situations.isEmpty()
            ? around.neverRun(known.values().iterator().next())
            : withOthers(situations);
    return withRefusals(situation, known.get(serverId.orElse("")));
  }

  /** How one run stands. */
  public Situation ofRun(RunRecord run) {
    var server = run.serverId().flatMap(records::server);
    return new OpenRuns(
            records,
            server.map(record -> Map.of(record.serverId(), record)).orElse(Map.of()),
            List.of(run))
        .situation(run);
  }

  private Optional<RunRecord> run(String name) {
    return records.store().run(name).or(() -> records.store().latestRun(name));
  }

  private static boolean isOpen(RunRecord run) {
    return !run.status().isTerminal() || run.phase() == Phase.HELD;
  }

  /** Who has the server comes before who waits for it. */
  private static boolean waitsForIt(Situation situation) {
    return situation.cause().kind() == Cause.Kind.WAITING_FOR_LOCK;
  }

  /** The worst, and why the other runs of the server, such as those in its queue, do not go on. */
  private static Situation withOthers(List<Situation> situations) {
    var worst = situations.getFirst();
    return worst.withCauses(
        situations.stream().flatMap(situation -> situation.causes().stream()).toList());
  }

  /** With the logins that the server's BMC or host refused. */
  private Situation withRefusals(Situation situation, @Nullable ServerRecord server) {
    if (server == null) {
      return situation;
    }
    var refused =
        records.refusals().stream()
            .filter(
                record ->
                    server.ipmiAddress().filter(record.bmc()::equals).isPresent()
                        || server.ipAddress().filter(record.bmc()::equals).isPresent())
            .toList();
    if (refused.isEmpty()) {
      return situation;
    }
    var causes = new ArrayList<>(situation.causes());
    var actions = new ArrayList<LegalAction>();
    for (var record : refused) {
      causes.add(refusal(record));
      actions.add(
          new LegalAction(
              LegalAction.Kind.UNLOCK,
              "bmc unlock " + record.bmc(),
              "lets '%s' be tried there again; do it once the password is right"
                  .formatted(record.username())));
    }
    causes.sort(Comparator.comparing(Cause::kind));
    actions.addAll(situation.actions());
    return new Situation(
        situation.name(),
        situation.serverId(),
        situation.rack(),
        situation.model(),
        situation.serial(),
        situation.run(),
        causes,
        situation.position(),
        actions,
        situation.power(),
        situation.at());
  }

  private static Cause refusal(Quarantine.QuarantineRecord record) {
    return new Cause(
        Cause.Kind.LOGIN_REFUSED,
        "%s refused '%s' over %s; that login is not tried again"
            .formatted(record.bmc(), record.username(), record.protocol()),
        List.of("at %s it said: %s".formatted(record.at(), record.said())));
  }
}
