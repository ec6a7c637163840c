package org.hwautomation.cli;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Stands on the loopback between a client and whom it wants, and says who that really is. */
final class Relay implements AutoCloseable {
  private final ServerSocket listener;
  private final int port;
  private final List<Closeable> open = new CopyOnWriteArrayList<>();
  private final AtomicInteger connections = new AtomicInteger();
  private volatile IntFunction<@Nullable InetSocketAddress> way = n -> null;

  /** Opens it; it leads nowhere yet. */
  Relay() throws IOException {
    listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    port = listener.getLocalPort();
    Thread.ofVirtual().name("relay").start(this::accept);
  }

  int port() {
    return port;
  }

  /**
   * Counts from 1 again, with another way.
   *
   * @param newWay to whom the n-th connection leads; null closes it without a word
   */
  void lead(IntFunction<@Nullable InetSocketAddress> newWay) {
    connections.set(0);
    way = newWay;
  }

  /** The port is closed from now on; what is open stays. */
  void stopListening() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int connections() {
    return connections.get();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        var here = listener.accept();
        open.add(here);
        var target = way.apply(connections.incrementAndGet());
        if (target == null) {
          here.close();
          continue;
        }
        var there = new Socket();
        open.add(there);
        there.connect(target);
        Thread.ofVirtual().start(() -> copy(here, there));
        Thread.ofVirtual().start(() -> copy(there, here));
      } catch (IOException e) {
        // closed, or the other side is away: the client sees a broken connection
      }
    }
  }

  private static void copy(Socket from, Socket to) {
    try (from;
        to) {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException e) {
      // one side has closed
    }
  }

  @Override
  public void close() {
    try {
      listener.close();
      for (var socket : open) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
