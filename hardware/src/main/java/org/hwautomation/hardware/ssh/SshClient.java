package org.hwautomation.hardware.ssh;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.apache.sshd.client.auth.password.UserAuthPasswordFactory;
import org.apache.sshd.client.auth.pubkey.UserAuthPublicKeyFactory;
import org.apache.sshd.client.config.hosts.HostConfigEntryResolver;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.AttributeRepository;
import org.apache.sshd.common.AttributeRepository.AttributeKey;
import org.apache.sshd.common.keyprovider.KeyIdentityProvider;
import org.apache.sshd.core.CoreModuleProperties;
import org.hwautomation.hardware.AddressMap;
import org.hwautomation.hardware.CallObserver;
import org.hwautomation.hardware.Endpoint;
import org.hwautomation.hardware.HardwareException;
import org.hwautomation.hardware.HardwareException.Kind;
import org.hwautomation.hardware.MutationGuard;

/**
 * Opens SSH sessions. One client serves any number of hosts at once; its few threads are shared.
 *
 * <p>A login is tried once with one method; a refused one is {@link Kind#AUTHENTICATION}. Neither
 * the user's own SSH configuration nor keys or agents of the account it runs in are looked at. The
 * host's key is checked against the {@link HostKeyStore} before the login, so a password never goes
 * to a host that changed: {@link Kind#IDENTITY}.
 *
 * <p>Thread-safe. {@link #close()} ends all its sessions.
 */
public final class SshClient implements AutoCloseable {
  static final AttributeKey<HostKeyCheck> CHECK = new AttributeKey<>();

  private final org.apache.sshd.client.SshClient mina;
  private final AddressMap addresses;
  private final HostKeyStore hostKeys;
  private final MutationGuard guard;
  private final Duration connectTimeout;
  private final Duration loginTimeout;
  private final int connectTries;
  private final Duration connectPause;
  private final CallObserver observer;

  private SshClient(Builder settings, org.apache.sshd.client.SshClient mina) {
    this.mina = mina;
    this.addresses = settings.addresses;
    this.hostKeys = settings.hostKeys;
    this.guard = settings.guard;
    this.connectTimeout = settings.connectTimeout;
    this.loginTimeout = settings.loginTimeout;
    this.connectTries = settings.connectTries;
    this.connectPause = settings.connectPause;
    this.observer = settings.observer;
  }

  /** Starts a client that remembers host keys in {@code hostKeys}. */
  public static Builder builder(HostKeyStore hostKeys) {
    return new Builder(hostKeys);
  }

  /**
   * Connects, checks the host's key and logs in.
   *
   * @param host an address or a name; the address map says where that really is
   * @param port 22 on most hosts
   * @param scope within what the host's key must stay the same
   * @throws HardwareException {@link Kind#CONNECTION} if nobody answers, {@link Kind#IDENTITY} if
   *     the key is not the one of this scope, {@link Kind#AUTHENTICATION} if the login is refused,
   *     {@link Kind#TIMEOUT}
   * @throws IllegalStateException if the log level of {@code org.apache.sshd} is TRACE, which would
   *     write the password to the log
   */
  public SshSession connect(String host, int port, SshLogin login, HostKeyScope scope) {
    return connect(host, port, login, scope, guard);
  }

  /**
   * As {@link #connect(String, int, SshLogin, HostKeyScope)} with a guard of this session's own.
   */
  public SshSession connect(
      String host, int port, SshLogin login, HostKeyScope scope, MutationGuard sessionGuard) {
    PacketDumps.refuse();
    return observer.observing(
        CallObserver.Protocol.SSH, () -> loggedIn(host, port, login, scope, sessionGuard));
  }

  private SshSession loggedIn(
      String host, int port, SshLogin login, HostKeyScope scope, MutationGuard sessionGuard) {
    var peer = "SSH " + login.username() + "@" + host + ":" + port;
    var identity = LoginIdentity.of(login, peer);
    var there = addresses.resolve(host, port);
    var check = new HostKeyCheck(hostKeys, scope);
    ClientSession session = null;
    try {
      session = connected(login.username(), there, check, peer);
      identity.applyTo(session);
      Await.loggedIn(session, check, loginTimeout, peer);
      return new SshSession(session, peer, sessionGuard, observer);
    } catch (HardwareException e) {
      Await.abandon(session);
      throw e;
    } catch (IOException e) {
      Await.abandon(session);
      throw new HardwareException(
          Kind.CONNECTION, peer, peer + ": the connection failed (" + e.getMessage() + ")", e);
    }
  }

