package org.hwautomation.server.alerts;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import org.hwautomation.provisioning.configuration.Configuration;
import org.hwautomation.workflow.WorkflowTime;

/** Sends a test to every receiver at once. Stateless. */
public final class AlertTrial {
  private AlertTrial() {}

  /** What came back from a receiver. */
  public record Result(String receiver, String to, boolean delivered, String said) {
    /** As JSON has it. */
    public Map<String, Object> document() {
      var document = new LinkedHashMap<String, Object>();
      document.put("receiver", receiver);
      document.put("to", to);
      document.put("delivered", delivered);
      document.put("said", said);
      return document;
    }
  }

  /**
   * Tries the receivers of a configuration, from this process; needs no service and no database.
   *
   * @param site what people call the place
   * @return in the configuration's order; empty if there are none
   * @throws org.hwautomation.server.ServiceStartException if {@code alerts.root_certificate} can't
   *     be used
   */
  public static List<Result> of(Configuration configuration, String site)
      throws InterruptedException {
    var time = WorkflowTime.system();
    var channels = AlertChannel.of(configuration.alerts(), time);
    try {
      return of(channels, new AlertMessage.Source(site, configuration.publicUrl()), time.now());
    } finally {
      channels.forEach(AlertChannel::close);
    }
  }

  static List<Result> of(List<AlertChannel> channels, AlertMessage.Source source, Instant now)
      throws InterruptedException {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var trials =
          channels.stream()
              .<Callable<Result>>map(channel -> () -> send(channel, source.test(now)))
              .toList();
      return threads.invokeAll(trials).stream().map(AlertTrial::result).toList();
    }
  }

  private static Result send(AlertChannel channel, AlertMessage message)
      throws InterruptedException {
    channel.tryAgain();
    var result = channel.send(message);
    var receiver = channel.receiver();
    return new Result(receiver.id(), receiver.place(), result.taken(), result.said());
  }

  private static Result result(java.util.concurrent.Future<Result> trial) {
    try {
      return trial.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("a trial that has ended can't be waited for", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("a receiver could not be tried", e.getCause());
    }
  }
}
