package org.hwautomation.provisioning.steps;

import java.util.LinkedHashMap;
import java.util.Map;
import org.hwautomation.hardware.maas.MaasClient;
import org.hwautomation.provisioning.server.Inventory;
import org.jspecify.annotations.Nullable;

/**
 * Holds a server back from being handed over, and lets it go: in the inventory, which is asked, and
 * by a tag in MAAS, which people and MAAS's own searches see. Thread-safe.
 */
public final class ServerHolding {
  /** The tag of held servers in MAAS. */
  public static final String TAG = "hwauto-held";

  private final MaasClient maas;
  private final Inventory inventory;

  public ServerHolding(MaasClient maas, Inventory inventory) {
    this.maas = maas;
    this.inventory = inventory;
  }

  /** Holds it; the inventory first, so that a failure in between leaves it held. */
  public void hold(String systemId, String reason, String actor) {
    inventory.holds().hold(systemId, reason, actor);
    inventory.learn(systemId, columns("FALSE", TAG));
    maas.addTag(systemId, TAG);
  }

  /**
   * Lets it go; the tag first, for the same reason.
   *
   * @return false if it was not held
   */
  public boolean release(String systemId, String actor, String reason) {
    if (maas.machine(systemId).hasTag(TAG)) {
      maas.removeTag(systemId, TAG);
    }
    inventory.learn(systemId, columns(null, null));
    return inventory.holds().release(systemId, actor, reason);
  }

  private static Map<String, @Nullable Object> columns(
      @Nullable String ready, @Nullable String tags) {
    var columns = new LinkedHashMap<String, @Nullable Object>();
    if (ready != null) {
      columns.put("is_ready", ready);
    }
    columns.put("tags", tags);
    return columns;
  }
}
