package org.hwautomation.server.alerts;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.hwautomation.provisioning.configuration.AlertSettings.Webhook;
import org.hwautomation.workflow.WorkflowTime;

/**
 * Posts alerts to a program. Its certificate is verified, redirects are not followed, and of the
 * answer only the status is read. Thread-safe.
 */
final class WebhookChannel implements AlertChannel {
  private final Webhook webhook;
  private final WorkflowTime time;
  private final HttpClient http;

  WebhookChannel(Webhook webhook, Optional<SSLContext> trust, WorkflowTime time) {
    this.webhook = webhook;
    this.time = time;
    var building =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(LIMIT);
    trust.ifPresent(building::sslContext);
    this.http = building.build();
  }

  @Override
  public Webhook receiver() {
    return webhook;
  }

  @Override
  public Result send(AlertMessage message) throws InterruptedException {
    // a future, not send(): the time limit must cover an answer that trickles in, too
    var pending = http.sendAsync(request(message), BodyHandlers.discarding());
    try {
      var status = pending.get(LIMIT.toSeconds(), TimeUnit.SECONDS).statusCode();
      return new Result(status / 100 == 2, said(status));
    } catch (TimeoutException e) {
      return Result.not("did not answer within %d s".formatted(LIMIT.toSeconds()));
    } catch (ExecutionException e) {
      return Result.not(webhook.url().redact(said(e.getCause() == null ? e : e.getCause())));
    } finally {
      pending.cancel(true);
    }
  }

  private HttpRequest request(AlertMessage message) {
    var body = message.json();
    var at = time.now();
    var request =
        HttpRequest.newBuilder(webhook.url().<URI>reveal(URI::create))
            .timeout(LIMIT)
            .header("Content-Type", "application/json")
            .header("User-Agent", "hwauto")
            .header("webhook-id", message.id())
            .header("webhook-timestamp", String.valueOf(at.getEpochSecond()));
    webhook
        .secret()
        .ifPresent(
            secret ->
                request.header(
                    "webhook-signature", WebhookSignature.of(secret, message.id(), at, body)));
    return request.POST(BodyPublishers.ofByteArray(body)).build();
  }

  private static String said(int status) {
    return switch (status / 100) {
      case 2 -> "answered " + status;
      case 3 ->
          "answered %d; redirects are not followed, write where it leads into url"
              .formatted(status);
      default -> "answered " + status;
    };
  }

  private static String said(Throwable problem) {
    return switch (problem) {
      case HttpTimeoutException e -> "did not answer within %d s".formatted(LIMIT.toSeconds());
      case ConnectException e -> "can't be reached: " + cause(e);
      case SSLException e ->
          "its certificate is not trusted, or TLS failed: %s; alerts.root_certificate names who else may sign"
              .formatted(e.getMessage());
      case IOException e -> "the connection broke: " + cause(e);
      default -> problem.getClass().getSimpleName();
    };
  }

  private static String cause(Throwable problem) {
    var root = problem;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
