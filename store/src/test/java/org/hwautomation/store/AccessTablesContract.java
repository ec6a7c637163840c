package org.hwautomation.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.hwautomation.store.ApiTokens.ApiToken;
import org.hwautomation.store.Audit.AuditRecord;
import org.hwautomation.store.LoginSessions.Lifetime;
import org.hwautomation.store.LoginSessions.LoginSession;
import org.hwautomation.store.UserAccounts.UserAccount;
import org.hwautomation.testkit.VirtualTime;
import org.hwautomation.workflow.WorkflowTime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every database's store keeps of accounts, tokens and sessions. */
abstract class AccessTablesContract {
  private static final Lifetime LIFETIME =
      new Lifetime(Duration.ofMinutes(30), Duration.ofHours(12), Duration.ofMinutes(1));

  @TempDir Path folder;
  private final VirtualTime time = new VirtualTime();
  private SqlStore store;

  /** Opens this test's data, which is empty at first. */
  abstract SqlStore opened(WorkflowTime time) throws Exception;

  /** Removes this test's data. */
  void removeData() {}

  @BeforeEach
  void open() throws Exception {
    store = opened(time);
  }

  @AfterEach
  void close() {
    store.close();
    removeData();
  }

  private void account(String name, String role) {
    assertThat(store.accounts().add(name, role, "hash of " + name, "cli:bob", "")).isTrue();
  }

  private boolean token(String name, String role, Optional<Duration> life) {
    return store
        .apiTokens()
        .add(name, role, "hash of " + name, life.map(time.now()::plus), "cli:bob", "");
  }

  private boolean logIn(String session, String account) {
    return store
        .loginSessions()
        .openForAccount(
            session, account, "hash of " + account, Optional.empty(), "10.0.0.1", LIFETIME)
        .isPresent();
  }

  private boolean isIn(String session) {
    return store.loginSessions().use(session, LIFETIME).isPresent();
  }

  private List<String> told(String target) {
    return store.audit().of(target).stream()
        .map(entry -> entry.action() + " | " + entry.reason())
        .toList();
  }

  @Test
  void an_account_is_added_once_and_its_changes_are_audited() {
    account("root", "admin");
    account("alice", "viewer");
    var accounts = store.accounts();
    assertThat(accounts.add("alice", "admin", "another", "cli:eve", "")).isFalse();
    assertThat(accounts.passwordHash("alice")).contains("hash of alice");
    assertThat(accounts.changeRole("alice", "operator", "user:root", "on call now")).isTrue();
    assertThat(accounts.changeRole("alice", "operator", "user:root", "again")).isTrue();
    assertThat(accounts.changePassword("alice", "newer", "user:alice", "")).isTrue();
    assertThat(accounts.disable("alice", "user:root", "on leave")).isTrue();
    assertThat(accounts.find("alice").orElseThrow())
        .isEqualTo(
            new UserAccount(
                "alice", "operator", false, "cli:bob", time.now(), time.now(), Optional.empty()));
    assertThat(accounts.enable("alice", "user:root", "")).isTrue();
    assertThat(accounts.remove("alice", "user:root", "left")).isTrue();
    assertThat(accounts.list()).extracting(UserAccount::name).containsExactly("root");
    for (var change :
        List.of(accounts.remove("alice", "user:root", ""), accounts.enable("a", "", ""))) {
      assertThat(change).isFalse();
    }
    assertThat(told("user:alice").reversed())
        .containsExactly(
            "account_added | viewer",
            "account_role_changed | viewer to operator, 0 sessions ended: on call now",
            "account_password_changed | 0 sessions ended",
            "account_disabled | 0 sessions ended: on leave",
            "account_enabled | operator",
            "account_removed | 0 sessions ended: left");
  }

  @Test
  void what_changes_an_account_ends_its_sessions_and_no_others() {
    account("root", "admin");
    account("alice", "viewer");
    account("carol", "viewer");
    assertThat(logIn("c", "carol")).isTrue();
    var accounts = store.accounts();
    var changes =
        List.<Runnable>of(
            () -> accounts.changeRole("alice", "operator", "user:root", ""),
            () -> accounts.disable("alice", "user:root", ""),
            () -> accounts.changePassword("alice", "hash of alice", "user:root", ""),
            () -> accounts.remove("alice", "user:root", ""));
    for (var change : changes) {
      accounts.enable("alice", "user:root", "");
      assertThat(logIn("a", "alice")).isTrue();
      assertThat(isIn("a")).isTrue();
      change.run();
      assertThat(isIn("a")).isFalse();
    }
    assertThat(isIn("c")).isTrue();
    assertThat(logIn("a", "alice")).isFalse();
  }

  @Test
  void a_login_holds_only_for_the_password_that_was_compared() {
    account("alice", "viewer");
    var sessions = store.loginSessions();
    assertThat(
            sessions.openForAccount(
                "a", "alice", "hash of alice", Optional.of("dearer"), "10.0.0.1", LIFETIME))
        .isPresent();
    assertThat(store.accounts().passwordHash("alice")).contains("dearer");
    assertThat(logIn("b", "alice")).isFalse();
    assertThat(isIn("b")).isFalse();
    assertThat(sessions.use("a", LIFETIME))
        .contains(new LoginSession("alice", false, "viewer", time.now(), time.now()));
    assertThat(store.accounts().find("alice").orElseThrow().lastLoginAt()).contains(time.now());
    assertThat(sessions.close("a")).isTrue();
    assertThat(sessions.close("a")).isFalse();
    assertThat(told("user:alice"))
        .containsExactly("logout | ", "login | from 10.0.0.1", "account_added | viewer");
  }

