package org.hwautomation.simulator;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The account table of a BMC: fixed slots with ids from 1, as IPMI has them (IPMI 2.0, 22.26 ff.).
 * Slot 1 is the anonymous user and never used. A number of wrong passwords locks an account for a
 * while. Thread-safe.
 */
public final class Accounts {
  private static final int SLOTS = 16;
  private static final Set<String> FACTORY =
      Set.of("root/calvin", "ADMIN/ADMIN", "Administrator/password", "admin/admin", "root/0penBmc");

  private final SimulatedServer server;
  private final List<Slot> slots = new ArrayList<>();
  private final Set<String> refused = new HashSet<>();
  private final Set<String> factoryTried = new HashSet<>();
  private final Map<Source, Integer> failuresOf = new EnumMap<>(Source.class);
  private final Map<Source, Instant> lockedOut = new EnumMap<>(Source.class);

  Accounts(SimulatedServer server) {
    this.server = server;
    for (var id = 1; id <= SLOTS; id++) {
      slots.add(new Slot(id));
    }
  }

  /** All slots, free ones too. */
  public List<Account> slots() {
    synchronized (server.lock) {
      return slots.stream().map(this::seen).toList();
    }
  }

  public Optional<Account> slot(int id) {
    synchronized (server.lock) {
      return id < 1 || id > SLOTS ? Optional.empty() : Optional.of(seen(slots.get(id - 1)));
    }
  }

  public Optional<Account> named(String userName) {
    return slots().stream().filter(a -> !a.free() && a.userName().equals(userName)).findFirst();
  }

  /** Checks a credential, counts failures, locks accounts and notices unsafe repetition. */
  public Login login(String userName, String password, Channel channel) {
    return login(userName, password::equals, password, channel);
  }

  /**
   * As {@link #login}, where the password itself is not sent (IPMI 2.0, 13.31): {@code proves} says
   * whether what the client sent proves a password. Any two refusals of a user count as one
   * repeated.
   */
  public Login loginByKey(String userName, Predicate<String> proves, Channel channel) {
    return login(userName, proves, "", channel);
  }

  /** The password of a slot as key of a login by IPMI, which both sides must know (13.31). */
  public byte[] ipmiKey(int id) {
    synchronized (server.lock) {
      return slots.get(id - 1).password.getBytes(StandardCharsets.UTF_8);
    }
  }

  private Login login(String userName, Predicate<String> proves, String shown, Channel channel) {
    synchronized (server.lock) {
      var result =
          server.faults().has(Fault.LOCK_OUT_BY_SOURCE)
              ? judgeBySource(userName, proves, channel)
              : judge(userName, proves, channel);
      if (result instanceof Login.Refused(var reason)) {
        server.effect(EffectKind.LOGIN_REFUSED, channel, "user '" + userName + "': " + reason);
        noticeRepetition(userName, shown, channel);
      }
      return result;
    }
  }

  /** Whether this credential opens the BMC; counts nothing. */
  public boolean opens(String userName, String password) {
    synchronized (server.lock) {
      return slots.stream()
          .anyMatch(s -> s.enabled && s.userName.equals(userName) && s.password.equals(password));
    }
  }

  /** Gives a free slot to a user. The id must be free. */
  public Account create(
      int id, String userName, String password, Account.Role role, boolean ipmi, Channel channel) {
    synchronized (server.lock) {
      var slot = slots.get(id - 1);
      if (!slot.userName.isEmpty()) {
        throw new IllegalStateException("slot " + id + " is taken");
      }
      server.noticeWrite(channel, "account creation");
      slot.userName = userName;
      slot.password = password;
      slot.role = role;
      slot.enabled = true;
      slot.ipmi = ipmi;
      server.effect(EffectKind.ACCOUNT_CREATED, channel, "slot " + id + " '" + userName + "'");
      return seen(slot);
    }
  }

  /** The first free slot, never 1. */
  public Optional<Integer> freeSlot() {
    synchronized (server.lock) {
      return slots.stream().skip(1).filter(s -> s.userName.isEmpty()).map(s -> s.id).findFirst();
    }
  }

