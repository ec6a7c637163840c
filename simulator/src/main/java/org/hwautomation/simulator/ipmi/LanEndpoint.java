package org.hwautomation.simulator.ipmi;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.util.Arrays;
import org.hwautomation.simulator.LoopbackBlock;
import org.hwautomation.simulator.SimulatedServer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The IPMI service of one BMC: a UDP socket that opens and shuts with the BMC. A BMC whose IPMI
 * over LAN is switched off answers nothing.
 */
final class LanEndpoint {
  private static final Logger log = LoggerFactory.getLogger(LanEndpoint.class);
  private static final int LARGEST = 1024;

  private final SimulatedServer server;
  private @Nullable DatagramSocket socket;
  private boolean closed;

  LanEndpoint(SimulatedServer server) {
    this.server = server;
  }

  /** Listens at a simulated address, with no session yet. */
  synchronized void open(String address) {
    shut();
    if (closed) {
      return;
    }
    try {
      var opened =
          new DatagramSocket(
              new InetSocketAddress(
                  server.dataCentre().block().local(address), LoopbackBlock.IPMI_PORT));
      socket = opened;
      var conversation = new Conversation(server);
      var _ =
          Thread.ofVirtual()
              .name("ipmi " + server.hostname())
              .start(() -> listen(opened, conversation));
    } catch (IOException e) {
      throw new UncheckedIOException(
          "the BMC of " + server.hostname() + " cannot listen for IPMI at " + address, e);
    }
  }

  private void listen(DatagramSocket on, Conversation conversation) {
    var buffer = new byte[LARGEST];
    while (!on.isClosed()) {
      try {
        var received = new DatagramPacket(buffer, buffer.length);
        on.receive(received);
        if (!server.bmc().ipmiOverLan()) {
          continue;
        }
        var answer = conversation.answer(Arrays.copyOf(buffer, received.getLength()));
        if (answer.isPresent()) {
          var bytes = answer.get();
          on.send(new DatagramPacket(bytes, bytes.length, received.getSocketAddress()));
        }
      } catch (IOException | RuntimeException e) {
        // what nobody can read is dropped, as a BMC does; a closed socket ends the loop
        if (!on.isClosed()) {
          log.debug("{} dropped a datagram", server.hostname(), e);
        }
      }
    }
  }

  /** Goes silent; its sessions are gone with the socket. */
  synchronized void shut() {
    if (socket != null) {
      socket.close();
      socket = null;
    }
  }

  synchronized void close() {
    closed = true;
    shut();
  }
}
