package org.hwautomation.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** A thousand listen, and some of them never read. */
@Timeout(120)
final class LiveListenersTest {
  private static final int LISTENERS = 1_000;
  private static final int DEAF = 20;

  @Test
  void a_thousand_listeners_hear_of_a_run_s_end_and_those_who_never_read_hold_nothing_up(
      @TempDir Path state) throws Exception {
    var sockets = new ArrayList<Socket>();
    try (var rig = new ServiceRig(state, 1)) {
      var connected = new CountDownLatch(LISTENERS);
      var heard = new AtomicInteger();
      var threads = new ArrayList<Thread>();
      for (var i = 0; i < LISTENERS; i++) {
        var socket = listen(rig);
        sockets.add(socket);
        threads.add(Thread.ofVirtual().start(() -> hear(socket, connected, heard)));
      }
      for (var i = 0; i < DEAF; i++) {
        sockets.add(listen(rig));
      }
      assertThat(connected.await(60, TimeUnit.SECONDS)).isTrue();
      var run = rig.commissionFirst();
      assertThat(run.status()).as(run.body()).isEqualTo(201);
      for (var thread : threads) {
        thread.join(Duration.ofSeconds(60));
      }
      assertThat(heard).hasValue(LISTENERS);
    } finally {
      for (var socket : sockets) {
        socket.close();
      }
    }
  }

  @Test
  void a_listener_that_breaks_off_is_no_error_of_the_service(@TempDir Path state) throws Exception {
    var logged = new ListAppender<ILoggingEvent>();
    logged.start();
    var logger = (Logger) LoggerFactory.getLogger("org.hwautomation.server");
    logger.addAppender(logged);
    try (var rig = new ServiceRig(state, 1)) {
      var socket = listen(rig);
      assertThat(socket.getInputStream().read()).isPositive();
      socket.setSoLinger(true, 0); // as a process that was killed
      socket.close();
      var run = rig.commissionFirst();
      var id = run.json().path("run_id").asString();
      Eventually.until(
          "the run is over",
          () -> rig.get("/api/v1/runs/" + id).json().path("status").asString().equals("completed"));
    } finally {
      logger.detachAppender(logged);
    }
    assertThat(logged.list).filteredOn(event -> event.getLevel() == Level.ERROR).isEmpty();
  }

  /** Asks for the stream of all runs; what comes is not read here. */
  private static Socket listen(ServiceRig rig) throws IOException {
    var socket = new Socket(InetAddress.getLoopbackAddress(), rig.server.address().getPort());
    var request =
        List.of(
            "GET /api/v1/stream HTTP/1.1",
            "Host: 127.0.0.1",
            "Authorization: Bearer " + rig.admin(),
            "",
            "");
    socket
        .getOutputStream()
        .write(String.join("\r\n", request).getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  private static void hear(Socket socket, CountDownLatch connected, AtomicInteger heard) {
    try {
      var lines =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.equals("event: hello")) {
          connected.countDown();
        } else if (line.contains("\"status\":\"completed\"")) {
          heard.incrementAndGet();
          return;
        }
      }
    } catch (IOException e) {
      // counted as one that heard nothing
    }
  }
}
