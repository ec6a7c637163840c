package org.hwautomation.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.hwautomation.store.Audit.AuditRecord;
import org.hwautomation.store.HostKeys.Verdict;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every database's store keeps of the domain. */
abstract class DomainTablesContract {
  @TempDir Path folder;
  private SqlStore store;

  /** Opens this test's data, which is empty at first. */
  abstract SqlStore opened() throws Exception;

  /** Removes this test's data. */
  void removeData() throws Exception {}

  @BeforeEach
  void open() throws Exception {
    store = opened();
  }

  @AfterEach
  void close() throws Exception {
    store.close();
    removeData();
  }

  @Test
  void named_columns_of_a_server_are_written_and_the_others_kept() {
    var inventory = store.inventory();
    inventory.update("s1", Map.of("status_name", "Ready", "is_ready", true, "memory_gb", 256));
    inventory.update(
        "s1",
        Map.of("ip_address", "10.1.4.88", "hardware_validated", true, "last_seen", TestRuns.NOW));
    var server = inventory.find("s1").orElseThrow();
    assertThat(server.statusName()).contains("Ready");
    assertThat(server.column("is_ready")).contains("TRUE");
    assertThat(server.isReady()).isTrue();
    assertThat(server.column("hardware_validated")).contains("1");
    assertThat(server.flag("hardware_validated")).isTrue();
    assertThat(server.flag("ssh_accessible")).isFalse();
    assertThat(server.memoryGb()).hasValue(256);
    assertThat(server.ipAddress()).contains("10.1.4.88");
    assertThat(server.ipmiUsername()).contains("ADMIN");
    assertThat(server.column("last_seen")).contains("2026-11-24 03:00:00.123456");
    assertThat(inventory.find("s2")).isEmpty();
  }

  @Test
  void an_unknown_column_is_named_and_nothing_is_written() {
    assertThatThrownBy(
            () ->
                store.inventory().update("s1", Map.of("status_name", "Ready", "bios_changes", "3")))
        .isInstanceOf(UnknownColumnException.class)
        .hasMessageContaining("'bios_changes'")
        .hasMessageContaining("bios_config_applied");
    assertThatThrownBy(() -> store.inventory().update("s1", Map.of("notes = 'x' --", "3")))
        .isInstanceOf(UnknownColumnException.class);
    assertThat(store.inventory().list()).isEmpty();
  }

  @Test
  void identity_is_added_to_and_a_server_is_found_by_each_of_its_names() {
    var inventory = store.inventory();
    var password = store.keepSecret("bmc-password", "calvin");
    inventory.identify(
        "s1", ServerIdentity.EMPTY.withNames("rack12-u07", "4y3h7n").withBmc("root", password));
    inventory.identify(
        "s1",
        ServerIdentity.EMPTY
            .withMachine(
                Optional.of("Dell"), Optional.of("ABC123"), Optional.empty(), Optional.empty())
            .withInventory("{\"cpus\":2}"));
    inventory.update("rack12-u07", Map.of("notes", "an id that is another's hostname"));
    var server = inventory.findByName("4y3h7n").orElseThrow();
    assertThat(server.identity().hostname()).contains("rack12-u07");
    assertThat(server.identity().bmcPassword()).contains(password);
    assertThat(server.identity().serial()).contains("ABC123");
    assertThat(server.identity().inventory()).contains("{\"cpus\":2}");
    assertThat(inventory.findByName("rack12-u07").orElseThrow().serverId()).isEqualTo("rack12-u07");
    assertThat(inventory.findByName("s1")).contains(server);
    assertThat(inventory.list()).hasSize(2);
  }

  @Test
  void power_changes_are_recorded_once() {
    var powerStates = store.powerStates();
    assertThat(powerStates.record("s1", "on", "run r1")).isTrue();
    assertThat(powerStates.record("s1", "on", "run r1")).isFalse();
    assertThat(powerStates.record("s1", "off", "cli:bob")).isTrue();
    assertThat(powerStates.of("s1"))
        .extracting(r -> r.oldState().orElse("-") + ">" + r.newState())
        .containsExactly("on>off", "UNKNOWN>on");
    assertThat(store.inventory().find("s1").orElseThrow().powerState()).contains("off");
  }

