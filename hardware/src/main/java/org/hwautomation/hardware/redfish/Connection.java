package org.hwautomation.hardware.redfish;

import static org.hwautomation.hardware.HardwareException.Kind;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import org.hwautomation.hardware.Credentials;
import org.hwautomation.hardware.MutationGuard;
import org.hwautomation.hardware.Secret;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * Requests with a login, as all views and services of the client send them: GETs are repeated a few
 * times, writes go one at a time and pass the guard, an ended session is renewed once, and what is
 * no success becomes a {@link RedfishException}.
 */
final class Connection implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Connection.class);
  private static final String ROOT = "/redfish/v1/";
  private static final Duration GET_PAUSE = Duration.ofSeconds(1);
  private static final Duration GET_PAUSE_MAX = Duration.ofSeconds(10);
  private static final int WRITE_TRIES = 6;
  private static final Duration WRITE_PAUSE = Duration.ofSeconds(10);
  private static final int MAX_PAGES = 1000;

  private final Target target;
  private final Transport transport;
  private final Wire wire;
  private final Login login;
  private final @Nullable Credentials credentials;
  private final MutationGuard guard;
  private final Duration timeout;
  private final int readTries;
  private final Pacer pacer;
  private final ReentrantLock writing = new ReentrantLock();
  private volatile @Nullable JsonNode root;

  Connection(
      Target target,
      Transport transport,
      @Nullable Credentials credentials,
      MutationGuard guard,
      Duration timeout,
      int readTries,
      Pacer pacer) {
    this.target = target;
    this.transport = transport;
    this.wire = new Wire(transport, target);
    this.credentials = credentials;
    this.guard = guard;
    this.timeout = timeout;
    this.readTries = readTries;
    this.pacer = pacer;
    this.login = new Login(wire, target, credentials, this::root, timeout);
  }

  String peer() {
    return target.peer();
  }

  /** How many sessions the login has opened. */
  int sessionsOpened() {
    return login.opened();
  }

  /** Whom we are logged in as; null without a login. */
  @Nullable String username() {
    return credentials == null ? null : credentials.username();
  }

  Pacer pacer() {
    return pacer;
  }

  /** The service root, read once; it needs no login (DSP0266 13.3.2). */
  JsonNode root() {
    var known = root;
    if (known == null) {
      known = read(ROOT, null).body();
      root = known;
    }
    return known;
  }

  /** Reads a resource; it must be there and be a JSON object. */
  Answer get(String uri) {
    return read(uri, login.proof());
  }

  /** As {@link #get}, or null if the BMC has no such resource. */
  @Nullable Answer find(String uri) {
    try {
      return get(uri);
    } catch (RedfishException e) {
      if (e.isNotFound() || e.status().orElse(0) == 405) {
        return null;
      }
      throw e;
    }
  }

  private Answer read(String uri, Login.@Nullable Proof proof) {
    var answer = readRaw(uri, proof);
    var body = answer.jsonOrMissing();
    if (!body.isObject()) {
      throw notJson("GET", answer);
    }
    return Answer.of(answer, body);
  }

  /** A successful answer to a GET, whatever is in it. */
  RawAnswer readRaw(String uri, Login.@Nullable Proof first) {
    var proof = first;
    var renewed = false;
    for (var attempt = 1; ; attempt++) {
      RawAnswer answer;
      try {
        var headers = proof == null ? Map.<String, String>of() : proof.headers();
        answer = wire.send("GET", uri, headers, null, timeout, () -> {});
      } catch (RedfishException e) {
        if (e.kind() != Kind.CONNECTION
            || attempt >= readTries
            || Thread.currentThread().isInterrupted()) {
          throw e;
        }
        LOG.debug("{}; trying again", e.getMessage());
        pause(GET_PAUSE.multipliedBy(attempt));
        continue;
      }
      if (answer.ok()) {
        return answer;
      }
      if (answer.status() == 401 && proof != null && !renewed) {
        proof = login.renew(proof);
        renewed = true;
        continue;
      }
      var wait =
          answer.retryAfter() == null ? GET_PAUSE.multipliedBy(attempt) : answer.retryAfter();
      if (answer.status() < 500
          || answer.status() == 501
          || attempt >= readTries
          || wait.compareTo(GET_PAUSE_MAX) > 0) {
        throw failure("GET", answer, List.of());
      }
      pause(wait);
    }
  }

  RawAnswer readRaw(String uri) {
    return readRaw(uri, login.proof());
  }

  /**
   * The URIs of a collection's members, over all its pages (DSP0266 9.6.3 and 7.3.2, nextLink).
   *
   * @param collection null for a collection that the BMC does not have
   */
  List<String> members(@Nullable String collection) {
    var members = new ArrayList<String>();
    var seen = new HashSet<String>();
    var page = collection;
    while (page != null && seen.add(page)) {
      if (seen.size() > MAX_PAGES) {
        throw RedfishException.notSent(
            Kind.PROTOCOL, peer(), peer() + ": the collection " + collection + " never ends", null);
      }
      var body = get(page).body();
      members.addAll(Json.links(body, "Members"));
      page = Json.text(body, "Members@odata.nextLink");
    }
    return List.copyOf(members);
  }

  Answer post(String uri, @Nullable JsonNode body, Secret... secrets) {
    return write("POST", uri, body, List.of(secrets));
  }

  Answer delete(String uri) {
    return write("DELETE", uri, null, List.of());
  }

  private Answer write(String method, String uri, @Nullable JsonNode body, List<Secret> secrets) {
    return alone(
        method + " " + uri,
        () -> {
          var answer = sendWrite(method, uri, Map.of(), body);
          if (!answer.ok()) {
            throw failure(method, answer, secrets);
          }
          return result(method, answer);
        });
  }

  /** Asks by a POST that changes nothing: sent once, and no matter for the guard. */
  Answer ask(String uri) {
    return alone(
        "POST " + uri,
        () -> {
          var content = Content.json(Json.MAPPER.writeValueAsBytes(Json.object()));
          var answer = wire.send("POST", uri, login.proof().headers(), content, timeout, () -> {});
          if (!answer.ok()) {
            throw failure("POST", answer, List.of());
          }
          return result("POST", answer);
        });
  }

  /**
   * Sends what is too long to be sent twice: once, without retries.
   *
   * @param limit for all of it, to the last byte of the answer
   */
  Answer upload(String uri, Content content, Map<String, String> headers, Duration limit) {
    return alone(
        "POST " + uri,
        () -> {
          var all = new LinkedHashMap<>(headers);
          all.putAll(login.proof().headers());
          var answer =
              wire.send("POST", uri, all, content, limit, () -> guard.check("POST " + uri));
          if (!answer.ok()) {
            throw failure("POST", answer, List.of());
          }
          return result("POST", answer);
        });
  }

  /** The token of the session, or null where the login has none. */
  @Nullable Secret sessionToken() {
    login.proof();
    return login.token();
  }

  /**
   * Changes a resource, with the ETags of {@code reference/protocols.md} as BMCs want them: as the
   * BMC gave it, then in its strong form, then none.
   */
  Answer patch(String uri, JsonNode body, Secret... secrets) {
    return alone("PATCH " + uri, () -> patchAlone(uri, body, List.of(secrets)));
  }

  private Answer patchAlone(String uri, JsonNode body, List<Secret> secrets) {
    var known = find(uri);
    var rungs = ladder(known == null ? null : known.etag());
    var asked = false;
    while (true) {
      var etag = rungs.removeFirst();
      var headers = new LinkedHashMap<String, String>();
      if (etag != null) {
        headers.put("If-Match", etag);
      }
      var answer = sendWrite("PATCH", uri, headers, body);
      if (answer.ok()) {
        return result("PATCH", answer);
      }
      if (answer.status() == 428 && !asked) {
        asked = true;
        var again = find(uri);
        var fresh = again == null ? null : again.etag();
        // A BMC that wants an ETag and shows none is content with the wildcard (RFC 9110 13.1.1).
        rungs = new ArrayList<>();
        rungs.add(fresh == null ? "*" : fresh);
        continue;
      }
      if (answer.status() != 412 || rungs.isEmpty()) {
        throw failure("PATCH", answer, secrets);
      }
      LOG.debug("{}: PATCH {} with If-Match {} was refused with 412", peer(), uri, etag);
    }
  }

  private static List<@Nullable String> ladder(@Nullable String etag) {
    var rungs = new ArrayList<@Nullable String>();
    if (etag != null) {
      rungs.add(etag);
      if (etag.startsWith("W/")) {
        rungs.add(etag.substring(2));
      }
    }
    rungs.add(null);
    return rungs;
  }

  private RawAnswer sendWrite(
      String method, String uri, Map<String, String> headers, @Nullable JsonNode body) {
    var content = body == null ? null : Content.json(Json.MAPPER.writeValueAsBytes(body));
    var proof = login.proof();
    var renewed = false;
    for (var attempt = 1; ; ) {
      var all = new LinkedHashMap<>(headers);
      all.putAll(proof.headers());
      var answer =
          wire.send(method, uri, all, content, timeout, () -> guard.check(method + " " + uri));
      if (answer.status() == 401 && !renewed) {
        proof = login.renew(proof);
        renewed = true;
        continue;
      }
      if (answer.status() < 400
          || attempt++ >= WRITE_TRIES
          || !Transient.in(RedfishMessage.allOf(answer.jsonOrMissing()))) {
        return answer;
      }
      LOG.debug("{}: {} {} is not possible yet, trying again", peer(), method, uri);
      pause(WRITE_PAUSE);
    }
  }

  /** What a successful write says; an empty or, as some BMCs send, non-JSON body is nothing. */
  private Answer result(String method, RawAnswer answer) {
    var body = answer.jsonOrMissing();
    LOG.debug("{}: {} {}: HTTP {}", peer(), method, answer.uri(), answer.status());
    return Answer.of(answer, body);
  }

  private interface Write {
    Answer send();
  }

  private Answer alone(String what, Write write) {
    try {
      writing.lockInterruptibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw RedfishException.notSent(
          Kind.CONNECTION, peer(), peer() + ": interrupted before " + what, e);
    }
    try {
      return write.send();
    } finally {
      writing.unlock();
    }
  }

  RedfishException failure(String method, RawAnswer answer, List<Secret> secrets) {
    return Failures.of(
        target,
        method,
        answer,
        RedfishMessage.allOf(answer.jsonOrMissing()),
        redaction(secrets),
        credentials != null && answer.status() != 401);
  }

  private UnaryOperator<String> redaction(List<Secret> secrets) {
    return text -> {
      var clean = credentials == null ? text : credentials.password().redact(text);
      for (var secret : secrets) {
        clean = secret.redact(clean);
      }
      var token = login.token();
      return token == null ? clean : token.redact(clean);
    };
  }

  private RedfishException notJson(String method, RawAnswer answer) {
    return RedfishException.answered(
        Kind.PROTOCOL,
        peer(),
        redaction(List.of())
            .apply(
                peer()
                    + " answered "
                    + method
                    + " "
                    + answer.uri()
                    + " (HTTP "
                    + answer.status()
                    + ") with "
                    + answer.excerpt()
                    + ", which is not a JSON object"),
        answer.status(),
        List.of(),
        null);
  }

  /** Waits; leaves at once when interrupted. */
  void pause(Duration time) {
    try {
      pacer.pause(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw RedfishException.notSent(
          Kind.CONNECTION, peer(), peer() + ": interrupted while waiting", e);
    }
  }

  @Override
  public void close() {
    login.close();
    transport.close();
  }
}
