package org.hwautomation.server.alerts;

import org.hwautomation.provisioning.alert.AlertRetries;
import org.hwautomation.store.AlertDelivery;
import org.hwautomation.store.Alerts;
import org.hwautomation.workflow.WorkflowTime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what is due to one receiver. Each delivery is claimed before it is sent and settled after,
 * so that of several processes one sends it, and if that one dies in between another sends it again
 * under the same id. For one thread.
 */
final class AlertPost {
  private static final Logger LOG = LoggerFactory.getLogger(AlertPost.class);

  private final Alerts alerts;
  private final WorkflowTime time;
  private final String owner;
  private final AlertChannel channel;
  private final AlertMessage.Source source;
  private final AlertMetrics metrics;
  private boolean down;

  AlertPost(
      Alerts alerts,
      WorkflowTime time,
      String owner,
      AlertChannel channel,
      AlertMessage.Source source,
      AlertMetrics metrics) {
    this.alerts = alerts;
    this.time = time;
    this.owner = owner;
    this.channel = channel;
    this.source = source;
    this.metrics = metrics;
  }

  /** Sends all that is due now; what is told of one group goes in order. */
  void round() throws InterruptedException {
    var more = true;
    while (more) {
      more = false;
      for (var delivery : alerts.due(channel.receiver().id())) {
        more |= alerts.claim(delivery, owner) && send(delivery);
      }
    }
  }

  private boolean send(AlertDelivery delivery) throws InterruptedException {
    var result = channel.send(source.message(delivery));
    var kind = channel.receiver().kind();
    if (result.taken()) {
      alerts.sent(delivery, owner, result.said());
      metrics.sent(kind);
      if (down) {
        LOG.info("{} takes alerts again", delivery.receiver());
      }
      down = false;
      return true;
    }
    var again = AlertRetries.next(delivery.createdAt(), delivery.attempts() + 1, time.now());
    alerts.failed(delivery, owner, result.said(), again);
    metrics.failed(kind);
    tell(delivery, result.said(), again.isPresent());
    return false;
  }

  private void tell(AlertDelivery delivery, String said, boolean again) {
    if (!again) {
      metrics.undeliverable(channel.receiver().kind());
      LOG.error(
          "alert {} could not be delivered to {} for a day, and is given up: {}",
          delivery.id(),
          delivery.receiver(),
          said);
    } else if (!down) {
      LOG.warn("{} takes no alerts, and is tried again: {}", delivery.receiver(), said);
    }
    down = true;
  }
}
