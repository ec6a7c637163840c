package org.hwautomation.simulator.host;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hwautomation.simulator.Dimm;
import org.hwautomation.simulator.Hardware;
import org.hwautomation.simulator.Personality;
import org.hwautomation.simulator.SimulatedServer;

/**
 * {@code dmidecode} 3.5: SMBIOS types 0 to 4, 17 and 38 (DMTF DSP0134), by {@code -t} number or
 * keyword, and single strings by {@code -s}. Needs root, as the real one.
 */
final class Dmidecode {

  static final String BIOS_DATE = "01/17/2024";

  private static final Map<String, List<Integer>> TYPES =
      Map.of(
          "bios", List.of(0),
          "system", List.of(1),
          "baseboard", List.of(2),
          "chassis", List.of(3),
          "processor", List.of(4),
          "memory", List.of(17));

  private final SimulatedServer server;

  Dmidecode(SimulatedServer server) {
    this.server = server;
  }

  static String biosVendor(Personality personality) {
    return switch (personality) {
      case DELL -> "Dell Inc.";
      case HPE -> "HPE";
      case SUPERMICRO -> "American Megatrends International, LLC.";
    };
  }

  int run(Invocation call) {
    List<String> words = call.arguments();
    if (words.equals(List.of("--version")) || words.equals(List.of("-V"))) {
      return HostTools.print(call, "3.5\n");
    }
    if (!call.root()) {
      call.out().print("# dmidecode 3.5\n");
      call.err().print("/sys/firmware/dmi/tables/smbios_entry_point: Permission denied\n");
      call.err().print("/dev/mem: Permission denied\n");
      return 1;
    }
    boolean quiet = words.contains("-q") || words.contains("--quiet");
    List<String> rest =
        words.stream().filter(word -> !word.equals("-q") && !word.equals("--quiet")).toList();
    if (rest.isEmpty()) {
      return print(call, List.of(0, 1, 2, 3, 4, 17, 38), quiet);
    }
    String option = rest.getFirst();
    String value = rest.size() > 1 ? rest.get(1) : "";
    if (option.matches("-t\\S+|-s\\S+")) {
      value = option.substring(2);
      option = option.substring(0, 2);
    }
    return switch (option) {
      case "-s", "--string" -> string(call, value);
      case "-t", "--type" -> type(call, value, quiet);
      default -> {
        call.err().print("dmidecode: invalid option -- '" + option.replace("-", "") + "'\n");
        yield 2;
      }
    };
  }

  private int string(Invocation call, String keyword) {
    String text = strings().get(keyword);
    if (text == null) {
      call.err().print("Invalid string keyword: " + keyword + "\nValid string keywords are:\n");
      strings().keySet().forEach(each -> call.err().print("  " + each + "\n"));
      return 2;
    }
    return HostTools.print(call, text + "\n");
  }

  private Map<String, String> strings() {
    Personality personality = server.personality();
    Map<String, String> strings = new LinkedHashMap<>();
    strings.put("bios-vendor", biosVendor(personality));
    strings.put("bios-version", server.firmware().version("BIOS"));
    strings.put("bios-release-date", BIOS_DATE);
    strings.put("system-manufacturer", personality.manufacturer());
    strings.put("system-product-name", personality.product());
    strings.put("system-version", "Not Specified");
    strings.put("system-serial-number", server.identity().serial());
    strings.put("system-uuid", server.identity().uuid().toString());
    strings.put("system-family", family());
    strings.put("baseboard-manufacturer", personality.boardManufacturer());
    strings.put("baseboard-product-name", personality.board());
    strings.put("baseboard-version", "A01");
    strings.put("baseboard-serial-number", server.identity().boardSerial());
    strings.put("baseboard-asset-tag", "Not Specified");
    strings.put("chassis-manufacturer", personality.manufacturer());
    strings.put("chassis-type", "Rack Mount Chassis");
    strings.put("chassis-version", "Not Specified");
    strings.put("chassis-serial-number", server.identity().serial());
    strings.put("chassis-asset-tag", "Not Specified");
    strings.put("processor-family", "Xeon");
    strings.put("processor-manufacturer", processorMaker());
    strings.put("processor-version", server.hardware().cpuModel());
    strings.put("processor-frequency", "2000 MHz");
    return strings;
  }

  private int type(Invocation call, String value, boolean quiet) {
    List<Integer> types = TYPES.get(value);
    if (types == null && value.matches("\\d{1,3}(,\\d{1,3})*")) {
      types = List.of(value.split(",")).stream().map(Integer::valueOf).toList();
    }
    if (types == null) {
      call.err().print("Invalid type keyword: " + value + "\nValid type keywords are:\n");
      TYPES.keySet().stream().sorted().forEach(each -> call.err().print("  " + each + "\n"));
      return 2;
    }
    return print(call, types, quiet);
  }

  private int print(Invocation call, List<Integer> types, boolean quiet) {
    StringBuilder text = new StringBuilder();
    if (!quiet) {
      text.append("# dmidecode 3.5\nGetting SMBIOS data from sysfs.\nSMBIOS 3.3.0 present.\n\n");
    }
    for (int type : types) {
      structures(type, quiet, text);
    }
    return HostTools.print(call, text.toString());
  }

