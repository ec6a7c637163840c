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
  void a_firmware_result_begins_goes_on_and_ends_once() {
    var results = store.firmwareResults();
    var one =
        new FirmwareResults.Installation(
            "s1", "Dell Inc. R750", "bios", "159", "1.8.2", "1.9.2", "ab".repeat(32), "run-1");
    results.begin(one);
    results.begin(one);
    results.end(one, FirmwareResults.Status.FAILED, Optional.of("verification failed"));
    assertThat(results.of("s1"))
        .singleElement()
        .satisfies(
            result -> {
              assertThat(result.installation()).isEqualTo(one);
              assertThat(result.status()).isEqualTo(FirmwareResults.Status.FAILED);
              assertThat(result.message()).contains("verification failed");
              assertThat(result.endedAt()).isPresent();
            });
    results.begin(one);
    assertThat(results.of("s1").getFirst().status()).isEqualTo(FirmwareResults.Status.RUNNING);
    assertThat(results.of("s1").getFirst().endedAt()).isEmpty();
    assertThat(results.of("s2")).isEmpty();
  }

  @Test
  void a_version_that_is_new_to_a_board_goes_to_one_server_first() {
    var trials = store.firmwareTrials();
    var pair = new FirmwareTrials.Pair("Dell Inc. R750", "bios", "1.9.2");
    assertThat(trials.ask(pair, "s1", "run-1")).isEqualTo(new FirmwareTrials.Turn.First());
    assertThat(trials.ask(pair, "s2", "run-2"))
        .isEqualTo(new FirmwareTrials.Turn.Wait("s1", "run-1"));
    trials.failed(pair, "s2", "not its turn");
    trials.failed(pair, "s1", "the version is as it was");
    assertThat(trials.ask(pair, "s2", "run-2"))
        .isEqualTo(new FirmwareTrials.Turn.Failed("s1", "run-1", "the version is as it was"));
    assertThat(trials.ask(pair, "s1", "run-3")).isEqualTo(new FirmwareTrials.Turn.First());
    assertThat(trials.forget(pair, "cli:bob", "s1 has a broken board")).isTrue();
    assertThat(trials.ask(pair, "s2", "run-2")).isEqualTo(new FirmwareTrials.Turn.First());
    trials.proven(pair, "s2", "run-2");
    trials.failed(pair, "s2", "too late");
    assertThat(trials.ask(pair, "s1", "run-4")).isEqualTo(new FirmwareTrials.Turn.Proven());
    assertThat(trials.forget(pair, "cli:bob", "proven")).isFalse();
    assertThat(store.audit().of(pair.toString())).hasSize(1);
  }

  @Test
  void a_held_server_stays_held_until_it_is_let_go_and_both_are_audited() {
    var holds = store.holds();
    holds.hold("s1", "firmware is being brought to its baseline", "run run-1");
    holds.hold("s1", "BIOS 1.8.2 is out of baseline", "run run-1");
    assertThat(holds.list()).hasSize(1);
    assertThat(holds.find("s1").orElseThrow().reason()).isEqualTo("BIOS 1.8.2 is out of baseline");
    assertThat(holds.release("s1", "cli:bob", "agreed with the customer")).isTrue();
    assertThat(holds.release("s1", "cli:bob", "again")).isFalse();
    assertThat(holds.find("s1")).isEmpty();
    assertThat(store.audit().of("s1"))
        .extracting(AuditRecord::action)
        .containsExactly("server_released", "server_held", "server_held");
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
