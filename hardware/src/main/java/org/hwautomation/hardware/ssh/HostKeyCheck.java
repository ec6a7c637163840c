package org.hwautomation.hardware.ssh;

import java.security.PublicKey;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.digest.BuiltinDigests;
import org.jspecify.annotations.Nullable;

/** The check of one connection's host key, made before the login. */
final class HostKeyCheck {
  private final HostKeyStore store;
  private final HostKeyScope scope;
  private volatile @Nullable String refusal;
  private volatile @Nullable RuntimeException failure;

  HostKeyCheck(HostKeyStore store, HostKeyScope scope) {
    this.store = store;
    this.scope = scope;
  }

  boolean accepts(PublicKey key) {
    try {
      var now = KeyUtils.getFingerPrint(BuiltinDigests.sha256, key);
      var expected = store.firstSeen(scope, now);
      if (expected.equals(now)) {
        return true;
      }
      refusal =
          "the host key changed within "
              + scope
              + ": it was "
              + expected
              + " and is now "
              + now
              + ". Nothing was sent. Find out who answers at this address; a boot that we caused"
              + " needs a scope of its own";
      return false;
    } catch (RuntimeException e) {
      failure = e;
      return false;
    }
  }

  /** Why the key was refused; null if it was not. */
  @Nullable String refusal() {
    return refusal;
  }

  /** What kept the store from answering; null if nothing did. */
  @Nullable RuntimeException failure() {
    return failure;
  }
}
