package org.hwautomation.provisioning.steps;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hwautomation.hardware.redfish.Readiness;
import org.hwautomation.hardware.redfish.RedfishClient;
import org.hwautomation.workflow.StepRejectedException;

/**
 * A BMC after its own update: its certificate may be new, its sessions are gone, it is not to be
 * trusted before it was ready for work several times in a row, and its users and LAN must be as
 * they were.
 */
final class BmcReturn {
  private static final Duration LONGEST_START = Duration.ofMinutes(30);

  private final ServerWork work;
  private final BmcSettings before;
  private int goodLooks;

  BmcReturn(ServerWork work, BmcSettings before) {
    this.work = work;
    this.before = before;
  }

  /**
   * Accepts the certificate that it shows now (safety rule 13): only a self-signed one, only if
   * what it tells before the login is what this BMC told, and for good only after a login that
   * proved its identity.
   *
   * @throws StepRejectedException if that can't be said
   */
  void acceptCertificate() {
    var connections = work.connections();
    var access = work.bmcAccess();
    var base = URI.create("https://" + access.address());
    var shown =
        RedfishClient.presentedCertificate(
            base,
            connections.configuration().network().addressMap(),
            RedfishClient.DEFAULT_CONNECT_TIMEOUT);
    var fingerprint = shown.fingerprint().hex();
    try (var anonymous =
        connections.redfish(base, Optional.empty(), Set.of(fingerprint), work.context()::guard)) {
      if (!shown.selfSigned() || !before.meets(anonymous)) {
        throw new StepRejectedException(
            ("after its update the BMC at %s shows another certificate (%s), and what it tells before"
                    + " the login does not prove that it is the same BMC; no password was sent. If you"
                    + " know that it is: hwauto bmc trust %s, then hwauto run resume")
                .formatted(access.address(), fingerprint, work.fields().hostname()));
      }
    }
    work.pin(fingerprint);
    work.bmc(); // proves identity, or parks the run
    work.context().put(ServerFields.BMC_CERTIFICATE, fingerprint);
    connections
        .inventory()
        .trust(
            work.systemId(),
            fingerprint,
            "run " + work.context().runId(),
            "shown after its own update by a BMC whose identity was proven");
  }

  /** Waits until it is ready for work, several times in a row, in a new session. */
  void awaitReady() throws Exception {
    work.forgetBmc();
    goodLooks = 0;
    var waiting = new Patience(work, LONGEST_START);
    work.whenBack(
        "Waiting until the BMC is ready",
        5,
        () -> {
          var last = goodLooks;
          goodLooks = 0;
          var notYet = work.bmc().client().readiness().look();
          goodLooks = notYet.isEmpty() ? last + 1 : 0;
          if (goodLooks == 0 && waiting.isOver()) {
            throw new StepRejectedException(
                "the BMC runs its new version and has not been ready for work for %s: %s. Look at it, then hwauto run resume"
                    .formatted(waiting.text(), notYet.orElse("")));
          }
          work.context()
              .reportSubTask(
                  notYet.orElse(
                      "The BMC answered well %d of %d times"
                          .formatted(goodLooks, Readiness.GOOD_LOOKS)));
          return goodLooks >= Readiness.GOOD_LOOKS ? Optional.of(true) : Optional.empty();
        });
  }

  /**
   * Compares users and LAN with before, and puts back what can be.
   *
   * @return what was put back, one line each
   * @throws StepRejectedException naming what could not be
   */
  List<String> compare() {
    var found = BmcSettings.read(work.bmc());
    var changed = before.differences(found);
    if (changed.isEmpty()) {
      return List.of();
    }
    work.requireFree();
    work.context().reportSubTask("Putting back what the BMC's update changed");
    before.putBack(work.bmc().client(), found);
    work.forgetBmc();
    var left = before.differences(BmcSettings.read(work.bmc()));
    if (!left.isEmpty()) {
      throw new StepRejectedException(
          ("the update of the BMC changed what it should not, and it could not be put back: %s. Put it"
                  + " right by hand, then hwauto run resume")
              .formatted(String.join("; ", left)));
    }
    work.connections()
        .inventory()
        .audit(
            "run " + work.context().runId(),
            "put back after the BMC's update",
            work.fields().hostname(),
            String.join("; ", changed));
    return new ArrayList<>(changed);
  }
}
