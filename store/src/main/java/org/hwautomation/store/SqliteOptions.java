package org.hwautomation.store;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.hwautomation.workflow.WorkflowTime;
import org.jspecify.annotations.Nullable;

/**
 * How a {@link SqliteStore} is opened.
 *
 * @param busyDeadline how long a read or write waits while other processes hold the database;
 *     default 30 s
 * @param readers how many platform threads read at once; default 2
 * @param time where recorded instants come from
 * @param keyFile the file with the key of secrets; default {@code secret.key} beside the database
 * @param environment where {@code HWAUTO_SECRET_KEY} is looked up
 */
public record SqliteOptions(
    Duration busyDeadline,
    int readers,
    WorkflowTime time,
    Optional<Path> keyFile,
    Function<String, @Nullable String> environment) {

  /** The defaults. */
  public static final SqliteOptions DEFAULT =
      new SqliteOptions(
          Duration.ofSeconds(30), 2, WorkflowTime.system(), Optional.empty(), System::getenv);

  public SqliteOptions {
    if (busyDeadline.isNegative() || readers < 1) {
      throw new IllegalArgumentException(
          "the busy deadline must not be negative and there must be a reader: "
              + busyDeadline
              + ", "
              + readers);
    }
  }

  /** The same with another deadline. */
  public SqliteOptions withBusyDeadline(Duration deadline) {
    return new SqliteOptions(deadline, readers, time, keyFile, environment);
  }

  /** The same with another clock for what is recorded. */
  public SqliteOptions withTime(WorkflowTime newTime) {
    return new SqliteOptions(busyDeadline, readers, newTime, keyFile, environment);
  }

  /** The same with another environment. */
  public SqliteOptions withEnvironment(Function<String, @Nullable String> newEnvironment) {
    return new SqliteOptions(busyDeadline, readers, time, keyFile, newEnvironment);
  }
}
