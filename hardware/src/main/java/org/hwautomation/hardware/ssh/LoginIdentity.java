package org.hwautomation.hardware.ssh;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.List;
import java.util.Optional;
import org.apache.sshd.client.auth.password.UserAuthPasswordFactory;
import org.apache.sshd.client.auth.pubkey.UserAuthPublicKeyFactory;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.config.keys.FilePasswordProvider;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.hwautomation.hardware.HardwareException;
import org.hwautomation.hardware.HardwareException.Kind;
import org.hwautomation.hardware.Secret;
import org.jspecify.annotations.Nullable;

/** What is shown to the host: one password or one key, read before anyone is connected to. */
final class LoginIdentity {
  private final @Nullable Secret password;
  private final @Nullable KeyPair key;

  private LoginIdentity(@Nullable Secret password, @Nullable KeyPair key) {
    this.password = password;
    this.key = key;
  }

  static LoginIdentity of(SshLogin login, String peer) {
    return switch (login) {
      case SshLogin.Password(_, var password) -> new LoginIdentity(password, null);
      case SshLogin.KeyFile(_, var file, var passphrase) -> {
        try (var in = Files.newInputStream(file)) {
          yield new LoginIdentity(null, read(in, "key file " + file, passphrase, peer));
        } catch (IOException e) {
          throw unusable(peer, "key file " + file, e);
        }
      }
      case SshLogin.Key(_, var text, var passphrase) -> {
        var bytes = text.reveal(clear -> clear.getBytes(StandardCharsets.UTF_8));
        try (var in = new ByteArrayInputStream(bytes)) {
          yield new LoginIdentity(null, read(in, "the private key", passphrase, peer));
        } catch (IOException e) {
          throw unusable(peer, "the private key", e);
        }
      }
    };
  }

  /** Makes this the session's one identity and its one method. */
  void applyTo(ClientSession session) {
    if (key != null) {
      session.setUserAuthFactories(List.of(UserAuthPublicKeyFactory.INSTANCE));
      session.addPublicKeyIdentity(key);
    }
    if (password != null) {
      session.setUserAuthFactories(List.of(UserAuthPasswordFactory.INSTANCE));
      password.reveal(
          clear -> {
            session.addPasswordIdentity(clear);
            return clear.length();
          });
    }
  }

  private static KeyPair read(InputStream in, String what, Optional<Secret> passphrase, String peer)
      throws IOException {
    FilePasswordProvider provider =
        (session, resource, retry) -> passphrase.map(p -> p.reveal(text -> text)).orElse(null);
    try {
      var pairs =
          SecurityUtils.loadKeyPairIdentities(null, NamedResource.ofName(what), in, provider);
      var found = pairs == null ? null : pairs.iterator();
      if (found == null || !found.hasNext()) {
        throw unusable(peer, what, null);
      }
      return found.next();
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw unusable(peer, what, e);
    }
  }

  private static HardwareException unusable(String peer, String what, @Nullable Throwable cause) {
    return new HardwareException(
        Kind.UNAVAILABLE,
        peer,
        peer
            + ": "
            + what
            + " can't be used ("
            + (cause == null ? "there is no key in it" : cause.getMessage())
            + "); it must be an OpenSSH or PEM private key, with its passphrase if it has one",
        cause);
  }
}
