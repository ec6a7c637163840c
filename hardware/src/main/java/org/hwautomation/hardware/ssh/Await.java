package org.hwautomation.hardware.ssh;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.sshd.client.future.ConnectFuture;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.Closeable;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.SshException;
import org.apache.sshd.common.future.SshFuture;
import org.hwautomation.hardware.HardwareException;
import org.hwautomation.hardware.HardwareException.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Waits for what MINA does in its own threads. MINA's own waits swallow interruptions; these leave
 * at once, with the interruption kept.
 */
final class Await {
  private Await() {}

  static ClientSession connected(ConnectFuture connecting, Duration limit, String peer) {
    boolean done;
    try {
      done = within(connecting, limit);
    } catch (InterruptedException e) {
      connecting.addListener(late -> abandon(late.getSession()));
      connecting.cancel();
      throw interrupted(peer, "while connecting", e);
    }
    if (!done) {
      connecting.addListener(late -> abandon(late.getSession()));
      connecting.cancel();
      throw new HardwareException(
          Kind.CONNECTION,
          peer,
          peer + ": no connection within " + limit.toMillis() + " ms; is the host up?");
    }
    var session = connecting.isConnected() ? connecting.getSession() : null;
    if (session == null) {
      var cause = connecting.getException();
      throw new HardwareException(
          Kind.CONNECTION,
          peer,
          peer + ": no connection (" + reason(cause) + "); is the host up, and SSH started?",
          cause);
    }
    return session;
  }

  static void loggedIn(ClientSession session, HostKeyCheck check, Duration limit, String peer)
      throws IOException {
    boolean done;
    var login = session.auth();
    try {
      done = within(login, limit);
    } catch (InterruptedException e) {
      throw interrupted(peer, "while logging in", e);
    }
    if (done && login.isSuccess()) {
      return;
    }
    var refusal = check.refusal();
    if (refusal != null) {
      throw new HardwareException(Kind.IDENTITY, peer, peer + ": " + refusal);
    }
    var failure = check.failure();
    if (failure != null) {
      throw new HardwareException(
          Kind.UNAVAILABLE,
          peer,
          peer + ": the host key could not be checked (" + failure.getMessage() + ")",
          failure);
    }
    if (!done) {
      throw new HardwareException(
          Kind.TIMEOUT, peer, peer + ": no login within " + limit.toMillis() + " ms");
    }
    var cause = login.getException();
    if (cause instanceof SshException e
        && e.getDisconnectCode() == SshConstants.SSH2_DISCONNECT_NO_MORE_AUTH_METHODS_AVAILABLE) {
      throw new HardwareException(
          Kind.AUTHENTICATION,
          peer,
          peer
              + ": the host refused the login (one attempt). Check the user and the key or password",
          e);
    }
    throw new HardwareException(
        Kind.CONNECTION,
        peer,
        peer + ": the connection broke before the login was done (" + reason(cause) + ")",
        cause);
  }

  /** Waits until it is done or the limit has passed; true if it is done. */
  static <T extends SshFuture<T>> boolean within(T future, Duration limit)
      throws InterruptedException {
    var done = new CountDownLatch(1);
    future.addListener(ignored -> done.countDown());
    return done.await(limit.toNanos(), TimeUnit.NANOSECONDS);
  }

  static void pause(Duration time, String peer) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      throw interrupted(peer, "before another try to connect", e);
    }
  }

  /** Closes without waiting. */
  static void abandon(@Nullable Closeable what) {
    if (what != null) {
      what.close(true);
    }
  }

  static HardwareException interrupted(String peer, String when, InterruptedException e) {
    Thread.currentThread().interrupt();
    return new HardwareException(Kind.CONNECTION, peer, peer + ": interrupted " + when, e);
  }

  static String reason(@Nullable Throwable cause) {
    return cause == null
        ? "closed by the host"
        : cause.getMessage() == null ? cause.toString() : cause.getMessage();
  }
}
