package org.hwautomation.cli;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.hwautomation.hardware.ipmi.PowerAction;
import org.hwautomation.hardware.redfish.ResetType;
import org.hwautomation.provisioning.server.Connections;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows or changes a server's power, in ipmitool's words. */
@Command(
    name = "power",
    description = {
      "Show or change the power of a server: bmc power ACTION SERVER.",
      "ACTION is status, on, soft (asks its system to shut down), off (at once), cycle or reset."
    })
final class BmcPowerCommand implements Callable<Integer> {
  private enum Action {
    ON("switch the power on", "on", PowerAction.ON, ResetType.ON),
    SOFT("shut the system down", "off", PowerAction.SOFT, ResetType.GRACEFUL_SHUTDOWN),
    OFF("switch the power off at once", "off", PowerAction.OFF, ResetType.FORCE_OFF),
    CYCLE("switch the power off and on", "on", PowerAction.CYCLE, ResetType.POWER_CYCLE),
    RESET("reset the server", "on", PowerAction.RESET, ResetType.FORCE_RESTART);

    private final String what;
    private final String wanted;
    private final PowerAction ipmi;
    private final ResetType redfish;

    Action(String what, String wanted, PowerAction ipmi, ResetType redfish) {
      this.what = what;
      this.wanted = wanted;
      this.ipmi = ipmi;
      this.redfish = redfish;
    }

    /** True if there is nothing to do where the power is as wanted. */
    boolean isState() {
      return this == ON || this == SOFT || this == OFF;
    }

    static Map<String, Action> byWord() {
      var words = new LinkedHashMap<String, Action>();
      for (var action : values()) {
        words.put(action.name().toLowerCase(Locale.ROOT), action);
      }
      return words;
    }
  }

  private static final Duration LIMIT = Duration.ofMinutes(5);

  @Mixin private GlobalOptions options = new GlobalOptions();
  @Mixin private BmcTarget target = new BmcTarget();
  @Mixin private WriteOptions write = new WriteOptions();

  @Override
  public Integer call() {
    var screen = options.screen();
    var actions = Action.byWord();
    var known = new LinkedHashSet<>(actions.keySet());
    known.add("status");
    var word =
        target
            .action(known)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "say what to do: bmc power " + String.join("|", known) + " SERVER"));
    try (var manager = options.manager(write, "bmc power")) {
      var place = target.place(manager);
      var action = actions.get(word);
      if (action == null) {
        return status(screen, manager.connections(), place);
      }
      if (action.isState()) {
        try (var session = place.open(manager.connections(), BmcPlace.READ_ONLY)) {
          if (PowerWords.read(session).equals(action.wanted)) {
            return already(screen, place, action);
          }
        }
      }
      var before = new AtomicReference<@Nullable BootTrace>();
      return new BmcWrite(manager, screen, place, write)
          .planned(session -> requests(session, action))
          .run(
              "power-" + word,
              action.what,
              session -> {
                before.set(BootTrace.of(session));
                send(session, action, manager.connections().pace().every(LIMIT));
              },
              wait -> {
                if (!action.isState()) {
                  return restarted(wait, before.get(), word);
                }
                var power =
                    wait.until(
                        "the power to be " + action.wanted,
                        LIMIT,
                        fresh -> Optional.of(PowerWords.read(fresh)).filter(action.wanted::equals));
                return Map.of("power", power);
              });
    }
  }

  /** A cycle or reset leaves the power as it was, so what is looked for is its trace. */
  private static Map<String, Object> restarted(
      BmcWrite.Wait wait, @Nullable BootTrace before, String word) throws InterruptedException {
    var watch = new BootTrace.Watch(Objects.requireNonNull(before, "it was sent"));
    return wait.until(
        "a trace of the " + word,
        LIMIT,
        fresh ->
            watch
                .proof(BootTrace.of(fresh))
                .map(trace -> Map.<String, Object>of("power", "on", "seen", trace)));
  }

  private static List<String> requests(BmcSession session, Action action) {
    return switch (session) {
      case BmcSession.Redfish redfish -> redfish.client().power().plan(action.redfish);
      case BmcSession.Ipmi _ -> List.of();
    };
  }

  private static int status(Screen screen, Connections connections, BmcPlace place) {
    try (var session = place.open(connections, BmcPlace.READ_ONLY)) {
      var power = PowerWords.read(session);
      var document = new LinkedHashMap<String, Object>();
      document.put("power", power);
      document.put("host", place.name());
      document.put("address", place.address());
      screen.result(document, () -> screen.line("power is " + power));
      return ExitCodes.DONE;
    }
  }

  private static int already(Screen screen, BmcPlace place, Action action) {
    var document = new LinkedHashMap<String, Object>();
    document.put("power", action.wanted);
    document.put("host", place.name());
    document.put("changed", false);
    screen.result(
        document, () -> screen.line("power is " + action.wanted + " already; nothing was sent"));
    return ExitCodes.DONE;
  }

  private static void send(BmcSession session, Action action, Duration offLimit) {
    switch (session) {
      case BmcSession.Redfish redfish -> redfish.client().power().reset(action.redfish, offLimit);
      case BmcSession.Ipmi ipmi -> ipmi.client().power(action.ipmi);
    }
  }
}
