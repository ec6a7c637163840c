package org.hwautomation.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.hwautomation.workflow.StoreException;
import org.jspecify.annotations.Nullable;

/**
 * Finds the 256-bit key of secrets: in the environment variable {@code HWAUTO_SECRET_KEY} (base64),
 * else in a file that only its owner may read, which is made on first use.
 */
final class SecretKeySource {
  static final String VARIABLE = "HWAUTO_SECRET_KEY";
  private static final int KEY_BYTES = 32;
  private static final Set<PosixFilePermission> OWNER_ONLY =
      EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

  private final Path file;
  private final @Nullable String fromEnvironment;

  SecretKeySource(Path file, Function<String, @Nullable String> environment) {
    this.file = file;
    this.fromEnvironment = environment.apply(VARIABLE);
  }

  /** Where a key would be made. */
  Path file() {
    return file;
  }

  /**
   * The key, if there is one.
   *
   * @throws StoreException if it is malformed, or others can read its file
   */
  Optional<SecretCipher> find() {
    if (fromEnvironment != null && !fromEnvironment.isBlank()) {
      return Optional.of(cipher(fromEnvironment, "environment variable " + VARIABLE));
    }
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      requireOwnerOnly();
      return Optional.of(
          cipher(Files.readString(file, StandardCharsets.US_ASCII), file.toString()));
    } catch (IOException e) {
      throw new StoreException(
          "the key of secrets %s can't be read: %s; make it readable for this user only"
              .formatted(file, e.getMessage()),
          e);
    }
  }

  /** The key, made if there is none. Called within a write transaction, so by one process. */
  SecretCipher findOrMake() {
    return find().orElseGet(this::make);
  }

  private SecretCipher make() {
    var key = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(key);
    var text = Base64.getEncoder().encodeToString(key) + "\n";
    Arrays.fill(key, (byte) 0);
    var draft = file.resolveSibling(file.getFileName() + ".new");
    try {
      Files.deleteIfExists(draft);
      if (isPosix(file)) {
        Files.createFile(draft, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
      } else {
        Files.createFile(draft);
      }
      try (var channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
        var bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(true);
      }
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
      syncFolder();
    } catch (IOException e) {
      throw new StoreException(
          "the key of secrets %s can't be made: %s; check the folder's permissions and space, or set %s"
              .formatted(file, e.getMessage(), VARIABLE),
          e);
    }
    return cipher(text, file.toString());
  }

  /** So that no secret is durable before its key is. */
  private void syncFolder() throws IOException {
    var folder = file.toAbsolutePath().getParent();
    if (folder != null && isPosix(file)) {
      try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  private void requireOwnerOnly() throws IOException {
    if (isPosix(file)) {
      var permissions = Files.getPosixFilePermissions(file);
      if (!OWNER_ONLY.containsAll(permissions)) {
        throw new StoreException(
            "the key of secrets %s is %s, open to others than its owner; if nobody copied it: chmod 600 %s"
                .formatted(file, PosixFilePermissions.toString(permissions), file),
            null);
      }
    }
  }

  private static boolean isPosix(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  private static SecretCipher cipher(String base64, String place) {
    byte[] key;
    try {
      key = Base64.getDecoder().decode(base64.strip());
    } catch (IllegalArgumentException e) {
      key = new byte[0]; // the decoder's message would quote the key
    }
    if (key.length != KEY_BYTES) {
      throw new StoreException(
          "%s does not hold a key: %d random bytes in base64 are needed, as from: openssl rand -base64 %d"
              .formatted(place, KEY_BYTES, KEY_BYTES),
          null);
    }
    return new SecretCipher(key);
  }
}