  @SuppressWarnings("StreamResourceLeak") // the folder is listed once, in a test
  @Test
  void a_refused_login_is_held_back_for_every_protocol_and_process_until_it_changes()
      throws Exception {
    store.quarantine().add("10.0.1.7", "admin", "hunter2", "redfish", "401 for hunter2");
    try (var other = opened()) {
      var why = other.quarantine().find("10.0.1.7", "admin", "hunter2").orElseThrow();
      assertThat(why.protocol()).isEqualTo("redfish");
      assertThat(why.said()).isEqualTo("401 for ***");
      assertThat(other.quarantine().find("10.0.1.7", "admin", "better")).isEmpty();
      assertThat(other.quarantine().find("10.0.1.7", "root", "hunter2")).isEmpty();
      assertThat(other.quarantine().find("10.0.1.8", "admin", "hunter2")).isEmpty();
      assertThat(other.quarantine().clear("10.0.1.7", "cli:bob", "account unlocked")).isEqualTo(1);
      assertThat(other.quarantine().clear("10.0.1.7", "cli:bob", "again")).isZero();
    }
    assertThat(store.quarantine().find("10.0.1.7", "admin", "hunter2")).isEmpty();
    assertThat(store.audit().of("10.0.1.7"))
        .extracting(AuditRecord::action)
        .containsExactly("quarantine_cleared");
    assertThat(TestRuns.contents(folder)).isNotEmpty().noneMatch(text -> text.contains("hunter2"));
  }

  @Test
  void a_host_key_is_learned_once_a_scope_and_a_change_is_seen() {
    var keys = store.hostKeys();
    var key = "key one".getBytes(StandardCharsets.UTF_8);
    var other = "key two".getBytes(StandardCharsets.UTF_8);
    assertThat(keys.check("s1/boot-1", "ssh-ed25519", key)).isEqualTo(Verdict.LEARNED);
    assertThat(keys.check("s1/boot-1", "ssh-ed25519", key)).isEqualTo(Verdict.KNOWN);
    assertThat(keys.check("s1/boot-1", "ssh-ed25519", other)).isEqualTo(Verdict.CHANGED);
    assertThat(keys.check("s1/boot-1", "ssh-rsa", other)).isEqualTo(Verdict.CHANGED);
    assertThat(keys.check("s1/boot-2", "ssh-ed25519", other)).isEqualTo(Verdict.LEARNED);
    assertThat(keys.of("s1/boot-1")).hasSize(1);
    assertThat(keys.forget("s1/boot-1", "cli:bob", "board replaced")).isEqualTo(1);
    assertThat(keys.check("s1/boot-1", "ssh-ed25519", other)).isEqualTo(Verdict.LEARNED);
  }

  @Test
  void pins_are_replaced_removed_and_audited() {
    var pins = store.tlsPins();
    pins.pin("serial ABC", "aa:bb", "cli:bob", "first contact");
    pins.pin("serial ABC", "cc:dd", "run r1", "our own BMC update");
    assertThat(pins.find("serial ABC").orElseThrow().fingerprint()).isEqualTo("cc:dd");
    assertThat(pins.remove("serial ABC", "cli:bob", "retired")).isTrue();
    assertThat(pins.remove("serial ABC", "cli:bob", "retired")).isFalse();
    assertThat(pins.find("serial ABC")).isEmpty();
    assertThat(store.audit().of("serial ABC"))
        .extracting(AuditRecord::action)
        .containsExactly("tls_pin_removed", "tls_pinned", "tls_pinned");
  }

  @Test
  void the_audit_is_only_added_to() {
    store.audit().add("cli:bob", "allow_in_use", "s1", "customer agreed");
    for (var sql : new String[] {"UPDATE audit SET actor = 'eve'", "DELETE FROM audit"}) {
      assertThatThrownBy(() -> store.database().change(session -> session.script(sql)))
          .hasMessageContaining("only added to");
    }
    assertThat(store.audit().newest(10)).extracting(AuditRecord::actor).containsExactly("cli:bob");
  }
}
