package org.hwautomation.provisioning.triage;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hwautomation.provisioning.safety.PowerOffAdvice;
import org.hwautomation.provisioning.server.RackLocation;
import org.hwautomation.workflow.RunRecord;
import org.jspecify.annotations.Nullable;

/**
 * How a server, or a run about none, stands. Immutable.
 *
 * @param name what people call it: the server's host name, else the workflow id
 * @param run the run that decides it; empty if there never was one
 * @param causes why it stands so, the worst first; never empty
 * @param position where the run is, while it is not over or held
 * @param actions what may be done now, the most likely right first
 * @param power whether the server may be powered off
 * @param at when this was found out
 */
public record Situation(
    String name,
    Optional<String> serverId,
    Optional<String> rack,
    Optional<String> model,
    Optional<String> serial,
    Optional<RunRecord> run,
    List<Cause> causes,
    Optional<Position> position,
    List<LegalAction> actions,
    PowerOffAdvice power,
    Instant at) {
  public Situation {
    causes = List.copyOf(causes);
    actions = List.copyOf(actions);
  }

  /** The same for these reasons. */
  Situation withCauses(List<Cause> others) {
    return new Situation(
        name, serverId, rack, model, serial, run, others, position, actions, power, at);
  }

  /** The worst cause. */
  public Cause cause() {
    return causes.getFirst();
  }

  /** Who has to do with it. */
  public Urgency urgency() {
    return cause().kind().urgency();
  }

  /** For how long it has been where it is. */
  public Optional<Duration> waited() {
    return position.flatMap(Position::since).map(since -> Duration.between(since, at));
  }

  /** As JSON has it. */
  public Map<String, @Nullable Object> document() {
    var document = new LinkedHashMap<String, @Nullable Object>();
    document.put("hostname", name);
    document.put("server_id", serverId.orElse(null));
    var place = rack.map(RackLocation::of);
    document.put("rack", place.map(RackLocation::rack).orElse(null));
    document.put(
        "unit",
        place.filter(at -> at.unit().isPresent()).map(at -> at.unit().getAsInt()).orElse(null));
    document.put("model", model.orElse(null));
    document.put("serial", serial.orElse(null));
    document.put("urgency", urgency().wireName());
    document.put("kind", cause().kind().wireName());
    document.put("message", cause().text());
    document.put("interrupted", cause().kind() == Cause.Kind.INTERRUPTED);
    document.put("causes", causes.stream().map(Situation::document).toList());
    run.ifPresent(
        r -> {
          document.put("run_id", r.runId());
          document.put("workflow_id", r.workflowId());
          document.put("definition", r.definition());
          document.put("device_type", r.deviceType().orElse(null));
          document.put("status", r.status().wireName());
          document.put("phase", r.phase().wireName());
          document.put("started_by", r.startedBy());
          document.put("start_time", r.createdAt().toString());
          document.put("end_time", r.endedAt().map(Instant::toString).orElse(null));
        });
    position.ifPresent(
        p -> {
          document.put("current_step_name", p.step());
          document.put("current_step_number", p.number());
          document.put("steps_completed", p.completed());
          document.put("steps", p.of());
          document.put("attempt", p.attempt());
          document.put("attempts", p.attempts());
          document.put("since", p.since().map(Instant::toString).orElse(null));
          document.put("waited_seconds", waited().map(Duration::toSeconds).orElse(null));
          document.put("usual_seconds", p.usual().map(Duration::toSeconds).orElse(null));
          document.put("current_sub_task", p.doing().orElse(null));
        });
    document.put("safe_to_power_off", power.safe());
    document.put("power_off_reason", power.reason());
    document.put(
        "actions",
        actions.stream()
            .map(
                action ->
                    Map.of(
                        "kind",
                        action.kind().wireName(),
                        "command",
                        "hwauto " + action.command(),
                        "effect",
                        action.effect()))
            .toList());
    return document;
  }

  private static Map<String, Object> document(Cause cause) {
    return Map.of(
        "kind", cause.kind().wireName(), "message", cause.text(), "evidence", cause.evidence());
  }
}
