package org.hwautomation.cli;

import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.hwautomation.provisioning.schedule.FireTimes;
import org.hwautomation.workflow.WorkflowTime;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows what a cron text means. */
@Command(
    name = "next",
    description = "Show when a cron text fires in a time zone. Keeps nothing, opens no database.")
final class ScheduleNextCommand implements Callable<Integer> {
  private static final int MOST = 1_000;

  @Mixin private GlobalOptions options = new GlobalOptions();

  @Parameters(paramLabel = "CRON", description = "Five fields, in quotes: '30 2 * * mon-fri'.")
  private String cron = "";

  @Option(
      names = "--zone",
      paramLabel = "ZONE",
      description = "The time zone, such as Europe/Berlin; this machine's if not given.")
  private @Nullable String zone;

  @Option(
      names = {"-n", "--count"},
      paramLabel = "N",
      description = "How many; ${DEFAULT-VALUE}.")
  private int count = 5;

  @Option(
      names = "--after",
      paramLabel = "INSTANT",
      description = "From when on, such as 2027-03-28T00:00:00Z; now if not given.")
  private @Nullable Instant after;

  @Override
  public Integer call() {
    if (count < 1 || count > MOST) {
      throw new IllegalArgumentException("-n takes 1 to " + MOST);
    }
    var screen = options.screen();
    var times = FireTimes.of(cron, zone == null ? ZoneId.systemDefault().getId() : zone);
    var now = after == null ? WorkflowTime.system().now() : after;
    var next = times.next(now, count);
    screen.result(
        document(times, next), () -> ScheduleViews.next(screen, next, times.zone().getId(), now));
    return ExitCodes.DONE;
  }

  static Map<String, Object> document(FireTimes times, List<Instant> next) {
    var document = new LinkedHashMap<String, Object>();
    document.put("cron", times.cron().toString());
    document.put("zone", times.zone().getId());
    document.put("next", next.stream().map(Instant::toString).toList());
    return document;
  }
}
