package org.hwautomation.server.access;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.hwautomation.hardware.Secret;
import org.hwautomation.store.LastAdminException;
import org.hwautomation.store.UserAccounts;
import org.hwautomation.store.UserAccounts.UserAccount;

/**
 * Accounts of people. Each change takes who does it ({@link Caller#actor}) and why, and is audited;
 * {@code reason} may be empty. Thread-safe.
 */
public final class Accounts {
  private final UserAccounts accounts;
  private final PasswordHashing hashing;

  Accounts(UserAccounts accounts, PasswordHashing hashing) {
    this.accounts = accounts;
    this.hashing = hashing;
  }

  /**
   * An account.
   *
   * @param enabled whether it may log in
   */
  public record Account(
      String name,
      Role role,
      boolean enabled,
      String createdBy,
      Instant createdAt,
      Instant passwordChangedAt,
      Optional<Instant> lastLoginAt) {}

  /**
   * Adds an account.
   *
   * @throws AccessException if the name or password can't be one, or the name is taken
   */
  public Account add(String name, Role role, Secret password, String actor, String reason) {
    var hash = hashing.hash(NewPassword.require(Names.require(name), password));
    if (!accounts.add(name, role.wireName(), hash, actor, reason)) {
      throw new AccessException(
          AccessException.Kind.EXISTS,
          "name",
          "there is an account '" + name + "' already; choose another name");
    }
    return find(name);
  }

  /**
   * Gives an account another password; its sessions end.
   *
   * @throws AccessException if there is no such account, or the password can't be one
   */
  public void changePassword(String name, Secret password, String actor, String reason) {
    find(name);
    var hash = hashing.hash(NewPassword.require(name, password));
    change(name, () -> accounts.changePassword(name, hash, actor, reason));
  }

  /**
   * Gives an account another role; its sessions end.
   *
   * @throws AccessException if there is no such account, or it is the last admin
   */
  public void changeRole(String name, Role role, String actor, String reason) {
    change(name, () -> accounts.changeRole(name, role.wireName(), actor, reason));
  }

  /**
   * Lets an account log in again.
   *
   * @throws AccessException if there is no such account
   */
  public void enable(String name, String actor, String reason) {
    change(name, () -> accounts.enable(name, actor, reason));
  }

  /**
   * Lets an account not log in any more; its sessions end. Tokens that it made stay.
   *
   * @throws AccessException if there is no such account, or it is the last admin
   */
  public void disable(String name, String actor, String reason) {
    change(name, () -> accounts.disable(name, actor, reason));
  }

  /**
   * Removes an account; its sessions end. Tokens that it made stay.
   *
   * @throws AccessException if there is no such account, or it is the last admin
   */
  public void remove(String name, String actor, String reason) {
    change(name, () -> accounts.remove(name, actor, reason));
  }

  /** All of them, by name. */
  public List<Account> list() {
    return accounts.list().stream().map(Accounts::account).toList();
  }

  /**
   * One of them.
   *
   * @throws AccessException if there is no such account
   */
  public Account find(String name) {
    return accounts
        .find(name)
        .map(Accounts::account)
        .orElseThrow(() -> AccessException.noAccount(name));
  }

  private static void change(String name, BooleanSupplier change) {
    try {
      if (!change.getAsBoolean()) {
        throw AccessException.noAccount(name);
      }
    } catch (LastAdminException e) {
      throw AccessException.lastAdmin(e);
    }
  }

  private static Account account(UserAccount stored) {
    return new Account(
        stored.name(),
        Role.of(stored.role()),
        stored.enabled(),
        stored.createdBy(),
        stored.createdAt(),
        stored.passwordChangedAt(),
        stored.lastLoginAt());
  }
}
