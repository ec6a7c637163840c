package org.hwautomation.simulator.maas;

/** MAAS could not reach or enter a BMC; the message is what its power driver would say. */
final class PowerProblem extends Exception {
  PowerProblem(String message) {
    super(message);
  }
}
