package org.hwautomation.provisioning.firmware;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is left as it is.
 *
 * @param name for people
 * @param items {@link InstalledItem#key keys}; empty where the server has no such item
 * @param running the version that runs; null where the server has no such item
 * @param wanted the version that was looked for, if one was
 * @param message one sentence for people, with what to do
 */
public record SkippedUpdate(
    FirmwareType type,
    String name,
    List<String> items,
    @Nullable String running,
    @Nullable String wanted,
    SkipReason reason,
    String message) {
  public SkippedUpdate {
    items = List.copyOf(items);
  }
}
