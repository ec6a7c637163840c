package org.hwautomation.provisioning.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BatchFileTest {
  @Test
  void a_file_names_servers_and_what_is_wanted_of_each() {
    var servers =
        BatchFile.read(
            """
            server,device_type,Rack,target_ipmi_ip,gateway
            rack01-u01,a1.c5.large,r1,10.0.1.7,10.0.1.1
            rack01-u02 , , , ,

            rack01-u03
            """);
    assertThat(servers).hasSize(3);
    var first = servers.getFirst();
    assertThat(first.server()).isEqualTo("rack01-u01");
    assertThat(first.deviceType()).contains("a1.c5.large");
    assertThat(first.rack()).contains("r1");
    assertThat(first.address()).contains("10.0.1.7");
    assertThat(first.inputs()).containsOnlyKeys("gateway");
    assertThat(servers.get(1)).isEqualTo(BatchFile.of("line 3", "rack01-u02", Map.of()));
    assertThat(servers.get(2).place()).isEqualTo("line 5");
  }

  @Test
  void separators_quotes_line_ends_and_a_byte_order_mark_are_told_apart() {
    for (var separator : new String[] {",", ";", "\t"}) {
      var servers =
          BatchFile.read(
              "\uFEFFserver%1$snote\r\nu1%1$s\"a%1$s \"\"b\"\"\r\nc\"\r\nu2%1$sd"
                  .formatted(separator));
      assertThat(servers).hasSize(2);
      assertThat(servers.getFirst().inputs())
          .containsEntry("note", "a%s \"b\"\r\nc".formatted(separator));
      assertThat(servers.get(1).place()).isEqualTo("line 4");
      assertThat(servers.get(1).inputs()).containsEntry("note", "d");
    }
  }

  @Test
  void all_that_is_wrong_is_said_at_once_by_line_and_column() {
    assertThatThrownBy(
            () ->
                BatchFile.read(
                    """
                    rack,server,rack
                    r1,u1
                    r1,,r1
                    r1,U1
                    r1,u2,r1,more
                    """))
        .hasMessageContainingAll(
            "line 1, column 3: column 'rack' is there twice",
            "line 3, column 2 (server): is empty",
            "line 4, column 2 (server): 'U1' stands in line 2 too",
            "line 5, column 4: the header has only 3 columns");
    assertThatThrownBy(() -> BatchFile.read("host,rack\na,b\n"))
        .hasMessageContaining("there is no column 'server'; there are: host, rack");
    assertThatThrownBy(() -> BatchFile.read("")).hasMessageContaining("the file is empty");
    assertThatThrownBy(() -> BatchFile.read("server\n")).hasMessageContaining("names no server");
    assertThatThrownBy(() -> BatchFile.read("server\n\"u1"))
        .hasMessageContaining("line 2, column 1: a quote is not closed");
    assertThatThrownBy(() -> BatchFile.read("server\n\"u1\"x"))
        .hasMessageContaining("line 2, column 1: something follows the closing quote");
  }

  @Test
  void a_share_of_the_servers_is_one_at_least() {
    assertThat(StopAfter.failures(Optional.of("10%"), 40)).contains(4);
    assertThat(StopAfter.failures(Optional.of(" 10 % "), 41)).contains(5);
    assertThat(StopAfter.failures(Optional.of("1%"), 3)).contains(1);
    assertThat(StopAfter.failures(Optional.of("3"), 40)).contains(3);
    assertThat(StopAfter.failures(Optional.empty(), 40)).isEmpty();
    for (var wrong : new String[] {"", "0", "0%", "101%", "-1", "ten", "1.5%"}) {
      assertThatThrownBy(() -> StopAfter.parse(wrong))
          .as(wrong)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void a_range_has_both_its_ends_and_no_address_of_a_network() {
    assertThat(AddressRange.parse("10.0.1.100-10.0.1.102").addresses())
        .containsExactly("10.0.1.100", "10.0.1.101", "10.0.1.102");
    assertThat(AddressRange.parse("10.0.1.254 - 10.0.2.1").addresses())
        .containsExactly("10.0.1.254", "10.0.2.1");
    for (var wrong :
        new String[] {"10.0.1.5", "10.0.1.5-10.0.1.4", "10.0.0.1-10.9.0.1", "0.0.0.1-0.0.0.2"}) {
      assertThatThrownBy(() -> AddressRange.parse(wrong))
          .as(wrong)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void a_batch_is_named_after_its_file() {
    assertThat(BatchRequest.nameOf("/tmp/racks/rack 12.a.csv")).isEqualTo("rack-12-a");
    assertThat(BatchRequest.nameOf(".csv")).isEqualTo("batch");
  }
}
