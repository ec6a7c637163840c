package org.hwautomation.hardware.redfish;

import static org.hwautomation.hardware.HardwareException.Kind;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.hwautomation.hardware.Credentials;
import org.hwautomation.hardware.Secret;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * The one login of a client: a Redfish session (DSP0266 13.3.4) that all its users share, or basic
 * authentication where the BMC has no session to give. A refused login is never tried again.
 * Thread-safe.
 */
final class Login {
  private static final Logger LOG = LoggerFactory.getLogger(Login.class);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);
  private static final String DEFAULT_SESSIONS = "/redfish/v1/SessionService/Sessions";

  /** What a request shows to be let in. */
  sealed interface Proof {
    /** The request header, or none. */
    Map<String, String> headers();
  }

  private record Anonymous() implements Proof {
    @Override
    public Map<String, String> headers() {
      return Map.of();
    }
  }

  private record Session(Secret token, @Nullable String uri) implements Proof {
    @Override
    public Map<String, String> headers() {
      return token.reveal(text -> Map.of("X-Auth-Token", text));
    }
  }

  private record Basic(Credentials credentials, @Nullable String strayUri) implements Proof {
    @Override
    public Map<String, String> headers() {
      var pair = credentials.password().reveal(password -> credentials.username() + ":" + password);
      return Map.of(
          "Authorization",
          "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
    }
  }

  private final Wire wire;
  private final Target target;
  private final @Nullable Credentials credentials;
  private final Supplier<JsonNode> root;
  private final Duration timeout;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable Proof proof;
  private @Nullable RedfishException refused;
  private boolean closed;
  private final AtomicInteger opened = new AtomicInteger();

  Login(
      Wire wire,
      Target target,
      @Nullable Credentials credentials,
      Supplier<JsonNode> root,
      Duration timeout) {
    this.wire = wire;
    this.target = target;
    this.credentials = credentials;
    this.root = root;
    this.timeout = timeout;
  }

  /** How many sessions were opened so far. */
  int opened() {
    return opened.get();
  }

  /** Logs in if that was not done yet. */
  Proof proof() {
    return locked(() -> proof == null ? login() : proof);
  }

  /** Logs in again after {@code stale} was answered with 401, unless another thread just has. */
  Proof renew(Proof stale) {
    return locked(
        () -> {
          if (proof != null && !proof.equals(stale)) {
            return proof;
          }
          if (stale instanceof Session) {
            LOG.debug("{}: the session has ended, making a new one", target.peer());
            proof = null;
            return login();
          }
          throw refuse(
              stale instanceof Anonymous
                  ? " wants a login (HTTP 401) and no credentials were given"
                  : refusal(401),
              401,
              List.of());
        });
  }

  /** A login changes nothing on the server, and must be possible to end one's session. */
  private static void unguarded() {}

  /** The session's token, to keep it out of texts. */
  @Nullable Secret token() {
    return proof instanceof Session session ? session.token() : null;
  }

  private Proof locked(Supplier<Proof> action) {
    try {
      lock.lockInterruptibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw RedfishException.notSent(
          Kind.CONNECTION, target.peer(), target.peer() + ": interrupted before the login", e);
    }
    try {
      if (closed) {
        throw new IllegalStateException("the client of " + target.peer() + " is closed");
      }
      if (refused != null) {
        throw refused.again(refused.getMessage() + "; not tried again");
      }
      var now = action.get();
      proof = now;
      return now;
    } finally {
      lock.unlock();
    }
  }

  private Proof login() {
    if (credentials == null) {
      return new Anonymous();
    }
    var sessions = sessionsUri();
    var body = Json.object().put("UserName", credentials.username());
    credentials.password().reveal(password -> body.put("Password", password));
    var answer = send("POST", sessions, Json.MAPPER.writeValueAsBytes(body), Map.of());
    var messages = RedfishMessage.allOf(answer.jsonOrMissing());
    if (answer.ok()) {
      return opened(answer, messages);
    }
    var status = answer.status();
    if (status == 401 || status == 403 || says(messages, "UnauthorizedLoginAttempt")) {
      throw refuse(refusal(status), status, messages);
    }
    if (status == 404 || status == 405 || status == 501 || full(messages)) {
      LOG.warn(
          "{} gives no session (HTTP {}); falling back to basic authentication",
          target.peer(),
          status);
      return provenBasic(null);
    }
    throw Failures.of(
        target, "POST", answer, messages, text -> credentials.password().redact(text), false);
  }

  private RawAnswer send(
      String method, String uri, byte @Nullable [] body, Map<String, String> headers) {
    try {
      return wire.send(
          method,
          uri,
          headers,
          body == null ? null : Content.json(body),
          timeout,
          Login::unguarded);
    } catch (RedfishException e) {
      throw e.changingNothing();
    }
  }

  private Proof opened(RawAnswer answer, List<RedfishMessage> messages) {
    if (says(messages, "PasswordChangeRequired")) {
      LOG.warn("{}: this account must change its password before it may do more", target.peer());
    }
    var uri = sessionUri(answer);
    var token = answer.header("X-Auth-Token");
    if (token == null) {
      LOG.warn("{} opened a session without a token; using basic authentication", target.peer());
      return provenBasic(uri);
    }
    if (uri == null) {
      LOG.warn(
          "{} does not tell where its new session is; it can't be ended and will time out",
          target.peer());
    }
    opened.incrementAndGet();
    return new Session(Secret.of(token), uri);
  }

  private @Nullable String sessionUri(RawAnswer answer) {
    var location = answer.header("Location");
    var named = location == null ? Json.link(answer.jsonOrMissing()) : location;
    try {
      return named == null ? null : wire.path(named);
    } catch (RedfishException e) {
      LOG.warn("{}: ignoring the session's location: {}", target.peer(), e.getMessage());
      return null;
    }
  }

  private String sessionsUri() {
    var document = root.get();
    var direct = Json.link(document, "Links", "Sessions");
    if (direct != null) {
      return direct;
    }
    var service = Json.link(document, "SessionService");
    return service == null ? DEFAULT_SESSIONS : service.replaceFirst("/$", "") + "/Sessions";
  }

  /** Tries the password once, alone, before many threads use it. */
  private Proof provenBasic(@Nullable String strayUri) {
    if (credentials == null) {
      throw new IllegalStateException("no credentials");
    }
    var basic = new Basic(credentials, strayUri);
    var document = root.get();
    var uri = Json.link(document, "Managers");
    var answer = send("GET", uri == null ? "/redfish/v1/Managers" : uri, null, basic.headers());
    if (answer.status() == 401) {
      throw refuse(refusal(401), 401, RedfishMessage.allOf(answer.jsonOrMissing()));
    }
    return basic;
  }

  private String refusal(int status) {
    return " refused the login of user '"
        + (credentials == null ? "" : credentials.username())
        + "' (HTTP "
        + status
        + ", one attempt). More tries can lock the account; check the password";
  }

  private RedfishException refuse(String text, int status, List<RedfishMessage> messages) {
    var failure =
        RedfishException.answered(
            Kind.AUTHENTICATION, target.peer(), target.peer() + text, status, messages, null);
    refused = failure;
    proof = null;
    return failure;
  }

  private static boolean says(List<RedfishMessage> messages, String key) {
    return messages.stream().anyMatch(message -> message.is(key));
  }

  /** All sessions are taken; iDRAC says so as RAC0218. */
  private static boolean full(List<RedfishMessage> messages) {
    return messages.stream()
        .anyMatch(
            message -> {
              var text = message.text().toLowerCase(Locale.ROOT);
              return message.is("SessionLimitExceeded")
                  || message.is("RAC0218")
                  || (text.contains("maximum number of") && text.contains("session"));
            });
  }

  /** Ends the session. Never throws; an interrupted thread still ends it, in bounded time. */
  void close() {
    var interrupted = Thread.interrupted();
    lock.lock();
    try {
      var last = proof;
      var uri =
          switch (last) {
            case Session session -> session.uri();
            case Basic basic -> basic.strayUri();
            case null, default -> null;
          };
      proof = null;
      if (!closed && last != null && uri != null) {
        wire.send("DELETE", uri, last.headers(), null, CLOSE_TIMEOUT, Login::unguarded);
      }
    } catch (RedfishException e) {
      LOG.debug("{}: the session was not ended: {}", target.peer(), e.getMessage());
    } finally {
      closed = true;
      lock.unlock();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
