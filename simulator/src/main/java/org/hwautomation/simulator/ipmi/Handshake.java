package org.hwautomation.simulator.ipmi;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.hwautomation.simulator.Account;
import org.hwautomation.simulator.Channel;
import org.hwautomation.simulator.Login;
import org.hwautomation.simulator.Personality;
import org.hwautomation.simulator.SimulatedServer;
import org.jspecify.annotations.Nullable;

/**
 * The way into a session: Open Session and RAKP messages 1 to 4 (chapters 13.17 to 13.24). A wrong
 * password shows in message 3, in the status with which the client gives up there, or in that
 * message 3 never comes: the client sees from message 2 that its password is wrong. Each counts
 * like a refused login of any other protocol.
 */
final class Handshake {
  private static final int OK = 0x00;
  private static final int INVALID_SESSION = 0x02;
  private static final int UNAUTHORIZED_ROLE = 0x0A;
  private static final int UNAUTHORIZED_NAME = 0x0D;
  private static final int INVALID_CODE = 0x0F;
  private static final int NO_MATCHING_SUITE = 0x11;
  private static final int UNDER_WAY = 32;
  private static final int KEY_LENGTH = 20;

  /** Real time, which is the client's; it goes on at once or not at all. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final SimulatedServer server;
  private final SecureRandom random = new SecureRandom();
  private final Map<Integer, Opening> openings = new ConcurrentHashMap<>();

  Handshake(SimulatedServer server) {
    this.server = server;
  }

  /** What message 3 led to. */
  record Result(Optional<byte[]> answer, Optional<LanSession> session) {
    private static final Result SILENT = new Result(Optional.empty(), Optional.empty());
  }

  /** A session that is being opened. */
  private static final class Opening {
    final int console;
    final int id;
    final CipherSuite suite;
    byte[] consoleRandom = new byte[16];
    final byte[] ownRandom = new byte[16];
    int role;
    byte[] name = new byte[0];
    byte[] key = new byte[0];
    @Nullable Account account;

    Opening(int console, int id, CipherSuite suite) {
      this.console = console;
      this.id = id;
      this.suite = suite;
    }

    String userName() {
      return new String(name, StandardCharsets.UTF_8);
    }

    byte[] roleAndName() {
      return ByteBuffer.allocate(2 + name.length)
          .put((byte) role)
          .put((byte) name.length)
          .put(name)
          .array();
    }
  }

  /** Answers an Open Session request (table 13-9) with table 13-10. */
  Optional<byte[]> open(byte[] payload) {
    if (payload.length < 32) {
      return Optional.empty();
    }
    var in = ByteBuffer.wrap(payload).order(ByteOrder.LITTLE_ENDIAN);
    var tag = in.get();
    var privilege = in.get() & 0x0F;
    var console = in.getInt(4);
    var suite = CipherSuite.of(payload[12] & 0x3F, payload[20] & 0x3F, payload[28] & 0x3F);
    if (suite.isEmpty() || level(suite.get()) == 0) {
      return Optional.of(refusal(tag, NO_MATCHING_SUITE, console));
    }
    var opening = new Opening(console, random.nextInt(1, Integer.MAX_VALUE), suite.get());
    if (openings.size() >= UNDER_WAY) {
      openings.remove(openings.keySet().iterator().next());
    }
    openings.put(opening.id, opening);
    var out = ByteBuffer.allocate(36).order(ByteOrder.LITTLE_ENDIAN);
    out.put(tag).put((byte) OK).put((byte) (privilege == 0 ? 4 : privilege)).put((byte) 0);
    out.putInt(console).putInt(opening.id);
    out.put(algorithm(0, opening.suite.authentication()));
    out.put(algorithm(1, opening.suite.integrity()));
    out.put(algorithm(2, opening.suite.confidentiality()));
    return Optional.of(out.array());
  }

  private int level(CipherSuite suite) {
    return server.bmc().services().cipherLevel(suite.number());
  }

  private static byte[] algorithm(int payload, int number) {
    return new byte[] {(byte) payload, 0, 0, 8, (byte) number, 0, 0, 0};
  }

