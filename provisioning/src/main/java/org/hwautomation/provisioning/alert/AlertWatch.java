package org.hwautomation.provisioning.alert;

import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.hwautomation.provisioning.WorkflowManager;
import org.hwautomation.provisioning.configuration.AlertSettings;
import org.hwautomation.store.AlertDelivery;
import org.hwautomation.store.Alerts;
import org.hwautomation.workflow.WorkflowTime;

/**
 * Looks for causes and writes down what is to be sent of them. Of all processes on a database one
 * does so at a time: the first, until it dies. For one thread.
 */
public final class AlertWatch {
  private final Alerts alerts;
  private final WorkflowTime time;
  private final String owner;
  private final AlertRules rules;
  private final Supplier<List<AlertCause>> causes;

  AlertWatch(
      Alerts alerts,
      WorkflowTime time,
      String owner,
      AlertSettings settings,
      Supplier<List<AlertCause>> causes) {
    this.alerts = alerts;
    this.time = time;
    this.owner = owner;
    this.rules = new AlertRules(settings);
    this.causes = causes;
  }

  /**
   * Over a manager's database.
   *
   * @param owner who looks, as registered with the store
   */
  public static AlertWatch of(WorkflowManager manager, String owner) {
    return new AlertWatch(
        manager.store().alerts(),
        manager.engine().time(),
        owner,
        manager.configuration().alerts(),
        new AlertCauses(manager)::now);
  }

  /**
   * Looks once, and writes what is news.
   *
   * @return what was given up, because nobody knew its receiver for longer than a day
   */
  public List<AlertDelivery> look() {
    if (!alerts.watch(owner)) {
      return List.of();
    }
    Instant now = time.now();
    var change = rules.decide(alerts.open(), causes.get(), now);
    if (!change.isEmpty()) {
      alerts.change(owner, change);
    }
    return alerts.giveUp(
        now.minus(AlertRetries.LONGEST.plusHours(1)), "no service here knows this receiver");
  }
}
