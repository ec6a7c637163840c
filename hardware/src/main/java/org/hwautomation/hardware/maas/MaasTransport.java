package org.hwautomation.hardware.maas;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.hwautomation.hardware.CallObserver;
import org.hwautomation.hardware.HardwareException.Kind;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Requests to MAAS on the wire: header, time limits, retries of reads, answers to errors. */
final class MaasTransport implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(MaasTransport.class);
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** The largest answer that is read, in bytes: ten thousand machines are about 200 MB. */
  private static final long LARGEST_ANSWER = 512L << 20;

  private final HttpClient http;
  private final MaasAddress address;
  private final MaasKey key;
  private final MaasAnswers answers;
  private final Duration timeout;
  private final int attempts;
  private final Duration retryDelay;
  private final InstantSource clock;
  private final CallObserver observer;

  MaasTransport(
      HttpClient http,
      MaasAddress address,
      MaasKey key,
      Duration timeout,
      int attempts,
      Duration retryDelay,
      InstantSource clock,
      CallObserver observer) {
    this.http = http;
    this.address = address;
    this.key = key;
    this.answers = new MaasAnswers("MAAS " + address.shown(), key, clock);
    this.timeout = timeout;
    this.attempts = attempts;
    this.retryDelay = retryDelay;
    this.clock = clock;
    this.observer = observer;
  }

  /** {@code MAAS http://maas:5240/MAAS}. */
  String peer() {
    return answers.peer();
  }

  /** Reads; tried again, a bounded number of times, when MAAS is out or busy. */
  JsonNode get(String path, Form query) {
    var target = query.isEmpty() ? path : path + "?" + query.encoded();
    for (var attempt = 1; ; attempt++) {
      try {
        return json(target, send(builder(target).GET(), "GET " + target));
      } catch (MaasException e) {
        var pause = pauseBefore(attempt, e);
        if (attempt >= attempts || pause == null) {
          throw e;
        }
        LOG.debug("{}; trying again in {}", e.getMessage(), pause);
        sleep(pause);
      }
    }
  }

  /** Sends a form with {@code POST}. Never repeated: a lost answer may hide a done deed. */
  JsonNode post(String path, Form body) {
    return json(path, send(form(path, "POST", body), "POST " + path));
  }

  /** Sends a form with {@code PUT}. */
  JsonNode put(String path, Form body) {
    return json(path, send(form(path, "PUT", body), "PUT " + path));
  }

  void delete(String path) {
    send(builder(path).DELETE(), "DELETE " + path);
  }

  /** Ends open requests at once. */
  @Override
  public void close() {
    http.shutdownNow();
  }

  private HttpRequest.Builder form(String path, String method, Form body) {
    return builder(path)
        .header("Content-Type", "application/x-www-form-urlencoded")
        .method(method, HttpRequest.BodyPublishers.ofString(body.encoded()));
  }

  private HttpRequest.Builder builder(String path) {
    return HttpRequest.newBuilder(URI.create(address.apiRoot() + path))
        .timeout(timeout)
        .header("Accept", "application/json")
        .header("Authorization", key.authorization(clock.instant()));
  }

  private HttpResponse<byte[]> send(HttpRequest.Builder request, String what) {
    return observer.observing(CallObserver.Protocol.MAAS, () -> exchange(request, what));
  }

  private HttpResponse<byte[]> exchange(HttpRequest.Builder request, String what) {
    // a future, not send(): the time limit must cover a body that trickles in, too
    var pending =
        http.sendAsync(
            request.build(), BodyHandlers.limiting(BodyHandlers.ofByteArray(), LARGEST_ANSWER));
    try {
      var response = pending.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
      answers.check(what, response);
      return response;
    } catch (TimeoutException e) {
      pending.cancel(true);
      throw late(what, e);
    } catch (InterruptedException e) {
      pending.cancel(true);
      Thread.currentThread().interrupt();
      throw answers.failure(Kind.CONNECTION, what, "interrupted before MAAS answered", e);
    } catch (ExecutionException | CompletionException e) {
      throw broken(what, e.getCause() == null ? e : e.getCause());
    }
  }

  private MaasException broken(String what, Throwable cause) {
    return switch (cause) {
      case HttpConnectTimeoutException e ->
          answers.failure(
              Kind.CONNECTION, what, "no connection; is the address right and MAAS up?", e);
      case HttpTimeoutException e -> late(what, e);
      case ConnectException e ->
          answers.failure(
              Kind.CONNECTION, what, "no connection; is the address right and MAAS up?", e);
      case SSLException e ->
          answers.failure(
              Kind.IDENTITY,
              what,
              "its certificate is not trusted ("
                  + e.getMessage()
                  + "); the API key was not sent. Add its authority to the trusted ones, or its"
                  + " fingerprint to maas.pins",
              e);
      case IOException e ->
          answers.failure(
              Kind.CONNECTION, what, "the connection broke (" + e.getMessage() + ")", e);
      default ->
          answers.failure(Kind.CONNECTION, what, "the request failed (" + cause + ")", cause);
    };
  }

  private MaasException late(String what, Throwable cause) {
    return answers.failure(
        Kind.TIMEOUT, what, "no whole answer within " + timeout.toMillis() + " ms", cause);
  }

  private JsonNode json(String what, HttpResponse<byte[]> response) {
    try {
      var tree = JSON.readTree(response.body());
      if (tree.isMissingNode()) {
        throw answers.unreadable(what, response, null);
      }
      return tree;
    } catch (JacksonException e) {
      throw answers.unreadable(what, response, e);
    }
  }

  private @org.jspecify.annotations.Nullable Duration pauseBefore(int attempt, MaasException e) {
    if (Thread.currentThread().isInterrupted()
        || (e.kind() != Kind.CONNECTION && e.kind() != Kind.BUSY)) {
      return null;
    }
    var own = retryDelay.multipliedBy(1L << (attempt - 1));
    var asked = e.retryAfter().orElse(Duration.ZERO);
    if (asked.compareTo(timeout) > 0) {
      return null;
    }
    return asked.compareTo(own) > 0 ? asked : own;
  }

  private void sleep(Duration pause) {
    try {
      Thread.sleep(pause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw answers.failure(Kind.CONNECTION, "GET", "interrupted between two tries", e);
    }
  }

  /** A path segment made of an outside text. */
  static String segment(String text) {
    if (text.isBlank() || text.equals(".") || text.equals("..")) {
      throw new IllegalArgumentException("'" + text + "' can't be a name in MAAS");
    }
    return Form.encode(text);
  }

  static String text(byte[] body) {
    return new String(body, StandardCharsets.UTF_8);
  }
}
