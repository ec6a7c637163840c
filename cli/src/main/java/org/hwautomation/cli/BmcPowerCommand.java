package org.hwautomation.cli;

import java.time.Duration;
import java.util.ArrayList;
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
import org.hwautomation.provisioning.safety.RefusedException;
import org.hwautomation.provisioning.server.Connections;
import org.hwautomation.provisioning.server.Pace;
import org.hwautomation.workflow.Durations;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

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
  private static final Duration LONGEST_PATIENCE = Duration.ofMinutes(15);
  private static final Duration LOOK = Duration.ofSeconds(2);

  @Mixin private GlobalOptions options = new GlobalOptions();
  @Mixin private BmcTarget target = new BmcTarget();
  @Mixin private WriteOptions write = new WriteOptions();

  @Option(
      names = "--unproven",
      description = "With reset over IPMI, which shows no trace of one: send it all the same.")
  private boolean unproven;

  @Option(
      names = "--graceful-for",
      paramLabel = "TIME",
      description =
          "With off: ask its system to shut down first, and switch off at once only if it has not"
              + " after TIME, such as 5m; 15m at most.")
  private @Nullable String gracefulFor;

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
      requireProvable(place, action);
      var patience = patience(action);
      if (action.isState()) {
        try (var session = place.open(manager.connections(), BmcPlace.READ_ONLY)) {
          if (PowerWords.read(session).equals(action.wanted)) {
            return already(screen, place, action);
          }
        }
      }
      var before = new AtomicReference<@Nullable BootTrace>();
      return new BmcWrite(manager, screen, place, write)
          .planned(session -> requests(session, action, patience))
          .run(
              "power-" + word,
              patience.isPresent() ? "shut the system down, else switch it off" : action.what,
              session -> {
                before.set(BootTrace.of(session));
                if (patience.isPresent()
                    && shutDown(session, patience.get(), manager.connections().pace())) {
                  return;
                }
                patience.ifPresent(
                    time -> screen.say("it has not shut down; switching the power off at once"));
                send(session, action, manager.connections().pace().every(LIMIT));
              },
              wait -> {
                if (unproven) {
                  return sent();
                }
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

  /** Safety rule 11: what nothing can show is not done in the belief that it was. */
  private void requireProvable(BmcPlace place, Action action) {
    var untold = place instanceof BmcPlace.IpmiHost && action == Action.RESET;
    if (unproven && !untold) {
      throw new IllegalArgumentException("--unproven goes with reset over --ipmi only");
    }
    if (untold && !unproven) {
      throw new RefusedException(
          11,
          "a reset can't be proven over IPMI; use cycle, which can, or add --unproven. Nothing was"
              + " sent");
    }
  }

  private static Map<String, Object> sent() {
    var told = new LinkedHashMap<String, Object>();
    told.put("reset", "sent, not proven");
    told.put("proven", false);
    return told;
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

  private Optional<Duration> patience(Action action) {
    if (gracefulFor == null) {
      return Optional.empty();
    }
    if (action != Action.OFF) {
      throw new IllegalArgumentException("--graceful-for goes with off only");
    }
    var time = Durations.parse(gracefulFor);
    if (time.isNegative() || time.isZero() || time.compareTo(LONGEST_PATIENCE) > 0) {
      throw new IllegalArgumentException(
          "--graceful-for %s is not between 1s and 15m".formatted(gracefulFor));
    }
    return Optional.of(time);
  }

  /** Asks the system to shut down; false if it is still on after {@code patience}. */
  private static boolean shutDown(BmcSession session, Duration patience, Pace pace) {
    send(session, Action.SOFT, patience);
    var pacer = pace.pacer();
    var limit = pace.every(patience).toNanos();
    var began = pacer.nanoTime();
    while (!PowerWords.read(session).equals("off")) {
      if (pacer.nanoTime() - began > limit) {
        return false;
      }
      try {
        pacer.pause(LOOK);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while its system shuts down", e);
      }
    }
    return true;
  }

  private static List<String> requests(
      BmcSession session, Action action, Optional<Duration> patience) {
    return switch (session) {
      case BmcSession.Redfish redfish when patience.isPresent() -> {
        var power = redfish.client().power();
        var requests = new ArrayList<>(power.plan(ResetType.GRACEFUL_SHUTDOWN));
        power
            .plan(action.redfish)
            .forEach(
                request ->
                    requests.add(
                        "%s, if it is still on after %d s"
                            .formatted(request, patience.get().toSeconds())));
        yield requests;
      }
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
