package org.hwautomation.provisioning.triage;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hwautomation.store.ServerRecord;
import org.jspecify.annotations.Nullable;

/**
 * How everything stands. Immutable.
 *
 * @param needsPerson what goes on by itself no more, the worst first
 * @param slow what goes on, but takes longer than usual or was paused
 * @param running what goes on
 * @param ready the servers of which everything that was to be brought about was seen
 * @param servers how many servers the inventory knows
 */
public record Overview(
    List<Situation> needsPerson,
    List<Situation> slow,
    List<Situation> running,
    List<ServerRecord> ready,
    int servers) {

  /** How many of those that go on wait for a server that another run has. */
  public int queued() {
    return (int)
        running.stream().filter(s -> s.cause().kind() == Cause.Kind.WAITING_FOR_LOCK).count();
  }

  /** As JSON has it; {@code ready} holds names alone. */
  public Map<String, @Nullable Object> document() {
    var document = new LinkedHashMap<String, @Nullable Object>();
    document.put("needs_attention", needsPerson.stream().map(Situation::document).toList());
    document.put("slow", slow.stream().map(Situation::document).toList());
    document.put("running", running.stream().map(Situation::document).toList());
    document.put("servers", servers);
    return document;
  }
}