  private void structures(int type, boolean quiet, StringBuilder text) {
    switch (type) {
      case 0 -> structure(text, quiet, 0, 0, 26, "BIOS Information", bios());
      case 1 -> structure(text, quiet, 0x100, 1, 27, "System Information", system());
      case 2 -> structure(text, quiet, 0x200, 2, 16, "Base Board Information", board());
      case 3 -> structure(text, quiet, 0x300, 3, 22, "Chassis Information", chassis());
      case 4 -> {
        for (int socket = 0; socket < server.hardware().sockets(); socket++) {
          structure(text, quiet, 0x400 + socket, 4, 48, "Processor Information", processor(socket));
        }
      }
      case 17 -> {
        int module = 0;
        for (Dimm dimm : Dimm.of(server)) {
          structure(text, quiet, 0x1100 + module++, 17, 92, "Memory Device", memory(dimm));
        }
      }
      case 38 -> structure(text, quiet, 0x2600, 38, 18, "IPMI Device Information", ipmi());
      default -> {
        // this server has none of that type: dmidecode prints its header alone
      }
    }
  }

  private static void structure(
      StringBuilder text,
      boolean quiet,
      int handle,
      int type,
      int length,
      String title,
      Map<String, String> fields) {
    if (!quiet) {
      text.append(String.format("Handle 0x%04X, DMI type %d, %d bytes\n", handle, type, length));
    }
    text.append(title).append('\n');
    fields.forEach(
        (name, value) -> text.append('\t').append(name).append(": ").append(value).append('\n'));
    text.append('\n');
  }

  private Map<String, String> bios() {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("Vendor", biosVendor(server.personality()));
    fields.put("Version", server.firmware().version("BIOS"));
    fields.put("Release Date", BIOS_DATE);
    fields.put("ROM Size", "32 MB");
    fields.put("BIOS Revision", "1.8");
    return fields;
  }

  private Map<String, String> system() {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("Manufacturer", server.personality().manufacturer());
    fields.put("Product Name", server.personality().product());
    fields.put("Version", "Not Specified");
    fields.put("Serial Number", server.identity().serial());
    fields.put("UUID", server.identity().uuid().toString());
    fields.put("Wake-up Type", "Power Switch");
    fields.put("SKU Number", "Not Specified");
    fields.put("Family", family());
    return fields;
  }

  private Map<String, String> board() {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("Manufacturer", server.personality().boardManufacturer());
    fields.put("Product Name", server.personality().board());
    fields.put("Version", "A01");
    fields.put("Serial Number", server.identity().boardSerial());
    fields.put("Asset Tag", "Not Specified");
    fields.put("Chassis Handle", "0x0300");
    fields.put("Type", "Motherboard");
    return fields;
  }

  private Map<String, String> chassis() {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("Manufacturer", server.personality().manufacturer());
    fields.put("Type", "Rack Mount Chassis");
    fields.put("Lock", "Present");
    fields.put("Version", "Not Specified");
    fields.put("Serial Number", server.identity().serial());
    fields.put("Asset Tag", "Not Specified");
    fields.put("Boot-up State", "Safe");
    fields.put("Height", server.personality() == Personality.DELL ? "2 U" : "1 U");
    return fields;
  }

  private Map<String, String> processor(int socket) {
    Hardware hardware = server.hardware();
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("Socket Designation", "CPU" + (socket + 1));
    fields.put("Type", "Central Processor");
    fields.put("Manufacturer", processorMaker());
    fields.put("Version", hardware.cpuModel());
    fields.put("Current Speed", "2000 MHz");
    fields.put("Status", "Populated, Enabled");
    fields.put("Core Count", String.valueOf(hardware.coresPerSocket()));
    fields.put("Core Enabled", String.valueOf(hardware.coresPerSocket()));
    fields.put(
        "Thread Count", String.valueOf(hardware.coresPerSocket() * hardware.threadsPerCore()));
    return fields;
  }

  private static Map<String, String> memory(Dimm dimm) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("Total Width", "72 bits");
    fields.put("Data Width", "64 bits");
    fields.put("Size", dimm.present() ? Dimm.MIB / 1024 + " GB" : "No Module Installed");
    fields.put("Form Factor", "DIMM");
    fields.put("Locator", dimm.locator());
    if (!dimm.present()) {
      fields.put("Type", "Unknown");
      return fields;
    }
    fields.put("Type", "DDR4");
    fields.put("Speed", "3200 MT/s");
    fields.put("Manufacturer", "Samsung");
    fields.put("Serial Number", dimm.serial());
    fields.put("Part Number", "M393A4K40DB3-CWE");
    fields.put("Rank", "2");
    return fields;
  }

  private static Map<String, String> ipmi() {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("Interface Type", "KCS (Keyboard Control Style)");
    fields.put("Specification Version", "2.0");
    fields.put("I2C Slave Address", "0x10");
    fields.put("NV Storage Device", "Not Present");
    fields.put("Base Address", "0x0000000000000CA8 (I/O)");
    fields.put("Register Spacing", "32-bit Boundaries");
    return fields;
  }

  private String family() {
    return switch (server.personality()) {
      case DELL -> "PowerEdge";
      case HPE -> "ProLiant";
      case SUPERMICRO -> "Family";
    };
  }

  private String processorMaker() {
    return server.hardware().cpuVendor().equals("GenuineIntel")
        ? "Intel"
        : "Advanced Micro Devices, Inc.";
  }
}
