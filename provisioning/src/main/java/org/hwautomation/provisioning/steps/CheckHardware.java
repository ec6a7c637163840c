package org.hwautomation.provisioning.steps;

import java.util.stream.Collectors;
import org.hwautomation.provisioning.discovery.DiscoveredServer;
import org.hwautomation.provisioning.discovery.HardwareCheck;
import org.hwautomation.workflow.Parameter;
import org.hwautomation.workflow.RunParkedException;

/**
 * Compares what the server is built of with what its device type, and the configuration for this
 * one server, expect. The BMC is read anew; the host's word counts if this run has read it.
 */
final class CheckHardware extends ServerStep {
  private static final Parameter ON_DEVIATION =
      Parameter.of(
              "on_deviation",
              "string",
              "What happens when something is not as expected: hold stops the run for a person,"
                  + " warn lets it go on")
          .oneOf("hold", "warn")
          .defaultingTo("hold");

  CheckHardware(StepTools tools) {
    super(
        tools,
        Declaration.reads(
                "server.check_hardware@1",
                "Compares memory, disks, ports and switch ports with what is expected")
            .takes(Given.DEVICE_TYPE, ON_DEVIATION)
            .gives(
                Parameter.of("deviations", "integer", "How many things are not as expected"),
                Parameter.of(
                    "disagreements",
                    "integer",
                    "In how many things sources contradict each other")));
  }

  @Override
  Outcome run(ServerWork work) {
    var hold = !"warn".equals(work.given().onDeviation(ON_DEVIATION));
    var expected = work.expectedHardware();
    var found = DiscoveredServer.of(work.reports());
    var deviations = HardwareCheck.of(expected, found);
    if (!deviations.isEmpty() && hold) {
      throw new RunParkedException(
          "%s is not built as expected:\n%s\nRepair it, or correct expected_hardware of its device"
                  .formatted(
                      work.fields().hostname(),
                      deviations.stream()
                          .map(deviation -> "  " + deviation)
                          .collect(Collectors.joining("\n")))
              + " type or servers.NAME.hardware, and resume; on_deviation: warn goes on regardless");
    }
    return Outcome.of(
            deviations.isEmpty()
                ? expected.saysSomething() ? "as expected" : "nothing is expected of it"
                : "not as expected: "
                    + deviations.stream()
                        .map(HardwareCheck.Deviation::toString)
                        .collect(Collectors.joining("; ")))
        .with("deviations", deviations.size())
        .with("disagreements", found.disagreements().size());
  }
}
