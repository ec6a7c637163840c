package org.hwautomation.simulator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Some device that nobody planned for: it takes connections at its address and says nothing. */
final class Stranger implements AutoCloseable {
  private final ServerSocket socket;

  private Stranger(ServerSocket socket) {
    this.socket = socket;
  }

  static Stranger at(LoopbackBlock block, String address) {
    try {
      var socket = new ServerSocket();
      socket.bind(new InetSocketAddress(block.local(address), LoopbackBlock.REDFISH_PORT), 16);
      var stranger = new Stranger(socket);
      var _ = Thread.ofVirtual().name("stranger at " + address).start(stranger::hangUp);
      return stranger;
    } catch (IOException e) {
      throw new UncheckedIOException("nothing else can have " + address, e);
    }
  }

  private void hangUp() {
    try {
      while (true) {
        socket.accept().close();
      }
    } catch (IOException closed) {
      // the data centre is gone
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException("a stranger's port could not be given back", e);
    }
  }
}
