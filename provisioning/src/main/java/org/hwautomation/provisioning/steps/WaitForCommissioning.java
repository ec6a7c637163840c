package org.hwautomation.provisioning.steps;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.hwautomation.hardware.HardwareException;
import org.hwautomation.hardware.maas.Machine;
import org.hwautomation.workflow.Parameter;
import org.hwautomation.workflow.StepRejectedException;

/** Waits until the commissioning that this run asked for has ended. */
final class WaitForCommissioning extends ServerStep {
  private static final Duration USUAL = Duration.ofMinutes(8);

  WaitForCommissioning(StepTools tools) {
    super(
        tools,
        Declaration.reads(
                "maas.await_commissioning@1",
                "Waits for the end of the commissioning that this run asked for")
            .gives(
                Parameter.of("maas_status", "string", "What MAAS calls the server now"),
                Parameter.of("server_ip", "ip_address", "The address that MAAS gave the server")));
  }

  @Override
  Outcome run(ServerWork work) throws Exception {
    var context = work.context();
    var before =
        CommissionServer.latest(
            context
                .values()
                .get(ServerFields.COMMISSIONED_BEFORE)
                .orElseThrow(
                    () -> new StepRejectedException("this run asked for no commissioning")));
    var began = context.time().nanos();
    var machine =
        work.whenBack(
            "Waiting for commissioning",
            10,
            () -> {
              var now = work.machine();
              var progress = now.commissioningSince(before);
              var passed = Duration.ofNanos(context.time().nanos() - began);
              var late = passed.compareTo(expected(work)) > 0 && !isReached(work, now);
              context.reportProgress(
                  (int) Math.min(95, 100 * passed.toMillis() / expected(work).toMillis()),
                  "MAAS says %s%s%s"
                      .formatted(
                          now.statusName(),
                          detail(now),
                          late ? "; no script has begun yet, " + shown(work) : ""));
              return progress.ended() ? Optional.of(now) : Optional.empty();
            });
    var progress = machine.commissioningSince(before);
    return switch (progress) {
      case READY -> {
        context.put("maas_status", machine.statusName());
        machine.firstIpv4().ifPresent(ip -> context.put(ServerFields.SERVER_IP, ip));
        yield Outcome.of("commissioned" + machine.firstIpv4().map(ip -> ", " + ip).orElse(""))
            .with("maas_status", machine.statusName())
            .with("server_ip", machine.firstIpv4());
      }
      case FAILED, FAILED_TESTING ->
          throw new StepRejectedException(
              "MAAS says %s for %s%s; %s"
                  .formatted(
                      machine.statusName(),
                      machine.hostname(),
                      detail(machine),
                      isReached(work, machine)
                          ? "failed scripts: " + failures(work, machine)
                          : neverReached(work)));
      default ->
          throw new StepRejectedException(
              "the commissioning of %s was ended by somebody else: MAAS says %s"
                  .formatted(machine.hostname(), machine.statusName()));
    };
  }

  private static Duration expected(ServerWork work) {
    return work.connections().pace().every(USUAL);
  }

  private static String detail(Machine machine) {
    return machine.statusMessage().isBlank() ? "" : " (" + machine.statusMessage() + ")";
  }

  /** True if a script of this commissioning has begun: the host has reached MAAS. */
  private static boolean isReached(ServerWork work, Machine machine) {
    return work.maas().scriptResults(machine.systemId()).stream()
        .filter(set -> machine.currentCommissioningResultId().equals(OptionalLong.of(set.id())))
        .flatMap(set -> set.results().stream())
        .anyMatch(result -> result.started().isPresent());
  }

  private static String neverReached(ServerWork work) {
    return "no script has begun, so the host never reached MAAS; %s. Check that network boot comes first (hwauto bios show %s), the cable and VLAN of that port, and DHCP there; then hwauto run resume"
        .formatted(shown(work), work.fields().hostname());
  }

  private static String shown(ServerWork work) {
    try {
      return "the BMC shows " + RebootServer.state(work.bmc().client().system());
    } catch (HardwareException e) {
      return "the BMC doesn't say how far it came (" + e.kind() + ")";
    }
  }

  private static String failures(ServerWork work, Machine machine) {
    var names =
        work.maas().scriptResults(machine.systemId()).stream()
            .flatMap(set -> set.failures().stream())
            .map(result -> result.name())
            .distinct()
            .toList();
    return names.isEmpty() ? "none named" : String.join(", ", names);
  }
}
