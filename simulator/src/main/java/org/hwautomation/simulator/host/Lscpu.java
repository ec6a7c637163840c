package org.hwautomation.simulator.host;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.hwautomation.simulator.Hardware;
import tools.jackson.databind.json.JsonMapper;

/** {@code lscpu} of util-linux 2.39, as text and with {@code -J} as JSON. */
record Lscpu(Hardware hardware) {

  private static final JsonMapper JSON = new JsonMapper();
  private static final int LABEL = 41;

  static int threads(Hardware hardware) {
    return hardware.cores() * hardware.threadsPerCore();
  }

  int run(Invocation call) {
    boolean json = false;
    for (String word : call.arguments()) {
      if (!word.equals("-J") && !word.equals("--json")) {
        return call.fail(1, "unrecognized option '" + word + "'");
      }
      json = true;
    }
    Map<String, String> fields = fields();
    if (json) {
      List<Map<String, String>> list = new ArrayList<>();
      fields.forEach(
          (name, value) -> {
            Map<String, String> field = new LinkedHashMap<>();
            field.put("field", name + ":");
            field.put("data", value);
            list.add(field);
          });
      return HostTools.print(call, JSON.writeValueAsString(Map.of("lscpu", list)) + "\n");
    }
    StringBuilder text = new StringBuilder();
    fields.forEach(
        (name, value) ->
            text.append(String.format(Locale.ROOT, "%-" + LABEL + "s%s\n", name + ":", value)));
    return HostTools.print(call, text.toString());
  }

  private Map<String, String> fields() {
    int threads = threads(hardware);
    boolean intel = hardware.cpuVendor().equals("GenuineIntel");
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("Architecture", "x86_64");
    fields.put("CPU op-mode(s)", "32-bit, 64-bit");
    fields.put(
        "Address sizes",
        intel ? "46 bits physical, 57 bits virtual" : "48 bits physical, 48 bits virtual");
    fields.put("Byte Order", "Little Endian");
    fields.put("CPU(s)", String.valueOf(threads));
    fields.put("On-line CPU(s) list", "0-" + (threads - 1));
    fields.put("Vendor ID", hardware.cpuVendor());
    fields.put("Model name", hardware.cpuModel());
    fields.put("CPU family", intel ? "6" : "25");
    fields.put("Model", intel ? "106" : "1");
    fields.put("Thread(s) per core", String.valueOf(hardware.threadsPerCore()));
    fields.put("Core(s) per socket", String.valueOf(hardware.coresPerSocket()));
    fields.put("Socket(s)", String.valueOf(hardware.sockets()));
    fields.put("Stepping", intel ? "6" : "1");
    fields.put("CPU max MHz", "3200.0000");
    fields.put("CPU min MHz", "800.0000");
    fields.put("BogoMIPS", "4000.00");
    fields.put("Virtualization", intel ? "VT-x" : "AMD-V");
    fields.put("NUMA node(s)", String.valueOf(hardware.sockets()));
    for (int node = 0; node < hardware.sockets(); node++) {
      fields.put("NUMA node" + node + " CPU(s)", cpus(node));
    }
    return fields;
  }

  private String cpus(int node) {
    List<String> ranges = new ArrayList<>();
    for (int thread = 0; thread < hardware.threadsPerCore(); thread++) {
      int first = thread * hardware.cores() + node * hardware.coresPerSocket();
      ranges.add(first + "-" + (first + hardware.coresPerSocket() - 1));
    }
    return String.join(",", ranges);
  }

  static String cpuinfo(Hardware hardware) {
    StringBuilder text = new StringBuilder();
    for (int cpu = 0; cpu < threads(hardware); cpu++) {
      int core = cpu % hardware.cores();
      text.append("processor\t: ").append(cpu).append('\n');
      text.append("vendor_id\t: ").append(hardware.cpuVendor()).append('\n');
      text.append("model name\t: ").append(hardware.cpuModel()).append('\n');
      text.append("physical id\t: ").append(core / hardware.coresPerSocket()).append('\n');
      text.append("core id\t\t: ").append(core % hardware.coresPerSocket()).append('\n');
      text.append("cpu cores\t: ").append(hardware.coresPerSocket()).append("\n\n");
    }
    return text.toString();
  }
}
