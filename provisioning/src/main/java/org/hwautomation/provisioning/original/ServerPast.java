package org.hwautomation.provisioning.original;

import java.util.LinkedHashMap;
import java.util.Map;
import org.hwautomation.store.PowerStateHistory.PowerStateRecord;
import org.hwautomation.store.ServerRecord;
import org.jspecify.annotations.Nullable;

/** What the original's tables say of a server besides its runs, as JSON has it. Stateless. */
public final class ServerPast {
  private ServerPast() {}

  /** What stands in columns that somebody added; what looks like a credential is hidden. */
  public static Map<String, @Nullable Object> added(ServerRecord server) {
    var added = new LinkedHashMap<String, @Nullable Object>();
    server.added().forEach((name, value) -> added.put(name, CredentialMask.value(name, value)));
    return added;
  }

  /**
   * A change of a power state.
   *
   * @param hostname what people call its server
   */
  public static Map<String, @Nullable Object> power(PowerStateRecord change, String hostname) {
    var row = new LinkedHashMap<String, @Nullable Object>();
    row.put("id", change.id());
    row.put("server_id", change.serverId());
    row.put("hostname", hostname);
    row.put("old_state", change.oldState().orElse(null));
    row.put("new_state", change.newState());
    row.put("changed_at", change.changedAt().orElse(null));
    row.put("changed_by", change.changedBy().orElse(null));
    return row;
  }
}
