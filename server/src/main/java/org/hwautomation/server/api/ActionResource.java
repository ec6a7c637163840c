package org.hwautomation.server.api;

import static org.hwautomation.server.Shape.any;
import static org.hwautomation.server.Shape.list;
import static org.hwautomation.server.Shape.object;
import static org.hwautomation.server.Shape.required;
import static org.hwautomation.server.Shape.text;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hwautomation.provisioning.WorkflowManager;
import org.hwautomation.provisioning.catalogue.ActionCatalogue;
import org.hwautomation.provisioning.catalogue.ActionDescription;
import org.hwautomation.provisioning.device.DeviceType;
import org.hwautomation.server.Answer;
import org.hwautomation.server.Call;
import org.hwautomation.server.Route;
import org.hwautomation.server.Shape;
import org.jspecify.annotations.Nullable;

/** What templates are made of: actions, types of values, device types. */
public final class ActionResource {
  /** What only a script can use, and no template. */
  private static final String SCRIPTS = "script.";

  private static final Shape ACTION =
      Shape.named(
          "Action",
          object(
              required("name", text(), "name@major"),
              required("domain", text(), "the part before the dot"),
              required("summary", text(), "what it does"),
              required("external", Shape.flag(), "true if it changes something outside the run"),
              required("inputs", list(any()), "what it takes"),
              required("outputs", list(any()), "what it leaves"),
              required("points_of_no_return", list(any()), "what may not be cut off in it")));

  private final WorkflowManager manager;

  public ActionResource(WorkflowManager manager) {
    this.manager = manager;
  }

  public List<Route> routes() {
    return List.of(
        Route.get("/api/v1/actions", "listActions", "What steps can use")
            .gives(Shapes.page(ACTION))
            .by(this::actions),
        Route.get("/api/v1/value-types", "listValueTypes", "What inputs can be")
            .gives(Shapes.page(object(required("name", text(), "the type's name"))))
            .by(
                call ->
                    Pages.all(
                        manager.valueTypes().names().stream()
                            .map(name -> Map.of("name", name))
                            .toList())),
        Route.get("/api/v1/device-types", "listDeviceTypes", "What servers can be")
            .gives(
                Shapes.page(
                    object(
                        required("name", text(), "such as a1.c5.large"),
                        required("vendor", text(), "who makes it"))))
            .by(this::deviceTypes));
  }

  private Answer actions(Call call) {
    return Pages.all(
        new ActionCatalogue(manager.engine().actions())
            .all().stream()
                .filter(action -> !action.plainName().startsWith(SCRIPTS))
                .map(ActionResource::document)
                .toList());
  }

  private static Map<String, @Nullable Object> document(ActionDescription action) {
    var document = new LinkedHashMap<String, @Nullable Object>(action.document());
    document.put("domain", action.plainName().replaceFirst("\\..*", ""));
    return document;
  }

  private Answer deviceTypes(Call call) {
    return Pages.all(manager.deviceTypes().all().stream().map(ActionResource::document).toList());
  }

  private static Map<String, @Nullable Object> document(DeviceType type) {
    var document = new LinkedHashMap<String, @Nullable Object>();
    document.put("name", type.name());
    document.put("vendor", type.vendor());
    return document;
  }
}
