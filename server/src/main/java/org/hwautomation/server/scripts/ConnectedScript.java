package org.hwautomation.server.scripts;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.hwautomation.bridge.Heartbeat;
import org.hwautomation.bridge.Outbox;
import org.hwautomation.bridge.RpcCodec;
import org.hwautomation.bridge.RpcMessage;
import org.hwautomation.bridge.Scripts;
import org.hwautomation.bridge.Session;
import org.hwautomation.provisioning.WorkflowManager;
import org.hwautomation.workflow.Durations;

/** One script that uses the service: its session, and what waits to be sent to it. Thread-safe. */
public final class ConnectedScript {
  private static final RpcMessage HEARTBEAT = new RpcMessage.Notification("heartbeat", Map.of());

  private final Heartbeat heartbeat;
  private final String actor;
  private final Runnable whenGone;
  private final Session session;
  private final Outbox outgoing = new Outbox();
  private final AtomicBoolean listening = new AtomicBoolean();
  private final AtomicBoolean over = new AtomicBoolean();
  private volatile boolean stopping;
  private volatile long heard = System.nanoTime();

  ConnectedScript(
      WorkflowManager manager,
      Scripts scripts,
      Heartbeat heartbeat,
      String actor,
      String who,
      Runnable whenGone) {
    this.heartbeat = heartbeat;
    this.actor = actor;
    this.whenGone = whenGone;
    this.session = new Session(manager, scripts, actor, who, outgoing::put);
  }

  String actor() {
    return actor;
  }

  /** Takes what the script said. */
  public void take(RpcMessage message) {
    heard = System.nanoTime();
    session.accept(message);
  }

  /** Makes the caller its listener; false if there is one. */
  public boolean beginListening() {
    return listening.compareAndSet(false, true);
  }

  /**
   * Writes what is for the script as server-sent events, until either side ends. The script is gone
   * when its listener is.
   */
  public void tell(OutputStream out) throws IOException, InterruptedException {
    try {
      while (!over.get() && !stopping) {
        var line = outgoing.next(heartbeat.every()).orElseGet(() -> RpcCodec.write(HEARTBEAT));
        out.write(("data: " + line + "\n\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
      }
    } finally {
      if (!stopping) {
        leave("is gone");
      }
    }
  }

  /** Watches it until it is gone; it need not have a listener. */
  void leaveWhenSilent() {
    try {
      while (!over.get() && !stopping) {
        Thread.sleep(heartbeat.every());
        var silent = Duration.ofNanos(System.nanoTime() - heard);
        if (silent.compareTo(heartbeat.silence()) > 0) {
          leave("has said nothing for " + Durations.text(heartbeat.silence()));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The script is gone; its runs are parked, in the background. */
  public void leave(String why) {
    if (over.compareAndSet(false, true)) {
      outgoing.close();
      whenGone.run();
      Thread.ofVirtual().name("leaving a script").start(() -> session.gone(why));
    }
  }

  void serviceStops() {
    stopping = true;
    outgoing.offer(HEARTBEAT); // wakes its listener
  }
}
