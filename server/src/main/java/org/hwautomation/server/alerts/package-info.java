/**
 * Sends alerts: by web hook and by e-mail. {@link org.hwautomation.server.alerts.AlertDesk} looks
 * and sends while the service runs; an {@link org.hwautomation.server.alerts.AlertChannel} is the
 * way to one receiver, and {@link org.hwautomation.server.alerts.AlertTrial} tries them all. What
 * is news is decided in {@code org.hwautomation.provisioning.alert}, and kept in the database.
 */
@NullMarked
package org.hwautomation.server.alerts;

import org.jspecify.annotations.NullMarked;
