package org.hwautomation.provisioning.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.hwautomation.testkit.SeededTries;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class DiscoveryTest {
  private static final String DMIDECODE =
      """
      # dmidecode 3.5
      Getting SMBIOS data from sysfs.
      SMBIOS 3.3.0 present.

      Handle 0x0000, DMI type 0, 26 bytes
      BIOS Information
      \tVendor: Dell Inc.
      \tVersion: 1.8.2
      \tRelease Date: 09/14/2022
      \tCharacteristics:
      \t\tISA is supported
      \t\tVersion: not this one

      Handle 0x0100, DMI type 1, 27 bytes
      System Information
      \tManufacturer: Dell Inc.
      \tProduct Name: PowerEdge R750
      \tVersion: Not Specified
      \tSerial Number: 11WLK93
      \tUUID: 4C4C4544-0031-5710-804C-B1C04F4B3933

      Handle 0x0200, DMI type 2, 8 bytes
      Base Board Information
      \tManufacturer: Dell Inc.
      \tProduct Name: 0PJ80M
      \tSerial Number: .11WLK93.CNCMS0009G0078.

      Handle 0x1100, DMI type 17, 92 bytes
      Memory Device
      \tSize: 32 GB
      \tLocator: A1

      Handle 0x1101, DMI type 17, 92 bytes
      Memory Device
      \tSize: No Module Installed

      Handle 0x1102, DMI type 17, 92 bytes
      Memory Device
      \tSize: 32768 MB
      """;

  private static final String LSCPU =
      """
      Architecture:            x86_64
        CPU op-mode(s):        32-bit, 64-bit
      CPU(s):                  128
        On-line CPU(s) list:   0-127
      Vendor ID:               GenuineIntel
        Model name:            Intel(R) Xeon(R) Gold 6338 CPU @ 2.00GHz
          Thread(s) per core:  2
          Core(s) per socket:  32
          Socket(s):           2
      NUMA node0 CPU(s):       0-63
      """;

  private static final String IP_TEXT =
      """
      1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue state UNKNOWN group default qlen 1000
          link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00
          inet 127.0.0.1/8 scope host lo
             valid_lft forever preferred_lft forever
      2: eno1: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc mq state UP group default qlen 1000
          link/ether B0:26:28:10:00:00 brd ff:ff:ff:ff:ff:ff
          altname enp1s0f0
          inet 10.1.4.88/16 brd 10.1.255.255 scope global dynamic eno1
             valid_lft 569sec preferred_lft 569sec
          inet6 fd00::88/64 scope global
          inet6 fe80::b226:28ff:fe10:0/64 scope link
      3: eno2: <NO-CARRIER,BROADCAST,MULTICAST,UP> mtu 1500 qdisc mq state DOWN group default
          link/ether b0:26:28:10:00:01 brd ff:ff:ff:ff:ff:ff
      4: eno1.7@eno1: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc noqueue state UP
          link/ether b0:26:28:10:00:00 brd ff:ff:ff:ff:ff:ff
      """;

  private static final String IP_JSON =
      """
      [{"ifname":"lo","flags":["LOOPBACK","UP","LOWER_UP"],"address":"00:00:00:00:00:00",
        "addr_info":[{"family":"inet","local":"127.0.0.1","prefixlen":8}]},
       {"ifname":"eno1","flags":["BROADCAST","MULTICAST","UP","LOWER_UP"],
        "address":"b0:26:28:10:00:00","addr_info":[
          {"family":"inet","local":"10.1.4.88","prefixlen":16},
          {"family":"inet6","local":"fd00::88","prefixlen":64},
          {"family":"inet6","local":"fe80::b226:28ff:fe10:0","prefixlen":64}]},
       {"ifname":"eno2","flags":["NO-CARRIER","UP"],"address":"b0:26:28:10:00:01","addr_info":[]},
       {"ifname":"eno1.7","flags":["UP","LOWER_UP"],"address":"b0:26:28:10:00:00"}, {}]
      """;

  private static final String LSBLK =
      """
      {"blockdevices": [
        {"name":"nvme0n1","kname":"nvme0n1","type":"disk","size":960197124096,"model":"SAMSUNG MZQL2960",
         "serial":"S64FNN0R000000 ","tran":"nvme","rota":false},
        {"name":"sda","kname":"sda","type":"disk","size":"4000787030016","model":null,"serial":null,
         "tran":"sas","rota":"1"},
        {"name":"sdb","type":"disk","size":0,"model":"Virtual Floppy","tran":"usb"},
        {"name":"loop0","type":"loop","size":4096}, {"name":"sr0","type":"rom"},
        {"name":"sda1","type":"part"}, {}, 7, null ]}
      """;

  private static Path fixture(String name) {
    var file =
        Path.of(System.getProperty("hwautomation.root", "."), "../shared/fixtures/inband", name);
    assumeTrue(Files.exists(file), "absent: shared/fixtures/inband/" + name);
    return file;
  }

  @Test
  void dmidecode_is_read_structure_by_structure() {
    var dmi = Dmidecode.parse(DMIDECODE);
    assertThat(dmi.structures()).hasSize(6);
    assertThat(dmi.value(0, "Version")).contains("1.8.2");
    assertThat(dmi.value(1, "Product Name")).contains("PowerEdge R750");
    assertThat(dmi.value(1, "Version")).isEmpty();
    assertThat(dmi.value(2, "Serial Number")).contains(".11WLK93.CNCMS0009G0078.");
    assertThat(dmi.memoryMib()).contains(65_536L);
  }

  @Test
  void a_real_hosts_power_supplies_are_read() throws IOException {
    var dmi = Dmidecode.parse(Files.readString(fixture("dell-r6515.dmidecode-psu.txt")));
    assertThat(dmi.structures()).hasSize(2);
    assertThat(dmi.value(39, "Serial Number")).contains("CNDED0009S4FFK");
    assertThat(dmi.value(39, "Location")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n\n",
        "/dev/mem: Permission denied",
        "# dmidecode 3.5\n# No SMBIOS nor DMI entry point",
        "sudo: a password is required"
      })
  void a_dmidecode_that_could_not_read_says_so(String text) {
    assertThatThrownBy(() -> Dmidecode.parse(text))
        .isInstanceOf(DiscoveryException.class)
        .hasMessageContaining("dmidecode")
        .hasMessageContaining("root");
  }

  @Test
  void lscpu_counts_sockets_cores_and_threads() {
    var cpu = Lscpu.parse(LSCPU);
    assertThat(cpu)
        .isEqualTo(new Lscpu("Intel(R) Xeon(R) Gold 6338 CPU @ 2.00GHz", "x86_64", 2, 64, 128));
    var arm =
        Lscpu.parse(
            "CPU(s): 80\nThread(s) per core: 1\nCore(s) per cluster: 80\nSocket(s): -\nCluster(s): 1\n");
    assertThat(arm.cores()).isEqualTo(80);
    assertThat(Lscpu.parse("CPU(s): 4\n").cores()).isEqualTo(4);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "CPU(s): many", "CPU(s): 0", "CPU(s): 99999999999", "Prozessor(en): 8"})
  void an_lscpu_without_a_count_is_refused(String text) {
    assertThatThrownBy(() -> Lscpu.parse(text)).isInstanceOf(DiscoveryException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "'Mem:           503Gi       3.1Gi       499Gi', 515072",
    "'Mem:           1.5Ti       3.1Gi       499Gi', 1572864",
    "'Mem:     540135010304        383397888   246', 515112",
    "'Mem:           900Mi       3', 900"
  })
  void free_is_read_in_bytes_and_for_people(String text, long mib) {
    assertThat(Memory.freeMib("       total  used\n" + text + "\nSwap: 0")).hasValue(mib);
  }

  @Test
  void meminfo_is_in_kibibytes() {
    assertThat(Memory.meminfoMib("MemTotal:       24684092 kB\nMemFree: 1 kB\n")).hasValue(24_105);
    assertThat(Memory.meminfoMib("MemTotal: lots")).isEmpty();
  }

  @Test
  void both_forms_of_ip_give_the_same() {
    var interfaces = IpAddresses.parse(IP_TEXT);
    assertThat(interfaces).isEqualTo(IpAddresses.parse(IP_JSON)).hasSize(3);
    assertThat(interfaces.getFirst().mac()).isEqualTo("b0:26:28:10:00:00");
    assertThat(interfaces.getFirst().addresses()).containsExactly("10.1.4.88/16", "fd00::88/64");
    assertThat(interfaces.get(1).up()).isFalse();
    assertThat(interfaces.get(2).name()).isEqualTo("eno1.7");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Object \"addr\" is unknown", "[", "[{\"ifname\":", "ip: not found"})
  void an_ip_that_printed_something_else_is_refused(String text) {
    assertThatThrownBy(() -> IpAddresses.parse(text)).isInstanceOf(DiscoveryException.class);
  }

  @Test
  void lsblk_lists_disks_only() {
    assertThat(Lsblk.parse(LSBLK))
        .containsExactly(
            new Disk(
                "nvme0n1", "SAMSUNG MZQL2960", "S64FNN0R000000", 960_197_124_096L, "nvme", false),
            new Disk("sda", null, null, 4_000_787_030_016L, "sas", true));
  }

  @Test
  void a_real_hosts_disks_are_read() throws IOException {
    assertThat(Lsblk.parse(Files.readString(fixture("lsblk.json"))))
        .extracting(Disk::name)
        .containsExactly("sda", "sdb", "nvme0", "nvme1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "NAME SIZE", "{}", "[]", "{\"blockdevices\": {}}", "{\"blockdevices\": ["})
  void an_lsblk_that_printed_something_else_is_refused(String text) {
    assertThatThrownBy(() -> Lsblk.parse(text))
        .isInstanceOf(DiscoveryException.class)
        .hasMessageContaining("lsblk");
  }

  @Test
  void an_inventory_is_put_together_and_survives_json() {
    var inventory =
        HardwareInventory.from(
            new HostReport(DMIDECODE, LSCPU, "MemTotal: 65000000 kB\n", LSBLK, IP_JSON));
    assertThat(inventory.problems()).isEmpty();
    assertThat(inventory.manufacturer()).isEqualTo("Dell Inc.");
    assertThat(inventory.serial()).isEqualTo("11WLK93");
    assertThat(inventory.uuid()).isEqualTo("4c4c4544-0031-5710-804c-b1c04f4b3933");
    assertThat(inventory.board()).isEqualTo("0PJ80M");
    assertThat(inventory.biosVersion()).isEqualTo("1.8.2");
    assertThat(inventory.cores()).isEqualTo(64);
    assertThat(inventory.memoryGib()).isEqualTo(64);
    assertThat(inventory.disks()).hasSize(2);
    assertThat(inventory.interfaces()).hasSize(3);
    var json = new JsonMapper();
    assertThat(json.readValue(json.writeValueAsString(inventory), HardwareInventory.class))
        .isEqualTo(inventory);
  }

  @Test
  void what_could_not_be_read_is_named_and_the_rest_is_there() {
    var inventory =
        HardwareInventory.from(
            new HostReport("Permission denied", LSCPU, "MemTotal: 65000000 kB\n", null, "?"));
    assertThat(inventory.problems())
        .hasSize(3)
        .anySatisfy(p -> assertThat(p).contains("dmidecode"))
        .anySatisfy(p -> assertThat(p).isEqualTo("lsblk could not be run"))
        .anySatisfy(p -> assertThat(p).contains("ip addr"));
    assertThat(inventory.cores()).isEqualTo(64);
    assertThat(inventory.memoryGib()).isEqualTo(62);
    assertThat(inventory.manufacturer()).isNull();
  }

  @Test
  void placeholders_of_firmware_are_nothing() {
    var text =
        DMIDECODE.replace("11WLK93", "To Be Filled By O.E.M.").replace("0PJ80M", "Default string");
    var inventory = HardwareInventory.from(new HostReport(text, null, null, null, null));
    assertThat(inventory.serial()).isNull();
    assertThat(inventory.board()).isNull();
  }

  @Test
  void any_output_gives_an_inventory_with_problems_named() {
    SeededTries.check(
        300,
        any -> {
          var dmi = any.text();
          var report = new HostReport(dmi, any.text(), any.text(), any.text(), dmi);
          assertThat(HardwareInventory.from(report).problems())
              .allSatisfy(problem -> assertThat(problem).isNotBlank());
        });
  }

  @Test
  void a_text_cut_off_anywhere_never_breaks_the_reader() {
    for (var at = 0; at < 300; at++) {
      HardwareInventory.from(
          new HostReport(
              cut(DMIDECODE, at),
              cut(LSCPU, at),
              cut("MemTotal: 1 kB", at),
              cut(LSBLK, at),
              cut(IP_TEXT, at)));
      HardwareInventory.from(new HostReport(null, null, null, null, cut(IP_JSON, at)));
    }
  }

  private static String cut(String text, int at) {
    return text.substring(0, Math.min(at, text.length()));
  }

  @Test
  void huge_numbers_do_not_overflow() {
    var dmi = "Handle 0x1, DMI type 17, 92 bytes\nMemory Device\n\tSize: 999999999 TB\n".repeat(50);
    var inventory =
        HardwareInventory.from(
            new HostReport(
                dmi,
                "CPU(s): 1048576\nCore(s) per socket: 1048576\nSocket(s): 1048576\n",
                "Mem:  999999999999999999Mi 1\n",
                null,
                null));
    assertThat(inventory.memoryGib()).isEqualTo(Integer.MAX_VALUE);
    assertThat(inventory.cores()).isEqualTo(1 << 20);
  }

  @Test
  void deeply_nested_json_is_refused() {
    var deep = "[".repeat(100_000);
    assertThatThrownBy(() -> IpAddresses.parse(deep)).isInstanceOf(DiscoveryException.class);
    assertThatThrownBy(() -> Lsblk.parse(deep)).isInstanceOf(DiscoveryException.class);
  }
}
