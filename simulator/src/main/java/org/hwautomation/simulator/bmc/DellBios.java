package org.hwautomation.simulator.bmc;

import java.util.Map;
import org.hwautomation.simulator.Channel;

/**
 * How an iDRAC stages BIOS settings: with an apply time, the PATCH itself makes the job and answers
 * 202 with its address; without one the values wait, uncommitted, for a job to be made. While there
 * is a job that is not done, nothing more is taken (SYS011).
 */
final class DellBios {
  private final Tree tree;

  DellBios(Tree tree) {
    this.tree = tree;
  }

  RedfishResponse stage(Map<String, Object> values, String applyTime, boolean ignored) {
    if (!tree.server().bmc().lifecycleReady()) {
      throw new RedfishError(
          503,
          tree.idrac(
              "SYS518", "The Lifecycle Controller is not ready; try again later.", "Critical"));
    }
    if (tree.jobs().unfinished().isPresent()) {
      throw committed();
    }
    if (applyTime.isEmpty()) {
      if (!ignored) {
        tree.jobs().stage(values);
      }
      return tree.done();
    }
    if (!ignored) {
      tree.jobs().stage(values);
      return commit();
    }
    return tree.done();
  }

  /** Makes a job of what waits uncommitted. */
  RedfishResponse commit() {
    var values = tree.jobs().uncommitted();
    var job = tree.jobs().create().orElseThrow(this::committed);
    tree.server().bios().stage(values, Channel.REDFISH);
    tree.jobs().dropUncommitted();
    return new RedfishResponse(
        202, Map.of("Location", DellRoutes.MONITORS + "/" + job.id()), null, () -> {});
  }

  private RedfishError committed() {
    return new RedfishError(
        400,
        tree.idrac(
            "SYS011",
            "Pending configuration values are already committed, unable to perform another set"
                + " operation.",
            "Warning"));
  }
}
