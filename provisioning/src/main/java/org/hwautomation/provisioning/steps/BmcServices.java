package org.hwautomation.provisioning.steps;

import java.util.ArrayList;
import java.util.List;
import org.hwautomation.hardware.ipmi.IpmiClient;
import org.hwautomation.workflow.Parameter;
import org.hwautomation.workflow.StepRejectedException;

/**
 * What a run may ask of a BMC besides an account: weak cipher suites closed, the serial console
 * over the network, time servers. What is not asked for is neither read nor written.
 */
final class BmcServices {
  static final Parameter CLOSE_WEAK_CIPHERS =
      Parameter.of(
          "close_weak_ciphers",
          "boolean",
          "Close IPMI cipher suites 0 and 1, in band; the run's if not given, and if that has none"
              + " they stay");
  static final Parameter SERIAL_OVER_LAN =
      Parameter.of(
          "serial_over_lan",
          "boolean",
          "Let MAAS's account open the serial console over IPMI, in band; the run's if not given,"
              + " and if that has none it stays");
  static final Parameter NTP_SERVERS =
      Parameter.of(
          "ntp_servers",
          "list",
          "Where the BMC has its time from; the run's if not given, and if that has none it stays");

  private final ServerWork work;
  private final List<String> done = new ArrayList<>();
  private boolean changed;

  BmcServices(ServerWork work) {
    this.work = work;
  }

  /** One line for each that was asked for. */
  List<String> done() {
    return List.copyOf(done);
  }

  boolean changed() {
    return changed;
  }

  /** What needs a window on the host; with none, that it was asked for is an error. */
  void requireWindow() {
    for (var input : List.of(CLOSE_WEAK_CIPHERS, SERIAL_OVER_LAN)) {
      if (work.given().flag(input)) {
        throw new StepRejectedException(
            "'%s' is done in band, in a window that this run opened on the host, and it has none"
                .formatted(input.name()));
      }
    }
  }

  /** What is done over Redfish. */
  void overRedfish() {
    var wanted = work.given().texts(NTP_SERVERS);
    if (wanted.isEmpty()) {
      return;
    }
    work.context().reportSubTask("Reading the BMC's time servers");
    var now = work.bmc().client().network().timeServers();
    if (now.isEmpty()) {
      throw new StepRejectedException(
          "the BMC shows no time servers over Redfish, so none are set");
    }
    if (now.get().has(wanted.get())) {
      done.add("its time servers are " + now.get());
      return;
    }
    work.requireFree();
    work.context().reportSubTask("Writing the BMC's time servers");
    work.bmc().client().network().setTimeServers(wanted.get());
    work.forgetBmc();
    var after = work.bmc().client().network().timeServers();
    if (after.filter(servers -> servers.has(wanted.get())).isEmpty()) {
      throw new NotTakenException(
          "the BMC accepted the time servers %s, and a fresh read shows %s"
              .formatted(
                  String.join(", ", wanted.get()), after.map(Object::toString).orElse("none")));
    }
    done.add("its time servers were %s and are %s".formatted(now.get(), after.get()));
    changed = true;
  }

  /** What is done on the host. */
  void inBand(IpmiClient ipmi, int channel, int user) {
    if (work.given().flag(SERIAL_OVER_LAN)) {
      serialOverLan(ipmi, channel, user);
    }
    if (work.given().flag(CLOSE_WEAK_CIPHERS)) {
      var closed = new CipherClosing(work, ipmi, channel).close();
      done.add(closed.text());
      changed |= closed.changed();
    }
  }

  private void serialOverLan(IpmiClient ipmi, int channel, int user) {
    work.context().reportSubTask("Reading whether the serial console is open");
    var on = ipmi.serialOverLan(channel);
    var allowed = ipmi.serialPayload(channel, user);
    if (!on || !allowed) {
      work.requireFree();
      work.context().reportSubTask("Opening the serial console");
    }
    if (!on) {
      ipmi.setSerialOverLan(channel, true);
    }
    if (!allowed) {
      ipmi.allowSerialPayload(channel, user);
    }
    changed |= !on || !allowed;
    done.add(
        on && allowed
            ? "its serial console was open to the account"
            : "its serial console was opened to the account");
  }
}
