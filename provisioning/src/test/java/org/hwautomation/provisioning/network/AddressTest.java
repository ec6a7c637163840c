package org.hwautomation.provisioning.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.hwautomation.testkit.SeededTries;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTest {
  @Test
  void an_address_reads_back_as_it_was_written() {
    SeededTries.check(1_000, any -> readBack(any.anyInt()));
  }

  private static void readBack(int bits) {
    var address = new Ipv4Address(bits);
    assertThat(Ipv4Address.parse(address.toString())).isEqualTo(address);
  }

  @Test
  void addresses_sort_by_number() {
    SeededTries.check(1_000, any -> compare(any.anyInt(), any.anyInt()));
  }

  private static void compare(int a, int b) {
    assertThat(Integer.signum(new Ipv4Address(a).compareTo(new Ipv4Address(b))))
        .isEqualTo(Long.signum(Integer.toUnsignedLong(a) - Integer.toUnsignedLong(b)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "10",
        "10.0.0",
        "10.0.0.0.1",
        "10.0.0.256",
        "10.0.0.01",
        "010.0.0.1",
        "10.0.0.-1",
        "10.0.0.1 ",
        " 10.0.0.1",
        "10..0.1",
        "10.0.0.",
        ".10.0.0",
        "10.0.0.1/24",
        "0x0a.0.0.1",
        "10.0.0.+1",
        "١٠.0.0.1",
        "10.0.0.1000",
        "10.0.0.99999999999",
        "::1",
        "a.b.c.d",
        "10,0,0,1",
        "10.0.0.1\n"
      })
  void what_is_no_address_is_refused(String text) {
    assertThatThrownBy(() -> Ipv4Address.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is not an IPv4 address");
    assertThat(Ipv4Address.find(text)).isEmpty();
  }

  @Test
  void a_subnet_contains_exactly_the_addresses_between_its_first_and_last() {
    SeededTries.check(1_000, any -> ask(any.anyInt(), any.between(0, 32), any.anyInt()));
  }

  private static void ask(int bits, int prefix, int other) {
    var subnet = Subnet.of(new Ipv4Address(bits), prefix);
    var asked = new Ipv4Address(other);
    assertThat(subnet.contains(new Ipv4Address(bits))).isTrue();
    assertThat(subnet.contains(asked))
        .isEqualTo(
            asked.compareTo(subnet.network()) >= 0 && asked.compareTo(subnet.broadcast()) <= 0);
  }

  @Test
  void a_subnet_and_its_mask_read_back() {
    SeededTries.check(1_000, any -> readBack(any.anyInt(), any.between(0, 32)));
  }

  private static void readBack(int bits, int prefix) {
    var subnet = Subnet.of(new Ipv4Address(bits), prefix);
    assertThat(Subnet.parse(subnet.toString())).isEqualTo(subnet);
    assertThat(Subnet.prefixOf(subnet.mask().toString())).isEqualTo(prefix);
    assertThat(Subnet.prefixOf("/" + prefix)).isEqualTo(prefix);
  }

  @Test
  void a_mask_with_holes_is_refused() {
    SeededTries.check(1_000, any -> readMask(any.anyInt()));
  }

  private static void readMask(int bits) {
    var text = new Ipv4Address(bits).toString();
    var ones = Integer.toBinaryString(bits);
    if ((ones.length() == 32 || bits == 0) && !ones.contains("01")) {
      Subnet.prefixOf(text);
    } else {
      assertThatThrownBy(() -> Subnet.prefixOf(text)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/", "/33", "33", "-1", "/-1", "255.255.0", "255.0.255.0", "/24 "})
  void what_is_no_mask_is_refused(String mask) {
    assertThatThrownBy(() -> Subnet.prefixOf(mask)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/24, 10.0.0.0, false",
    "10.0.0.0/24, 10.0.0.1, true",
    "10.0.0.0/24, 10.0.0.255, false",
    "10.0.0.0/24, 10.0.1.1, false",
    "10.0.0.0/31, 10.0.0.0, true",
    "10.0.0.0/31, 10.0.0.1, true",
    "10.0.0.7/32, 10.0.0.7, true"
  })
  void the_first_and_last_address_are_no_hosts(String subnet, String address, boolean host) {
    assertThat(Subnet.parse(subnet).hasHost(Ipv4Address.parse(address))).isEqualTo(host);
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.1, true",
    "0.0.0.0, false",
    "127.0.0.1, false",
    "224.0.0.1, false",
    "255.255.255.255, false",
    "223.255.255.254, true"
  })
  void some_addresses_belong_to_no_host(String address, boolean host) {
    assertThat(Ipv4Address.parse(address).isHost()).isEqualTo(host);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"AC:1F:6B:DC:19:8E", "ac-1f-6b-dc-19-8e", "ac1f.6bdc.198e", " AC1F6BDC198E "})
  void a_mac_address_has_one_form(String text) {
    assertThat(MacAddress.parse(text).text()).isEqualTo("ac:1f:6b:dc:19:8e");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "ac:1f:6b:dc:19",
        "ac:1f:6b:dc:19:8e:00",
        "ac:1f-6b:dc:19:8g",
        "00:00:00:00:00:00",
        "ff:ff:ff:ff:ff:ff"
      })
  void what_names_no_port_is_not_found(String text) {
    assertThat(MacAddress.find(text)).isEmpty();
  }

  @Test
  void a_network_with_host_bits_is_refused() {
    assertThatThrownBy(() -> Subnet.parse("10.0.0.1/24")).hasMessageContaining("10.0.0.1/24");
    assertThatThrownBy(() -> Subnet.parse("10.0.0.0")).hasMessageContaining("prefix");
  }
}
