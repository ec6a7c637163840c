package org.hwautomation.server.api;

import static org.hwautomation.server.Shape.any;
import static org.hwautomation.server.Shape.integer;
import static org.hwautomation.server.Shape.list;
import static org.hwautomation.server.Shape.map;
import static org.hwautomation.server.Shape.number;
import static org.hwautomation.server.Shape.object;
import static org.hwautomation.server.Shape.optional;
import static org.hwautomation.server.Shape.required;
import static org.hwautomation.server.Shape.text;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.hwautomation.provisioning.WorkflowManager;
import org.hwautomation.provisioning.plan.ServerPlan;
import org.hwautomation.provisioning.plan.StartPlanner;
import org.hwautomation.provisioning.runs.StartRequest;
import org.hwautomation.server.Answer;
import org.hwautomation.server.Call;
import org.hwautomation.server.Route;
import org.hwautomation.server.Shape;
import org.hwautomation.server.access.Role;
import org.jspecify.annotations.Nullable;

/** What a start would do; nothing is touched. */
public final class PlanResource {
  private static final int MOST_SERVERS = 200;
  private static final Shape COUNT = integer(0, Integer.MAX_VALUE);

  private static final Shape PLAN =
      Shape.named(
          "ServerPlan",
          object(
              required("server", text(), "as it was named"),
              required("hostname", text(), "what people call it"),
              optional("serial", text(), "its serial number"),
              optional("maas_status", text(), "what MAAS calls it"),
              optional("device_type", text(), "what it is"),
              optional("problem", text(100_000), "why it would not be started"),
              required("steps", list(any()), "what would run"),
              optional(
                  "window",
                  object(
                      required("name", text(), "its name"),
                      required("words", text(), "when it is open"),
                      optional(
                          "opens", Shape.instant(), "when it is open next; past if it is now")),
                  "the maintenance window that its points of no return wait for"),
              required("reboots", COUNT, "for firmware and BIOS, as far as known"),
              optional("expected_seconds", number(), "how long it should take"),
              optional("firmware", any(), "what firmware it would get"),
              optional("bios", any(), "what would change in its BIOS"),
              optional("unread", text(100_000), "why firmware or BIOS could not be read now")));

  private final WorkflowManager manager;

  public PlanResource(WorkflowManager manager) {
    this.manager = manager;
  }

  public List<Route> routes() {
    return List.of(
        Route.post(
                "/api/v1/plans",
                "planStart",
                "What a start would do to each server; touches nothing")
            .role(Role.OPERATOR)
            .takes(
                object(
                    required("template", text(200), "what is to be run"),
                    optional(
                        "servers",
                        new Shape.ListOf(text(200), MOST_SERVERS),
                        "host names or MAAS system ids; none for a template about no server"),
                    optional("device_type", text(100), "what they are; as the inventory knows it"),
                    optional("inputs", map(any()), "as the template declares them"),
                    optional("queue", Shape.flag(), "true if runs may wait for others"),
                    Shapes.WINDOW,
                    Shapes.NOW,
                    optional("allow_in_use", text(1_000), "why servers in use may be written to"),
                    optional(
                        "approve_bios", list(text(200)), "dangerous BIOS settings that may change"),
                    Shapes.REASON))
            .gives(
                object(
                    required("template", text(), "what would be run"),
                    required("servers", list(PLAN), "a plan for each"),
                    required(
                        "total",
                        object(
                            required("servers", COUNT, "how many"),
                            required("startable", COUNT, "those without a problem"),
                            required("reboots", COUNT, "of all"),
                            optional("expected_seconds", number(), "the longest of all")),
                        "the sum")))
            .by(this::plan));
  }

  private Answer plan(Call call) throws InterruptedException {
    var base = StartBody.read(manager, call);
    var names = call.texts("servers");
    var requests = new ArrayList<StartRequest>();
    if (names.isEmpty()) {
      requests.add(base);
    }
    names.stream().distinct().forEach(name -> requests.add(base.about(name)));
    var plans = new StartPlanner(manager).plan(requests);
    var document = new LinkedHashMap<String, @Nullable Object>();
    document.put("template", base.definition().name());
    document.put("servers", plans.stream().map(ServerPlan::document).toList());
    var total = new LinkedHashMap<String, @Nullable Object>();
    var startable = plans.stream().filter(plan -> plan.problem().isEmpty()).toList();
    total.put("servers", plans.size());
    total.put("startable", startable.size());
    total.put("reboots", startable.stream().mapToLong(ServerPlan::reboots).sum());
    total.put(
        "expected_seconds",
        startable.stream()
            .flatMap(plan -> plan.expectedSeconds().stream())
            .max(Long::compare)
            .orElse(null));
    document.put("total", total);
    return Answer.of(document);
  }
}
