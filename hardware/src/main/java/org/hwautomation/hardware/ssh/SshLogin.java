package org.hwautomation.hardware.ssh;

import java.nio.file.Path;
import java.util.Optional;
import org.hwautomation.hardware.Credentials;
import org.hwautomation.hardware.Secret;

/** Who logs in, and how. Exactly one method is tried, exactly once. */
public sealed interface SshLogin {
  String username();

  /** With a password. */
  record Password(String username, Secret password) implements SshLogin {}

  /**
   * With a private key from a file, in OpenSSH's or PEM form.
   *
   * @param passphrase of an encrypted key file
   */
  record KeyFile(String username, Path file, Optional<Secret> passphrase) implements SshLogin {}

  /**
   * With a private key as text, in OpenSSH's or PEM form.
   *
   * @param passphrase of an encrypted key
   */
  record Key(String username, Secret privateKey, Optional<Secret> passphrase) implements SshLogin {}

  static SshLogin password(Credentials credentials) {
    return new Password(credentials.username(), credentials.password());
  }

  static SshLogin keyFile(String username, Path file) {
    return new KeyFile(username, file, Optional.empty());
  }

  static SshLogin key(String username, Secret privateKey) {
    return new Key(username, privateKey, Optional.empty());
  }
}
