package org.hwautomation.hardware.redfish;

import static org.hwautomation.hardware.HardwareException.Kind;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A reset action of a system or manager, with the values that the BMC says it takes: from the
 * action itself or its ActionInfo (DSP0266 9.6.18).
 *
 * @param supported empty if the BMC does not say
 */
record ResetAction(String target, Set<ResetType> supported) {

  static ResetAction of(Connection connection, String owner, JsonNode resource, String name) {
    var action = resource.path("Actions").path(name);
    var target = Json.text(action, "target");
    if (target == null) {
      throw RedfishException.notSent(
          Kind.REJECTED,
          connection.peer(),
          connection.peer() + ": " + owner + " has no action " + name,
          null);
    }
    var allowed = new ArrayList<>(Json.texts(action, "ResetType@Redfish.AllowableValues"));
    if (allowed.isEmpty()) {
      allowed.addAll(fromActionInfo(connection, Json.text(action, "@Redfish.ActionInfo")));
    }
    var supported = EnumSet.noneOf(ResetType.class);
    allowed.forEach(text -> ResetType.of(text).ifPresent(supported::add));
    return new ResetAction(target, supported);
  }

  private static List<String> fromActionInfo(Connection connection, @Nullable String uri) {
    var info = uri == null ? null : connection.find(uri);
    if (info != null) {
      for (var parameter : info.body().path("Parameters")) {
        if ("ResetType".equals(Json.text(parameter, "Name"))) {
          return Json.texts(parameter, "AllowableValues");
        }
      }
    }
    return List.of();
  }

  boolean supports(ResetType type) {
    return supported.isEmpty() || supported.contains(type);
  }
}
