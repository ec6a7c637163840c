package org.hwautomation.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One listener, as a browser is one: it comes back by itself with the last id that it saw. Keeps
 * what it heard of and when.
 */
final class Heard implements AutoCloseable {
  private static final long COMES_BACK_MILLIS = 200;

  private final LoadedService service;
  private final String path;
  private final List<Entry> entries = new ArrayList<>(); // guarded by itself
  private final Thread thread;
  private volatile @Nullable String lastId;
  private volatile boolean closed;
  private final AtomicInteger connections = new AtomicInteger();
  private final AtomicInteger resets = new AtomicInteger();

  /**
   * An event.
   *
   * @param id the event's
   * @param run which run it is about; empty on a run's own stream
   * @param seq the run's newest entry
   * @param at when the entry was made, as it says itself; null where the stream does not say
   * @param heard when it was read here
   */
  record Entry(String id, String run, long seq, @Nullable Instant at, Instant heard) {}

  private Heard(LoadedService service, String path) {
    this.service = service;
    this.path = path;
    this.thread = Thread.ofVirtual().name("listener").unstarted(this::listen);
  }

  static Heard of(LoadedService service, String path) {
    var heard = new Heard(service, path);
    heard.thread.start();
    return heard;
  }

  List<Entry> entries() {
    synchronized (entries) {
      return List.copyOf(entries);
    }
  }

  /** How often it was let in. */
  int connections() {
    return connections.get();
  }

  /** How often it was told to read the lists again. */
  int resets() {
    return resets.get();
  }

  private void listen() {
    while (!closed) {
      try (var socket = new Socket(InetAddress.getLoopbackAddress(), service.port())) {
        ask(socket);
        read(
            new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8)));
      } catch (IOException e) {
        // it comes back
      }
      try {
        TimeUnit.MILLISECONDS.sleep(COMES_BACK_MILLIS);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private void ask(Socket socket) throws IOException {
    var seen = lastId;
    var request =
        "GET %s HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer %s\r\n%s\r\n"
            .formatted(
                path, service.token(), seen == null ? "" : "Last-Event-ID: " + seen + "\r\n");
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
  }

  private void read(BufferedReader lines) throws IOException {
    var id = "";
    for (var line = lines.readLine(); line != null && !closed; line = lines.readLine()) {
      if (line.startsWith("id: ")) {
        id = line.substring(4);
      } else if (line.equals("event: hello")) {
        connections.incrementAndGet();
      } else if (line.equals("event: reset")) {
        resets.incrementAndGet();
      } else if (line.startsWith("data: ") && !id.isEmpty()) {
        heard(id, line);
        lastId = id;
        id = "";
      }
    }
  }

  private void heard(String id, String data) {
    var now = Instant.now();
    var at = text(data, "\"at\":\"");
    var run = text(data, "\"run_id\":\"");
    if (at == null && run == null) {
      return;
    }
    var seq = at == null ? number(data, "\"last_seq\":") : Long.parseLong(id);
    synchronized (entries) {
      entries.add(
          new Entry(id, run == null ? "" : run, seq, at == null ? null : Instant.parse(at), now));
    }
  }

  private static @Nullable String text(String data, String before) {
    var from = data.indexOf(before);
    return from < 0
        ? null
        : data.substring(from + before.length(), data.indexOf('"', from + before.length()));
  }

  private static long number(String data, String before) {
    var from = data.indexOf(before) + before.length();
    var to = from;
    while (to < data.length() && Character.isDigit(data.charAt(to))) {
      to++;
    }
    return Long.parseLong(data.substring(from, to));
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
  }
}
