package org.hwautomation.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.HashSet;
import java.util.Map;
import org.hwautomation.workflow.StoreException;
import org.hwautomation.workflow.Value;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("StreamResourceLeak") // a folder is listed once, in a test
class SecretsTest {
  private static final String PASSWORD = "cal vin's p@ssword, grüße";
  @TempDir Path folder;

  private Path file() {
    return folder.resolve("hw_automation.db");
  }

  @Test
  void a_secret_is_there_for_every_process_with_the_key_and_nowhere_in_clear() throws Exception {
    Value.SecretReference reference;
    try (var store = SqliteStore.open(file())) {
      reference = store.keepSecret("BMC password", PASSWORD);
      assertThat(reference.id()).startsWith("bmc-password-");
      assertThat(store.secret(reference)).contains(PASSWORD);
      assertThat(TestRuns.contents(folder))
          .isNotEmpty()
          .noneMatch(text -> text.contains("s p@ssword, gr"));
    }
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key())))
        .isEqualTo("rw-------");
    try (var store = SqliteStore.open(file())) {
      assertThat(store.secret(reference)).contains(PASSWORD);
      assertThat(store.secret(new Value.SecretReference("no-such"))).isEmpty();
    }
  }

  @Test
  void the_same_secret_is_never_sealed_the_same_way() {
    try (var store = SqliteStore.open(file())) {
      for (var i = 0; i < 50; i++) {
        store.keepSecret("password", PASSWORD);
      }
      var rows =
          store
              .database()
              .read(
                  session ->
                      session.list(
                          "SELECT hex(nonce) AS nonce, hex(ciphertext) AS text FROM secret",
                          row -> Map.entry(row.text("nonce"), row.text("text"))));
      assertThat(new HashSet<>(rows.stream().map(Map.Entry::getKey).toList())).hasSize(50);
      assertThat(new HashSet<>(rows.stream().map(Map.Entry::getValue).toList())).hasSize(50);
    }
  }

  @Test
  void with_another_key_or_without_one_a_secret_is_missing_not_garbage() throws Exception {
    Value.SecretReference reference;
    try (var store = SqliteStore.open(file())) {
      reference = store.keepSecret("password", PASSWORD);
    }
    try (var store =
        SqliteStore.open(file(), withKey(Base64.getEncoder().encodeToString(new byte[32])))) {
      assertThat(store.secret(reference)).isEmpty();
    }
    Files.delete(key());
    try (var store = SqliteStore.open(file())) {
      assertThat(store.secret(reference)).isEmpty();
    }
  }

  @Test
  void a_ciphertext_that_was_changed_or_moved_to_another_reference_is_missing() {
    try (var store = SqliteStore.open(file())) {
      var mine = store.keepSecret("mine", PASSWORD);
      var yours = store.keepSecret("yours", "other");
      store
          .database()
          .change(
              session ->
                  session.update(
                      "UPDATE secret SET (nonce, ciphertext) ="
                          + " (SELECT nonce, ciphertext FROM secret WHERE reference = ?)"
                          + " WHERE reference = ?",
                      mine.id(),
                      yours.id()));
      assertThat(store.secret(yours)).isEmpty();
      assertThat(store.secret(mine)).contains(PASSWORD);
    }
  }

  @Test
  void a_key_in_the_environment_is_used_and_no_file_is_made() {
    var options =
        withKey(
            Base64.getEncoder()
                .encodeToString(
                    "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII)));
    Value.SecretReference reference;
    try (var store = SqliteStore.open(file(), options)) {
      reference = store.keepSecret("password", PASSWORD);
    }
    try (var store = SqliteStore.open(file(), options)) {
      assertThat(store.secret(reference)).contains(PASSWORD);
    }
    assertThat(key()).doesNotExist();
  }

  @Test
  void a_malformed_key_is_refused_without_being_shown() {
    try (var store = SqliteStore.open(file(), withKey("hunter2-is-not-a-key"))) {
      assertThatThrownBy(() -> store.keepSecret("password", PASSWORD))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("HWAUTO_SECRET_KEY")
          .message()
          .doesNotContain("hunter2")
          .doesNotContain(PASSWORD);
    }
  }

  @Test
  void a_key_file_that_others_may_read_is_refused() throws Exception {
    Value.SecretReference reference;
    try (var store = SqliteStore.open(file())) {
      reference = store.keepSecret("password", PASSWORD);
    }
    assumeTrue(Files.getFileStore(key()).supportsFileAttributeView("posix"));
    Files.setPosixFilePermissions(key(), PosixFilePermissions.fromString("rw-r-----"));
    try (var store = SqliteStore.open(file())) {
      assertThatThrownBy(() -> store.secret(reference))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("rw-r-----")
          .hasMessageContaining("chmod 600");
      assertThatThrownBy(() -> store.keepSecret("password", PASSWORD))
          .isInstanceOf(StoreException.class);
    }
  }

  @Test
  void two_stores_that_make_the_key_at_once_share_one() throws Exception {
    try (var one = SqliteStore.open(file());
        var two = SqliteStore.open(file());
        var threads = java.util.concurrent.Executors.newFixedThreadPool(2)) {
      var first = threads.submit(() -> one.keepSecret("a", "first"));
      var second = threads.submit(() -> two.keepSecret("b", "second"));
      assertThat(two.secret(first.get())).contains("first");
      assertThat(one.secret(second.get())).contains("second");
    }
  }

  private Path key() {
    return folder.resolve("secret.key");
  }

  private static SqliteOptions withKey(String key) {
    return SqliteOptions.DEFAULT.withEnvironment(
        name -> name.equals("HWAUTO_SECRET_KEY") ? key : null);
  }
}
