package org.hwautomation.provisioning.schedule;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.hwautomation.store.FiringRecord;
import org.hwautomation.store.ScheduleTerms.Overlap;
import org.hwautomation.store.ScheduledWork;

/**
 * What is to be started for one server at a time of a schedule. Immutable.
 *
 * @param workflowId the same for the same schedule, time and server: who starts it twice finds the
 *     first
 * @param server empty for work about no server
 * @param queues true to wait its turn if another run has the server; else that is a refusal
 * @param startedBy such as {@code schedule:nightly}
 */
public record FiringRequest(
    String workflowId,
    ScheduledWork work,
    Optional<String> server,
    boolean queues,
    String startedBy) {
  private static final DateTimeFormatter MINUTE = format("yyyyMMdd'T'HHmm");
  private static final DateTimeFormatter SECOND = format("yyyyMMdd'T'HHmmss");

  private static DateTimeFormatter format(String pattern) {
    return DateTimeFormatter.ofPattern(pattern).withZone(ZoneOffset.UTC);
  }

  static FiringRequest of(FiringRecord firing, String server) {
    return new FiringRequest(
        workflowId(firing.schedule(), firing.fireAt(), server),
        firing.work(),
        Optional.of(server).filter(name -> !name.isEmpty()),
        firing.overlap() == Overlap.QUEUE,
        "schedule:" + firing.schedule());
  }

  /** Such as {@code schedule-nightly-20261129T0230-rack01-u07}; the time is in UTC. */
  static String workflowId(String schedule, Instant fireAt, String server) {
    var wholeMinute = fireAt.getEpochSecond() % 60 == 0;
    return "schedule-%s-%s%s"
        .formatted(
            schedule,
            (wholeMinute ? MINUTE : SECOND).format(fireAt),
            server.isEmpty() ? "" : "-" + server);
  }
}
