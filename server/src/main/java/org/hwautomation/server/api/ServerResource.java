package org.hwautomation.server.api;

import static org.hwautomation.server.Shape.any;
import static org.hwautomation.server.Shape.object;
import static org.hwautomation.server.Shape.optional;
import static org.hwautomation.server.Shape.required;
import static org.hwautomation.server.Shape.text;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hwautomation.hardware.MutationGuard;
import org.hwautomation.provisioning.WorkflowManager;
import org.hwautomation.provisioning.discovery.DiscoveredServer;
import org.hwautomation.provisioning.discovery.DiscoveryDocument;
import org.hwautomation.provisioning.original.ServerPast;
import org.hwautomation.provisioning.runs.RunNames;
import org.hwautomation.provisioning.runs.RunRow;
import org.hwautomation.provisioning.steps.ServerHolding;
import org.hwautomation.provisioning.triage.Fleet;
import org.hwautomation.provisioning.triage.FleetRow;
import org.hwautomation.provisioning.triage.Triage;
import org.hwautomation.server.Answer;
import org.hwautomation.server.Call;
import org.hwautomation.server.Problem;
import org.hwautomation.server.Route;
import org.hwautomation.server.Shape;
import org.hwautomation.server.access.Role;
import org.hwautomation.store.ServerHolds.ServerHold;
import org.hwautomation.store.ServerRecord;
import org.hwautomation.workflow.RunQuery;
import org.hwautomation.workflow.Spelling;
import org.jspecify.annotations.Nullable;

/** The fleet, and each server of it. */
public final class ServerResource {
  private static final int MOST = 25_000;

  private static final Shape DETAIL =
      object(
          required("server_id", text(), "MAAS's id"),
          required("hostname", text(), "what people call it"),
          required(
              "columns",
              Shape.map(text(100_000)),
              "what the inventory holds, as it is named there"),
          required(
              "added_columns",
              Shape.map(any()),
              "what stands in columns that somebody added there; credentials are ***"),
          required("situation", Shapes.SITUATION, "how it stands"),
          required("runs", Shape.list(Shapes.RUN), "its runs, newest first"),
          optional("hold", any(), "why it may not be handed over"),
          optional("hardware", any(), "what it is built of"));

  private final WorkflowManager manager;

  public ServerResource(WorkflowManager manager) {
    this.manager = manager;
  }

  public List<Route> routes() {
    return List.of(
        Route.get("/api/v1/servers", "listServers", "The fleet, a row for each server")
            .with(Shapes.limit(MOST))
            .gives(Shapes.page(Shapes.SERVER))
            .by(this::list),
        Route.get("/api/v1/servers/{server}", "showServer", "All that is known of a server")
            .with(Shapes.SERVER_NAME)
            .gives(DETAIL)
            .by(this::show),
        Route.post(
                "/api/v1/servers/{server}/hold",
                "holdServer",
                "Keeps a server from being handed over")
            .role(Role.OPERATOR)
            .with(Shapes.SERVER_NAME)
            .takes(object(required("reason", text(1_000), "why, for the audit")))
            .gives(
                object(
                    required("server_id", text(), "MAAS's id"),
                    required("held", Shape.flag(), "true")))
            .by(this::hold),
        Route.post(
                "/api/v1/servers/{server}/hand-over",
                "handOverServer",
                "Lets a held server go though nothing has proven it; audited")
            .role(Role.OPERATOR)
            .with(Shapes.SERVER_NAME)
            .takes(object(required("reason", text(1_000), "why, for the audit")))
            .gives(
                object(
                    required("server_id", text(), "MAAS's id"),
                    required("released", Shape.flag(), "false if it was not held")))
            .by(this::handOver));
  }

  private Answer list(Call call) {
    var rows = new Fleet(manager).rows();
    var limit = call.number("limit", MOST);
    return Pages.of(
        rows.stream().limit(limit).map(FleetRow::document).toList(),
        java.util.Optional.empty(),
        java.util.Optional.of((long) rows.size()));
  }

  private Answer show(Call call) {
    var server = server(call.in("server"));
    var store = manager.store();
    var names = new RunNames(manager);
    var document = new LinkedHashMap<String, @Nullable Object>();
    document.put("server_id", server.serverId());
    document.put("hostname", RunNames.hostname(server));
    document.put("serial", server.identity().serial().orElse(null));
    document.put("uuid", server.identity().uuid().orElse(null));
    document.put("ready", server.isReady());
    document.put("columns", server.columns());
    document.put("added_columns", ServerPast.added(server));
    document.put("situation", new Triage(manager).ofServer(server.serverId()).document());
    document.put(
        "runs",
        store.runs(RunQuery.ofServer(server.serverId())).stream()
            .map(run -> RunRow.document(run, names))
            .toList());
    document.put(
        "hold", store.holds().find(server.serverId()).map(ServerResource::document).orElse(null));
    var found = DiscoveredServer.of(manager.connections().inventory().reports(server.serverId()));
    document.put("hardware", found.reports().isEmpty() ? null : DiscoveryDocument.of(found));
    return Answer.of(document);
  }

  private static Map<String, Object> document(ServerHold hold) {
    return Map.of(
        "reason", hold.reason(), "held_by", hold.heldBy(), "since", hold.since().toString());
  }

  private Answer hold(Call call) {
    var server = server(call.in("server"));
    try (var maas = manager.connections().maas(MutationGuard.OPEN)) {
      new ServerHolding(maas, manager.connections().inventory())
          .hold(server.serverId(), call.text("reason"), call.actor());
    }
    return Answer.of(Map.of("server_id", server.serverId(), "held", true));
  }

  private Answer handOver(Call call) {
    var server = server(call.in("server"));
    var released = false;
    try (var maas = manager.connections().maas(MutationGuard.OPEN)) {
      released =
          new ServerHolding(maas, manager.connections().inventory())
              .release(server.serverId(), call.actor(), call.text("reason"));
    }
    return Answer.of(Map.of("server_id", server.serverId(), "released", released));
  }

  private ServerRecord server(String name) {
    var inventory = manager.store().inventory();
    return inventory
        .findByName(name)
        .orElseThrow(
            () ->
                Problem.of(
                        "server-not-found",
                        404,
                        "There is no such server",
                        "the inventory knows no server '%s'%s"
                            .formatted(
                                name,
                                Spelling.hint(
                                    name,
                                    inventory.list().stream().map(RunNames::hostname).toList())))
                    .withHint("GET /api/v1/servers lists them.")
                    .exception());
  }
}
