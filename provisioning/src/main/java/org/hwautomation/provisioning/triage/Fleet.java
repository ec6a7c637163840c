package org.hwautomation.provisioning.triage;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hwautomation.provisioning.WorkflowManager;
import org.hwautomation.store.ServerHolds.ServerHold;
import org.hwautomation.workflow.LiveProgress;
import org.hwautomation.workflow.RunQuery;
import org.hwautomation.workflow.RunRecord;

/**
 * Every server of the inventory with how it stands, in as few queries for 20,000 as for one. Reads
 * the database only. Thread-safe.
 */
public final class Fleet {
  private final Records records;
  private final WorkflowManager manager;

  public Fleet(WorkflowManager manager) {
    this.manager = manager;
    this.records = Records.of(manager);
  }

  /** All, by rack and name. */
  public List<FleetRow> rows() {
    var servers = records.servers();
    var runs = new ArrayList<>(records.store().runs(RunQuery.HELD));
    runs.addAll(records.store().runs(RunQuery.LIVE));
    var around = new OpenRuns(records, servers, runs);
    var worst = worst(runs, around);
    var percents = percents(runs);
    var held = new HashMap<String, String>();
    for (ServerHold hold : manager.store().holds().list()) {
      held.put(hold.serverId(), hold.reason());
    }
    return servers.values().stream()
        .map(
            server -> {
              var situation =
                  Optional.ofNullable(worst.get(server.serverId()))
                      .orElseGet(() -> around.atRest(server));
              return new FleetRow(
                  server,
                  situation,
                  situation.run().map(RunRecord::runId).map(percents::get),
                  Optional.ofNullable(held.get(server.serverId())));
            })
        .sorted(
            Comparator.comparing((FleetRow row) -> row.situation().rack().orElse("~"))
                .thenComparing(row -> row.situation().name()))
        .toList();
  }

  /** The run that decides each server; who has it comes before who waits for it. */
  private static Map<String, Situation> worst(List<RunRecord> runs, OpenRuns around) {
    var worst = new HashMap<String, Situation>();
    for (var run : runs) {
      run.serverId().ifPresent(id -> worst.merge(id, around.situation(run), Fleet::moreTelling));
    }
    return worst;
  }

  private static Situation moreTelling(Situation a, Situation b) {
    return Comparator.comparing((Situation s) -> s.cause().kind() == Cause.Kind.WAITING_FOR_LOCK)
                .thenComparing(s -> s.cause().kind())
                .compare(a, b)
            <= 0
        ? a
        : b;
  }

  private Map<String, Integer> percents(List<RunRecord> runs) {
    var percents = new HashMap<String, Integer>();
    var live =
        runs.stream().filter(run -> !run.status().isTerminal()).map(RunRecord::runId).toList();
    Map<String, LiveProgress> progress = records.store().progressOf(live);
    progress.forEach(
        (run, now) -> {
          if (now.percent().isPresent()) {
            percents.put(run, now.percent().getAsInt());
          }
        });
    return percents;
  }
}
