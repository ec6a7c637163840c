package org.hwautomation.hardware.ssh;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * Which host key was seen in which {@link HostKeyScope}. Implementations are thread-safe, and
 * {@link #firstSeen} is atomic.
 */
public interface HostKeyStore {
  /**
   * Records the key if it is the first in its scope.
   *
   * @param fingerprint {@code SHA256:…} as OpenSSH prints it
   * @return the fingerprint that counts in this scope: the one that was seen first
   */
  String firstSeen(HostKeyScope scope, String fingerprint);

  /** The fingerprint that counts in this scope, if one was seen. */
  Optional<String> recorded(HostKeyScope scope);

  /** Lives as long as the process. */
  static HostKeyStore inMemory() {
    return new MemoryHostKeyStore();
  }

  /** Keeps what it saw in a text file, which several processes may share. */
  static HostKeyStore inFile(Path file) {
    return new FileHostKeyStore(file);
  }

  /**
   * Accepts these fingerprints in every scope and no other, not even the first time.
   *
   * @param fingerprints {@code SHA256:…}, at least one
   */
  static HostKeyStore pinned(Set<String> fingerprints) {
    return new PinnedHostKeys(fingerprints);
  }
}
