package org.hwautomation.hardware.ipmi;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicInteger;

/** Passes packets on to a BMC and counts the login attempts in them. */
final class UdpProxy implements AutoCloseable {
  /** IPMI 2.0, table 13-16: payload type 12h is RAKP Message 1. */
  private static final int RAKP_1 = 0x12;

  final AtomicInteger logins = new AtomicInteger();
  private final DatagramSocket front;
  private final DatagramSocket back;
  private volatile InetSocketAddress client = new InetSocketAddress(0);

  UdpProxy(int bmcPort) throws IOException {
    var loopback = InetAddress.getLoopbackAddress();
    front = new DatagramSocket(0, loopback);
    back = new DatagramSocket(0, loopback);
    var bmc = new InetSocketAddress(loopback, bmcPort);
    Thread.ofVirtual().start(() -> pump(front, back, bmc));
    Thread.ofVirtual().start(() -> pump(back, front, null));
  }

  int port() {
    return front.getLocalPort();
  }

  private void pump(
      DatagramSocket from,
      DatagramSocket to,
      @org.jspecify.annotations.Nullable InetSocketAddress target) {
    var packet = new DatagramPacket(new byte[2048], 2048);
    try {
      while (true) {
        packet.setLength(2048);
        from.receive(packet);
        if (target != null) {
          client = (InetSocketAddress) packet.getSocketAddress();
          var data = packet.getData();
          // RMCP class IPMI, format RMCP+, then the payload type without its two flags
          if (packet.getLength() > 5 && data[4] == 6 && (data[5] & 0x3f) == RAKP_1) {
            logins.incrementAndGet();
          }
        }
        to.send(
            new DatagramPacket(
                packet.getData(), packet.getLength(), target == null ? client : target));
      }
    } catch (IOException closed) {
      // the end of the test
    }
  }

  @Override
  public void close() {
    front.close();
    back.close();
  }
}
