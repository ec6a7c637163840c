package org.hwautomation.hardware.ipmi;

import org.hwautomation.hardware.CallObserver;

/**
 * Runs {@code ipmitool}: here, talking to the BMC over the network, or on the server itself,
 * talking to the BMC through its driver. What {@link IpmiClient} does is the same over both.
 */
public interface IpmiTransport {
  /** Who is asked, for messages: {@code BMC 10.0.1.107} or {@code BMC of rack12-u07 (in band)}. */
  String peer();

  /**
   * Runs it to its end. An exit status other than 0 is a result, not an error.
   *
   * @throws org.hwautomation.hardware.HardwareException if it could not be run, or its time was up,
   *     or (over the network) the BMC was not reached or refused the login
   */
  IpmiOutput run(IpmiRequest request);

  /** True if changing the BMC's address cuts this way to it. */
  boolean throughBmcAddress();

  /** The same way, on which {@code observer} hears of each call. */
  default IpmiTransport observedBy(CallObserver observer) {
    return new ObservedTransport(this, observer);
  }
}
