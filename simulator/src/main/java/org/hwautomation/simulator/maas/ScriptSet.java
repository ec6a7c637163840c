package org.hwautomation.simulator.maas;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The scripts of one commissioning, testing or installation of a machine and their results, in the
 * shape of {@code nodes/{system_id}/results/}. Guarded by the lock of its {@link Machines}.
 */
final class ScriptSet {

  /** What the scripts are for; number and name on the wire. */
  enum Kind {
    COMMISSIONING(0, "Commissioning"),
    INSTALLATION(1, "Installation"),
    TESTING(2, "Testing");

    final int code;
    final String display;

    Kind(int code, String display) {
      this.code = code;
      this.display = display;
    }
  }

  /** How far a script is (metadataserver.enum.SCRIPT_STATUS). */
  enum State {
    PENDING(0, "Pending"),
    RUNNING(1, "Running"),
    PASSED(2, "Passed"),
    FAILED(3, "Failed"),
    ABORTED(5, "Aborted");

    final int code;
    final String display;

    State(int code, String display) {
      this.code = code;
      this.display = display;
    }
  }

  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss +0000", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private static final class Script {
    final int id;
    final String name;
    final Instant created;
    State state = State.PENDING;
    Instant updated;
    @Nullable Instant started;
    @Nullable Instant ended;
    String output = "";

    Script(int id, String name, Instant created) {
      this.id = id;
      this.name = name;
      this.created = created;
      this.updated = created;
    }
  }

  private final int id;
  private final String systemId;
  private final Kind kind;
  private final List<Script> scripts = new ArrayList<>();

  ScriptSet(int id, String systemId, Kind kind, List<String> names, int firstScript, Instant now) {
    this.id = id;
    this.systemId = systemId;
    this.kind = kind;
    for (int i = 0; i < names.size(); i++) {
      scripts.add(new Script(firstScript + i, names.get(i), now));
    }
  }

  int id() {
    return id;
  }

  Kind kind() {
    return kind;
  }

  List<String> names() {
    return scripts.stream().map(script -> script.name).toList();
  }

  void started(String name, Instant now) {
    Script script = named(name);
    script.state = State.RUNNING;
    script.started = now;
    script.updated = now;
  }

  void ended(String name, State state, String output, Instant now) {
    Script script = named(name);
    script.state = state;
    script.output = output;
    script.ended = now;
    script.updated = now;
  }

  /** What has not ended is aborted. */
  void abort(Instant now) {
    for (Script script : scripts) {
      if (script.state == State.PENDING || script.state == State.RUNNING) {
        script.state = State.ABORTED;
        script.updated = now;
      }
    }
  }

  /** The state of the whole: the worst or the least advanced. */
  State state() {
    for (State state : List.of(State.RUNNING, State.FAILED, State.ABORTED)) {
      if (scripts.stream().anyMatch(script -> script.state == state)) {
        return state;
      }
    }
    boolean pending = scripts.stream().anyMatch(script -> script.state == State.PENDING);
    boolean begun = scripts.stream().anyMatch(script -> script.state == State.PASSED);
    return pending ? (begun ? State.RUNNING : State.PENDING) : State.PASSED;
  }

  Map<String, @Nullable Object> json(boolean withOutput, Predicate<String> filter) {
    @Nullable Instant started =
        scripts.stream()
            .map(script -> script.started)
            .filter(at -> at != null)
            .reduce(null, (a, b) -> a == null || b.isBefore(a) ? b : a);
    boolean over = state() == State.PASSED || state() == State.FAILED;
    @Nullable Instant ended =
        !over
            ? null
            : scripts.stream()
                .map(script -> script.ended)
                .filter(at -> at != null)
                .reduce(null, (a, b) -> a == null || b.isAfter(a) ? b : a);
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("system_id", systemId);
    json.put("type", kind.code);
    json.put("type_name", kind.display);
    json.put("id", id);
    json.put("status", state().code);
    json.put("status_name", state().display);
    json.put("started", stamp(started));
    json.put("ended", stamp(ended));
    json.put("last_ping", stamp(started));
    json.put("runtime", runtime(started, ended));
    json.put(
        "results",
        scripts.stream()
            .filter(script -> filter.test(script.name))
            .map(script -> json(script, withOutput))
            .toList());
    json.put("resource_uri", "/MAAS/api/2.0/nodes/" + systemId + "/results/" + id + "/");
    return json;
  }

  private static Map<String, @Nullable Object> json(Script script, boolean withOutput) {
    boolean over = script.state == State.PASSED || script.state == State.FAILED;
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("id", script.id);
    json.put("created", stamp(script.created));
    json.put("updated", stamp(script.updated));
    json.put("name", script.name);
    json.put("status", script.state.code);
    json.put("status_name", script.state.display);
    json.put("exit_status", over ? (script.state == State.PASSED ? 0 : 1) : null);
    json.put("started", stamp(script.started));
    json.put("ended", stamp(script.ended));
    json.put("runtime", runtime(script.started, script.ended));
    json.put("starttime", seconds(script.started));
    json.put("endtime", seconds(script.ended));
    json.put("estimated_runtime", "Unknown");
    json.put("parameters", Map.of());
    json.put("script_id", script.id % 100);
    json.put("script_revision_id", null);
    json.put("suppressed", false);
    if (withOutput) {
      byte[] bytes = script.output.getBytes(StandardCharsets.UTF_8);
      String base64 = Base64.getEncoder().encodeToString(bytes);
      json.put("output", base64);
      json.put("stdout", base64);
      json.put("stderr", "");
      json.put("result", "");
    }
    return json;
  }

  private static @Nullable String stamp(@Nullable Instant at) {
    return at == null ? null : STAMP.format(at);
  }

  private static Object seconds(@Nullable Instant at) {
    return at == null ? "" : at.toEpochMilli() / 1000.0;
  }

  private static String runtime(@Nullable Instant started, @Nullable Instant ended) {
    if (started == null || ended == null) {
      return "";
    }
    Duration runtime = Duration.between(started, ended);
    return String.format(
        Locale.ROOT,
        "%d:%02d:%02d",
        runtime.toHours(),
        runtime.toMinutesPart(),
        runtime.toSecondsPart());
  }

  private Script named(String name) {
    return scripts.stream()
        .filter(script -> script.name.equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no script " + name + " in set " + id));
  }
}