  @Test
  void a_session_ends_unused_and_in_any_case() {
    account("alice", "viewer");
    assertThat(logIn("idle", "alice")).isTrue();
    assertThat(logIn("used", "alice")).isTrue();
    for (var i = 0; i < 35; i++) {
      time.advance(Duration.ofMinutes(20));
      assertThat(isIn("used")).as("after %d minutes", 20 * (i + 1)).isTrue();
      store
          .audit()
          .add("test", "waits_for_the_writer", "", ""); // what was written later is written
    }
    assertThat(isIn("idle")).isFalse();
    time.advance(Duration.ofMinutes(20));
    assertThat(isIn("used")).isFalse();
    assertThat(logIn("new", "alice")).isTrue();
    assertThat(
            store.database().<Long>read(s -> s.number("SELECT count(*) AS n FROM login_session")))
        .as("those that ended are swept")
        .isEqualTo(1);
  }

  @Test
  void a_token_is_found_by_its_hash_and_ends_its_sessions() {
    assertThat(token("ci", "operator", Optional.of(Duration.ofDays(1)))).isTrue();
    assertThat(token("ci", "admin", Optional.empty())).isFalse();
    var tokens = store.apiTokens();
    var found = tokens.find("hash of ci").orElseThrow();
    assertThat(found.role()).isEqualTo("operator");
    assertThat(tokens.find("hash of c")).isEmpty();
    tokens.used(found);
    assertThat(store.loginSessions().openForToken("s", "ci", "10.0.0.1", LIFETIME)).isPresent();
    assertThat(store.loginSessions().use("s", LIFETIME))
        .contains(new LoginSession("ci", true, "operator", time.now(), time.now()));
    assertThat(tokens.list().getFirst().lastUsedAt()).contains(time.now());
    time.advance(Duration.ofDays(1));
    assertThat(tokens.find("hash of ci").orElseThrow().isValid(time.now())).isFalse();
    assertThat(store.loginSessions().openForToken("t", "ci", "10.0.0.1", LIFETIME)).isEmpty();
    assertThat(tokens.revoke("ci", "cli:bob", "leaked")).isTrue();
    assertThat(tokens.revoke("ci", "cli:bob", "again")).isFalse();
    assertThat(token("ci", "viewer", Optional.empty())).isTrue();
    assertThat(told("token:ci").reversed())
        .containsExactly(
            "token_created | operator, until 2026-11-25T03:00:00Z",
            "login | from 10.0.0.1",
            "token_revoked | leaked",
            "token_created | viewer, never expires");
  }

  @Test
  void a_session_of_a_token_ends_when_the_token_expires() {
    token("ci", "viewer", Optional.of(Duration.ofMinutes(10)));
    assertThat(store.loginSessions().openForToken("s", "ci", "10.0.0.1", LIFETIME)).isPresent();
    time.advance(Duration.ofMinutes(9));
    assertThat(isIn("s")).isTrue();
    time.advance(Duration.ofMinutes(1));
    assertThat(isIn("s")).isFalse();
  }

  @Test
  void the_last_admin_stays() {
    account("root", "admin");
    account("alice", "viewer");
    var accounts = store.accounts();
    assertThatThrownBy(() -> accounts.remove("root", "cli:bob", ""))
        .isInstanceOf(LastAdminException.class)
        .hasMessageContaining("account root is the last admin");
    assertThatThrownBy(() -> accounts.disable("root", "cli:bob", ""))
        .isInstanceOf(LastAdminException.class);
    assertThatThrownBy(() -> accounts.changeRole("root", "viewer", "cli:bob", ""))
        .isInstanceOf(LastAdminException.class);
    assertThat(accounts.find("root").orElseThrow().enabled()).isTrue();
    assertThat(accounts.disable("alice", "cli:bob", "")).isTrue();
    account("second", "admin");
    assertThat(accounts.disable("root", "cli:bob", "")).isTrue();
    assertThatThrownBy(() -> accounts.remove("second", "cli:bob", ""))
        .as("one that is disabled is none")
        .isInstanceOf(LastAdminException.class);
    assertThat(accounts.remove("root", "cli:bob", "")).isTrue();
    assertThat(store.audit().newest(99)).extracting(AuditRecord::target).doesNotContain("");
  }

  @Test
  void a_token_may_be_the_last_admin_while_it_is_good() {
    account("root", "admin");
    token("ci", "admin", Optional.of(Duration.ofDays(1)));
    assertThat(store.accounts().disable("root", "cli:bob", "")).isTrue();
    assertThatThrownBy(() -> store.apiTokens().revoke("ci", "cli:bob", ""))
        .isInstanceOf(LastAdminException.class)
        .hasMessageContaining("token ci is the last admin");
    store.accounts().enable("root", "cli:bob", "");
    time.advance(Duration.ofDays(1));
    assertThatThrownBy(() -> store.accounts().disable("root", "cli:bob", ""))
        .as("a token that is expired is none")
        .isInstanceOf(LastAdminException.class);
    assertThat(store.apiTokens().revoke("ci", "cli:bob", "")).isTrue();
  }

  @Test
  void the_first_token_is_made_once_by_whoever_comes_first() throws Exception {
    try (var other = opened(time)) {
      assertThat(first(store, "one")).isTrue();
      assertThat(first(other, "two")).isFalse();
      assertThat(store.apiTokens().list()).extracting(ApiToken::name).containsExactly("one");
    }
  }

  @Test
  void no_first_token_is_made_where_there_is_an_account() {
    account("root", "admin");
    assertThat(first(store, "one")).isFalse();
  }

  private static boolean first(SqlStore store, String name) {
    return store
        .apiTokens()
        .addFirst(name, "admin", "hash of " + name, Optional.empty(), "service", "first start");
  }
}
