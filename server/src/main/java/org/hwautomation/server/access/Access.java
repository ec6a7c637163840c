package org.hwautomation.server.access;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.hwautomation.hardware.Secret;
import org.hwautomation.store.LoginSessions;
import org.hwautomation.store.LoginSessions.Lifetime;
import org.hwautomation.store.SqlStore;
import org.hwautomation.workflow.WorkflowTime;

/**
 * Who may do what: logins, sessions, and through {@link #accounts} and {@link #tokens} what an
 * admin changes. All of it is in the database, so that it holds for every process at once; only how
 * many wrong logins there were is in memory. Thread-safe.
 */
public final class Access {
  /** A session that is not used for so long ends; use is known to the minute. */
  public static final Duration IDLE = Duration.ofMinutes(30);

  /** A session ends after so long in any case. */
  public static final Duration LONGEST = Duration.ofHours(12);

  private static final Lifetime LIFETIME = new Lifetime(IDLE, LONGEST, Duration.ofMinutes(1));
  private static final LoginAnswer WRONG = new LoginAnswer.Wrong();

  private final SqlStore store;
  private final LoginSessions sessions;
  private final PasswordHashing hashing;
  private final LoginThrottle throttle;
  private final LoginRecord record;
  private final Accounts accounts;
  private final Tokens tokens;

  private Access(SqlStore store, WorkflowTime time, PasswordHashing hashing) {
    this.store = store;
    this.sessions = store.loginSessions();
    this.hashing = hashing;
    this.throttle = new LoginThrottle(time);
    this.record = new LoginRecord(store.audit(), time);
    this.accounts = new Accounts(store.accounts(), hashing);
    this.tokens = new Tokens(store.apiTokens(), time);
  }

  /** Over a database, by its clock. One for a process: it counts wrong logins. */
  public static Access of(SqlStore store) {
    return of(store, new PasswordHashing(HashCost.USUAL));
  }

  /** As {@link #of(SqlStore)}, with another way to hash passwords. */
  static Access of(SqlStore store, PasswordHashing hashing) {
    return new Access(store, store.time(), hashing);
  }

  public Accounts accounts() {
    return accounts;
  }

  public Tokens tokens() {
    return tokens;
  }

  /**
   * Logs a person in. Audited, wrong ones at most once a minute and account.
   *
   * @param user as typed
   * @param from the client's address
   */
  public LoginAnswer login(String user, Secret password, String from) {
    var meant = Names.meant(user);
    var kept = meant.flatMap(store.accounts()::passwordHash);
    var key = LoginThrottle.Key.of(meant.orElse(""), kept.isPresent(), from);
    return attempt(key, () -> tryPassword(meant.orElse(""), kept, password, from));
  }

  /**
   * Logs in with a token, which is then spared the page. Audited as {@link #login(String, Secret,
   * String)}.
   */
  public LoginAnswer login(Secret token, String from) {
    return attempt(LoginThrottle.Key.of("", false, from), () -> tryToken(token, from));
  }

  /**
   * Gives a person another password, who proves by the old one to be who is logged in. That is
   * counted and audited as a login; all sessions of the account end, and a new one begins.
   *
   * @throws AccessException if the new password can't be one, or the caller has none: a token
   */
  public LoginAnswer changeOwnPassword(Caller caller, Secret old, Secret fresh, String from) {
    if (caller.via() != Via.PASSWORD_SESSION) {
      throw AccessException.invalid(
          "password", "a token has no password; log in with the account whose it is");
    }
    NewPassword.require(caller.name(), fresh);
    var proof = login(caller.name(), old, from);
    if (!(proof instanceof LoginAnswer.LoggedIn)) {
      return proof;
    }
    accounts.changePassword(caller.name(), fresh, caller.actor(), "by its owner");
    return login(caller.name(), fresh, from);
  }

