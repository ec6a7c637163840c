package org.hwautomation.server.api;

import static org.hwautomation.server.Shape.any;
import static org.hwautomation.server.Shape.map;
import static org.hwautomation.server.Shape.object;
import static org.hwautomation.server.Shape.required;
import static org.hwautomation.server.Shape.text;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.hwautomation.provisioning.WorkflowManager;
import org.hwautomation.server.Answer;
import org.hwautomation.server.Call;
import org.hwautomation.server.Problem;
import org.hwautomation.server.Route;
import org.hwautomation.store.RunSearch;
import org.hwautomation.workflow.StoreException;
import org.jspecify.annotations.Nullable;

/** What those ask who look after the service: does it live, can it work, how much does it do. */
public final class OperationsResource {
  private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

  private final WorkflowManager manager;
  private final PrometheusMeterRegistry registry;
  private final Supplier<Map<String, @Nullable Object>> openApi;

  public OperationsResource(
      WorkflowManager manager,
      PrometheusMeterRegistry registry,
      Supplier<Map<String, @Nullable Object>> openApi) {
    this.manager = manager;
    this.registry = registry;
    this.openApi = openApi;
  }

  public List<Route> routes() {
    return List.of(
        Route.get("/health", "health", "200 while the process lives")
            .open()
            .gives(object(required("status", text(), "up")))
            .by(call -> Answer.of(Map.of("status", "up"))),
        Route.get("/ready", "ready", "200 while it can work: the database answers")
            .open()
            .gives(object(required("status", text(), "ready")))
            .by(this::ready),
        Route.get("/metrics", "metrics", "For Prometheus")
            .open()
            .givesMedia(PROMETHEUS)
            .by(
                call ->
                    new Answer.Content(
                        200,
                        PROMETHEUS,
                        registry.scrape().getBytes(StandardCharsets.UTF_8),
                        Map.of())),
        Route.get("/openapi", "openApi", "This document")
            .open()
            .gives(map(any()))
            .by(call -> Answer.of(openApi.get())));
  }

  private Answer ready(Call call) {
    try {
      manager.store().count(RunSearch.ALL);
      return Answer.of(Map.of("status", "ready"));
    } catch (StoreException e) {
      throw Problem.of("database-away", 503, "The database can't be used", "it does not answer")
          .withHeader("Retry-After", "5")
          .exception();
    }
  }
}
