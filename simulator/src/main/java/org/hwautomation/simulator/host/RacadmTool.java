package org.hwautomation.simulator.host;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.hwautomation.simulator.BiosAttribute;
import org.hwautomation.simulator.Channel;
import org.hwautomation.simulator.Faults.Lie;
import org.hwautomation.simulator.SimulatedServer;

/**
 * Local {@code racadm} of an iDRAC 9: {@code get BIOS}, {@code get BIOS.GROUP}, {@code set
 * BIOS.GROUP.NAME VALUE}, {@code jobqueue create BIOS.Setup.1-1} and {@code jobqueue view}. Forms
 * and codes (RAC1017, RAC1024): iDRAC RACADM CLI Guide. What is set without a job is forgotten with
 * the boot.
 */
final class RacadmTool {
  static final String PATH = "/opt/dell/srvadmin/sbin/racadm";
  private static final String SETUP = "BIOS.Setup.1-1";

  private final SimulatedServer server;
  private final Map<String, Object> uncommitted = new LinkedHashMap<>();

  RacadmTool(SimulatedServer server) {
    this.server = server;
  }

  synchronized int run(Invocation call) {
    if (!call.root()) {
      return fail(call, 1, "ERROR: Insufficient privileges to run this command.");
    }
    var words = call.arguments();
    if (words.equals(List.of("get", "BIOS"))) {
      var groups = new TreeSet<String>();
      server.bios().registry().attributes().forEach(each -> groups.add(group(each)));
      groups.forEach(group -> call.out().print("BIOS." + group + "\n"));
      return 0;
    }
    if (words.size() == 2 && words.getFirst().equals("get")) {
      return get(call, words.get(1));
    }
    if (words.size() == 3 && words.getFirst().equals("set")) {
      return set(call, words.get(1), words.get(2));
    }
    if (words.equals(List.of("jobqueue", "create", SETUP))) {
      return create(call);
    }
    if (words.equals(List.of("jobqueue", "view"))) {
      return view(call);
    }
    return fail(call, 2, "ERROR: Invalid subcommand specified.");
  }

  private int get(Invocation call, String what) {
    var waiting = new TreeMap<>(server.bios().pending());
    waiting.putAll(uncommitted);
    var lines = new StringBuilder();
    for (var each : server.bios().registry().attributes()) {
      if (what.equals("BIOS." + group(each)) && each.type() != BiosAttribute.Type.PASSWORD) {
        var pending = waiting.get(each.name());
        lines.append(closed(each) ? "#" : "").append(each.name()).append('=');
        lines.append(server.bios().current().getOrDefault(each.name(), ""));
        lines.append(pending == null ? "" : " (Pending Value=" + pending + ")").append('\n');
      }
    }
    return lines.isEmpty()
        ? fail(call, 2, "ERROR: RAC917 : The specified object value is not valid.")
        : HostTools.print(call, "[Key=" + SETUP + "#" + what.substring(5) + "]\n" + lines + "\n");
  }

  /** By the values in force: read-only, or closed by another setting. */
  private boolean closed(BiosAttribute attribute) {
    return attribute.readOnly()
        || server
            .bios()
            .objection(attribute.name(), server.bios().current().getOrDefault(attribute.name(), ""))
            .filter(reason -> reason.contains("cannot be changed while"))
            .isPresent();
  }

  private int set(Invocation call, String what, String text) {
    var name = what.substring(what.lastIndexOf('.') + 1);
    var attribute =
        server
            .bios()
            .registry()
            .attribute(name)
            .filter(a -> what.equals("BIOS." + group(a) + "." + name));
    if (attribute.isEmpty()) {
      return fail(call, 2, "ERROR: RAC917 : The specified object value is not valid.");
    }
    if (!server.bios().pending().isEmpty()) {
      return fail(
          call,
          2,
          "ERROR: RAC1014 : Pending configuration values are already committed, unable to perform"
              + " another set operation.");
    }
    Object value =
        attribute.get().type() == BiosAttribute.Type.INTEGER && text.matches("\\d{1,9}")
            ? (Object) Integer.valueOf(text)
            : text;
    var objection = server.bios().objection(name, value);
    if (objection.isPresent()) {
      return fail(call, 2, "ERROR: RAC1018 : " + objection.get());
    }
    if (!server.faults().tells(Lie.BIOS_PATCH_IGNORED)) {
      uncommitted.put(name, value);
    }
    return HostTools.print(
        call,
        "[Key="
            + SETUP
            + "#"
            + group(attribute.get())
            + "]\n"
            + "RAC1017: Successfully modified the object value and the change is in\n"
            + "       pending state.\n"
            + "       To apply modified value, create a configuration job and reboot\n"
            + "       the system. To create the commit and reboot jobs, use \"jobqueue\"\n"
            + "       command. For more information about the \"jobqueue\" command, see RACADM\n"
            + "       help.\n");
  }

  private int create(Invocation call) {
    if (!server.bios().pending().isEmpty()) {
      return fail(call, 2, "ERROR: RAC1037 : A job for this component exists already.");
    }
    if (uncommitted.isEmpty() && !server.faults().tells(Lie.BIOS_PATCH_IGNORED)) {
      return fail(call, 2, "ERROR: RAC1022 : There is no pending configuration.");
    }
    server.noticeInBandWrite("BIOS settings");
    if (!uncommitted.isEmpty()) {
      server.bios().stage(uncommitted, Channel.SSH);
      uncommitted.clear();
    }
    return HostTools.print(
        call,
        "RAC1024: Successfully scheduled a job.\nVerify the job status using \"racadm jobqueue view"
            + " -i JID_xxxxx\" command.\nCommit JID = "
            + job()
            + "\n");
  }

  private int view(Invocation call) {
    var text = new StringBuilder("-------------------------JOB QUEUE------------------------\n");
    if (!server.bios().pending().isEmpty()) {
      text.append("[Job ID=").append(job()).append("]\nJob Name=Configure: ").append(SETUP);
      text.append("\nStatus=Scheduled\nMessage=[JCP001: Task successfully scheduled.]\n");
      text.append("Percent Complete=[0]\n");
    }
    text.append("----------------------------------------------------------\n");
    return HostTools.print(call, text.toString());
  }

  private String job() {
    return String.format(
        Locale.ROOT,
        "JID_%012d",
        900_000_000_000L + Math.floorMod(server.bios().pending().hashCode(), 90_000_000_000L));
  }

  private static String group(BiosAttribute attribute) {
    var menu = attribute.menuPath();
    return menu.substring(menu.lastIndexOf('/') + 1).replaceFirst("Ref$", "");
  }

  private static int fail(Invocation call, int status, String text) {
    call.err().print(text + "\n");
    return status;
  }
}
