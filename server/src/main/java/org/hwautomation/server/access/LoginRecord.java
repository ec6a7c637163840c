package org.hwautomation.server.access;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.hwautomation.store.Audit;
import org.hwautomation.workflow.WorkflowTime;

/**
 * Wrong logins in the audit: one entry a minute and account, which says how many there were since
 * the last. What somebody typed that is no account's name is not written down: it may be a
 * password. Thread-safe.
 */
final class LoginRecord {
  private static final Duration PAUSE = Duration.ofMinutes(1);

  private final Audit audit;
  private final WorkflowTime time;
  private final Map<String, Entry> entries = new HashMap<>(); // one an account, and two more

  LoginRecord(Audit audit, WorkflowTime time) {
    this.audit = audit;
    this.time = time;
  }

  private record Entry(long at, int since) {}

  /**
   * Notes a wrong login.
   *
   * @param target {@code user:NAME} of an account that exists, or what else it was
   */
  void wrong(String target, String what, String from) {
    int missed;
    synchronized (this) {
      var now = time.nanos();
      var last = entries.get(target);
      if (last != null && now - last.at() < PAUSE.toNanos()) {
        entries.put(target, new Entry(last.at(), last.since() + 1));
        return;
      }
      missed = last == null ? 0 : last.since();
      entries.put(target, new Entry(now, 0));
    }
    audit.add(
        "address:" + shown(from),
        "login_refused",
        target,
        missed == 0 ? what : what + "; " + missed + " more since the entry before");
  }

  /** An address as it goes into the audit, whoever wrote it. */
  static String shown(String from) {
    var text = from.replaceAll("[^0-9A-Za-z.:%_-]", "?");
    return text.isEmpty() ? "unknown" : text.substring(0, Math.min(64, text.length()));
  }
}
