package org.hwautomation.hardware.maas;

import java.net.http.HttpClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import javax.net.ssl.SSLContext;
import org.hwautomation.hardware.AddressMap;
import org.hwautomation.hardware.CallObserver;
import org.hwautomation.hardware.HardwareException;
import org.hwautomation.hardware.HardwareException.Kind;
import org.hwautomation.hardware.MutationGuard;
import org.hwautomation.hardware.Secret;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A client of the MAAS API 2.0.
 *
 * <p>An outage is an error, never an empty list: every method either returns what MAAS said or
 * throws a {@link MaasException} (or {@link MaasNotFoundException}). Reads are tried up to three
 * times when MAAS is busy or gone; writes are sent once, each after asking the {@link
 * MutationGuard}. Redirections are refused, so that the key never goes to another host. An
 * interrupted thread leaves at once with its interruption kept.
 *
 * <p>Thread-safe. {@link #close()} ends what is open.
 */
public final class MaasClient implements AutoCloseable {
  private static final Form NONE = new Form();

  private final MaasTransport maas;
  private final MutationGuard guard;

  private MaasClient(MaasTransport maas, MutationGuard guard) {
    this.maas = maas;
    this.guard = guard;
  }

  /**
   * Starts a client.
   *
   * @param url such as {@code http://maas:5240/MAAS}; {@code /MAAS} and a final slash may be left
   *     out
   * @param apiKey {@code consumer:token:secret}
   * @throws IllegalArgumentException if the URL or the key is malformed; the key is not shown
   */
  public static Builder builder(String url, Secret apiKey) {
    return new Builder(url, apiKey);
  }

  /**
   * A view of this client that asks {@code newGuard} before each write; closing either closes both.
   */
  public MaasClient withGuard(MutationGuard newGuard) {
    return new MaasClient(maas, newGuard);
  }

  /** Who is asked, for messages: {@code MAAS http://maas:5240/MAAS}. */
  public String peer() {
    return maas.peer();
  }

  // --- the service itself

  public MaasVersion version() {
    var node = maas.get("version/", NONE);
    return new MaasVersion(
        MaasJson.text(node, "version"),
        MaasJson.text(node, "subversion"),
        MaasJson.texts(node.path("capabilities")));
  }

  /** Who the key belongs to: the way to prove that a key works. */
  public MaasUser whoami() {
    var node = maas.get("users/", op("whoami"));
    return new MaasUser(
        MaasJson.text(node, "username"),
        MaasJson.text(node, "email"),
        node.path("is_superuser").asBoolean(false));
  }

  public List<SshKey> sshKeys() {
    return list(maas.get("account/prefs/sshkeys/", NONE)).map(MaasJson::sshKey).toList();
  }

  // --- machines

  public List<Machine> machines() {
    return machines(MachineFilter.ALL);
  }

  public List<Machine> machines(MachineFilter filter) {
    return list(maas.get("machines/", filter.form())).map(MaasJson::machine).toList();
  }

  /**
   * Reads one machine.
   *
   * @throws MaasNotFoundException if MAAS does not know it
   */
  public Machine machine(String systemId) {
    return one(maas.get(path(systemId), NONE));
  }

  /**
   * Finds a machine by its host name, its full name or its system id; empty if MAAS has none.
   *
   * @throws MaasException {@link Kind#REJECTED} if the name is ambiguous
   */
  public Optional<Machine> find(String name) {
    var hostname = name.indexOf('.') > 0 ? name.substring(0, name.indexOf('.')) : name;
    var found =
        machines(MachineFilter.hostname(hostname)).stream()
            .filter(m -> m.hostname().equals(name) || m.fqdn().equals(name))
            .toList();
    if (found.size() > 1) {
      throw refused(
          "the name '" + name + "' fits " + found.size() + " machines; use the system id", null);
    }
    if (!found.isEmpty()) {
      return Optional.of(found.getFirst());
    }
    // a host name can have dots and dashes, a system id is letters and digits only
    if (!name.chars().allMatch(Character::isLetterOrDigit)) {
      return Optional.empty();
    }
    try {
      return Optional.of(machine(name));
    } catch (MaasNotFoundException e) {
      return Optional.empty();
    }
  }

  public Machine create(NewMachine machine) {
    return one(post("machines/", machine.form()));
  }

  /**
   * Asks MAAS to commission the machine. Returns once MAAS has accepted; the commissioning goes on.
   * Follow it with {@link Machine#commissioningSince}.
   *
   * @throws MaasException {@link Kind#REJECTED} with MAAS's own words if the state forbids it
   */
  public Machine commission(String systemId, CommissionOptions options) {
    return one(post(operation(systemId, "commission"), options.form()));
  }

  /** Aborts a commissioning, a deployment, tests or a disk erasure. */
  public Machine abort(String systemId, String comment) {
    return one(post(operation(systemId, "abort"), new Form().text("comment", comment)));
  }

  public Machine deploy(String systemId, DeployOptions options) {
    return one(post(operation(systemId, "deploy"), options.form()));
  }

  /**
   * Releases the machine. A machine that is already Ready or being released counts as success.
   *
   * @throws MaasException {@link Kind#REJECTED} with MAAS's own words if the state forbids it
   */
  public Machine release(String systemId, ReleaseOptions options) {
    try {
      return one(post(operation(systemId, "release"), options.form()));
    } catch (MaasException e) {
      if (e.httpStatus() != 409) {
        throw e;
      }
      var now = machine(systemId);
      return switch (now.status()) {
        case READY, RELEASING, DISK_ERASING -> now;
        default -> throw e;
      };
    }
  }

  public Machine rescueMode(String systemId) {
    return one(post(operation(systemId, "rescue_mode"), NONE));
  }

  public Machine exitRescueMode(String systemId) {
    return one(post(operation(systemId, "exit_rescue_mode"), NONE));
  }

  public Machine lock(String systemId, String comment) {
    return one(post(operation(systemId, "lock"), new Form().text("comment", comment)));
  }

  public Machine unlock(String systemId, String comment) {
    return one(post(operation(systemId, "unlock"), new Form().text("comment", comment)));
  }

  public Machine markBroken(String systemId, String comment) {
    return one(post(operation(systemId, "mark_broken"), new Form().text("comment", comment)));
  }

  public Machine markFixed(String systemId, String comment) {
    return one(post(operation(systemId, "mark_fixed"), new Form().text("comment", comment)));
  }

  // --- power

  /**
   * Switches the machine on through MAAS. If MAAS says it failed, its BMC is asked again before
   * that is believed: MAAS is known to report power failures that were none.
   */
  public void powerOn(String systemId) {
    power(operation(systemId, "power_on"), NONE, systemId, PowerState.ON);
  }

  /**
   * Switches the machine off through MAAS; a reported failure is checked as in {@link #powerOn}.
   */
  public void powerOff(String systemId, StopMode mode) {
    power(
        operation(systemId, "power_off"),
        new Form().literal("stop_mode", mode.wireName()),
        systemId,
        PowerState.OFF);
  }

  /**
   * Has MAAS ask the BMC now. This is also the proof that MAAS's power parameters work.
   *
   * @throws MaasException {@link Kind#BUSY} if MAAS could not ask the BMC (HTTP 503)
   */
  public PowerState queryPowerState(String systemId) {
    var node = maas.get(path(systemId), op("query_power_state"));
    return PowerState.of(MaasJson.text(node, "state"));
  }

  private void power(String operation, Form form, String systemId, PowerState wanted) {
    try {
      post(operation, form);
    } catch (MaasException e) {
      if (e.kind() == Kind.AUTHENTICATION
          || e instanceof MaasNotFoundException
          || Thread.currentThread().isInterrupted()
          || !confirmed(systemId, wanted, e)) {
        throw e;
      }
    }
  }

  private boolean confirmed(String systemId, PowerState wanted, MaasException failure) {
    try {
      return queryPowerState(systemId) == wanted;
    } catch (HardwareException e) {
      failure.addSuppressed(e);
      return false;
    }
  }

  /** Reads how MAAS reaches the BMC, password included. */
  public PowerParameters powerParameters(String systemId) {
    return MaasJson.powerParameters(maas.get(path(systemId), op("power_parameters")));
  }

  /**
   * Writes how MAAS reaches the BMC, and reads it back. What {@code parameters} does not name, MAAS
   * keeps. That it works is another matter: prove it with {@link #queryPowerState}.
   *
   * @param powerType such as {@code ipmi} or {@code redfish}
   * @return as MAAS has it now
   * @throws MaasException {@link Kind#REJECTED} if MAAS accepted the request and kept other values
   */
  public PowerParameters setPowerParameters(
      String systemId, String powerType, PowerParameters parameters) {
    var path = path(systemId);
    guard.check("PUT " + path + " (power parameters)");
    maas.put(path, new Form().text("power_type", powerType).power(parameters));
    var now = powerParameters(systemId);
    if (!now.address().equals(parameters.address())
        || !now.user().equals(parameters.user())
        || !now.password().equals(parameters.password())) {
      throw refused(
          "MAAS accepted new power parameters of " + systemId + " and kept others: " + now, null);
    }
    return now;
  }

  // --- tags

  public List<Tag> tags() {
    return list(maas.get("tags/", NONE)).map(MaasJson::tag).toList();
  }

  /**
   * Reads one tag.
   *
   * @throws MaasNotFoundException if there is none of that name
   */
  public Tag tag(String name) {
    return MaasJson.tag(maas.get(tagPath(name), NONE));
  }

  public Tag createTag(String name, String comment) {
    return MaasJson.tag(post("tags/", new Form().literal("name", name).text("comment", comment)));
  }

  public List<Machine> machinesWithTag(String name) {
    return list(maas.get(tagPath(name), op("machines"))).map(MaasJson::machine).toList();
  }

  /**
   * Adds and removes members of a tag; the machines that are named twice or not known are ignored.
   */
  public void updateTag(String name, List<String> add, List<String> remove) {
    post(tagPath(name) + "?op=update_nodes", new Form().all("add", add).all("remove", remove));
  }

  /**
   * Gives a machine a tag, making the tag if need be, and reads the machine back.
   *
   * @throws MaasException {@link Kind#REJECTED} if the machine does not have the tag after it
   */
  public Machine addTag(String systemId, String tag) {
    ensureTag(tag);
    updateTag(tag, List.of(systemId), List.of());
    var now = machine(systemId);
    if (!now.hasTag(tag)) {
      throw refused("MAAS accepted tag '" + tag + "' and " + systemId + " does not have it", null);
    }
    return now;
  }

  /** Takes a tag from a machine and reads the machine back. */
  public Machine removeTag(String systemId, String tag) {
    updateTag(tag, List.of(), List.of(systemId));
    var now = machine(systemId);
    if (now.hasTag(tag)) {
      throw refused("MAAS was to take tag '" + tag + "' from " + systemId + ", which has it", null);
    }
    return now;
  }

  private void ensureTag(String name) {
    try {
      tag(name);
    } catch (MaasNotFoundException absent) {
      try {
        createTag(name, "");
      } catch (MaasException e) {
        // somebody else may have made it in between
        if (e.httpStatus() != 400 && e.httpStatus() != 409) {
          throw e;
        }
        tag(name);
      }
    }
  }

  // --- what happened

  /** The latest script results of each kind, without their output. */
  public List<ScriptSet> scriptResults(String systemId) {
    return list(maas.get(resultsPath(systemId), NONE)).map(MaasJson::scriptSet).toList();
  }

  /** One set of script results with the scripts' output. */
  public ScriptSet scriptResult(String systemId, long id) {
    return MaasJson.scriptSet(
        maas.get(resultsPath(systemId) + id + "/", new Form().literal("include_output", "true")));
  }

  /**
   * Reads events, oldest first. With {@link EventQuery#after()} those that follow it, else the
   * newest ones.
   */
  public List<Event> events(EventQuery query) {
    var found = new ArrayList<Event>();
    var after = query.after();
    var before = OptionalLong.empty();
    while (found.size() < query.limit()) {
      var limit = Math.min(1000, query.limit() - found.size());
      var page = eventPage(query, after, before, limit);
      found.addAll(page);
      if (page.size() < limit) {
        break;
      }
      if (after.isPresent()) {
        after = page.stream().mapToLong(Event::id).max();
      } else {
        before = page.stream().mapToLong(Event::id).min();
      }
    }
    found.sort(Comparator.comparingLong(Event::id));
    return List.copyOf(found);
  }

  private List<Event> eventPage(
      EventQuery query, OptionalLong after, OptionalLong before, int limit) {
    var form =
        op("query")
            .text("id", query.systemId())
            .text("level", query.level())
            .number("limit", limit);
    after.ifPresent(id -> form.number("after", id));
    before.ifPresent(id -> form.number("before", id));
    var node = maas.get("events/", form);
    if (!node.path("events").isArray()) {
      throw new MaasException(
          Kind.PROTOCOL, peer(), peer() + ": an answer without a list of events", 200, null, null);
    }
    return node.path("events").valueStream().map(MaasJson::event).toList();
  }

  @Override
  public void close() {
    maas.close();
  }

  // --- plumbing

  private JsonNode post(String path, Form body) {
    guard.check("POST " + path);
    return maas.post(path, body);
  }

  private Machine one(JsonNode node) {
    if (MaasJson.text(node, "system_id").isEmpty()) {
      throw new MaasException(
          Kind.PROTOCOL, peer(), peer() + ": a machine without a system_id", 200, null, null);
    }
    return MaasJson.machine(node);
  }

  private java.util.stream.Stream<JsonNode> list(JsonNode node) {
    if (!node.isArray()) {
      throw new MaasException(
          Kind.PROTOCOL,
          peer(),
          peer() + ": a JSON " + node.getNodeType() + " where a list was due",
          200,
          null,
          null);
    }
    return node.valueStream();
  }

  private MaasException refused(String why, @Nullable Throwable cause) {
    return new MaasException(Kind.REJECTED, peer(), peer() + ": " + why, 0, null, cause);
  }

  private static Form op(String name) {
    return new Form().literal("op", name);
  }

  private static String path(String systemId) {
    return "machines/" + MaasTransport.segment(systemId) + "/";
  }

  private static String operation(String systemId, String op) {
    return path(systemId) + "?op=" + op;
  }

  private static String tagPath(String name) {
    return "tags/" + MaasTransport.segment(name) + "/";
  }

  private static String resultsPath(String systemId) {
    return "nodes/" + MaasTransport.segment(systemId) + "/results/";
  }

  /** Settings of a client, with their defaults. */
  public static final class Builder {
    private final String url;
    private final MaasKey key;
    private AddressMap addresses = AddressMap.NONE;
    private MutationGuard guard = MutationGuard.OPEN;
    private Duration connectTimeout = Duration.ofSeconds(10);
    private Duration timeout = Duration.ofSeconds(60);
    private int attempts = 3;
    private Duration retryDelay = Duration.ofMillis(500);
    private InstantSource clock = InstantSource.system();
    private @Nullable SSLContext tls;
    private Set<String> pins = Set.of();
    private CallObserver observer = CallObserver.NONE;

    private Builder(String url, Secret apiKey) {
      this.url = Objects.requireNonNull(url, "url is null");
      this.key = MaasKey.parse(apiKey);
    }

    /** Where to connect for MAAS's host. Over HTTPS the certificate must be the mapped host's. */
    public Builder addresses(AddressMap map) {
      addresses = map;
      return this;
    }

    /** Asked before each write; {@link MutationGuard#OPEN} by default. */
    public Builder guard(MutationGuard newGuard) {
      guard = newGuard;
      return this;
    }

    /** Longest wait for a connection; 10 seconds by default. */
    public Builder connectTimeout(Duration limit) {
      connectTimeout = limit;
      return this;
    }

    /** Longest wait for the whole answer to one request; 60 seconds by default. */
    public Builder timeout(Duration limit) {
      timeout = limit;
      return this;
    }

    /**
     * How often a read is sent in all (3 by default), and the pause before the second try (half a
     * second by default), which doubles. A longer {@code Retry-After} is honoured.
     */
    public Builder retries(int newAttempts, Duration delay) {
      if (newAttempts < 1) {
        throw new IllegalArgumentException("attempts " + newAttempts + " is less than 1");
      }
      attempts = newAttempts;
      retryDelay = delay;
      return this;
    }

    /** What gives the time for the header; the system's clock by default. */
    public Builder clock(InstantSource source) {
      clock = source;
      return this;
    }

    /** Whose certificates are trusted over HTTPS; the JDK's roots by default. */
    public Builder trusting(SSLContext context) {
      tls = context;
      return this;
    }

    /**
     * Trusts exactly these certificates over HTTPS, whatever their names and issuers: SHA-256 of
     * each, 64 hexadecimal digits in lower case. Empty (the default) leaves it to {@link
     * #trusting}.
     */
    public Builder pins(Set<String> fingerprints) {
      pins = Set.copyOf(fingerprints);
      return this;
    }

    /** Hears of each request; {@link CallObserver#NONE} by default. */
    public Builder observer(CallObserver newObserver) {
      observer = newObserver;
      return this;
    }

    /** Opens no connection yet. */
    public MaasClient build() {
      var address = MaasAddress.of(url, addresses);
      var http =
          HttpClient.newBuilder()
              .version(HttpClient.Version.HTTP_1_1)
              .followRedirects(HttpClient.Redirect.NEVER)
              .connectTimeout(connectTimeout);
      if (!pins.isEmpty()) {
        http.sslContext(PinnedTrust.context(pins));
      } else if (tls != null) {
        http.sslContext(tls);
      }
      return new MaasClient(
          new MaasTransport(
              http.build(), address, key, timeout, attempts, retryDelay, clock, observer),
          guard);
    }
  }
}
