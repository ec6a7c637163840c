package org.hwautomation.server.alerts;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.hwautomation.provisioning.configuration.AlertSettings;
import org.hwautomation.provisioning.configuration.AlertSettings.Receiver;
import org.hwautomation.workflow.WorkflowTime;

/** The way to one receiver. Thread-safe. */
public sealed interface AlertChannel extends AutoCloseable permits WebhookChannel, MailChannel {
  /** How long a receiver may take, in all. */
  Duration LIMIT = Duration.ofSeconds(15);

  /**
   * What became of a try.
   *
   * @param taken true if the receiver took it
   * @param said what it answered, or why it did not; one line without secrets
   */
  record Result(boolean taken, String said) {
    private static final int LONGEST = 300;

    public Result {
      said = said.replaceAll("\\p{Cntrl}+", " ").strip();
      said = said.length() > LONGEST ? said.substring(0, LONGEST) + "…" : said;
    }

    static Result taken(String said) {
      return new Result(true, said);
    }

    static Result not(String why) {
      return new Result(false, why);
    }
  }

  Receiver receiver();

  /** Sends it once. */
  Result send(AlertMessage message) throws InterruptedException;

  /** Forgets what keeps it from trying, such as a login that was refused. */
  default void tryAgain() {}

  @Override
  void close();

  /**
   * The ways to all receivers.
   *
   * @throws org.hwautomation.server.ServiceStartException if {@code alerts.root_certificate} can't
   *     be used
   */
  static List<AlertChannel> of(AlertSettings settings, WorkflowTime time) {
    Optional<SSLContext> trust = settings.rootCertificate().map(ReceiverTrust::of);
    var channels = new ArrayList<AlertChannel>();
    for (var webhook : settings.webhooks()) {
      channels.add(new WebhookChannel(webhook, trust, time));
    }
    settings.mail().ifPresent(mail -> channels.add(new MailChannel(mail, trust)));
    return List.copyOf(channels);
  }
}
