package org.hwautomation.simulator.bmc;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.hwautomation.simulator.BiosAttribute;
import org.hwautomation.simulator.BiosOutcome;
import org.hwautomation.simulator.Channel;
import org.hwautomation.simulator.Fault;
import org.hwautomation.simulator.Faults.Lie;
import org.hwautomation.simulator.HardwareFault;
import tools.jackson.databind.JsonNode;

/**
 * BIOS settings: DSP0268 Bios, DSP0266 9.10 (settings resource). Current values stand in {@code
 * Bios}, staged ones in its settings resource, and take effect at a reset. What differs: {@link
 * DellBios} makes a job of a PATCH; an iLO takes any value and gives its verdict after POST in
 * {@code @Redfish.Settings.Messages}, and none during POST; a Supermicro wants an ETag. Values: the
 * captures' {@code Bios} resources, also for iLO's lower-case paths.
 */
final class BiosRoutes {
  private final Tree tree;
  private final Dialect dialect;

  BiosRoutes(Tree tree) {
    this.tree = tree;
    this.dialect = tree.dialect();
  }

  List<Route> routes() {
    return List.of(
        tree.get(dialect.bios(), offered(request -> RedfishResponse.ok(current()))),
        tree.get(dialect.biosSettings(), offered(request -> RedfishResponse.ok(pending()))),
        tree.patch(dialect.biosSettings(), offered(this::stage)),
        tree.post(dialect.biosActions() + "Bios.ResetBios", offered(this::reset)),
        tree.post(dialect.biosActions() + changePassword(), offered(this::password)));
  }

  /** False where the BMC has no BIOS settings, or no licence for them. */
  static boolean areOffered(Tree tree) {
    return !tree.server().faults().has(HardwareFault.BIOS_NOT_LICENSED);
  }

  private Route.Handler offered(Route.Handler handler) {
    return request -> {
      if (areOffered(tree)) {
        return handler.handle(request);
      }
      if (dialect.supermicro()) {
        // from memory of the field, in no capture
        throw new RedfishError(
            403,
            Message.of(
                "SMC.1.0.OemLicenseNotPassed",
                "Not licensed to perform this request. The following licenses SFT-OOB-LIC were"
                    + " needed",
                "Warning"));
      }
      throw tree.missing(request.path());
    };
  }

  /** What an iLO says to a write during POST. */
  static Message duringPost(Tree tree, String property) {
    return tree.ilo(
        "UnableToModifyDuringSystemPOST",
        "The value of " + property + " cannot be changed during POST.",
        "Warning",
        property);
  }

  private String changePassword() {
    return dialect.hpe() ? "Bios.ChangePasswords" : "Bios.ChangePassword";
  }

  private Map<String, Object> current() {
    var body =
        Resource.of(
            dialect.biosLink(dialect.bios()),
            switch (dialect.personality()) {
              case DELL -> "#Bios.v1_2_0.Bios";
              case HPE -> "#Bios.v1_0_4.Bios";
              case SUPERMICRO -> "#Bios.v1_1_1.Bios";
            },
            dialect.hpe() ? "bios" : "Bios",
            dialect.hpe() ? "BIOS Current Settings" : "BIOS Configuration Current Settings");
    body.put("AttributeRegistry", dialect.registryName());
    var values = shown(tree.server().bios().current());
    if ((dialect.dell() && tree.jobs().biosJobRuns())
        || tree.server().faults().has(Fault.PENDING_SHOWN_AS_CURRENT)) {
      // an iDRAC shows what is being applied as if it were so already
      values.putAll(tree.server().bios().pending());
    }
    body.put("Attributes", values);
    body.put("@Redfish.Settings", settings());
    var suffix = dialect.hpe() ? "/" : "";
    body.put(
        "Actions",
        Map.of(
            "#Bios.ResetBios",
            Resource.action(dialect.biosActions() + "Bios.ResetBios" + suffix),
            "#Bios.ChangePassword",
            Resource.action(dialect.biosActions() + changePassword() + suffix)));
    return body;
  }

  private Map<String, Object> settings() {
    var settings = new LinkedHashMap<String, Object>();
    settings.put("@odata.type", "#Settings.v1_3_3.Settings");
    settings.put("SettingsObject", Resource.link(dialect.biosLink(dialect.biosSettings())));
    if (dialect.dell()) {
      settings.put("SupportedApplyTimes", List.of("OnReset"));
    }
    if (dialect.hpe()) {
      var bios = tree.server().bios();
      bios.lastApplied().ifPresent(at -> settings.put("Time", ManagerRoutes.time(at)));
      settings.put("Messages", verdict(bios.lastOutcomes()));
    }
    return settings;
  }

  private List<Map<String, Object>> verdict(List<BiosOutcome> outcomes) {
    var messages = new ArrayList<Map<String, Object>>();
    for (var outcome : outcomes) {
      if (!outcome.applied()) {
        var pointer = "#/Attributes/" + outcome.attribute();
        var known = tree.server().bios().registry().attribute(outcome.attribute()).isPresent();
        messages.add(
            (known
                    ? tree.base(
                        "PropertyValueNotInList",
                        String.valueOf(outcome.value()),
                        outcome.attribute())
                    : tree.base("PropertyUnknown", outcome.attribute()))
                .about(pointer)
                .json());
      }
    }
    if (messages.isEmpty()) {
      messages.add(tree.base("Success").json());
    }
    return messages;
  }