  /** Only the connection is tried again: nothing of the login has been sent then. */
  private ClientSession connected(String user, Endpoint there, HostKeyCheck check, String peer)
      throws IOException {
    for (var attempt = 1; ; attempt++) {
      try {
        var context = AttributeRepository.ofKeyValuePair(CHECK, check);
        return Await.connected(
            mina.connect(user, there.host(), there.port(), context), connectTimeout, peer);
      } catch (HardwareException e) {
        if (attempt >= connectTries || Thread.currentThread().isInterrupted()) {
          throw e;
        }
        Await.pause(connectPause, peer);
      }
    }
  }

  /** Ends all sessions at once. */
  @Override
  public void close() {
    mina.stop();
  }

  /** Settings of a client, with their defaults. */
  public static final class Builder {
    private final HostKeyStore hostKeys;
    private AddressMap addresses = AddressMap.NONE;
    private MutationGuard guard = MutationGuard.OPEN;
    private Duration connectTimeout = Duration.ofSeconds(15);
    private Duration loginTimeout = Duration.ofSeconds(30);
    private int connectTries = 1;
    private Duration connectPause = Duration.ofSeconds(1);
    private CallObserver observer = CallObserver.NONE;

    private Builder(HostKeyStore hostKeys) {
      this.hostKeys = Objects.requireNonNull(hostKeys, "hostKeys is null");
    }

    /** Where to connect for a host; nothing is mapped by default. */
    public Builder addresses(AddressMap map) {
      addresses = map;
      return this;
    }

    /**
     * Asked before each changing command and each upload; {@link MutationGuard#OPEN} by default.
     */
    public Builder guard(MutationGuard newGuard) {
      guard = newGuard;
      return this;
    }

    /** Longest wait for a connection; 15 seconds by default. */
    public Builder connectTimeout(Duration limit) {
      connectTimeout = limit;
      return this;
    }

    /** Longest wait for key exchange and login together; 30 seconds by default. */
    public Builder loginTimeout(Duration limit) {
      loginTimeout = limit;
      return this;
    }

    /**
     * How often a connection is tried in all (once by default), and the pause between. A login is
     * tried once whatever this says.
     */
    public Builder connectTries(int tries, Duration pause) {
      if (tries < 1) {
        throw new IllegalArgumentException("tries " + tries + " is less than 1");
      }
      connectTries = tries;
      connectPause = pause;
      return this;
    }

    /** Hears of each connection, command and file; {@link CallObserver#NONE} by default. */
    public Builder observer(CallObserver newObserver) {
      observer = newObserver;
      return this;
    }

    /** Starts the client's threads; connects to nobody yet. */
    public SshClient build() {
      var mina = org.apache.sshd.client.SshClient.setUpDefaultClient();
      mina.setHostConfigEntryResolver(HostConfigEntryResolver.EMPTY);
      mina.setKeyIdentityProvider(KeyIdentityProvider.EMPTY_KEYS_PROVIDER);
      mina.setAgentFactory(null);
      mina.setUserAuthFactories(
          List.of(UserAuthPublicKeyFactory.INSTANCE, UserAuthPasswordFactory.INSTANCE));
      mina.setServerKeyVerifier(
          (session, address, key) -> {
            var check = session.getConnectionContext().getAttribute(CHECK);
            return check != null && check.accepts(key);
          });
      CoreModuleProperties.PASSWORD_PROMPTS.set(mina, 1);
      CoreModuleProperties.AUTH_TIMEOUT.set(mina, loginTimeout);
      CoreModuleProperties.IO_CONNECT_TIMEOUT.set(mina, connectTimeout);
      CoreModuleProperties.HEARTBEAT_INTERVAL.set(mina, Duration.ofSeconds(15));
      CoreModuleProperties.HEARTBEAT_NO_REPLY_MAX.set(mina, 4);
      CoreModuleProperties.IDLE_TIMEOUT.set(mina, Duration.ZERO);
      mina.start();
      return new SshClient(this, mina);
    }
  }
}
