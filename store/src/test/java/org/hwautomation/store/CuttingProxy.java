package org.hwautomation.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;

/** Stands between a store and its server, and cuts the line at the worst moments. */
final class CuttingProxy implements AutoCloseable {
  private final ServerSocket listening;
  private final int serverPort;
  private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();
  private final AtomicReference<Cut> next = new AtomicReference<>(Cut.NEVER);
  private volatile boolean refusing;

  /** When the line is cut. */
  enum Cut {
    NEVER,
    /** The server never hears of the commit. */
    BEFORE_COMMIT,
    /** The server commits, and nobody hears of it. */
    AFTER_COMMIT,
    /** As {@link #AFTER_COMMIT}, and no new connection is let through. */
    AFTER_COMMIT_FOR_GOOD,
    /** The commit is kept back until the server has ended the session. */
    COMMIT_HELD
  }

  CuttingProxy(int serverPort) throws IOException {
    this.serverPort = serverPort;
    this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return listening.getLocalPort();
  }

  /** Cuts once, at the next commit. */
  void cut(Cut when) {
    next.set(when);
  }

  /** Lets new connections through, or no more. */
  void refuse(boolean refuse) {
    refusing = refuse;
  }

  boolean hasCut() {
    return next.get() == Cut.NEVER;
  }

  private void accept() {
    try {
      while (true) {
        var client = listening.accept();
        if (refusing) {
          client.close();
          continue;
        }
        var server = new Socket(InetAddress.getLoopbackAddress(), serverPort);
        sockets.add(client);
        sockets.add(server);
        Thread.ofVirtual().start(() -> toServer(client, server));
        Thread.ofVirtual().start(() -> toClient(server, client));
      }
    } catch (IOException e) {
      // closed
    }
  }

  private void toServer(Socket client, Socket server) {
    var buffer = new byte[65_536];
    try (client;
        server) {
      while (true) {
        var count = client.getInputStream().read(buffer);
        if (count < 0) {
          return;
        }
        var commits =
            new String(buffer, 0, count, StandardCharsets.ISO_8859_1).contains("COMMIT\0");
        var cut = commits ? next.getAndSet(Cut.NEVER) : Cut.NEVER;
        refusing |= cut == Cut.AFTER_COMMIT_FOR_GOOD;
        if (cut == Cut.COMMIT_HELD) {
          while (!server.isClosed()) {
            Thread.sleep(5);
          }
        }
        if (cut == Cut.BEFORE_COMMIT || cut == Cut.COMMIT_HELD) {
          return;
        }
        if (cut != Cut.NEVER) {
          client.shutdownOutput(); // the answer has no way back
        }
        server.getOutputStream().write(buffer, 0, count);
        if (cut != Cut.NEVER) {
          server.shutdownOutput();
          Thread.sleep(100); // the server finishes what it was told
          return;
        }
      }
    } catch (IOException e) {
      // one end is gone: so is the other now
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void toClient(Socket server, Socket client) {
    var buffer = new byte[65_536];
    try (client;
        server) {
      for (var count = 0; count >= 0; count = server.getInputStream().read(buffer)) {
        client.getOutputStream().write(buffer, 0, count);
      }
    } catch (IOException e) {
      // one end is gone: so is the other now
    }
  }

  @Override
  public void close() {
    try {
      listening.close();
      for (var socket : sockets) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