  /** Answers RAKP message 1 (table 13-11) with message 2 (table 13-12). */
  Optional<byte[]> rakp1(byte[] payload) {
    if (payload.length < 28 || payload.length < 28 + (payload[27] & 0xFF)) {
      return Optional.empty();
    }
    var in = ByteBuffer.wrap(payload).order(ByteOrder.LITTLE_ENDIAN);
    var tag = payload[0];
    var opening = openings.get(in.getInt(4));
    if (opening == null) {
      return Optional.of(refusal(tag, INVALID_SESSION, 0));
    }
    opening.consoleRandom = Arrays.copyOfRange(payload, 8, 24);
    opening.role = payload[24] & 0xFF;
    opening.name = Arrays.copyOfRange(payload, 28, 28 + (payload[27] & 0xFF));
    random.nextBytes(opening.ownRandom);
    var accounts = server.bmc().accounts();
    var account = accounts.named(opening.userName());
    if (account.isEmpty() || !mayTry(account.get())) {
      openings.remove(opening.id);
      accounts.loginByKey(opening.userName(), password -> false, Channel.IPMI);
      return Optional.of(refusal(tag, UNAUTHORIZED_NAME, opening.console));
    }
    var most = Math.min(Privilege.of(account.get().role()), level(opening.suite));
    if (most < (opening.role & 0x0F)) {
      openings.remove(opening.id);
      return Optional.of(refusal(tag, UNAUTHORIZED_ROLE, opening.console));
    }
    opening.account = account.get();
    opening.key = Arrays.copyOf(accounts.ipmiKey(account.get().id()), KEY_LENGTH);
    var code =
        opening.suite.hash(
            opening.key,
            number(opening.console),
            number(opening.id),
            opening.consoleRandom,
            opening.ownRandom,
            guid(server),
            opening.roleAndName());
    CompletableFuture.delayedExecutor(PATIENCE.toSeconds(), TimeUnit.SECONDS)
        .execute(() -> giveUp(opening));
    return Optional.of(
        ByteBuffer.allocate(40 + code.length)
            .order(ByteOrder.LITTLE_ENDIAN)
            .put(tag)
            .put(new byte[] {OK, 0, 0})
            .putInt(opening.console)
            .put(opening.ownRandom)
            .put(guid(server))
            .put(code)
            .array());
  }

  private void giveUp(Opening opening) {
    if (openings.remove(opening.id, opening)) {
      server.bmc().accounts().loginByKey(opening.userName(), password -> false, Channel.IPMI);
    }
  }

  private static boolean mayTry(Account account) {
    return account.enabled() && account.ipmi() && !account.locked();
  }

  /** Judges RAKP message 3 (table 13-13) and answers with message 4 (table 13-14). */
  Result rakp3(byte[] payload) {
    if (payload.length < 8) {
      return Result.SILENT;
    }
    var in = ByteBuffer.wrap(payload).order(ByteOrder.LITTLE_ENDIAN);
    var tag = payload[0];
    var opening = openings.remove(in.getInt(4));
    if (opening == null || opening.account == null) {
      return new Result(Optional.of(refusal(tag, INVALID_SESSION, 0)), Optional.empty());
    }
    var gaveUp = payload[1] != OK;
    var given = Arrays.copyOfRange(payload, 8, payload.length);
    var expected =
        opening.suite.hash(
            opening.key, opening.ownRandom, number(opening.console), opening.roleAndName());
    var right = !gaveUp && MessageDigest.isEqual(given, expected);
    var login =
        server
            .bmc()
            .accounts()
            .loginByKey(
                opening.userName(),
                password -> right && MessageDigest.isEqual(key(password), opening.key),
                Channel.IPMI);
    server
        .dataCentre()
        .recorder()
        .request(
            Channel.IPMI,
            server.hostname(),
            "LAN",
            "session of '" + opening.userName() + "'",
            login instanceof Login.Accepted ? OK : INVALID_CODE);
    if (!(login instanceof Login.Accepted(var account))) {
      // a client that gave up by itself hears nothing more (13.23)
      return gaveUp
          ? Result.SILENT
          : new Result(Optional.of(refusal(tag, INVALID_CODE, opening.console)), Optional.empty());
    }
    var sessionKey =
        opening.suite.hash(
            opening.key, opening.consoleRandom, opening.ownRandom, opening.roleAndName());
    var code =
        opening.suite.code(sessionKey, opening.consoleRandom, number(opening.id), guid(server));
    var answer =
        ByteBuffer.allocate(8 + code.length)
            .order(ByteOrder.LITTLE_ENDIAN)
            .put(tag)
            .put(new byte[] {OK, 0, 0})
            .putInt(opening.console)
            .put(code)
            .array();
    return new Result(
        Optional.of(answer),
        Optional.of(
            new LanSession(
                opening.id,
                opening.console,
                account.id(),
                opening.role & 0x0F,
                opening.suite,
                sessionKey)));
  }

  private static byte[] key(String password) {
    return Arrays.copyOf(password.getBytes(StandardCharsets.UTF_8), KEY_LENGTH);
  }

  private static byte[] refusal(byte tag, int status, int console) {
    return ByteBuffer.allocate(8)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(tag)
        .put((byte) status)
        .putShort((short) 0)
        .putInt(console)
        .array();
  }

  private static byte[] number(int value) {
    return ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array();
  }

  /**
   * The system's GUID on the wire. In SMBIOS's byte order the first three fields have their lowest
   * byte first; a Dell sends them the other way round.
   */
  static byte[] guid(SimulatedServer server) {
    var identity = server.identity();
    UUID sent = server.personality() == Personality.DELL ? identity.uuid() : identity.uuidSwapped();
    return ByteBuffer.allocate(16)
        .putLong(sent.getMostSignificantBits())
        .putLong(sent.getLeastSignificantBits())
        .array();
  }
}
