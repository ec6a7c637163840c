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
        settingsType(body),
        SettingsResult.of(body.path("@Redfish.Settings")),
        warnings);
  }

  private static String settingsType(JsonNode bios) {
    var type = Json.textOr(bios, "", "@Redfish.Settings", "@odata.type");
    return type.matches("#Settings\\.v[0-9_]+\\.Settings")
        ? type.substring(0, type.length() - ".Settings".length())
        : "#Settings.v1_0_0";
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

  /**
   * Checks and stages changes for the next reset, in one request. Values that are already there or
   * staged are not sent; if none is left, nothing is.
   *
   * @param wanted values by attribute name, as people write them
   * @throws RedfishException {@code REJECTED} with every problem, and nothing was sent; {@code
   *     BUSY} if an iDRAC has a BIOS job with other settings waiting
   */
  public StagedBios stage(Map<String, String> wanted) {
    var settings = settings();
    return stage(wanted, settings, registry(settings).orElse(null));
  }

  /** As {@link #stage(Map)}, with what was read before. */
  public StagedBios stage(
      Map<String, String> wanted, BiosSettings settings, @Nullable BiosRegistry registry) {
    var check = BiosCheck.of(wanted, settings, registry);
    if (!check.problems().isEmpty()) {
      throw RedfishException.notSent(
          Kind.REJECTED,
          connection.peer(),
          connection.peer()
              + ": these BIOS settings can't be applied, and none was sent: "
              + String.join("; ", check.problems()),
          null);
    }
    var jobs = pendingJobs();
    var plan = new StagingPlan(check, settings, !jobs.isEmpty());
    if (plan.toSend().isEmpty()) {
      var job = plan.staged().isEmpty() || jobs.isEmpty() ? null : handle(jobs.getFirst());
      return plan.result(Map.of(), job, job != null, List.of());
    }
    if (!jobs.isEmpty()) {
      throw otherJob(jobs.getFirst());
    }
    try {
      var answer = connection.patch(settings.settingsUri(), request(plan.toSend(), settings));
      return plan.result(
          plan.toSend(), TaskHandle.of(answer).orElse(null), false, answer.messages());
    } catch (RedfishException e) {
      if (!alreadyQueued(e)) {
        throw e;
      }
      return adopt(plan, e);
    }
  }

  /** Another writer, or an earlier try whose answer was lost, has made the job. */
  private StagedBios adopt(StagingPlan plan, RedfishException refusal) {
    var jobs = pendingJobs();
    if (jobs.isEmpty()) {
      throw refusal;
    }
    var now = settings();
    for (var entry : plan.toSend().entrySet()) {
      if (!entry.getValue().equals(now.pending().get(entry.getKey()))) {
        throw otherJob(jobs.getFirst());
      }
    }
    return plan.result(plan.toSend(), handle(jobs.getFirst()), true, refusal.messages());
  }

  private static boolean alreadyQueued(RedfishException e) {
    if (e.status().orElse(0) != 400 && e.status().orElse(0) != 409) {
      return false;
    }
    var text = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
    return text.contains("already committed")
        || text.contains("already exists")
        || text.contains("already present")
        || text.contains("pending configuration");
  }

  private RedfishException otherJob(DellJob job) {
    return RedfishException.notSent(
        Kind.BUSY,
        connection.peer(),
        connection.peer()
            + ": BIOS job "
            + job.id()
            + " ("
            + job.state()
            + ") with other settings is waiting; restart the host so that it runs, or delete it,"
            + " then stage again",
        null);
  }

  private static TaskHandle handle(DellJob job) {
    return new TaskHandle(null, job.uri(), job.id());
  }

  private JsonNode request(Map<String, BiosValue> values, BiosSettings settings) {
    var body = Json.object();
    var attributes = body.putObject("Attributes");
    values.forEach((name, value) -> attributes.set(name, value.toJson()));
    if (settings.applyTimes().contains("OnReset")) {
      body.putObject("@Redfish.SettingsApplyTime")
          .put("@odata.type", settings.settingsType() + ".PreferredApplyTime")
          .put("ApplyTime", "OnReset");
    }
    return body;
  }

  /**
   * Stages the maker's defaults for the next reset ({@code Bios.ResetBios}). It may drop staged
   * changes and switch network boot off.
   *
   * @return the task, if the BMC made one
   */
  public Optional<TaskHandle> resetToDefaults() {
    var target = Json.text(bios().body(), "Actions", "#Bios.ResetBios", "target");
    if (target == null) {
      throw RedfishException.notSent(
          Kind.REJECTED,
          connection.peer(),
          connection.peer() + " can't reset BIOS settings to defaults",
          null);
    }
    try {
      return TaskHandle.of(connection.post(target, null));
    } catch (RedfishException e) {
      var status = e.status().orElse(0);
      if (status != 400 && status != 415) {
        throw e;
      }
      return TaskHandle.of(connection.post(target, Json.object())); // some want a body
    }
  }
}
