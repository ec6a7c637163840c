package org.hwautomation.hardware.redfish;

import static org.hwautomation.hardware.HardwareException.Kind;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The power of one system. A reset returns when the BMC has accepted it; whether it happened is for
 * a fresh {@link #state()} or {@link #waitFor} to say. Thread-safe.
 */
public final class PowerControl {
  /** Between two reads while waiting: BMCs do not like to be asked every second. */
  public static final Duration POLL_INTERVAL = Duration.ofSeconds(5);

  /** How long a restart that must be made of two requests waits for the power to be off. */
  public static final Duration OFF_TIMEOUT = Duration.ofMinutes(5);

  private static final String ACTION = "#ComputerSystem.Reset";

  private final Connection connection;
  private final String systemUri;

  PowerControl(Connection connection, String systemUri) {
    this.connection = connection;
    this.systemUri = systemUri;
  }

  /** The power now, read anew. */
  public PowerState state() {
    return PowerState.of(Json.text(connection.get(systemUri).body(), "PowerState"));
  }

  /** What the BMC says it can do; empty if it does not say. */
  public Set<ResetType> supported() {
    var supported = action().supported();
    return supported.isEmpty() ? Set.of() : EnumSet.copyOf(supported);
  }

  /** As {@link #reset(ResetType, Duration)} with {@link #OFF_TIMEOUT}. */
  public List<ResetType> reset(ResetType type) {
    return reset(type, OFF_TIMEOUT);
  }

  /**
   * Does it, by other means where the BMC can't: a graceful restart by graceful shutdown and on, a
   * power cycle by force off and on, a forced restart by a power cycle, a graceful shutdown by the
   * power button.
   *
   * @param offTimeout how long to wait between off and on, where two requests are needed
   * @return what was sent, in order
   * @throws RedfishException {@code REJECTED}, naming what the BMC can do, if there is no way;
   *     {@code TIMEOUT} if the system did not switch off, and then it was not switched on
   */
  public List<ResetType> reset(ResetType type, Duration offTimeout) {
    var action = action();
    if (action.supports(type)) {
      return send(action, type);
    }
    switch (type) {
      case GRACEFUL_RESTART -> {
        if (canShutDown(action)) {
          return offAndOn(action, ResetType.GRACEFUL_SHUTDOWN, offTimeout);
        }
      }
      case POWER_CYCLE -> {
        if (action.supports(ResetType.FORCE_OFF)) {
          return offAndOn(action, ResetType.FORCE_OFF, offTimeout);
        }
      }
      case FORCE_RESTART -> {
        if (action.supports(ResetType.POWER_CYCLE)) {
          return send(action, ResetType.POWER_CYCLE);
        }
        if (action.supports(ResetType.FORCE_OFF)) {
          return offAndOn(action, ResetType.FORCE_OFF, offTimeout);
        }
      }
      case GRACEFUL_SHUTDOWN -> {
        if (canShutDown(action) && state() == PowerState.ON) {
          return send(action, ResetType.PUSH_POWER_BUTTON);
        }
      }
      case ON -> {
        if (action.supports(ResetType.FORCE_ON)) {
          return send(action, ResetType.FORCE_ON);
        }
        if (action.supports(ResetType.PUSH_POWER_BUTTON) && state() == PowerState.OFF) {
          return send(action, ResetType.PUSH_POWER_BUTTON);
        }
      }
      case FORCE_ON -> {
        if (action.supports(ResetType.ON)) {
          return send(action, ResetType.ON);
        }
      }
      default -> {}
    }
    throw RedfishException.notSent(
        Kind.REJECTED,
        connection.peer(),
        connection.peer()
            + " can't do "
            + type.wireName()
            + " now; it offers "
            + action.supported().stream().map(ResetType::wireName).toList(),
        null);
  }

  /**
   * What {@link #reset(ResetType)} would send now, in order; sends nothing.
   *
   * @return paths and bodies for people, such as {@code POST …/ComputerSystem.Reset ForceOff}
   */
  public List<String> plan(ResetType type) {
    var action = action();
    var steps =
        action.supports(type)
            ? List.of(type)
            : switch (type) {
              case GRACEFUL_RESTART ->
                  List.of(
                      action.supports(ResetType.GRACEFUL_SHUTDOWN)
                          ? ResetType.GRACEFUL_SHUTDOWN
                          : ResetType.PUSH_POWER_BUTTON,
                      ResetType.ON);
              case POWER_CYCLE -> List.of(ResetType.FORCE_OFF, ResetType.ON);
              case FORCE_RESTART ->
                  action.supports(ResetType.POWER_CYCLE)
                      ? List.of(ResetType.POWER_CYCLE)
                      : List.of(ResetType.FORCE_OFF, ResetType.ON);
              case GRACEFUL_SHUTDOWN -> List.of(ResetType.PUSH_POWER_BUTTON);
              default -> List.of(type);
            };
    return steps.stream().map(step -> "POST " + action.target() + " " + step.wireName()).toList();
  }

  private static boolean canShutDown(ResetAction action) {
    return action.supports(ResetType.GRACEFUL_SHUTDOWN)
        || action.supports(ResetType.PUSH_POWER_BUTTON);
  }

  private List<ResetType> offAndOn(ResetAction action, ResetType off, Duration offTimeout) {
    var first =
        action.supports(off) ? send(action, off) : send(action, ResetType.PUSH_POWER_BUTTON);
    waitFor(PowerState.OFF, offTimeout);
    var second = reset(ResetType.ON, offTimeout);
    return List.of(first.getFirst(), second.getFirst());
  }

  private List<ResetType> send(ResetAction action, ResetType type) {
    connection.post(action.target(), Json.object().put("ResetType", type.wireName()));
    return List.of(type);
  }

  /**
   * Reads the state every {@link #POLL_INTERVAL} until it is {@code wanted}. A BMC that does not
   * answer for a moment is asked again. Leaves at once when the thread is interrupted.
   *
   * @throws RedfishException {@code TIMEOUT} with the state last seen
   */
  public void waitFor(PowerState wanted, Duration timeout) {
    var pacer = connection.pacer();
    var start = pacer.nanoTime();
    var last = "nothing";
    while (true) {
      try {
        var state = state();
        if (state == wanted) {
          return;
        }
        last = "power " + state;
      } catch (RedfishException e) {
        if (!e.passing() || Thread.currentThread().isInterrupted()) {
          throw e;
        }
        last = e.getMessage();
      }
      if (pacer.nanoTime() - start >= timeout.toNanos()) {
        throw RedfishException.unanswered(
            Kind.TIMEOUT,
            connection.peer(),
            connection.peer()
                + ": the power did not become "
                + wanted
                + " within "
                + Transport.text(timeout)
                + "; last seen: "
                + last,
            null);
      }
      connection.pause(POLL_INTERVAL);
    }
  }

  private ResetAction action() {
    return ResetAction.of(connection, systemUri, connection.get(systemUri).body(), ACTION);
  }
}
