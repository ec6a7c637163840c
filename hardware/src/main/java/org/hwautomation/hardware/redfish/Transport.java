package org.hwautomation.hardware.redfish;

import static org.hwautomation.hardware.HardwareException.Kind;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.ProtocolException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.channels.UnresolvedAddressException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import org.hwautomation.hardware.CallObserver;
import org.hwautomation.hardware.redfish.CertificateCheck.UntrustedCertificate;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP exchange at a time: connects to the (mapped) address, bounds time and size, leaves at
 * once when interrupted, and says in a typed error what went wrong. It knows no Redfish.
 */
final class Transport implements AutoCloseable {
  /** After this long without use a connection is not trusted any more: BMCs drop them silently. */
  static final Duration IDLE_LIMIT = Duration.ofSeconds(5);

  private final Target target;
  private final Duration connectTimeout;
  private final int bodyLimit;
  private final Pacer pacer;
  private final CallObserver observer;
  private final @Nullable SSLContext tls;
  private final SSLParameters tlsParameters;
  private @Nullable HttpClient http;
  private long lastUse;

  Transport(
      Target target,
      CertificateCheck certificates,
      Duration connectTimeout,
      int bodyLimit,
      Pacer pacer,
      CallObserver observer) {
    this.target = target;
    this.connectTimeout = connectTimeout;
    this.bodyLimit = bodyLimit;
    this.pacer = pacer;
    this.observer = observer;
    this.tls = target.secure() ? context(certificates) : null;
    this.tlsParameters = new SSLParameters();
    if (!target.host().matches("[0-9.]+|.*:.*")) {
      tlsParameters.setServerNames(List.of(new SNIHostName(target.host())));
    }
  }

  private static SSLContext context(CertificateCheck certificates) {
    try {
      var context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {certificates}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java runtime has no TLS", e);
    }
  }

  /**
   * Sends one request and reads the whole answer, whatever its status.
   *
   * @param timeout for all of it, from the connection to the last byte of the body
   */
  RawAnswer send(
      String method,
      String path,
      Map<String, String> headers,
      @Nullable Content body,
      Duration timeout) {
    var started = System.nanoTime();
    var failure = Optional.<Kind>empty();
    try {
      var answer = exchange(method, path, headers, body, timeout);
      failure = refusal(answer.status());
      return answer;
    } catch (RedfishException e) {
      failure = Optional.of(e.kind());
      throw method.equals("GET") ? e.changingNothing() : e;
    } finally {
      observer.ended(
          CallObserver.Protocol.REDFISH, failure, Duration.ofNanos(System.nanoTime() - started));
    }
  }

  /** Who counts wants to know of those too that are errors only to the layers above. */
  private static Optional<Kind> refusal(int status) {
    return switch (status) {
      case 401, 403 -> Optional.of(Kind.AUTHENTICATION);
      case 404 -> Optional.empty();
      case 503 -> Optional.of(Kind.BUSY);
      default -> status < 400 ? Optional.empty() : Optional.of(Kind.REJECTED);
    };
  }