  /** Renames a slot; an empty name frees it, and a name gives a free slot to a user. */
  public void name(int id, String userName, Channel channel) {
    change(
        id,
        channel,
        slot -> {
          var kind =
              userName.isEmpty()
                  ? EffectKind.ACCOUNT_DELETED
                  : slot.userName.isEmpty()
                      ? EffectKind.ACCOUNT_CREATED
                      : EffectKind.ACCOUNT_CHANGED;
          slot.userName = userName;
          if (userName.isEmpty()) {
            slot.clear();
          }
          return kind;
        });
  }

  public void password(int id, String password, Channel channel) {
    synchronized (server.lock) {
      var slot = slots.get(id - 1);
      if (slot.works() && !slot.password.equals(password) && workingAdmins() == 1) {
        server.unsafe(
            UnsafeKind.ONLY_ADMIN_PASSWORD_CHANGED, channel, "user '" + slot.userName + "'");
      }
      change(
          id,
          channel,
          changed -> {
            changed.password = password;
            changed.failures = 0;
            changed.lockedUntil = Instant.EPOCH;
            return EffectKind.PASSWORD_CHANGED;
          });
    }
  }

  public void role(int id, Account.Role role, Channel channel) {
    change(
        id,
        channel,
        slot -> {
          slot.role = role;
          return EffectKind.ACCOUNT_CHANGED;
        });
  }

  public void enabled(int id, boolean enabled, Channel channel) {
    change(
        id,
        channel,
        slot -> {
          slot.enabled = enabled;
          return EffectKind.ACCOUNT_CHANGED;
        });
  }

  /** Whether the slot may log in over IPMI. */
  public void ipmi(int id, boolean allowed, Channel channel) {
    change(
        id,
        channel,
        slot -> {
          slot.ipmi = allowed;
          return EffectKind.ACCOUNT_CHANGED;
        });
  }

  /** Ends a lock-out before its time. */
  public void unlock(int id, Channel channel) {
    change(
        id,
        channel,
        slot -> {
          slot.failures = 0;
          slot.lockedUntil = Instant.EPOCH;
          return EffectKind.ACCOUNT_CHANGED;
        });
  }

  /** Frees a slot. */
  public void delete(int id, Channel channel) {
    name(id, "", channel);
  }

  /** Sets up a slot before the simulation begins; counts as nobody's act. */
  void preset(int id, String userName, String password) {
    var slot = slots.get(id - 1);
    slot.userName = userName;
    slot.password = password;
    slot.role = Account.Role.ADMINISTRATOR;
    slot.enabled = true;
    slot.ipmi = true;
  }

  /** Empties the table but for one administrator, as firmware does that loses its settings. */
  void factoryReset(String userName, String password) {
    for (var slot : slots) {
      slot.userName = "";
      slot.clear();
    }
    refused.clear();
    preset(2, userName, password);
  }

  /** Leaves one account alone and lets all others only read. */
  void demoteAllBut(String userName) {
    for (var slot : slots) {
      if (!slot.userName.isEmpty() && !slot.userName.equals(userName)) {
        slot.role = Account.Role.READ_ONLY;
      }
    }
  }

  /** Where a login comes from, as far as a BMC can tell. */
  private enum Source {
    MAAS,
    OTHERS
  }

  /** As {@link #judge}; but who is refused too often is locked out, with every account. */
  private Login judgeBySource(String userName, Predicate<String> proves, Channel channel) {
    var source = channel == Channel.MAAS ? Source.MAAS : Source.OTHERS;
    if (server.time().now().isBefore(lockedOut.getOrDefault(source, Instant.EPOCH))) {
      return new Login.Refused(Login.Reason.LOCKED);
    }
    var login = judge(userName, proves, channel);
    if (login instanceof Login.Accepted) {
      failuresOf.remove(source);
    } else if (failuresOf.merge(source, 1, Integer::sum)
        >= server.personality().lockOutThreshold()) {
      failuresOf.remove(source);
      lockedOut.put(source, unlocked());
      server.effect(EffectKind.ACCOUNT_LOCKED, channel, "all, for source " + source);
    }
    return login;
  }

