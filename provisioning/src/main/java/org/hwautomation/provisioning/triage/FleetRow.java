package org.hwautomation.provisioning.triage;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.hwautomation.provisioning.server.RackLocation;
import org.hwautomation.store.ServerRecord;
import org.jspecify.annotations.Nullable;

/**
 * A server in the list of all. Immutable.
 *
 * @param situation how it stands
 * @param percent how far its current step says it is
 * @param hold why it may not be handed over
 */
public record FleetRow(
    ServerRecord server, Situation situation, Optional<Integer> percent, Optional<String> hold) {

  /** {@code needs_person, slow, running, ready} or {@code quiet}. */
  public String state() {
    return situation.cause().kind() == Cause.Kind.READY ? "ready" : situation.urgency().wireName();
  }

  /** As JSON has it. */
  public Map<String, @Nullable Object> document() {
    var row = new LinkedHashMap<String, @Nullable Object>();
    row.put("server_id", server.serverId());
    row.put("hostname", situation.name());
    var place = situation.rack().map(RackLocation::of);
    row.put("rack", place.map(RackLocation::rack).orElse(null));
    row.put(
        "unit",
        place.filter(at -> at.unit().isPresent()).map(at -> at.unit().getAsInt()).orElse(null));
    row.put("vendor", server.identity().vendor().orElse(null));
    row.put("model", situation.model().orElse(null));
    row.put("serial", situation.serial().orElse(null));
    row.put("device_type", server.deviceType().orElse(null));
    row.put("state", state());
    row.put("kind", situation.cause().kind().wireName());
    row.put("message", situation.cause().text().lines().findFirst().orElse(""));
    situation
        .run()
        .ifPresent(
            run -> {
              row.put("run_id", run.runId());
              row.put("definition", run.definition());
              row.put("end_time", run.endedAt().map(Object::toString).orElse(null));
            });
    situation
        .position()
        .ifPresent(
            p -> {
              row.put("current_step_name", p.step());
              row.put("current_step_number", p.number());
              row.put("steps", p.of());
              row.put("steps_completed", p.completed());
              row.put("since", p.since().map(Object::toString).orElse(null));
              row.put("usual_seconds", p.usual().map(usual -> usual.toSeconds()).orElse(null));
            });
    row.put("percent", percent.orElse(null));
    row.put("bios_version", server.firmwareVersion().orElse(null));
    row.put("bmc_address", server.ipmiAddress().orElse(null));
    row.put("power_state", server.powerState().orElse(null));
    row.put("held", hold.orElse(null));
    row.put("safe_to_power_off", situation.power().safe());
    row.put("power_off_reason", situation.power().reason());
    return row;
  }
}
