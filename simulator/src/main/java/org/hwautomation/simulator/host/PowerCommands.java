package org.hwautomation.simulator.host;

import java.util.List;
import org.hwautomation.simulator.Channel;
import org.hwautomation.simulator.SimulatedServer;
import org.hwautomation.simulator.UnsafeKind;

/**
 * The commands by which a host restarts or switches itself off. Doing so while another command runs
 * on it is recorded as an unsafe act.
 */
final class PowerCommands {

  private final SimulatedServer server;
  private final RunningCommands running;

  PowerCommands(SimulatedServer server, RunningCommands running) {
    this.server = server;
    this.running = running;
  }

  int reboot(Invocation call) {
    return go(call, true);
  }

  int poweroff(Invocation call) {
    return go(call, false);
  }

  int shutdown(Invocation call) {
    List<String> words = call.arguments();
    if (words.contains("-c")) {
      return 0;
    }
    String when = words.stream().filter(word -> !word.startsWith("-")).findFirst().orElse("+1");
    if (!when.equals("now") && !when.equals("+0")) {
      return call.fail(1, "the simulated shutdown acts now or not at all; say 'now'");
    }
    return go(call, words.contains("-r") || words.contains("--reboot"));
  }

  int systemctl(Invocation call) {
    List<String> words = call.arguments().stream().filter(word -> !word.startsWith("-")).toList();
    String verb = words.isEmpty() ? "" : words.getFirst();
    return switch (verb) {
      case "reboot" -> go(call, true);
      case "poweroff", "halt" -> go(call, false);
      case "is-system-running" -> HostTools.print(call, "running\n");
      default -> call.fail(1, "the simulated systemctl does not know '" + verb + "'");
    };
  }

  private int go(Invocation call, boolean restart) {
    if (!call.root()) {
      call.err()
          .print(
              "Failed to set wall message, ignoring: Interactive authentication required.\n"
                  + "Call to "
                  + (restart ? "Reboot" : "PowerOff")
                  + " failed: Interactive authentication required.\n");
      return 1;
    }
    if (running.others()) {
      server.unsafe(UnsafeKind.POWER_DURING_IN_BAND_WORK, Channel.SSH, call.name());
    }
    if (restart) {
      server.host().reboot();
    } else {
      server.host().shutdown();
    }
    return 0;
  }
}
