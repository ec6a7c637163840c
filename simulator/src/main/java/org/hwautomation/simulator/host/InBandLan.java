package org.hwautomation.simulator.host;

import java.time.Instant;
import org.hwautomation.simulator.BmcNetwork;
import org.hwautomation.simulator.Channel;
import org.hwautomation.simulator.Delay;
import org.hwautomation.simulator.SimulatedServer;

/**
 * The BMC's LAN parameters as seen in band: what was written a moment ago still reads as before
 * ({@link Delay#IN_BAND_WRITE}). Thread-safe.
 */
final class InBandLan {

  private final SimulatedServer server;
  private BmcNetwork before;
  private Instant landed = Instant.EPOCH;

  // parameters that change nothing about where the BMC is found
  private boolean arpResponses = true;
  private String adminAuth = "MD5 PASSWORD ";

  InBandLan(SimulatedServer server) {
    this.server = server;
    this.before = server.bmc().network();
  }

  /** What reads back now. */
  synchronized BmcNetwork read() {
    return server.time().now().isBefore(landed) ? before : server.bmc().network();
  }

  /** Writes; a change of another parameter may be on its way already. */
  synchronized void write(BmcNetwork wanted) {
    BmcNetwork seen = read();
    server.bmc().configure(wanted, Channel.IPMI);
    before = seen;
    landed = server.time().now().plus(server.draw(Delay.IN_BAND_WRITE));
  }

  synchronized boolean arpResponses() {
    return arpResponses;
  }

  synchronized void arpResponses(boolean on) {
    arpResponses = on;
  }

  synchronized String adminAuth() {
    return adminAuth;
  }

  synchronized void adminAuth(String types) {
    adminAuth = types;
  }
}
