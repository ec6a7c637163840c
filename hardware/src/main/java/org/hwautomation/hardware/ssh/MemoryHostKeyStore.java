package org.hwautomation.hardware.ssh;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

final class MemoryHostKeyStore implements HostKeyStore {
  private final Map<HostKeyScope, String> seen = new ConcurrentHashMap<>();

  @Override
  public String firstSeen(HostKeyScope scope, String fingerprint) {
    var earlier = seen.putIfAbsent(scope, fingerprint);
    return earlier == null ? fingerprint : earlier;
  }

  @Override
  public Optional<String> recorded(HostKeyScope scope) {
    return Optional.ofNullable(seen.get(scope));
  }
}