  private Map<String, Object> pending() {
    var bios = tree.server().bios();
    var body =
        Resource.of(
            dialect.biosLink(dialect.biosSettings()),
            dialect.hpe() ? "#Bios.v1_0_4.Bios" : "#Bios.v1_2_0.Bios",
            switch (dialect.personality()) {
              case DELL -> "Settings";
              case HPE -> "settings";
              case SUPERMICRO -> "SD";
            },
            "BIOS Configuration Pending Settings");
    body.put("AttributeRegistry", dialect.registryName());
    switch (dialect.personality()) {
      case DELL -> {
        var values = new TreeMap<>(bios.pending());
        values.putAll(tree.jobs().uncommitted());
        body.put("Attributes", values);
      }
      case HPE -> {
        // an iLO shows all attributes here, as they will be
        var values = shown(bios.current());
        values.putAll(bios.pending());
        body.put("Attributes", values);
      }
      case SUPERMICRO -> {
        // the captured resource has no Attributes while nothing is staged
        if (!bios.pending().isEmpty()) {
          body.put("Attributes", new TreeMap<>(bios.pending()));
        }
      }
    }
    return body;
  }

  /** Values with passwords and attributes without a value as null, as the BMCs show them. */
  private Map<String, Object> shown(Map<String, Object> values) {
    var shown = new TreeMap<String, Object>();
    for (var attribute : tree.server().bios().registry().attributes()) {
      if (attribute.type() == BiosAttribute.Type.PASSWORD) {
        shown.put(attribute.name(), null);
      }
    }
    shown.putAll(values);
    return shown;
  }

  private RedfishResponse stage(RedfishRequest request) {
    var body = request.object(dialect);
    Bodies.only(tree, body, Set.of("Attributes"));
    var attributes = body.get("Attributes");
    if (attributes == null || !attributes.isObject() || attributes.isEmpty()) {
      throw new RedfishError(400, tree.base("PropertyMissing", "Attributes"));
    }
    var values = values(attributes);
    if (dialect.hpe() && tree.server().power().phase().inPost()) {
      throw new RedfishError(400, duringPost(tree, values.keySet().iterator().next()));
    }
    if (!dialect.hpe()) {
      refuseBadValues(values);
    }
    var ignored = tree.server().faults().tells(Lie.BIOS_PATCH_IGNORED);
    return switch (dialect.personality()) {
      case DELL -> new DellBios(tree).stage(values, applyTime(body), ignored);
      case HPE -> {
        if (!ignored) {
          tree.server().bios().stage(values, Channel.REDFISH);
        }
        yield RedfishResponse.messages(
            200,
            tree.ilo(
                "SystemResetRequired",
                "The changes take effect when the system is reset.",
                "Warning"));
      }
      case SUPERMICRO -> {
        if (!ignored) {
          tree.server().bios().stage(values, Channel.REDFISH);
        }
        yield tree.done();
      }
    };
  }

  private void refuseBadValues(Map<String, Object> values) {
    var messages = new ArrayList<Message>();
    values.forEach(
        (name, value) ->
            tree.server()
                .bios()
                .objection(name, value)
                .ifPresent(reason -> messages.add(objection(name, value))));
    if (!messages.isEmpty()) {
      throw new RedfishError(400, messages);
    }
  }

  private Message objection(String name, Object value) {
    var pointer = "#/Attributes/" + name;
    var attribute = tree.server().bios().registry().attribute(name);
    if (attribute.isEmpty()) {
      return tree.base("PropertyUnknown", name).about(pointer);
    }
    var fits = attribute.get().objection(value) == null;
    return (attribute.get().readOnly() || fits
            ? tree.base("PropertyNotWritable", name)
            : tree.base("PropertyValueNotInList", String.valueOf(value), name))
        .about(pointer);
  }

  private static Map<String, Object> values(JsonNode attributes) {
    var values = new LinkedHashMap<String, Object>();
    for (var entry : attributes.properties()) {
      var node = entry.getValue();
      values.put(
          entry.getKey(),
          node.isBoolean()
              ? (Object) node.asBoolean()
              : node.isInt()
                  ? (Object) node.asInt()
                  : node.isString() ? node.asString() : node.toString());
    }
    return values;
  }

  private String applyTime(JsonNode body) {
    var annotation = body.get("@Redfish.SettingsApplyTime");
    if (annotation == null) {
      return "";
    }
    var time = annotation.path("ApplyTime").asString("");
    if (!time.equals("OnReset")) {
      throw new RedfishError(
          400,
          tree.base("PropertyValueNotInList", time, "ApplyTime")
              .about("#/@Redfish.SettingsApplyTime/ApplyTime"));
    }
    return time;
  }

  private RedfishResponse reset(RedfishRequest request) {
    // sushy posts nothing first, and an empty object when that is refused
    if (dialect.supermicro() && request.body() == null) {
      throw new RedfishError(400, tree.base("MalformedJSON"));
    }
    tree.server().bios().stageReset(Channel.REDFISH);
    return tree.done();
  }

  private RedfishResponse password(RedfishRequest request) {
    var body = request.object(dialect);
    var name = Bodies.actionText(tree, body, "Bios.ChangePassword", "PasswordName");
    var old = Bodies.actionText(tree, body, "Bios.ChangePassword", "OldPassword");
    var fresh = Bodies.actionText(tree, body, "Bios.ChangePassword", "NewPassword");
    var known =
        tree.server().bios().registry().attributes().stream()
            .anyMatch(a -> a.type() == BiosAttribute.Type.PASSWORD && a.name().equals(name));
    if (!known) {
      throw new RedfishError(
          400,
          tree.base("ActionParameterValueNotInList", name, "PasswordName", "Bios.ChangePassword"));
    }
    if (!tree.server().bios().changePassword(old, fresh, Channel.REDFISH)) {
      throw new RedfishError(
          400,
          tree.base("PropertyValueFormatError", "******", "OldPassword").about("#/OldPassword"));
    }
    return tree.done();
  }
}