  private LoginAnswer attempt(LoginThrottle.Key key, Supplier<LoginAnswer> login) {
    var wait = throttle.begin(key);
    if (wait.isPresent()) {
      return new LoginAnswer.Throttled(wait.get());
    }
    var wrong = true; // also where the answer could not be written down
    try {
      var answer = login.get();
      if (answer instanceof LoginAnswer.LoggedIn) {
        wrong = false;
        throttle.forgive(key);
      }
      return answer;
    } catch (AccessException e) {
      if (e.kind() != AccessException.Kind.BUSY) {
        throw e;
      }
      wrong = false;
      return new LoginAnswer.Throttled(Duration.ofSeconds(2));
    } finally {
      throttle.end(key, wrong);
    }
  }

  private LoginAnswer tryPassword(
      String name, Optional<String> kept, Secret password, String from) {
    var target = kept.isPresent() ? Via.PASSWORD_SESSION.actor(name) : "user unknown";
    if (NewPassword.length(password) > NewPassword.LONGEST || !hashing.matches(password, kept)) {
      record.wrong(target, kept.isPresent() ? "wrong password" : "no such account", from);
      return WRONG;
    }
    var hash = kept.orElseThrow();
    var sessionId = RandomText.make("");
    var account =
        sessions.openForAccount(
            RandomText.hash(sessionId),
            name,
            hash,
            hashing.isOutdated(hash) ? Optional.of(hashing.hash(password)) : Optional.empty(),
            LoginRecord.shown(from),
            LIFETIME);
    if (account.isEmpty()) {
      record.wrong(target, "the account is disabled", from);
      return WRONG;
    }
    return loggedIn(sessionId, name, Role.of(account.get().role()), Via.PASSWORD_SESSION);
  }

  private LoginAnswer tryToken(Secret token, String from) {
    var sessionId = RandomText.make("");
    var opened =
        tokens
            .use(token)
            .flatMap(
                found ->
                    sessions.openForToken(
                        RandomText.hash(sessionId),
                        found.name(),
                        LoginRecord.shown(from),
                        LIFETIME));
    if (opened.isEmpty()) {
      record.wrong("token unknown", "no such token, or expired", from);
      return WRONG;
    }
    return loggedIn(
        sessionId, opened.get().name(), Role.of(opened.get().role()), Via.TOKEN_SESSION);
  }

  private static LoginAnswer loggedIn(Secret sessionId, String name, Role role, Via via) {
    return new LoginAnswer.LoggedIn(
        sessionId, new Caller(name, role, via, RandomText.csrfToken(sessionId)), LONGEST);
  }

  /**
   * Who has a session, which counts as used; empty if it is unknown or has ended.
   *
   * @param sessionId as {@link LoginAnswer.LoggedIn} gave it
   */
  public Optional<Caller> bySession(Secret sessionId) {
    if (!RandomText.looksMade(sessionId, "")) {
      return Optional.empty();
    }
    return sessions
        .use(RandomText.hash(sessionId), LIFETIME)
        .map(
            session ->
                new Caller(
                    session.name(),
                    Role.of(session.role()),
                    session.byToken() ? Via.TOKEN_SESSION : Via.PASSWORD_SESSION,
                    RandomText.csrfToken(sessionId)));
  }

  /** Whose token it is; empty if it is unknown, expired or revoked. */
  public Optional<Caller> byToken(Secret bearer) {
    return tokens
        .use(bearer)
        .map(token -> new Caller(token.name(), Role.of(token.role()), Via.TOKEN, ""));
  }

  /** Ends a session, if it is one. Audited. */
  public void logout(Secret sessionId) {
    if (RandomText.looksMade(sessionId, "")) {
      sessions.close(RandomText.hash(sessionId));
    }
  }

  /**
   * Makes the first admin token, if there is no account and no token; of several processes that try
   * at once, one does.
   *
   * @return its clear text, this once
   */
  public Optional<Secret> firstAdminToken() {
    return tokens.first();
  }
}
