package org.hwautomation.provisioning.steps;

import org.hwautomation.provisioning.device.DeviceTypes;
import org.hwautomation.provisioning.server.Connections;
import org.hwautomation.workflow.Action;
import org.hwautomation.workflow.StepContext;
import org.jspecify.annotations.Nullable;

/** An action on one server. Stateless apart from what it is made with, so thread-safe. */
abstract class ServerStep implements Action {
  private final String name;
  private final String summary;
  private final Effects effects;
  private final Connections connections;
  private final DeviceTypes deviceTypes;

  ServerStep(
      String name,
      String summary,
      Effects effects,
      Connections connections,
      DeviceTypes deviceTypes) {
    this.name = name;
    this.summary = summary;
    this.effects = effects;
    this.connections = connections;
    this.deviceTypes = deviceTypes;
  }

  @Override
  public final String name() {
    return name;
  }

  @Override
  public final String summary() {
    return summary;
  }

  @Override
  public final Effects effects() {
    return effects;
  }

  @Override
  public final @Nullable Object run(StepContext context) throws Exception {
    try (var work = new ServerWork(context, connections, deviceTypes)) {
      return run(work);
    }
  }

  /** Does it; what it returns is the step's result, in one line for people. */
  abstract String run(ServerWork work) throws Exception;
}
