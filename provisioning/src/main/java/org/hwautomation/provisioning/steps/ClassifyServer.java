package org.hwautomation.provisioning.steps;

import java.util.stream.Collectors;
import org.hwautomation.provisioning.device.DeviceTypeMatch;
import org.hwautomation.provisioning.device.DeviceTypeVerdict;
import org.hwautomation.provisioning.discovery.DiscoveredServer;
import org.hwautomation.provisioning.safety.VendorVerdict;
import org.hwautomation.workflow.Parameter;
import org.hwautomation.workflow.StepRejectedException;

/**
 * Tells a server's device type by what it is built of, and leaves it for later steps; where that is
 * not clear, a person says.
 */
final class ClassifyServer extends ServerStep {
  ClassifyServer(StepTools tools) {
    super(
        tools,
        Declaration.reads(
                "server.classify@1",
                "Tells the device type by scored evidence; holds the run where that is ambiguous")
            .takes(Given.DEVICE_TYPE)
            .gives(
                Parameter.of("device_type", "device_type", "What the server is"),
                Parameter.of("score", "integer", "How well that fits, in per cent")));
  }

  @Override
  Outcome run(ServerWork work) {
    var inventory = DiscoveredServer.of(work.reports()).inventory();
    var ranked = work.deviceTypes().match(inventory);
    var given = work.given().knownDeviceType();
    if (given.isPresent()) {
      var maker = inventory.manufacturer();
      if (maker != null) {
        VendorVerdict.require(work.deviceType(given.get()), work.fields().hostname(), maker);
      }
      var score =
          ranked.stream()
              .filter(match -> match.type().name().equals(given.get()))
              .mapToDouble(DeviceTypeMatch::score)
              .findFirst()
              .orElse(0);
      return outcome(work, given.get(), score, "as given");
    }
    return switch (DeviceTypeVerdict.of(ranked)) {
      case DeviceTypeVerdict.Sure(var match) ->
          outcome(
              work, match.type().name(), match.score(), "by " + String.join(", ", match.agrees()));
      case DeviceTypeVerdict.Ask(var why, var choices) ->
          throw new StepRejectedException(
              "which device type %s is, a person must say: %s%s\nResume with --set device_type=TYPE"
                  .formatted(
                      work.fields().hostname(),
                      why,
                      choices.stream().map(ClassifyServer::line).collect(Collectors.joining())));
    };
  }

  private static Outcome outcome(ServerWork work, String type, double score, String how) {
    work.context().put(ServerFields.DEVICE_TYPE, type); // later steps go by it
    return Outcome.of("%s, %d %%, %s".formatted(type, Math.round(score * 100), how))
        .with("device_type", type)
        .with("score", Math.round(score * 100));
  }

  private static String line(DeviceTypeMatch match) {
    return "\n  %s%s%s"
        .formatted(
            match.summary(),
            match.agrees().isEmpty() ? "" : " for it: " + String.join(", ", match.agrees()),
            match.differs().isEmpty() ? "" : "; against it: " + String.join(", ", match.differs()));
  }
}
