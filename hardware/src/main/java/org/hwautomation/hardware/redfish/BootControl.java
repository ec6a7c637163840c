package org.hwautomation.hardware.redfish;

import static org.hwautomation.hardware.HardwareException.Kind;

import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The boot override of one system. Thread-safe. */
public final class BootControl {
  private final Connection connection;
  private final String systemUri;
  private final Supplier<Vendor> vendor;

  BootControl(Connection connection, String systemUri, Supplier<Vendor> vendor) {
    this.connection = connection;
    this.systemUri = systemUri;
    this.vendor = vendor;
  }

  /** The override now, read anew. */
  public BootOverride override() {
    return BootOverride.of(connection.get(systemUri).body().path("Boot"));
  }

  /** Secure Boot, read anew; empty if the BMC does not tell of it. */
  public Optional<SecureBoot> secureBoot() {
    var link = Json.link(connection.get(systemUri).body(), "SecureBoot");
    var answer = link == null ? null : connection.find(link);
    return answer == null ? Optional.empty() : Optional.of(SecureBoot.of(answer.body()));
  }

  /**
   * What is booted first where nothing overrides the boot order, read anew; options that are
   * switched off are passed over. Where a BMC's option ids are not its references (HPE), all are
   * read.
   *
   * @return empty if the BMC tells no boot order, or none of its options
   */
  public Optional<BootOption> first() {
    var boot = connection.get(systemUri).body().path("Boot");
    var members = connection.members(Json.link(boot, "BootOptions"));
    for (var reference : Json.texts(boot, "BootOrder")) {
      var direct = members.stream().filter(uri -> uri.endsWith("/" + reference)).toList();
      for (var uri : direct.isEmpty() ? members : direct) {
        var option = connection.get(uri).body();
        if (reference.equals(Json.text(option, "BootOptionReference"))
            && Json.flag(option, true, "BootOptionEnabled")) {
          return Optional.of(BootOption.of(reference, option));
        }
      }
    }
    return Optional.empty();
  }

  /** As {@link #override(BootTarget, BootDuration, BootMode)}, in the mode that is set. */
  public BootDuration override(BootTarget target, BootDuration duration) {
    return override(target, duration, null);
  }

  /**
   * Overrides the boot order. A BMC that knows no {@code Continuous} is asked for {@code Once}.
   *
   * @param mode null to leave it, except with BMCs that want all of it each time (AMI)
   * @return how long it holds now
   * @throws RedfishException {@code REJECTED}, naming what the BMC takes, and nothing was sent
   */
  public BootDuration override(BootTarget target, BootDuration duration, @Nullable BootMode mode) {
    var system = connection.get(systemUri).body();
    var now = BootOverride.of(system.path("Boot"));
    var allowed = now.allowedTargets();
    if (!allowed.isEmpty() && !allowed.contains(target.wireName())) {
      throw RedfishException.notSent(
          Kind.REJECTED,
          connection.peer(),
          connection.peer() + " can't boot from " + target.wireName() + "; it takes " + allowed,
          null);
    }
    var wireMode = mode == null ? wantsAll(system) ? now.mode() : null : mode.wireName();
    try {
      send(system, request(target, duration.wireName(), wireMode, now));
      return duration;
    } catch (RedfishException e) {
      if (duration != BootDuration.CONTINUOUS || e.kind() != Kind.REJECTED || e.isNotFound()) {
        throw e;
      }
    }
    send(system, request(target, BootDuration.ONCE.wireName(), wireMode, now));
    return BootDuration.ONCE;
  }

  /** Takes the override away. */
  public void clear() {
    var system = connection.get(systemUri).body();
    var now = BootOverride.of(system.path("Boot"));
    var mode = wantsAll(system) ? now.mode() : null;
    try {
      send(system, request(BootTarget.NONE, "Disabled", mode, now));
    } catch (RedfishException e) {
      if (e.kind() != Kind.REJECTED || e.isNotFound()) {
        throw e;
      }
      // Some take Disabled only, without a target.
      var body = Json.object();
      body.putObject("Boot").put("BootSourceOverrideEnabled", "Disabled");
      send(system, body);
    }
  }

  private void send(JsonNode system, JsonNode body) {
    var settings = Json.link(system, "@Redfish.Settings", "SettingsObject");
    connection.patch(settings == null ? systemUri : settings, body);
  }

  /** Enabled goes along always: Supermicro forgets the target without it. */
  private static JsonNode request(
      BootTarget target, String enabled, @Nullable String mode, BootOverride now) {
    var body = Json.object();
    var boot =
        body.putObject("Boot")
            .put("BootSourceOverrideTarget", target.wireName())
            .put("BootSourceOverrideEnabled", enabled);
    if (mode != null) {
      boot.put("BootSourceOverrideMode", mode);
    }
    if (now.httpBootUri() != null && target != BootTarget.UEFI_HTTP) {
      boot.putNull("HttpBootUri"); // a stale one would win
    }
    return body;
  }

  private boolean wantsAll(JsonNode system) {
    var maker = Json.textOr(system, "", "Manufacturer").toLowerCase(Locale.ROOT);
    return maker.contains("asrock") || vendor.get() == Vendor.AMI;
  }
}
