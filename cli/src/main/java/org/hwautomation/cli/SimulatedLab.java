package org.hwautomation.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hwautomation.provisioning.configuration.Configuration;
import org.hwautomation.provisioning.device.DeviceTypes;
import org.hwautomation.provisioning.steps.ServerFields;
import org.hwautomation.server.tryout.TryOutLab;
import org.hwautomation.server.tryout.TryOutPlace;
import org.hwautomation.simulator.DataCentre;
import org.hwautomation.simulator.Fault;
import org.hwautomation.simulator.Personality;
import org.hwautomation.simulator.ServerDescription;
import org.hwautomation.workflow.WorkflowException;

/**
 * Simulated data centres of one server each, for the service's try-outs. Templates and device types
 * are those of the service; nothing else of its configuration goes there.
 */
final class SimulatedLab implements TryOutLab {
  /** Fast enough to wait for it, slow enough to see it. */
  static final double SPEED = 200;

  private final Configuration configuration;
  private final double speed;

  SimulatedLab(Configuration configuration) {
    this(configuration, SPEED);
  }

  /**
   * @param configuration the service's
   */
  SimulatedLab(Configuration configuration, double speed) {
    this.configuration = configuration;
    this.speed = speed;
  }

  @Override
  public List<Model> models() {
    var types = DeviceTypes.configured(configuration);
    return Arrays.stream(Personality.values()).map(each -> model(each, types)).toList();
  }

  private static Model model(Personality personality, DeviceTypes types) {
    var fitting = new LinkedHashMap<String, String>();
    fitting.put(ServerFields.TARGET_IPMI_IP, ServerDescription.plannedAddress(0));
    types
        .find(SimulatedSetup.deviceType(personality))
        .ifPresent(type -> fitting.put(ServerFields.DEVICE_TYPE, type.name()));
    return new Model(
        personality.key(), personality.manufacturer() + " " + personality.product(), fitting);
  }

  @Override
  public List<Trouble> troubles() {
    return Arrays.stream(Fault.values())
        .map(fault -> new Trouble(fault.wireName(), fault.explanation()))
        .toList();
  }

  @Override
  public double speed() {
    return speed;
  }

  @Override
  public TryOutPlace open(Model model, Optional<Trouble> trouble) {
    var personality =
        Arrays.stream(Personality.values())
            .filter(each -> each.key().equals(model.name()))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("no server " + model.name()));
    var fault = trouble.map(each -> Fault.named(each.name()));
    var racked = DataCentre.builder().server(personality).speed(speed);
    if (fault.filter(Fault.NEIGHBOURS_BMC::equals).isPresent()) {
      racked.server(personality);
    }
    try {
      var state = Files.createTempDirectory("hwauto-try-out");
      return SimulatedPlace.open(racked, fault, state, shared());
    } catch (IOException | UncheckedIOException e) {
      throw new WorkflowException(
          "a simulated server can't be made here: %s".formatted(e.getMessage()), e);
    }
  }

  /** What a place has of the service's own configuration. */
  private Map<String, String> shared() {
    var shared = new LinkedHashMap<String, String>();
    shared.put("definitions.path", configuration.definitionsFolder().toAbsolutePath().toString());
    configuration
        .devicesFile()
        .ifPresent(file -> shared.put("devices.file", file.toAbsolutePath().toString()));
    return shared;
  }
}
