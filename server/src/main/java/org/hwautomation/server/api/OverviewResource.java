package org.hwautomation.server.api;

import static org.hwautomation.server.Shape.any;
import static org.hwautomation.server.Shape.instant;
import static org.hwautomation.server.Shape.integer;
import static org.hwautomation.server.Shape.list;
import static org.hwautomation.server.Shape.map;
import static org.hwautomation.server.Shape.object;
import static org.hwautomation.server.Shape.optional;
import static org.hwautomation.server.Shape.required;
import static org.hwautomation.server.Shape.text;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hwautomation.provisioning.WorkflowManager;
import org.hwautomation.provisioning.runs.CareOrders;
import org.hwautomation.provisioning.triage.CauseGroup;
import org.hwautomation.provisioning.triage.CauseGroups;
import org.hwautomation.provisioning.triage.Situation;
import org.hwautomation.provisioning.triage.Triage;
import org.hwautomation.server.Answer;
import org.hwautomation.server.Call;
import org.hwautomation.server.Route;
import org.hwautomation.server.Shape;
import org.hwautomation.store.RunCare.Care;
import org.jspecify.annotations.Nullable;

/** What needs a person, what is slow, what runs, what is ready. */
public final class OverviewResource {
  private static final Shape GROUP =
      Shape.named(
          "CauseGroup",
          object(
              required("key", text(), "tells groups apart"),
              required("kind", text(), "the cause's kind"),
              required("title", text(), "the cause in words"),
              required("urgency", text(), "needs_person or slow"),
              optional("since", instant(), "since when the first of it has stood so"),
              required("situations", list(Shapes.SITUATION), "who is concerned")));

  private final WorkflowManager manager;
  private final String site;

  public OverviewResource(WorkflowManager manager, String site) {
    this.manager = manager;
    this.site = site;
  }

  public List<Route> routes() {
    return List.of(
        Route.get("/api/v1/overview", "overview", "What needs a person, by cause; and the rest")
            .with(Shapes.limit(20_000))
            .gives(
                object(
                    required("at", instant(), "when this was so"),
                    required("site", text(), "which place"),
                    required("counts", map(integer(0, Integer.MAX_VALUE)), "by state"),
                    required("groups", list(GROUP), "the worst first"),
                    required("running", list(Shapes.SITUATION), "at most limit of them"),
                    optional("truncated", any(), "true if more run")))
            .by(this::overview));
  }

  private Answer overview(Call call) {
    var overview = new Triage(manager).overview();
    var limit = call.number("limit", 200);
    var document = new LinkedHashMap<String, @Nullable Object>();
    document.put("at", manager.engine().time().now().toString());
    document.put("site", site);
    document.put(
        "counts",
        Map.of(
            "needs_person", overview.needsPerson().size(),
            "slow", overview.slow().size(),
            "running", overview.running().size(),
            "queued", overview.queued(),
            "ready", overview.ready().size(),
            "servers", overview.servers()));
    var groups = CauseGroups.of(overview);
    var care =
        manager
            .store()
            .runCare()
            .of(
                groups.stream()
                    .flatMap(group -> group.situations().stream())
                    .flatMap(situation -> situation.run().stream())
                    .toList());
    document.put("groups", groups.stream().map(group -> document(group, care)).toList());
    document.put(
        "running", overview.running().stream().limit(limit).map(Situation::document).toList());
    document.put("truncated", overview.running().size() > limit);
    return Answer.of(document);
  }

  private Map<String, @Nullable Object> document(CauseGroup group, Map<String, Care> care) {
    var document = new LinkedHashMap<String, @Nullable Object>();
    document.put("key", group.key());
    document.put("kind", group.kind().wireName());
    document.put("title", group.title());
    document.put("urgency", group.kind().urgency().wireName());
    document.put("since", group.since().map(Object::toString).orElse(null));
    document.put("situations", group.situations().stream().map(s -> document(s, care)).toList());
    return document;
  }

  /** With who looks after it. */
  private Map<String, @Nullable Object> document(Situation situation, Map<String, Care> care) {
    var document = situation.document();
    document.put(
        "care",
        situation
            .run()
            .map(run -> care.get(run.runId()))
            .map(known -> CareOrders.document(known, manager.engine().time().now()))
            .orElse(null));
    return document;
  }
}
