package org.hwautomation.server.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.hwautomation.hardware.Secret;
import org.hwautomation.server.access.LoginAnswer.LoggedIn;
import org.hwautomation.server.access.LoginAnswer.Throttled;
import org.hwautomation.server.access.LoginAnswer.Wrong;
import org.hwautomation.store.Audit.AuditRecord;
import org.hwautomation.store.SqliteOptions;
import org.hwautomation.store.SqliteStore;
import org.hwautomation.testkit.VirtualTime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessTest {
  private static final PasswordHashing CHEAP = new PasswordHashing(new HashCost(8, 1, 1));
  private static final Secret RIGHT = Secret.of("correct horse battery");
  private static final Secret WRONG = Secret.of("wrong horse battery");
  private static final String HERE = "10.0.0.1";

  @TempDir Path folder;
  private final VirtualTime time = new VirtualTime();
  private SqliteStore store;
  private Access access;

  @BeforeEach
  void open() {
    store = SqliteStore.open(folder.resolve("access.db"), SqliteOptions.DEFAULT.withTime(time));
    access = Access.of(store, CHEAP);
    access.accounts().add("alice", Role.OPERATOR, RIGHT, "cli:bob", "");
  }

  @AfterEach
  void close() {
    store.close();
  }

  private static LoggedIn in(LoginAnswer answer) {
    assertThat(answer).isInstanceOf(LoggedIn.class);
    return (LoggedIn) answer;
  }

  /** Waits until what nobody waits for is written. */
  private void settle() {
    store.audit().add("test", "settled", "test", "");
  }

  private List<String> told(String target) {
    return store.audit().of(target).reversed().stream()
        .map(entry -> entry.actor() + " " + entry.action() + ": " + entry.reason())
        .toList();
  }

  @Test
  void a_person_logs_in_is_known_by_the_session_and_logs_out() {
    var login = in(access.login("alice", RIGHT, HERE));
    assertThat(login.validFor()).isEqualTo(Duration.ofHours(12));
    var caller = access.bySession(login.sessionId()).orElseThrow();
    assertThat(caller).isEqualTo(login.caller());
    assertThat(caller.actor()).isEqualTo("user:alice");
    assertThat(caller.via().wireName()).isEqualTo("session");
    assertThat(caller.csrfToken()).hasSize(43);
    assertThat(caller.toString()).doesNotContain(caller.csrfToken());
    access.logout(login.sessionId());
    access.logout(login.sessionId());
    assertThat(access.bySession(login.sessionId())).isEmpty();
    assertThat(told("user:alice"))
        .containsExactly(
            "cli:bob account_added: operator",
            "user:alice login: from 10.0.0.1",
            "user:alice logout: ");
  }

  @Test
  void a_name_may_be_typed_with_capitals_and_spaces() {
    assertThat(access.login(" Alice ", RIGHT, HERE)).isInstanceOf(LoggedIn.class);
  }

  @Test
  void each_session_has_a_csrf_token_of_its_own() {
    var one = in(access.login("alice", RIGHT, HERE));
    var two = in(access.login("alice", RIGHT, HERE));
    assertThat(one.caller().csrfToken()).isNotEqualTo(two.caller().csrfToken());
    assertThat(one.sessionId()).isNotEqualTo(two.sessionId());
    assertThat(access.bySession(Secret.of(one.caller().csrfToken()))).isEmpty();
  }

  @Test
  void roles_are_in_order() {
    var caller = in(access.login("alice", RIGHT, HERE)).caller();
    assertThat(caller.may(Role.VIEWER)).isTrue();
    assertThat(caller.may(Role.OPERATOR)).isTrue();
    assertThat(caller.may(Role.ADMIN)).isFalse();
  }

  @Test
  void whoever_is_not_let_in_is_not_told_why() {
    access.accounts().add("carol", Role.VIEWER, RIGHT, "cli:bob", "");
    access.accounts().disable("carol", "cli:bob", "");
    for (var answer :
        List.of(
            access.login("alice", WRONG, "10.0.0.2"),
            access.login("carol", RIGHT, "10.0.0.3"),
            access.login("nobody", RIGHT, "10.0.0.4"),
            access.login("", RIGHT, "10.0.0.5"),
            access.login("alice' OR 1=1 --", RIGHT, "10.0.0.6"),
            access.login("alice", Secret.of("x".repeat(1_000_000)), "10.0.0.7"),
            access.login("a".repeat(1_000_000), RIGHT, "10.0.0.8"),
            access.login(Secret.of("hwa_" + "x".repeat(43)), "10.0.0.9"),
            access.login(Secret.of(""), "10.0.0.9"))) {
      assertThat(answer).isEqualTo(new Wrong());
    }
    assertThat(told("user:carol")).last().asString().contains("the account is disabled");
  }

  @Test
  void what_was_typed_for_a_name_may_be_a_password_and_is_written_nowhere() throws Exception {
    access.login("correct-horse", RIGHT, HERE);
    access.login("hunter2-is-mine", RIGHT, "evil\u001b[2J address\nwith lines" + "x".repeat(100));
    assertThat(told("user unknown"))
        .containsExactly("address:10.0.0.1 login_refused: no such account");
    time.advance(Duration.ofMinutes(2));
    access.login("hunter2-is-mine", RIGHT, "evil\u001b[2J address\nwith lines" + "x".repeat(100));
    assertThat(told("user unknown").getLast())
        .startsWith("address:evil??2J?address?with?lines")
        .hasSizeLessThan(150)
        .endsWith("no such account; 1 more since the entry before");
    assertThat(files()).noneMatch(text -> text.contains("hunter2") || text.contains("-horse"));
  }

  @Test
  void wrong_logins_are_written_down_once_a_minute_and_account() {
    for (var i = 0; i < 4; i++) {
      access.login("alice", WRONG, HERE);
    }
    time.advance(Duration.ofMinutes(1));
    access.login("alice", WRONG, HERE);
    assertThat(told("user:alice"))
        .containsExactly(
            "cli:bob account_added: operator",
            "address:10.0.0.1 login_refused: wrong password",
            "address:10.0.0.1 login_refused: wrong password; 3 more since the entry before");
  }

  @Test
  void after_five_wrong_passwords_the_right_one_is_not_looked_at_for_a_while() {
    for (var i = 0; i < 5; i++) {
      assertThat(access.login("alice", WRONG, "10.0.0." + i)).isInstanceOf(Wrong.class);
    }
    assertThat(access.login("alice", RIGHT, HERE)).isEqualTo(new Throttled(Duration.ofSeconds(1)));
    time.advance(Duration.ofSeconds(1));
    assertThat(access.login("alice", WRONG, HERE)).isInstanceOf(Wrong.class);
    assertThat(access.login("alice", RIGHT, HERE)).isEqualTo(new Throttled(Duration.ofSeconds(2)));
    time.advance(Duration.ofSeconds(2));
    assertThat(access.login("alice", RIGHT, HERE)).isInstanceOf(LoggedIn.class);
    assertThat(access.login("alice", WRONG, HERE)).as("counted anew").isInstanceOf(Wrong.class);
    assertThat(access.login("alice", RIGHT, HERE)).isInstanceOf(LoggedIn.class);
  }

  @Test
  void a_session_and_a_token_go_on_while_their_account_is_throttled() {
    var session = in(access.login("alice", RIGHT, HERE)).sessionId();
    var token = access.tokens().create("ci", Role.VIEWER, Optional.empty(), "user:alice", "");
    for (var i = 0; i < 9; i++) {
      access.login("alice", WRONG, "10.0.0.66");
    }
    assertThat(access.login("alice", RIGHT, HERE)).isInstanceOf(Throttled.class);
    assertThat(access.bySession(session)).isPresent();
    assertThat(access.byToken(token.clearText())).isPresent();
    assertThat(access.login(token.clearText(), HERE)).isInstanceOf(LoggedIn.class);
  }

  @Test
  void a_right_login_does_not_forgive_the_address() {
    access.accounts().add("mallory", Role.VIEWER, RIGHT, "cli:bob", "");
    for (var i = 0; i < 4; i++) {
      access.login("alice", WRONG, HERE);
    }
    assertThat(access.login("mallory", RIGHT, HERE)).isInstanceOf(LoggedIn.class);
    access.login("alice", WRONG, HERE);
    assertThat(access.login("mallory", RIGHT, HERE)).isInstanceOf(Throttled.class);
    assertThat(access.login("mallory", RIGHT, "10.0.0.2")).isInstanceOf(LoggedIn.class);
  }

  @Test
  void a_name_that_is_no_account_is_throttled_like_one_that_is() {
    for (var i = 0; i < 5; i++) {
      assertThat(access.login("nobody", WRONG, "10.0.0." + i)).isInstanceOf(Wrong.class);
    }
    assertThat(access.login("nobody", WRONG, HERE)).isEqualTo(new Throttled(Duration.ofSeconds(1)));
  }

  @Test
  void many_tries_at_once_are_no_way_around_it() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var tries = new ArrayList<Callable<LoginAnswer>>();
      for (var i = 0; i < 40; i++) {
        var from = "10.0.1." + i;
        tries.add(() -> access.login("alice", WRONG, from));
      }
      var wrong = 0;
      for (var answer : threads.invokeAll(tries)) {
        wrong += answer.get() instanceof Wrong ? 1 : 0;
      }
      assertThat(wrong).isEqualTo(5);
    }
  }

  @Test
  void a_session_ends_after_half_an_hour_without_use_and_after_twelve_hours() {
    var used = in(access.login("alice", RIGHT, HERE)).sessionId();
    var idle = in(access.login("alice", RIGHT, HERE)).sessionId();
    for (var i = 0; i < 25; i++) {
      time.advance(Duration.ofMinutes(28));
      assertThat(access.bySession(used)).isPresent();
      settle();
    }
    assertThat(access.bySession(idle)).isEmpty();
    time.advance(Duration.ofMinutes(20));
    assertThat(access.bySession(used)).isEmpty();
  }

  @Test
  void sessions_hold_for_other_processes_and_over_a_restart() {
    var session = in(access.login("alice", RIGHT, HERE)).sessionId();
    try (var again =
        SqliteStore.open(folder.resolve("access.db"), SqliteOptions.DEFAULT.withTime(time))) {
      var other = Access.of(again, CHEAP);
      assertThat(other.bySession(session)).contains(access.bySession(session).orElseThrow());
      other.accounts().changeRole("alice", Role.VIEWER, "cli:bob", "");
    }
    assertThat(access.bySession(session)).isEmpty();
  }

  @Test
  void a_password_of_an_older_cost_is_hashed_anew_at_the_next_login() {
    var dearer = Access.of(store, new PasswordHashing(new HashCost(16, 2, 1)));
    var old = store.accounts().passwordHash("alice").orElseThrow();
    assertThat(old).startsWith("$argon2id$v=19$m=8,t=1,p=1$");
    assertThat(dearer.login("alice", WRONG, HERE)).isInstanceOf(Wrong.class);
    assertThat(store.accounts().passwordHash("alice")).contains(old);
    assertThat(dearer.login("alice", RIGHT, HERE)).isInstanceOf(LoggedIn.class);
    var now = store.accounts().passwordHash("alice").orElseThrow();
    assertThat(now).startsWith("$argon2id$v=19$m=16,t=2,p=1$");
    assertThat(dearer.login("alice", RIGHT, HERE)).isInstanceOf(LoggedIn.class);
    assertThat(store.accounts().passwordHash("alice")).contains(now);
  }

  @Test
  void a_person_changes_the_own_password_by_the_old_one() {
    var other = in(access.login("alice", RIGHT, HERE));
    var mine = in(access.login("alice", RIGHT, HERE));
    var fresh = Secret.of("another good password");
    assertThat(access.changeOwnPassword(mine.caller(), WRONG, fresh, HERE)).isEqualTo(new Wrong());
    assertThatThrownBy(
            () -> access.changeOwnPassword(mine.caller(), RIGHT, Secret.of("short"), HERE))
        .isInstanceOf(AccessException.class);
    assertThat(access.bySession(other.sessionId())).isPresent();
    var again = in(access.changeOwnPassword(mine.caller(), RIGHT, fresh, HERE));
    assertThat(access.bySession(again.sessionId())).isPresent();
    assertThat(access.bySession(other.sessionId())).isEmpty();
    assertThat(access.bySession(mine.sessionId())).isEmpty();
    assertThat(access.login("alice", RIGHT, HERE)).isInstanceOf(Wrong.class);
    assertThat(told("user:alice"))
        .contains("user:alice account_password_changed: 3 sessions ended: by its owner");
    var token = access.tokens().create("ci", Role.VIEWER, Optional.empty(), "user:alice", "");
    var caller = access.byToken(token.clearText()).orElseThrow();
    assertThatThrownBy(() -> access.changeOwnPassword(caller, fresh, RIGHT, HERE))
        .hasMessageContaining("a token has no password");
  }

  @Test
  void a_name_that_is_no_account_takes_as_long_as_a_wrong_password() {
    var dear = Access.of(store, new PasswordHashing(new HashCost(2 * 1024, 4, 1)));
    dear.accounts().add("carol", Role.VIEWER, RIGHT, "cli:bob", "");
    var unknown = Long.MAX_VALUE;
    var known = Long.MAX_VALUE;
    for (var i = 0; i < 4; i++) {
      unknown = Math.min(unknown, nanos(dear, "nobody", "10.0.0." + i));
      known = Math.min(known, nanos(dear, "carol", "10.0.1." + i));
    }
    assertThat(unknown).isBetween(known / 3, known * 3);
  }

  private static long nanos(Access access, String name, String from) {
    var begin = System.nanoTime();
    assertThat(access.login(name, WRONG, from)).isInstanceOf(Wrong.class);
    return System.nanoTime() - begin;
  }

  @Test
  void more_logins_at_once_than_can_be_are_told_to_come_back_and_not_counted() throws Exception {
    var narrow = Access.of(store, new PasswordHashing(new HashCost(16 * 1024, 3, 1), 1, 1));
    var answers = new ArrayList<LoginAnswer>();
    try (var threads = Executors.newFixedThreadPool(8)) {
      var tries = new ArrayList<Callable<LoginAnswer>>();
      for (var i = 0; i < 8; i++) {
        var number = i;
        tries.add(() -> narrow.login("nobody" + number, WRONG, "10.0.0.1" + number));
      }
      for (var answer : threads.invokeAll(tries)) {
        answers.add(answer.get());
      }
    }
    assertThat(answers)
        .contains(new Wrong(), new Throttled(Duration.ofSeconds(2)))
        .containsOnly(new Wrong(), new Throttled(Duration.ofSeconds(2)));
  }

  @Test
  void a_token_is_shown_once_and_is_good_until_it_ends() {
    var made =
        access
            .tokens()
            .create("ci", Role.OPERATOR, Optional.of(Duration.ofDays(90)), "user:alice", "build");
    assertThat(made.clearText().reveal(Function.<String>identity()))
        .matches("hwa_[A-Za-z0-9_-]{43}");
    var caller = access.byToken(made.clearText()).orElseThrow();
    assertThat(caller).isEqualTo(new Caller("ci", Role.OPERATOR, Via.TOKEN, ""));
    assertThat(caller.actor()).isEqualTo("token:ci");
    assertThat(caller.via().isSession()).isFalse();
    settle();
    assertThat(access.tokens().list().getFirst().lastUsedAt()).contains(time.now());
    time.advance(Duration.ofSeconds(59));
    access.byToken(made.clearText());
    settle();
    assertThat(access.tokens().list().getFirst().lastUsedAt())
        .contains(time.now().minusSeconds(59));
    time.advance(Duration.ofDays(90));
    assertThat(access.byToken(made.clearText())).isEmpty();
    assertThat(access.login(made.clearText(), HERE)).isInstanceOf(Wrong.class);
    assertThat(access.tokens().list().getFirst().valid()).isFalse();
  }

  @Test
  void a_token_ends_at_a_whole_second_and_not_too_early() {
    time.advance(Duration.ofMillis(300));
    var made =
        access
            .tokens()
            .create("ci", Role.VIEWER, Optional.of(Duration.ofSeconds(1)), "user:alice", "");
    assertThat(made.token().expiresAt()).contains(time.now().plusMillis(1_700));
    time.advance(Duration.ofSeconds(1));
    assertThat(access.byToken(made.clearText())).isPresent();
  }

  @Test
  void a_token_that_logs_in_has_a_session_until_it_is_revoked() {
    var token = access.tokens().create("ci", Role.VIEWER, Optional.empty(), "user:alice", "");
    var login = in(access.login(token.clearText(), HERE));
    assertThat(login.caller().actor()).isEqualTo("token:ci");
    assertThat(login.caller().via()).isEqualTo(Via.TOKEN_SESSION);
    assertThat(access.bySession(login.sessionId())).contains(login.caller());
    assertThat(login.caller().csrfToken()).isNotEmpty();
    access.accounts().add("root", Role.ADMIN, RIGHT, "cli:bob", "");
    access.tokens().revoke("ci", "user:root", "leaked");
    assertThat(access.bySession(login.sessionId())).isEmpty();
    access.tokens().create("ci", Role.VIEWER, Optional.empty(), "user:alice", "");
    assertThat(access.bySession(login.sessionId())).as("another of that name").isEmpty();
    assertThat(access.byToken(token.clearText())).isEmpty();
  }

  @Test
  void the_first_admin_token_is_made_where_there_is_nothing_yet() {
    assertThat(access.firstAdminToken()).as("there is an account").isEmpty();
    try (var fresh =
        SqliteStore.open(folder.resolve("fresh.db"), SqliteOptions.DEFAULT.withTime(time))) {
      var first = Access.of(fresh, CHEAP);
      var token = first.firstAdminToken().orElseThrow();
      assertThat(first.byToken(token).orElseThrow().may(Role.ADMIN)).isTrue();
      assertThat(first.firstAdminToken()).isEmpty();
      assertThat(fresh.audit().newest(9))
          .extracting(AuditRecord::action)
          .containsExactly("token_created");
    }
  }

  @Test
  void passwords_and_names_that_can_t_be_are_refused_with_their_field() {
    var accounts = access.accounts();
    for (var password : List.of("elevenchars", "", "x".repeat(257))) {
      assertThatThrownBy(
              () -> accounts.add("dave", Role.VIEWER, Secret.of(password), "cli:bob", ""))
          .isInstanceOfSatisfying(
              AccessException.class, e -> assertThat(e.field()).isEqualTo("password"))
          .hasMessageContaining("12 to 256 characters; this one has " + password.length());
    }
    assertThatThrownBy(
            () ->
                accounts.add(
                    "dave.the.great", Role.VIEWER, Secret.of("Dave.The.Great"), "cli:bob", ""))
        .hasMessageContaining("the name is no password");
    for (var name : List.of("", "a", "Alice", "1st", "a b", "a'b", "ä".repeat(3), "a".repeat(33))) {
      assertThatThrownBy(() -> accounts.add(name, Role.VIEWER, RIGHT, "cli:bob", ""))
          .isInstanceOfSatisfying(
              AccessException.class, e -> assertThat(e.field()).isEqualTo("name"));
    }
    assertThatThrownBy(() -> accounts.add("alice", Role.VIEWER, RIGHT, "cli:bob", ""))
        .isInstanceOfSatisfying(
            AccessException.class,
            e -> assertThat(e.kind()).isEqualTo(AccessException.Kind.EXISTS));
    assertThatThrownBy(() -> accounts.changePassword("nobody", RIGHT, "cli:bob", ""))
        .isInstanceOfSatisfying(
            AccessException.class,
            e -> assertThat(e.kind()).isEqualTo(AccessException.Kind.NOT_FOUND));
    assertThatThrownBy(() -> access.tokens().revoke("Sesame, open", "cli:bob", ""))
        .hasMessageNotContaining("Sesame");
    assertThat(accounts.list()).hasSize(1);
  }

  @Test
  void the_last_admin_is_refused_with_what_to_do() {
    access.accounts().add("root", Role.ADMIN, RIGHT, "cli:bob", "");
    assertThatThrownBy(() -> access.accounts().remove("root", "cli:bob", ""))
        .isInstanceOfSatisfying(
            AccessException.class,
            e -> assertThat(e.kind()).isEqualTo(AccessException.Kind.LAST_ADMIN))
        .hasMessageContaining("Make another one first");
  }

  @Test
  void a_password_of_letters_with_accents_is_the_same_however_it_is_typed() {
    access.accounts().changePassword("alice", Secret.of("gr\u00fc\u00dfe aus ulm"), "cli:bob", "");
    assertThat(access.login("alice", Secret.of("gru\u0308\u00dfe aus ulm"), HERE))
        .isInstanceOf(LoggedIn.class);
  }

  @Test
  void no_clear_text_is_in_the_database_or_the_audit() throws Exception {
    var token = access.tokens().create("ci", Role.VIEWER, Optional.empty(), "user:alice", "");
    var session = in(access.login("alice", RIGHT, HERE));
    access.login("alice", WRONG, HERE);
    access.login(Secret.of("correct horse battery"), HERE);
    access.accounts().changePassword("alice", Secret.of("another good password"), "cli:bob", "");
    var secrets =
        List.of(
            "correct horse battery",
            "wrong horse battery",
            "another good password",
            token.clearText().reveal(Function.<String>identity()),
            token.clearText().reveal(text -> text.substring(4)),
            session.sessionId().reveal(Function.<String>identity()),
            session.caller().csrfToken());
    var files = files();
    assertThat(files).anyMatch(text -> text.contains("argon2id"));
    for (var secret : secrets) {
      assertThat(files).noneMatch(text -> text.contains(secret));
    }
  }

  private List<String> files() throws Exception {
    settle();
    var contents = new ArrayList<String>();
    try (var files = Files.list(folder)) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        contents.add(Files.readString(file, StandardCharsets.ISO_8859_1));
      }
    }
    return contents;
  }
}