  private Instant unlocked() {
    return server.time().now().plus(Duration.ofSeconds(server.personality().lockOutSeconds()));
  }

  private Login judge(String userName, Predicate<String> proves, Channel channel) {
    var found =
        slots.stream()
            .filter(s -> !s.userName.isEmpty() && s.userName.equals(userName))
            .findFirst();
    if (found.isEmpty()) {
      return new Login.Refused(Login.Reason.UNKNOWN_USER);
    }
    var slot = found.get();
    if (server.time().now().isBefore(slot.lockedUntil)) {
      return new Login.Refused(Login.Reason.LOCKED);
    }
    if (!proves.test(slot.password)) {
      if (++slot.failures >= server.personality().lockOutThreshold()
          && !server.faults().has(Fault.LOCK_OUT_BY_SOURCE)) {
        slot.failures = 0;
        slot.lockedUntil = unlocked();
        server.effect(EffectKind.ACCOUNT_LOCKED, channel, "user '" + userName + "'");
      }
      return new Login.Refused(Login.Reason.WRONG_PASSWORD);
    }
    if (!slot.enabled) {
      return new Login.Refused(Login.Reason.DISABLED);
    }
    if (channel == Channel.IPMI && !slot.ipmi) {
      return new Login.Refused(Login.Reason.PROTOCOL_DISABLED);
    }
    slot.failures = 0;
    return new Login.Accepted(seen(slot));
  }

  private void noticeRepetition(String userName, String password, Channel channel) {
    var known = channel == Channel.MAAS && server.faults().has(Fault.MAAS_POLLS_OLD_PASSWORD);
    if (!refused.add(digest(userName, password)) && !known) {
      server.unsafe(UnsafeKind.LOGIN_REPEATED_AFTER_REFUSAL, channel, "user '" + userName + "'");
    }
    if (FACTORY.contains(userName + "/" + password)
        && factoryTried.add(digest(userName, password))
        && factoryTried.size() > 1) {
      server.unsafe(UnsafeKind.FACTORY_PASSWORDS_PROBED, channel, "user '" + userName + "'");
    }
  }

  private void change(int id, Channel channel, Change change) {
    synchronized (server.lock) {
      var slot = slots.get(id - 1);
      var admins = workingAdmins();
      server.noticeWrite(channel, "account change");
      var before = slot.userName;
      var kind = change.on(slot);
      var name = slot.userName.isEmpty() ? before : slot.userName;
      server.effect(kind, channel, "slot " + id + " '" + name + "'");
      if (admins > 0 && workingAdmins() == 0) {
        server.unsafe(UnsafeKind.LAST_ADMIN_REMOVED, channel, "slot " + id + " '" + name + "'");
      }
      // a refusal says nothing about a table that has changed since
      refused.clear();
    }
  }

  private long workingAdmins() {
    return slots.stream().filter(Slot::works).count();
  }

  private Account seen(Slot slot) {
    return new Account(
        slot.id,
        slot.userName,
        slot.role,
        slot.enabled,
        slot.ipmi,
        server.time().now().isBefore(slot.lockedUntil));
  }

  private static String digest(String userName, String password) {
    try {
      var sha = MessageDigest.getInstance("SHA-256");
      return new String(
          sha.digest((userName + "\0" + password).getBytes(StandardCharsets.UTF_8)),
          StandardCharsets.ISO_8859_1);
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private interface Change {
    EffectKind on(Slot slot);
  }

  private static final class Slot {
    final int id;
    String userName = "";
    String password = "";
    Account.Role role = Account.Role.NONE;
    boolean enabled;
    boolean ipmi;
    int failures;
    Instant lockedUntil = Instant.EPOCH;

    Slot(int id) {
      this.id = id;
    }

    boolean works() {
      return enabled
          && !userName.isEmpty()
          && !password.isEmpty()
          && role == Account.Role.ADMINISTRATOR;
    }

    void clear() {
      password = "";
      role = Account.Role.NONE;
      enabled = false;
      ipmi = false;
      failures = 0;
      lockedUntil = Instant.EPOCH;
    }
  }
}
