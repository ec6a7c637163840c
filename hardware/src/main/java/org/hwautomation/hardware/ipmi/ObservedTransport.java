package org.hwautomation.hardware.ipmi;

import org.hwautomation.hardware.CallObserver;

/** A way to a BMC on which somebody counts the calls. */
record ObservedTransport(IpmiTransport transport, CallObserver observer) implements IpmiTransport {
  @Override
  public String peer() {
    return transport.peer();
  }

  @Override
  public IpmiOutput run(IpmiRequest request) {
    return observer.observing(CallObserver.Protocol.IPMI, () -> transport.run(request));
  }

  @Override
  public boolean throughBmcAddress() {
    return transport.throughBmcAddress();
  }
}
