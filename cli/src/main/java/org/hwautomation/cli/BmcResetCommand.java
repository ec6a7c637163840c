package org.hwautomation.cli;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.hwautomation.hardware.HardwareException;
import org.hwautomation.hardware.redfish.Readiness;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Restarts a BMC; its server goes on. */
@Command(
    name = "reset",
    description = "Restart the BMC, not its server; waits until it is ready for work.")
final class BmcResetCommand implements Callable<Integer> {
  private static final Duration LIMIT = Duration.ofMinutes(12);

  @Mixin private GlobalOptions options = new GlobalOptions();
  @Mixin private BmcTarget target = new BmcTarget();
  @Mixin private WriteOptions write = new WriteOptions();

  @Override
  public Integer call() {
    var screen = options.screen();
    try (var manager = options.manager(write, "bmc reset")) {
      var place = target.place(manager);
      var witness = new AtomicReference<@Nullable BmcSession>();
      var before = new AtomicReference<>("");
      try {
        return new BmcWrite(manager, screen, place, write)
            .run(
                "reset",
                "reset the BMC (its server goes on)",
                session -> {
                  before.set(started(session));
                  witness.set(place.open(manager.connections(), BmcPlace.READ_ONLY));
                  send(session);
                },
                wait -> {
                  screen.say("the BMC accepted the reset; waiting until it has restarted");
                  var began = System.nanoTime();
                  var trace =
                      wait.until(
                          "a trace of its restart",
                          LIMIT,
                          fresh -> trace(wait, before.get(), fresh, witness.get()));
                  screen.say("it has restarted; waiting until it is ready for work");
                  var good = new AtomicInteger();
                  wait.until(
                      "the BMC to be ready for work", LIMIT, fresh -> goodLooks(fresh, good));
                  var took = Duration.ofNanos(System.nanoTime() - began);
                  return Map.of(
                      "bmc_reset",
                      "done: %s; it was ready for work after %d s"
                          .formatted(trace, took.toSeconds()));
                });
      } finally {
        var open = witness.get();
        if (open != null) {
          open.close();
        }
      }
    }
  }

  /** A BMC that accepts a reset and ignores it shows none of these. */
  private static Optional<String> trace(
      BmcWrite.Wait wait, String before, BmcSession fresh, @Nullable BmcSession witness) {
    var started = started(fresh);
    if (!started.isEmpty() && !started.equals(before)) {
      return Optional.of("it says that it started at " + started);
    }
    if (wait.away() > 1) {
      return Optional.of("it did not answer for a while");
    }
    if (witness instanceof BmcSession.Redfish(var client, _)) {
      client.manager(); // a session that is gone makes the client log in again
      if (client.sessionsOpened() > 1) {
        return Optional.of("it forgot its sessions");
      }
    }
    return Optional.empty();
  }

  /** Counts looks that show it ready, each in a session of its own, until enough were in a row. */
  private static Optional<Integer> goodLooks(BmcSession fresh, AtomicInteger good) {
    try {
      var ready =
          switch (fresh) {
            case BmcSession.Redfish redfish -> redfish.client().readiness().look().isEmpty();
            case BmcSession.Ipmi ipmi -> ipmi.client().controller().available();
          };
      good.set(ready ? good.get() + 1 : 0);
    } catch (HardwareException e) {
      good.set(0);
      throw e;
    }
    return good.get() < Readiness.GOOD_LOOKS ? Optional.empty() : Optional.of(good.get());
  }

  /** When the BMC says it started; empty where it does not say. */
  private static String started(BmcSession session) {
    return switch (session) {
      case BmcSession.Redfish redfish ->
          redfish
              .client()
              .get(redfish.client().manager().uri())
              .body()
              .path("LastResetTime")
              .asString("");
      case BmcSession.Ipmi _ -> "";
    };
  }

  private static void send(BmcSession session) {
    switch (session) {
      case BmcSession.Redfish redfish -> redfish.client().resetManager(redfish.client().manager());
      case BmcSession.Ipmi ipmi -> ipmi.client().resetController(true);
    }
  }
}