  private RawAnswer exchange(
      String method,
      String path,
      Map<String, String> headers,
      @Nullable Content body,
      Duration timeout) {
    var what = method + " " + path;
    var request = HttpRequest.newBuilder(uri(path));
    headers.forEach(request::setHeader);
    request.method(method, body == null ? BodyPublishers.noBody() : body.publisher().get());
    var answer = client().sendAsync(request.build(), _ -> new BoundedBody(bodyLimit));
    try {
      var response = answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
      var raw = new RawAnswer(path, response.statusCode(), response.headers(), response.body());
      return new RawAnswer(path, raw.status(), raw.headers(), raw.decoded(bodyLimit));
    } catch (InterruptedException e) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      throw RedfishException.unanswered(
          Kind.CONNECTION, target.peer(), target.peer() + ": interrupted during " + what, e);
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw RedfishException.unanswered(
          Kind.TIMEOUT,
          target.peer(),
          target.peer()
              + " did not answer "
              + what
              + " within "
              + text(timeout)
              + " (request timeout)",
          e);
    } catch (ExecutionException e) {
      throw failure(what, e.getCause() == null ? e : e.getCause());
    } catch (IOException e) {
      throw failure(what, e);
    } finally {
      used();
    }
  }

  private URI uri(String path) {
    try {
      return URI.create(target.connectBase() + path);
    } catch (IllegalArgumentException e) {
      throw RedfishException.notSent(
          Kind.PROTOCOL, target.peer(), target.peer() + " gave a URI that is none: " + path, e);
    }
  }

  private RedfishException failure(String what, Throwable failure) {
    var peer = target.peer();
    var untrusted = find(failure, UntrustedCertificate.class);
    if (untrusted != null) {
      return untrusted(untrusted);
    }
    var tooLarge = find(failure, BoundedBody.TooLarge.class);
    if (tooLarge != null) {
      return RedfishException.unanswered(
          Kind.PROTOCOL, peer, peer + ", " + what + ": " + tooLarge.getMessage(), null);
    }
    if (find(failure, HttpConnectTimeoutException.class) != null) {
      return RedfishException.notSent(
          Kind.CONNECTION,
          peer,
          "nobody answers at "
              + where()
              + " within "
              + text(connectTimeout)
              + " (connect timeout); check address, cable and network",
          failure);
    }
    if (find(failure, ConnectException.class) != null
        || find(failure, NoRouteToHostException.class) != null
        || find(failure, UnknownHostException.class) != null) {
      return RedfishException.notSent(
          Kind.CONNECTION,
          peer,
          "cannot connect to " + where() + " (" + reason(failure) + "); check address and port",
          failure);
    }
    if (failure instanceof SSLHandshakeException) {
      return RedfishException.notSent(
          Kind.CONNECTION,
          peer,
          where() + ": the TLS handshake failed (" + reason(failure) + ")",
          failure);
    }
    if (failure instanceof SSLException && String.valueOf(failure.getMessage()).contains("SSL")) {
      return RedfishException.notSent(
          Kind.PROTOCOL,
          peer,
          where() + " does not speak TLS (" + reason(failure) + "); is the port right?",
          failure);
    }
    var kind = find(failure, ProtocolException.class) != null ? Kind.PROTOCOL : Kind.CONNECTION;
    return RedfishException.unanswered(
        kind,
        peer,
        peer + ", " + what + ": the connection broke (" + reason(failure) + ")",
        failure);
  }

  private RedfishException untrusted(UntrustedCertificate untrusted) {
    var shown = PresentedCertificate.of(untrusted.leaf());
    return RedfishException.notSent(
        Kind.IDENTITY,
        target.peer(),
        target.peer()
            + " shows a certificate that is not trusted: "
            + untrusted.getMessage()
            + ". It is "
            + shown.subject()
            + (shown.selfSigned() ? ", self-signed" : ", issued by " + shown.issuer())
            + ", SHA-256 "
            + shown.fingerprint()
            + ". No password was sent. If this is the BMC's own certificate (compare it at its"
            + " console), pin that fingerprint",
        null);
  }

  private String where() {
    return target.peer() + (target.mapped() ? " (mapped to " + target.connectEndpoint() + ")" : "");
  }

  private static String reason(Throwable failure) {
    if (find(failure, UnresolvedAddressException.class) != null) {
      return "the name is unknown here";
    }
    for (var at = failure; at != null; at = at.getCause()) {
      if (at.getMessage() != null && !at.getMessage().isBlank()) {
        return at.getMessage();
      }
    }
    return find(failure, ConnectException.class) != null
        ? "connection refused" // the JDK's HTTP client leaves the words out
        : failure.getClass().getSimpleName();
  }

  static <T extends Throwable> @Nullable T find(Throwable failure, Class<T> type) {
    var depth = 0;
    for (var at = failure; at != null && depth < 20; at = at.getCause(), depth++) {
      if (type.isInstance(at)) {
        return type.cast(at);
      }
    }
    return null;
  }

  static String text(Duration time) {
    return time.toMillis() % 1000 == 0 ? time.toSeconds() + " s" : time.toMillis() + " ms";
  }

  private synchronized HttpClient client() {
    if (http != null && pacer.nanoTime() - lastUse > IDLE_LIMIT.toNanos()) {
      http.shutdown(); // lets what runs on it finish
      http = null;
    }
    if (http == null) {
      var builder =
          HttpClient.newBuilder()
              .version(HttpClient.Version.HTTP_1_1)
              .followRedirects(HttpClient.Redirect.NEVER)
              .proxy(HttpClient.Builder.NO_PROXY)
              .connectTimeout(connectTimeout)
              .executor(task -> Thread.ofVirtual().name("redfish-io").start(task));
      if (tls != null) {
        builder.sslContext(tls).sslParameters(tlsParameters);
      }
      http = builder.build();
    }
    lastUse = pacer.nanoTime();
    return http;
  }

  private synchronized void used() {
    lastUse = pacer.nanoTime();
  }

  @Override
  public synchronized void close() {
    if (http != null) {
      http.shutdownNow();
      http = null;
    }
  }
}
