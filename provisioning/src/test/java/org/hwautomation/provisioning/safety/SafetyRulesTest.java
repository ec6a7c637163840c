package org.hwautomation.provisioning.safety;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.hwautomation.provisioning.network.Ipv4Address;
import org.hwautomation.provisioning.safety.UseVerdict.Decision;
import org.hwautomation.testkit.SeededTries;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafetyRulesTest {
  private static final String UUID_TEXT = "4c4c4544-0031-5710-804c-b1c04f4b3933";
  private static final String SWAPPED = "44454c4c-3100-1057-804c-b1c04f4b3933";

  private static final Identity BMC =
      Identity.from("BMC").withSerial("11WLK93").withUuid(UUID_TEXT).withBmcMac("ac1f6bdc198e");
  private static final Identity MAAS =
      Identity.from("MAAS").withSerial(" 11wlk93 ").withUuid(SWAPPED.toUpperCase(Locale.ROOT));

  @Test
  void sources_that_say_the_same_in_other_words_agree() {
    var verdict = IdentityVerdict.of(List.of(BMC, MAAS), false);
    assertThat(verdict.isProven()).isTrue();
    assertThat(verdict.agreed()).containsExactly("serial", "UUID");
    verdict.require("rack1");
  }

  @Test
  void one_contradiction_holds_the_run_and_names_who_says_what() {
    var host = Identity.from("host").withSerial("OTHER").withUuid(UUID_TEXT);
    var verdict = IdentityVerdict.of(List.of(BMC, MAAS, host), false);
    assertThat(verdict.isProven()).isFalse();
    assertThat(verdict.disagreements())
        .singleElement()
        .satisfies(
            d -> {
              assertThat(d.field()).isEqualTo("serial");
              assertThat(d.claims())
                  .isEqualTo(Map.of("BMC", "11WLK93", "MAAS", "11WLK93", "host", "OTHER"));
            });
    assertThatThrownBy(() -> verdict.require("rack1"))
        .isInstanceOfSatisfying(RefusedException.class, e -> assertThat(e.rule()).isEqualTo(1))
        .hasMessageContaining("OTHER for host")
        .hasMessageContaining("Nothing was written");
  }

  @Test
  void a_source_that_shares_nothing_with_the_others_proves_nothing() {
    var stranger = Identity.from("host").withBoardSerial("B1");
    var verdict = IdentityVerdict.of(List.of(BMC, MAAS, stranger), false);
    assertThat(verdict.isProven()).isFalse();
    assertThat(verdict.unproven()).containsExactly("host");
  }

  @Test
  void two_pairs_that_share_nothing_with_each_other_prove_nothing() {
    var verdict =
        IdentityVerdict.of(
            List.of(
                Identity.from("a").withSerial("S"),
                Identity.from("b").withSerial("S"),
                Identity.from("c").withBoardSerial("B"),
                Identity.from("d").withBoardSerial("B")),
            false);
    assertThat(verdict.disagreements()).isEmpty();
    assertThat(verdict.isProven()).isFalse();
    assertThat(verdict.unproven()).containsExactly("c", "d");
  }

  @Test
  void one_source_or_none_proves_nothing() {
    assertThat(IdentityVerdict.of(List.of(), false).isProven()).isFalse();
    assertThat(IdentityVerdict.of(List.of(BMC), false).isProven()).isFalse();
    assertThatThrownBy(() -> IdentityVerdict.of(List.of(), false).require("rack1"))
        .isInstanceOf(RefusedException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "To Be Filled By O.E.M.",
        "Default string",
        "0123456789",
        "None",
        "",
        "Not Specified",
        "System Serial Number",
        "00000000",
        "N/A",
        "............"
      })
  void placeholders_of_firmware_are_no_proof(String serial) {
    var verdict =
        IdentityVerdict.of(
            List.of(
                Identity.from("BMC").withSerial(serial), Identity.from("MAAS").withSerial(serial)),
            false);
    assertThat(verdict.isProven()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "00000000-0000-0000-0000-000000000000",
        "ffffffff-ffff-ffff-ffff-ffffffffffff",
        "03000200-0400-0500-0006-000700080009",
        "not-a-uuid",
        "4c4c4544"
      })
  void uuids_that_many_boards_share_are_no_proof(String uuid) {
    var verdict =
        IdentityVerdict.of(
            List.of(Identity.from("BMC").withUuid(uuid), Identity.from("MAAS").withUuid(uuid)),
            false);
    assertThat(verdict.isProven()).isFalse();
  }

  @Test
  void a_uuid_agrees_with_itself_in_both_byte_orders_and_with_no_other() {
    SeededTries.check(1_000, any -> compare(any.anyLong(), any.anyLong(), any.anyLong()));
  }

  private static void compare(long high, long low, long otherLow) {
    var uuid = new UUID(high, low);
    var swapped =
        new UUID(
            (long) Integer.reverseBytes((int) (high >>> 32)) << 32
                | (Short.reverseBytes((short) (high >>> 16)) & 0xFFFFL) << 16
                | (Short.reverseBytes((short) high) & 0xFFFFL),
            low);
    var one = Identity.from("BMC").withUuid(uuid.toString());
    var same = Identity.from("MAAS").withUuid(swapped.toString());
    if (one.comparableUuid().isPresent() && same.comparableUuid().isPresent()) {
      assertThat(IdentityVerdict.of(List.of(one, same), false).isProven()).isTrue();
    }
    if (low != otherLow) {
      var other = Identity.from("MAAS").withUuid(new UUID(high, otherLow).toString());
      assertThat(IdentityVerdict.of(List.of(one, other), false).isProven()).isFalse();
    }
  }

  @Test
  void nodes_of_one_chassis_are_told_apart_by_the_board() {
    var bmc = Identity.from("BMC").withSerial("CHASSIS").withBoardSerial("B1");
    var sameNode = Identity.from("MAAS").withSerial("CHASSIS").withBoardSerial("B1");
    var otherNode = Identity.from("MAAS").withSerial("CHASSIS").withBoardSerial("B2");
    assertThat(IdentityVerdict.of(List.of(bmc, sameNode), true).isProven()).isTrue();
    assertThat(IdentityVerdict.of(List.of(bmc, otherNode), true).isProven()).isFalse();
    assertThat(
            IdentityVerdict.of(List.of(bmc, Identity.from("MAAS").withSerial("CHASSIS")), true)
                .isProven())
        .as("the chassis serial alone ties no node")
        .isFalse();
  }

  @Test
  void a_port_in_common_proves_and_none_in_common_does_not_contradict() {
    var bmc = BMC.withNicMacs(Set.of("b0:26:28:10:00:00", "b0:26:28:10:00:01"));
    var enlisted = Identity.from("MAAS").withNicMacs(Set.of("B0-26-28-10-00-01"));
    assertThat(IdentityVerdict.of(List.of(bmc, enlisted), false).agreed())
        .containsExactly("host MAC");
    assertThat(IdentityVerdict.of(List.of(bmc, enlisted), false).isProven()).isTrue();
    var other = MAAS.withNicMacs(Set.of("00:00:5e:00:53:01"));
    assertThat(IdentityVerdict.of(List.of(bmc, other), false).isProven()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Deployed",
        "Deploying",
        "Allocated",
        "Reserved",
        "Releasing",
        "Disk erasing",
        "Rescue mode",
        "Entering rescue mode",
        "Exiting rescue mode",
        "Failed to enter rescue mode",
        "Failed to exit rescue mode",
        "deployed",
        " DEPLOYED ",
        "Some new status",
        ""
      })
  void a_machine_in_use_is_refused_unless_a_person_says_why(String status) {
    var view = new MaasView.Known(status, false);
    var refused = UseVerdict.of(view, Optional.empty(), false);
    assertThat(refused.isAllowed()).isFalse();
    assertThat(UseVerdict.of(view, Optional.of("  "), false).isAllowed()).isFalse();
    assertThatThrownBy(() -> refused.require("rack1"))
        .isInstanceOfSatisfying(RefusedException.class, e -> assertThat(e.rule()).isEqualTo(2))
        .hasMessageContaining("--allow-in-use");
    var allowed = UseVerdict.of(view, Optional.of("customer agreed, ticket 7"), false);
    assertThat(allowed.decision()).isEqualTo(Decision.OVERRIDDEN);
    assertThat(allowed.reason()).contains("ticket 7");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "New", "Commissioning", "Failed commissioning", "Ready", "Broken", "Failed deployment",
        "Testing", "Failed testing", "Releasing failed", "Failed disk erasing", "Missing", "Retired"
      })
  void a_free_machine_may_be_written_to_unless_it_is_locked(String status) {
    assertThat(UseVerdict.of(new MaasView.Known(status, false), Optional.empty(), false).decision())
        .isEqualTo(Decision.FREE);
    assertThat(UseVerdict.of(new MaasView.Known(status, true), Optional.empty(), false).isAllowed())
        .isFalse();
  }

  @Test
  void rescue_mode_that_the_run_opened_is_ours_and_a_deployment_never_is() {
    assertThat(
            UseVerdict.of(new MaasView.Known("Rescue mode", false), Optional.empty(), true)
                .isAllowed())
        .isTrue();
    assertThat(
            UseVerdict.of(new MaasView.Known("Deployed", false), Optional.empty(), true)
                .isAllowed())
        .isFalse();
  }

  @Test
  void an_unreachable_maas_refuses_even_with_a_reason() {
    var view = new MaasView.Unreachable("connection refused");
    assertThat(UseVerdict.of(view, Optional.of("I know"), false).isAllowed()).isFalse();
    assertThat(UseVerdict.of(new MaasView.NotManaged(), Optional.empty(), false).isAllowed())
        .isTrue();
  }

  @Test
  void a_sound_move_is_accepted() {
    var move = BmcMove.of("10.0.1.107", "255.255.0.0", "10.0.0.1");
    assertThat(move.subnet()).hasToString("10.0.0.0/16");
    assertThat(move.isNeededFrom(Ipv4Address.parse("10.0.1.107"))).isFalse();
    assertThat(move.isNeededFrom(Ipv4Address.parse("10.0.200.10"))).isTrue();
    assertThat(BmcMove.of("10.0.1.107", "/16", null).gateway()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.1.107, 255.255.255.0, 10.0.0.1, not in the target's network",
    "10.0.0.1, 255.255.0.0, 10.0.0.1, are both",
    "10.0.0.0, 255.255.0.0, 10.0.0.1, network address",
    "10.0.255.255, 255.255.0.0, 10.0.0.1, broadcast address",
    "10.0.1.7, 255.255.0.0, 10.0.255.255, not an address of one host",
    "10.0.1.7, 255.0.255.0, 10.0.0.1, ones must stand together",
    "10.0.1.300, 255.255.0.0, 10.0.0.1, more than 255",
    "10.0.1.07, 255.255.0.0, 10.0.0.1, leading zero",
    "10.0.1.7, 255.255.0.0, 10.0.0.x, not a number",
    "127.0.0.7, 255.255.0.0, 127.0.0.1, not one that a host can have",
    "224.0.0.7, 255.255.0.0, 224.0.0.1, not one that a host can have",
    "10.0.1.7, 0.0.0.0, 10.0.0.1, whole internet"
  })
  void a_move_that_would_lose_the_bmc_is_refused(
      String target, String mask, String gateway, String why) {
    assertThatThrownBy(() -> BmcMove.of(target, mask, gateway))
        .isInstanceOfSatisfying(RefusedException.class, e -> assertThat(e.rule()).isEqualTo(7))
        .hasMessageContaining(why);
  }

  @Test
  void all_that_is_wrong_with_a_move_is_said_at_once() {
    assertThatThrownBy(() -> BmcMove.of("x", "y", "z"))
        .hasMessageContaining("target address")
        .hasMessageContaining("gateway")
        .hasMessageContaining("subnet mask");
  }

  @Test
  void an_accepted_move_always_has_target_and_gateway_as_hosts_of_one_network() {
    SeededTries.check(1_000, any -> move(any.anyInt(), any.anyInt(), any.between(0, 31)));
  }

  private static void move(int target, int near, int prefix) {
    var address = new Ipv4Address(target);
    var gateway = new Ipv4Address(target ^ (near & 0xFFF));
    try {
      var move = BmcMove.of(address.toString(), "/" + prefix, gateway.toString());
      assertThat(move.subnet().hasHost(address)).isTrue();
      assertThat(move.subnet().hasHost(gateway)).isTrue();
      assertThat(address).isNotEqualTo(gateway);
    } catch (RefusedException e) {
      assertThat(e).hasMessageContaining("safety rule 7");
    }
  }

  @Test
  void an_address_that_another_server_has_is_refused() {
    var move = BmcMove.of("10.0.1.107", "/16", null);
    var claimed = Map.of("rack1", Ipv4Address.parse("10.0.1.107"));
    assertThatCode(() -> move.requireUnclaimed("rack1", claimed)).doesNotThrowAnyException();
    assertThatThrownBy(() -> move.requireUnclaimed("rack2", claimed))
        .hasMessageContaining("server 'rack1'");
  }

  @Test
  void duplicates_are_listed_with_all_who_claim_them() {
    var claimed = new HashMap<String, Ipv4Address>();
    claimed.put("c", Ipv4Address.parse("10.0.0.10"));
    claimed.put("a", Ipv4Address.parse("10.0.0.10"));
    claimed.put("b", Ipv4Address.parse("10.0.0.9"));
    assertThat(DuplicateAddress.find(claimed))
        .singleElement()
        .hasToString("10.0.0.10 is claimed by a, c");
    claimed.remove("a");
    assertThat(DuplicateAddress.find(claimed)).isEmpty();
  }

  @Test
  void the_gravest_activity_decides_whether_power_may_go() {
    assertThat(PowerOffAdvice.during(List.of()))
        .hasToString("Safe to power off: yes (nothing is being written)");
    assertThat(
            PowerOffAdvice.during(
                List.of(HardwareActivity.READING, HardwareActivity.APPLYING_SETTINGS)))
        .hasToString("Safe to power off: no (settings are being applied)");
    assertThat(
            PowerOffAdvice.during(
                    List.of(HardwareActivity.WRITING_FIRMWARE, HardwareActivity.NOTHING))
                .activity())
        .isEqualTo(HardwareActivity.WRITING_FIRMWARE);
    assertThat(PowerOffAdvice.during(List.of(HardwareActivity.UNKNOWN)).safe()).isFalse();
  }

  @Test
  void adding_an_activity_never_makes_power_off_safer() {
    SeededTries.check(
        1_000,
        any ->
            add(
                Set.copyOf(
                    any.list(
                        HardwareActivity.values().length,
                        () -> any.oneOf(HardwareActivity.values()))),
                any.oneOf(HardwareActivity.values())));
  }

  private static void add(Set<HardwareActivity> activities, HardwareActivity more) {
    var before = PowerOffAdvice.during(activities);
    var all = new HashSet<>(activities);
    all.add(more);
    assertThat(PowerOffAdvice.during(all).safe() && !before.safe()).isFalse();
  }
}
