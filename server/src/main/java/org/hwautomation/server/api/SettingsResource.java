package org.hwautomation.server.api;

import static org.hwautomation.server.Shape.object;
import static org.hwautomation.server.Shape.optional;
import static org.hwautomation.server.Shape.required;
import static org.hwautomation.server.Shape.text;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hwautomation.provisioning.WorkflowManager;
import org.hwautomation.provisioning.configuration.Setting;
import org.hwautomation.server.Answer;
import org.hwautomation.server.Call;
import org.hwautomation.server.Route;
import org.hwautomation.server.Shape;
import org.hwautomation.server.access.Role;
import org.jspecify.annotations.Nullable;

/** What is configured, and where each setting comes from. Secrets are hidden. */
public final class SettingsResource {
  private static final Shape SETTING =
      Shape.named(
          "Setting",
          object(
              required("name", text(), "such as maas.url"),
              optional("value", text(100_000), "a secret is three asterisks"),
              required("origin", text(), "the file, variable or flag")));

  private final WorkflowManager manager;

  public SettingsResource(WorkflowManager manager) {
    this.manager = manager;
  }

  public List<Route> routes() {
    return List.of(
        Route.get("/api/v1/settings", "listSettings", "What is configured, and where")
            .role(Role.ADMIN)
            .gives(Shapes.page(SETTING))
            .by(this::settings));
  }

  private Answer settings(Call call) {
    return Pages.all(
        manager.configuration().settings().stream().map(SettingsResource::document).toList());
  }

  private static Map<String, @Nullable Object> document(Setting setting) {
    var document = new LinkedHashMap<String, @Nullable Object>();
    document.put("name", setting.name());
    document.put("value", setting.value().orElse(null));
    document.put("origin", setting.origin().toString());
    return document;
  }
}
