package org.hwautomation.hardware.redfish;

import static org.hwautomation.hardware.HardwareException.Kind;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The BIOS settings of one system: reading them, checking and staging changes, which the next reset
 * applies. Thread-safe.
 */
public final class Bios {
  private final Connection connection;
  private final String systemUri;

  Bios(Connection connection, String systemUri) {
    this.connection = connection;
    this.systemUri = systemUri;
  }

  /**
   * Reads current and staged values. An attribute that can't be read is left out with a warning.
   *
   * @throws RedfishException {@code REJECTED} if the system has no BIOS settings
   */
  public BiosSettings settings() {
    var bios = bios();
    var body = bios.body();
    var warnings = new ArrayList<String>();
    var current = attributes(body, "current", warnings);
    var link = Json.link(body, "@Redfish.Settings", "SettingsObject");
    var staged = link == null ? null : connection.find(link);
    var pending =
        staged == null
            ? Map.<String, BiosValue>of()
            : attributes(staged.body(), "pending", warnings);
    var applyTimes = new ArrayList<>(Json.texts(body, "@Redfish.Settings", "SupportedApplyTimes"));
    if (applyTimes.isEmpty() && staged != null) {
      applyTimes.addAll(
          Json.texts(
              staged.body(), "@Redfish.SettingsApplyTime", "ApplyTime@Redfish.AllowableValues"));
    }
    return new BiosSettings(
        bios.uri(),
        link == null ? bios.uri() : link,
        current,
        pending,
        Json.text(body, "AttributeRegistry"),
        applyTimes,
        SettingsResult.of(body.path("@Redfish.Settings")),
        warnings);
  }

  /**
   * The BIOS jobs that wait or run in an iDRAC's queue; empty on other BMCs. While there is one,
   * the current values may already be the staged ones, and nothing more can be staged.
   */
  public List<DellJob> pendingJobs() {
    var jobs = new ArrayList<DellJob>();
    for (var manager : connection.members(Json.link(connection.root(), "Managers"))) {
      var queue = Json.link(connection.get(manager).body(), "Links", "Oem", "Dell", "Jobs");
      for (var uri : connection.members(queue)) {
        var answer = connection.find(uri); // a job may go while the queue is read
        if (answer != null) {
          var job = DellJob.of(uri, answer.body());
          if (job.configuresBios() && job.unfinished()) {
            jobs.add(job);
          }
        }
      }
    }
    return jobs;
  }

  Answer bios() {
    var system = connection.get(systemUri).body();
    var uri = Json.link(system, "Bios");
    if (uri == null) {
      throw RedfishException.notSent(
          Kind.REJECTED,
          connection.peer(),
          connection.peer() + ": " + systemUri + " has no BIOS settings; a licence may be missing",
          null);
    }
    return connection.get(uri);
  }

  private static Map<String, BiosValue> attributes(
      JsonNode body, String which, List<String> warnings) {
    var values = new LinkedHashMap<String, BiosValue>();
    for (var entry : body.path("Attributes").properties()) {
      var name = entry.getKey();
      if (name.indexOf('@') >= 0) {
        continue; // an annotation, no attribute
      }
      var value = BiosValue.of(entry.getValue());
      if (value == null) {
        warnings.add("the " + which + " value of BIOS attribute " + name + " is no simple value");
      } else {
        values.put(name, value);
      }
    }
    return values;
  }

  /**
   * Reads what the attributes may be, if the BMC tells. Large (about 1 MB): read it once.
   *
   * @param settings that name the registry
   */
  public Optional<BiosRegistry> registry(BiosSettings settings) {
    var id = settings.registryId();
    if (id == null) {
      return Optional.empty();
    }
    var file = registryFile(id);
    if (file.isEmpty()) {
      return Optional.empty();
    }
    var location = location(file.get());
    if (location == null) {
      return Optional.empty();
    }
    var answer = connection.find(location);
    return answer == null ? Optional.empty() : Optional.of(BiosRegistry.of(answer.body()));
  }

  private static @Nullable String location(JsonNode file) {
    String any = null;
    for (var location : file.path("Location")) {
      var uri = Json.text(location, "Uri");
      if (uri != null) {
        if (Json.textOr(location, "", "Language").toLowerCase(Locale.ROOT).startsWith("en")) {
          return uri;
        }
        any = any == null ? uri : any;
      }
    }
    return any;
  }

  /**
   * By name; else by the name without its version, because Dell's and Supermicro's Bios name
   * another version or spelling than their Registries do.
   */
  private Optional<JsonNode> registryFile(String id) {
    var uris = connection.members(Json.link(connection.root(), "Registries"));
    for (var uri : uris) {
      if (ComputerSystem.lastSegment(uri).equalsIgnoreCase(id)) {
        return Optional.of(connection.get(uri).body());
      }
    }
    for (var uri : uris) {
      if (stem(ComputerSystem.lastSegment(uri)).equalsIgnoreCase(stem(id))) {
        return Optional.of(connection.get(uri).body());
      }
    }
    for (var uri : uris) {
      var answer = connection.find(uri);
      if (answer != null
          && stem(Json.textOr(answer.body(), "", "Registry")).equalsIgnoreCase(stem(id))) {
        return Optional.of(answer.body());
      }
    }
    return Optional.empty();
  }

  private static String stem(String id) {
    var dot = id.indexOf('.');
    return dot < 0 ? id : id.substring(0, dot);
  }
}
