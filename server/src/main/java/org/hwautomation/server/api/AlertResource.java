package org.hwautomation.server.api;

import static org.hwautomation.server.Shape.flag;
import static org.hwautomation.server.Shape.instant;
import static org.hwautomation.server.Shape.integer;
import static org.hwautomation.server.Shape.list;
import static org.hwautomation.server.Shape.named;
import static org.hwautomation.server.Shape.object;
import static org.hwautomation.server.Shape.optional;
import static org.hwautomation.server.Shape.required;
import static org.hwautomation.server.Shape.text;

import java.util.List;
import java.util.Map;
import org.hwautomation.provisioning.WorkflowManager;
import org.hwautomation.provisioning.alert.AlertDocument;
import org.hwautomation.server.Answer;
import org.hwautomation.server.Call;
import org.hwautomation.server.Problem;
import org.hwautomation.server.Route;
import org.hwautomation.server.Shape;
import org.hwautomation.server.access.Role;
import org.hwautomation.server.alerts.AlertDesk;
import org.hwautomation.server.alerts.AlertTrial;

/** Who is told of what, and whether it reached them. */
public final class AlertResource {
  private static final Shape COUNT = integer(0, Integer.MAX_VALUE);

  private static final Shape DELIVERY =
      named(
          "AlertDelivery",
          object(
              required("delivery", text(), "its id; a receiver gets it as webhook-id"),
              required("group", text(), "of which group it tells"),
              required("event", text(), "held, slow or batch_stopped"),
              required("receiver", text(), "webhook:NAME or mail"),
              required("news", text(), "opened, grown or resolved"),
              required("cause", text(), "the cause in words"),
              required("count", COUNT, "how many it told of"),
              required("status", text(), "waiting, sent or undeliverable"),
              required("attempts", COUNT, "how often it was tried"),
              optional("said", text(), "what the receiver last answered"),
              required("created_at", instant(), "when it became news"),
              optional("tried_at", instant(), "when it was last tried"),
              optional("due_at", instant(), "when it is tried next")));

  private static final Shape GROUP =
      named(
          "AlertGroup",
          object(
              required("group", text(), "its id"),
              required("event", text(), "held, slow or batch_stopped"),
              required("key", text(), "alike for all that has one cause"),
              required("kind", text(), "the cause's kind"),
              required("cause", text(), "the cause in words"),
              required("count", COUNT, "how many stand so"),
              required("servers", list(text()), "the first 20"),
              required("runs", list(text()), "the first 20"),
              optional("since", instant(), "since when the first of them has stood so"),
              required("seen_at", instant(), "when it was first seen"),
              required("told", COUNT, "how many were told; 0 before anybody was"),
              optional("told_at", instant(), "when it was last told")));

  private static final Shape RECEIVER =
      named(
          "AlertReceiver",
          object(
              required("receiver", text(), "webhook:NAME or mail"),
              required("kind", text(), "webhook or mail"),
              required("to", text(), "the host, or the addresses"),
              required("events", list(text()), "what it is told of"),
              optional("last", DELIVERY, "what was last tried")));

  private final WorkflowManager manager;
  private final AlertDesk desk;

  public AlertResource(WorkflowManager manager, AlertDesk desk) {
    this.manager = manager;
    this.desk = desk;
  }

  public List<Route> routes() {
    return List.of(
        Route.get(
                "/api/v1/alerts", "listAlerts", "Who is told of what, and what did not reach them")
            .gives(
                object(
                    required("receivers", list(RECEIVER), "as configured"),
                    required("groups", list(GROUP), "the causes that are open"),
                    required(
                        "deliveries", list(DELIVERY), "waiting or undeliverable, 100 at most")))
            .by(this::alerts),
        Route.post("/api/v1/alerts/test", "testAlerts", "Sends a test to every receiver now")
            .role(Role.ADMIN)
            .gives(
                object(
                    required(
                        "results",
                        list(
                            object(
                                required("receiver", text(), "webhook:NAME or mail"),
                                required("to", text(), "the host, or the addresses"),
                                required("delivered", flag(), "whether it took it"),
                                required("said", text(), "what it answered, or why not"))),
                        "one for each receiver")))
            .by(this::test));
  }

  private Answer alerts(Call call) {
    return Answer.of(AlertDocument.of(manager));
  }

  private Answer test(Call call) throws InterruptedException {
    if (manager.configuration().alerts().receivers().isEmpty()) {
      throw Problem.of("no-receiver", 409, "Nobody is told", "no receiver of alerts is configured")
          .withHint("Write alerts.webhooks or alerts.mail into the configuration.")
          .exception();
    }
    var results = desk.test();
    manager
        .store()
        .audit()
        .add(call.actor(), "alerts_tested", "alerts", "to %d receivers".formatted(results.size()));
    return Answer.of(Map.of("results", results.stream().map(AlertTrial.Result::document).toList()));
  }
}
