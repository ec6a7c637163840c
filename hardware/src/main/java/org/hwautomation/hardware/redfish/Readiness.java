package org.hwautomation.hardware.redfish;

import static org.hwautomation.hardware.HardwareException.Kind;

import java.time.Duration;
import java.util.Optional;
import org.hwautomation.hardware.HardwareException;
import org.jspecify.annotations.Nullable;

/**
 * Whether a BMC is ready for work, as after its own reset or update: it answers its login before it
 * answers well. One look reads what work begins with, in a session, and the signal that the vendor
 * gives: on an iDRAC {@code DellLCService.GetRemoteServicesAPIStatus}, whose {@code LCStatus} and
 * {@code RTStatus} must be {@code Ready} where it says them; on all others the state of the
 * manager, which must be {@code Enabled} where it says one (DSP0268 Status).
 *
 * <p>Nothing is changed, and the guard is not asked. Thread-safe.
 */
public final class Readiness {
  /** Good looks in a row that make a BMC ready. */
  public static final int GOOD_LOOKS = 3;

  /** Between two looks of {@link #await}. */
  public static final Duration INTERVAL = Duration.ofSeconds(5);

  private static final String DELL_ACTION = "#DellLCService.GetRemoteServicesAPIStatus";

  private final RedfishClient client;
  private final Connection connection;

  Readiness(RedfishClient client, Connection connection) {
    this.client = client;
    this.connection = connection;
  }

  /**
   * Looks once.
   *
   * @return why it is not ready yet; empty if it is
   * @throws RedfishException if it does not answer, or not well
   */
  public Optional<String> look() {
    client.system();
    var manager = connection.get(client.manager().uri()).body();
    var action = dellAction(Json.link(manager, "Links", "Oem", "Dell", "DellLCService"));
    if (action == null) {
      return notYet("the manager's state is", Json.text(manager, "Status", "State"), "Enabled");
    }
    var status = connection.ask(action).body();
    return notYet("LCStatus is", Json.text(status, "LCStatus"), "Ready")
        .or(() -> notYet("RTStatus is", Json.text(status, "RTStatus"), "Ready"));
  }

  private @Nullable String dellAction(@Nullable String service) {
    var answer = service == null ? null : connection.find(service);
    return answer == null ? null : Json.text(answer.body(), "Actions", DELL_ACTION, "target");
  }

  private static Optional<String> notYet(String what, @Nullable String state, String wanted) {
    return state == null || state.equals(wanted)
        ? Optional.empty()
        : Optional.of(what + " " + state);
  }

  /**
   * Looks every {@link #INTERVAL} until {@link #GOOD_LOOKS} in a row were good. No answer, a bad
   * one or "busy" begins the count anew.
   *
   * @throws RedfishException {@code TIMEOUT} with what was seen last if that takes longer than
   *     {@code limit}; at once if the login is refused or another BMC answers
   * @throws InterruptedException at once if the thread is interrupted
   */
  public void await(Duration limit) throws InterruptedException {
    var pacer = connection.pacer();
    var began = pacer.nanoTime();
    var good = 0;
    while (true) {
      var last = seen();
      good = last.isEmpty() ? good + 1 : 0;
      if (good >= GOOD_LOOKS) {
        return;
      }
      if (pacer.nanoTime() - began > limit.toNanos()) {
        throw RedfishException.notSent(
            Kind.TIMEOUT,
            connection.peer(),
            "%s is not ready for work after %d s; last: %s"
                .formatted(
                    connection.peer(),
                    limit.toSeconds(),
                    last.orElse("%d of %d good looks".formatted(good, GOOD_LOOKS))),
            null);
      }
      pacer.pause(INTERVAL);
    }
  }

  private Optional<String> seen() throws InterruptedException {
    try {
      return look();
    } catch (HardwareException e) {
      if (Thread.interrupted()) {
        throw new InterruptedException(e.getMessage());
      }
      return switch (e.kind()) {
        case CONNECTION, TIMEOUT, BUSY, PROTOCOL -> Optional.of(String.valueOf(e.getMessage()));
        default -> throw e;
      };
    }
  }
}
