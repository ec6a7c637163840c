package org.hwautomation.server.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.hwautomation.hardware.Secret;

/**
 * Argon2id (RFC 9106) of passwords, in the text form of its reference implementation, which names
 * the cost: {@code $argon2id$v=19$m=19456,t=2,p=1$SALT$HASH}. Passwords are compared in Unicode's
 * form C, because keyboards differ in how they make a letter with an accent. Thread-safe.
 */
final class PasswordHashing {
  /** How many are hashed at once: each takes the memory of its cost. */
  private static final int AT_ONCE = 2;

  /** How many may wait for their turn; more are told to come back. */
  private static final int WAITING = 32;

  private static final int SALT_BYTES = 16;
  private static final int HASH_BYTES = 32;
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Base64.Encoder BASE64 = Base64.getEncoder().withoutPadding();
  private static final Pattern TEXT =
      Pattern.compile(
          "\\$argon2id\\$v=19\\$m=([0-9]{1,7}),t=([0-9]{1,4}),p=([0-9]{1,3})\\$([A-Za-z0-9+/]+)\\$([A-Za-z0-9+/]+)");

  /** Platform threads: virtual ones that compute keep all others from running meanwhile. */
  private final ThreadPoolExecutor threads;

  private final HashCost cost;
  private final String nobodys;

  PasswordHashing(HashCost cost) {
    this(cost, AT_ONCE, WAITING);
  }

  /** With other numbers of those that are hashed at once, and that wait for their turn. */
  PasswordHashing(HashCost cost, int atOnce, int waiting) {
    this.cost = cost;
    this.threads =
        new ThreadPoolExecutor(
            atOnce,
            atOnce,
            30,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(waiting),
            Thread.ofPlatform().daemon().name("password-hash-", 1).factory());
    threads.allowCoreThreadTimeOut(true);
    this.nobodys = text(cost, random(SALT_BYTES), random(HASH_BYTES));
  }

  /** A text and what it says. */
  @SuppressWarnings("ArrayRecordComponent") // carried from the text to the function, never compared
  private record Parsed(HashCost cost, byte[] salt, byte[] hash) {}

  /** The hash of a new password. */
  String hash(Secret password) {
    var salt = random(SALT_BYTES);
    return inTurn(() -> text(cost, salt, argon2(password, cost, salt, HASH_BYTES)));
  }

  /**
   * Whether a password is the one that was hashed.
   *
   * @param kept empty if there is nothing to compare with; it takes the same time, and is false
   */
  boolean matches(Secret password, Optional<String> kept) {
    var parsed = parse(kept.orElse(nobodys));
    if (parsed.isEmpty()) {
      return false;
    }
    var known = parsed.get();
    var hash = inTurn(() -> argon2(password, known.cost(), known.salt(), known.hash().length));
    return MessageDigest.isEqual(hash, known.hash()) && kept.isPresent();
  }

  /** Whether a hash is of another cost than is taken today. */
  boolean isOutdated(String kept) {
    return parse(kept).map(parsed -> !parsed.cost().equals(cost)).orElse(true);
  }

  private <T> T inTurn(Supplier<T> work) {
    try {
      return CompletableFuture.supplyAsync(work, threads).join();
    } catch (RejectedExecutionException e) {
      throw new AccessException(
          AccessException.Kind.BUSY, "", "too many passwords are being checked; try again soon");
    } catch (CompletionException e) {
      throw new IllegalStateException("a password could not be hashed", e.getCause());
    }
  }

  private static byte[] argon2(Secret password, HashCost cost, byte[] salt, int length) {
    var generator = new Argon2BytesGenerator();
    generator.init(
        new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
            .withVersion(Argon2Parameters.ARGON2_VERSION_13)
            .withMemoryAsKB(cost.memoryKib())
            .withIterations(cost.passes())
            .withParallelism(cost.lanes())
            .withSalt(salt)
            .build());
    var bytes =
        password.reveal(
            clear ->
                Normalizer.normalize(clear, Normalizer.Form.NFC).getBytes(StandardCharsets.UTF_8));
    var hash = new byte[length];
    generator.generateBytes(bytes, hash);
    Arrays.fill(bytes, (byte) 0);
    return hash;
  }

  private static byte[] random(int length) {
    var bytes = new byte[length];
    RANDOM.nextBytes(bytes);
    return bytes;
  }

  private static String text(HashCost cost, byte[] salt, byte[] hash) {
    return "$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s"
        .formatted(
            cost.memoryKib(),
            cost.passes(),
            cost.lanes(),
            BASE64.encodeToString(salt),
            BASE64.encodeToString(hash));
  }

  private static Optional<Parsed> parse(String text) {
    var match = TEXT.matcher(text);
    if (!match.matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new Parsed(
              new HashCost(
                  Integer.parseInt(match.group(1)),
                  Integer.parseInt(match.group(2)),
                  Integer.parseInt(match.group(3))),
              Base64.getDecoder().decode(match.group(4)),
              Base64.getDecoder().decode(match.group(5))));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
