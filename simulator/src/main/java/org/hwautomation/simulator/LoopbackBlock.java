package org.hwautomation.simulator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Four neighbouring loopback networks that one data centre has for itself: {@code 10.N.y.z} is
 * {@code 127.(base+N).y.z}, for N from 0 to 3. Held, across processes, by a listening socket.
 */
public final class LoopbackBlock implements AutoCloseable {
  /** The port of every BMC's Redfish service. */
  public static final int REDFISH_PORT = 8443;

  /** The port of every host's SSH service. */
  public static final int SSH_PORT = 8022;

  /** The UDP port of every BMC's IPMI service. */
  public static final int IPMI_PORT = 8623;

  private static final int HOLD_PORT = 8440;

  private final int base;
  private final ServerSocket hold;

  private LoopbackBlock(int base, ServerSocket hold) {
    this.base = base;
    this.hold = hold;
  }

  static LoopbackBlock claim() {
    IOException last = null;
    for (var base = 20; base <= 216; base += 4) {
      try {
        var socket = new ServerSocket();
        try {
          socket.bind(new InetSocketAddress(loopback(base, 255, 254), HOLD_PORT), 1);
          return new LoopbackBlock(base, socket);
        } catch (IOException taken) {
          socket.close();
          last = taken;
        }
      } catch (IOException e) {
        last = e;
      }
    }
    throw new UncheckedIOException(
        "no free loopback block: tried 127.20.255.254 to 127.216.255.254, port "
            + HOLD_PORT
            + "; end other simulators, or use a system where all of 127.0.0.0/8 is loopback",
        last == null ? new IOException("nothing tried") : last);
  }

  /** The second octet of the first network. */
  public int base() {
    return base;
  }

  /** The loopback address behind a simulated one ({@code 10.0.y.z} to {@code 10.3.y.z}). */
  public InetAddress local(String simulated) {
    var octets = simulated.split("\\.", -1);
    if (!BmcNetwork.isAddress(simulated)
        || !octets[0].equals("10")
        || Integer.parseInt(octets[1]) > 3) {
      throw new IllegalArgumentException(
          simulated + " is not an address of the data centre (10.0.0.0 to 10.3.255.255)");
    }
    return loopback(
        base + Integer.parseInt(octets[1]),
        Integer.parseInt(octets[2]),
        Integer.parseInt(octets[3]));
  }

  /** {@code network.address_map} for clients. */
  public Map<String, String> addressMap() {
    var map = new LinkedHashMap<String, String>();
    map.put("10.0.*.*:443", "127." + base + ".*.*:" + REDFISH_PORT);
    map.put("10.0.*.*:623", "127." + base + ".*.*:" + IPMI_PORT);
    map.put("10.1.*.*:22", "127." + (base + 1) + ".*.*:" + SSH_PORT);
    return map;
  }

  @Override
  public void close() {
    try {
      hold.close();
    } catch (IOException e) {
      throw new UncheckedIOException("could not give the loopback block back", e);
    }
  }

  private static InetAddress loopback(int second, int third, int fourth) {
    try {
      return InetAddress.getByAddress(new byte[] {127, (byte) second, (byte) third, (byte) fourth});
    } catch (UnknownHostException e) {
      throw new IllegalStateException("four octets are an address", e);
    }
  }
}
