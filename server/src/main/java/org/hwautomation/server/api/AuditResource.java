package org.hwautomation.server.api;

import static org.hwautomation.server.Shape.flag;
import static org.hwautomation.server.Shape.instant;
import static org.hwautomation.server.Shape.integer;
import static org.hwautomation.server.Shape.object;
import static org.hwautomation.server.Shape.optional;
import static org.hwautomation.server.Shape.required;
import static org.hwautomation.server.Shape.text;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hwautomation.provisioning.WorkflowManager;
import org.hwautomation.server.Answer;
import org.hwautomation.server.Call;
import org.hwautomation.server.Route;
import org.hwautomation.server.RouteParameter;
import org.hwautomation.server.Shape;
import org.hwautomation.store.Audit.AuditRecord;
import org.hwautomation.store.AuditVerdict;
import org.jspecify.annotations.Nullable;

/** Who did what, and whether that record was tampered with. */
public final class AuditResource {
  private static final Shape ENTRY =
      Shape.named(
          "AuditEntry",
          object(
              required("id", integer(1, Long.MAX_VALUE), "its number"),
              required("at", instant(), "when"),
              required("actor", text(), "who"),
              required("action", text(), "what"),
              required("target", text(100_000), "to what"),
              required("reason", text(100_000), "why")));

  private final WorkflowManager manager;

  public AuditResource(WorkflowManager manager) {
    this.manager = manager;
  }

  public List<Route> routes() {
    return List.of(
        Route.get("/api/v1/audit", "listAudit", "Who did what, newest first")
            .with(
                Shapes.limit(1_000),
                RouteParameter.query(
                    "cursor", integer(1, 999_999_999_999_999L), "next of the page before"))
            .gives(Shapes.page(ENTRY))
            .by(this::entries),
        Route.get(
                "/api/v1/audit/verify",
                "verifyAudit",
                "Whether the entries are as they were written")
            .with(RouteParameter.query("head", text(64), "the hash that was noted down earlier"))
            .gives(
                object(
                    required("intact", flag(), "true if nothing was changed, removed or put in"),
                    required("head", text(), "the newest entry's hash, to be noted down"),
                    optional("problem", text(100_000), "what is wrong, and from which entry on")))
            .by(this::verify));
  }

  private Answer entries(Call call) {
    var limit = call.number("limit", 100);
    var audit = manager.store().audit();
    var found =
        call.query("cursor")
            .map(id -> audit.before(Long.parseLong(id), limit + 1))
            .orElseGet(() -> audit.newest(limit + 1));
    var page = found.subList(0, Math.min(limit, found.size()));
    return Pages.of(
        page.stream().map(AuditResource::document).toList(),
        found.size() > limit ? Optional.of(String.valueOf(page.getLast().id())) : Optional.empty(),
        Optional.empty());
  }

  private static Map<String, @Nullable Object> document(AuditRecord entry) {
    var document = new LinkedHashMap<String, @Nullable Object>();
    document.put("id", entry.id());
    document.put("at", entry.at().toString());
    document.put("actor", entry.actor());
    document.put("action", entry.action());
    document.put("target", entry.target());
    document.put("reason", entry.reason());
    return document;
  }

  private Answer verify(Call call) {
    var audit = manager.store().audit();
    var document = new LinkedHashMap<String, @Nullable Object>();
    switch (audit.verify(call.query("head"))) {
      case AuditVerdict.Intact intact -> {
        document.put("intact", true);
        document.put("entries", intact.entries());
        document.put("problem", null);
      }
      case AuditVerdict.Broken broken -> {
        document.put("intact", false);
        document.put("first_broken", broken.id());
        document.put("problem", broken.text());
      }
    }
    document.put("head", audit.head().hash());
    return Answer.of(document);
  }
}
