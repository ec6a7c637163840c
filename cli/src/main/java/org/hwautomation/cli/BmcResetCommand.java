package org.hwautomation.cli;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Restarts a BMC; its server goes on. */
@Command(
    name = "reset",
    description = "Restart the BMC, not its server; waits until it answers again.")
final class BmcResetCommand implements Callable<Integer> {
  private static final Duration LIMIT = Duration.ofMinutes(12);

  /** A BMC that has accepted a reset may answer for some seconds more. */
  private static final Duration SETTLE = Duration.ofSeconds(10);

  @Mixin private GlobalOptions options = new GlobalOptions();
  @Mixin private BmcTarget target = new BmcTarget();
  @Mixin private WriteOptions write = new WriteOptions();

  @Override
  public Integer call() {
    var screen = options.screen();
    try (var manager = options.manager("bmc reset")) {
      var place = target.place(manager);
      return new BmcWrite(manager, screen, place, write)
          .run(
              "reset",
              "reset the BMC (its server goes on)",
              BmcResetCommand::send,
              wait -> {
                screen.say("the BMC accepted the reset; waiting until it answers again");
                wait.pause(SETTLE);
                var began = System.nanoTime();
                wait.until("the BMC to answer", LIMIT, fresh -> Optional.of(true));
                var took = SETTLE.plusNanos(System.nanoTime() - began);
                return Map.of(
                    "bmc_reset", "accepted; it answered again after " + took.toSeconds() + " s");
              });
    }
  }

  private static void send(BmcSession session) {
    switch (session) {
      case BmcSession.Redfish redfish -> redfish.client().resetManager(redfish.client().manager());
      case BmcSession.Ipmi ipmi -> ipmi.client().resetController(true);
    }
  }
}
