package org.hwautomation.server.alerts;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.hwautomation.provisioning.WorkflowManager;
import org.hwautomation.provisioning.alert.AlertWatch;
import org.hwautomation.provisioning.configuration.AlertSettings;
import org.hwautomation.store.AlertDelivery;
import org.hwautomation.workflow.WorkflowTime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks for what people are to be told of, and tells them: a thread that looks, and one for each
 * receiver, so that one that is slow delays no other. What fails is logged and tried again.
 * Thread-safe.
 */
public final class AlertDesk implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AlertDesk.class);
  private static final Duration PERIOD = Duration.ofSeconds(5);

  private final WorkflowTime time;
  private final Duration period;
  private final List<AlertChannel> channels;
  private final AlertMessage.Source source;
  private final List<Thread> threads = new ArrayList<>();

  private AlertDesk(WorkflowManager manager, List<AlertChannel> channels, String site) {
    this.time = manager.engine().time();
    this.period = period(manager.configuration().alerts());
    this.channels = channels;
    this.source = new AlertMessage.Source(site, manager.configuration().publicUrl());
  }

  /**
   * Starts it. Without receivers nothing is looked for.
   *
   * @param owner who looks and sends, as registered with the store
   * @param channels the ways to all receivers; closed with this
   * @param site what people call the place
   */
  public static AlertDesk start(
      WorkflowManager manager,
      String owner,
      List<AlertChannel> channels,
      String site,
      MeterRegistry registry) {
    var desk = new AlertDesk(manager, channels, site);
    var alerts = manager.store().alerts();
    var metrics = new AlertMetrics(registry, alerts);
    if (!desk.channels.isEmpty()) {
      var watch = AlertWatch.of(manager, owner);
      desk.begin("looking for alerts", () -> desk.look(watch, metrics));
    }
    for (var channel : desk.channels) {
      var post = new AlertPost(alerts, desk.time, owner, channel, desk.source, metrics);
      desk.begin("sending alerts to " + channel.receiver().id(), post::round);
    }
    return desk;
  }

  /** Every five seconds, or twice within a shorter delay. */
  private static Duration period(AlertSettings settings) {
    var half = settings.delay().dividedBy(2);
    return half.compareTo(PERIOD) < 0 ? half : PERIOD;
  }

  private void look(AlertWatch watch, AlertMetrics metrics) {
    for (AlertDelivery given : watch.look()) {
      metrics.undeliverable(given.receiver().startsWith("webhook:") ? "webhook" : "mail");
      LOG.error(
          "alert {} was not delivered: no service knows its receiver {}",
          given.id(),
          given.receiver());
    }
  }

  /** Part of the work, which may be interrupted. */
  @FunctionalInterface
  private interface Work {
    void run() throws InterruptedException;
  }

  private void begin(String what, Work work) {
    threads.add(Thread.ofVirtual().name(what).start(() -> repeat(what, work)));
  }

  private void repeat(String what, Work work) {
    try {
      while (true) {
        try {
          work.run();
        } catch (RuntimeException e) {
          if (Thread.interrupted()) {
            throw new InterruptedException();
          }
          LOG.warn("{} failed, and is tried again: {}", what, e.getMessage());
        }
        time.sleep(period);
      }
    } catch (InterruptedException e) {
      LOG.debug("{} ends", what);
    }
  }

  /** Sends a test to each receiver, and says what came back. */
  public List<AlertTrial.Result> test() throws InterruptedException {
    return AlertTrial.of(channels, source, time.now());
  }

  /** Sends nothing more; what is under way is broken off, and sent again by who comes next. */
  @Override
  public void close() {
    threads.forEach(Thread::interrupt);
    var interrupted = false;
    for (var thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    channels.forEach(AlertChannel::close);
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
