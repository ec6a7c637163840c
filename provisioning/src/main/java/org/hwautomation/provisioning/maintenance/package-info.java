/**
 * When servers may be changed: maintenance windows, as they are configured.
 *
 * <ul>
 *   <li>{@link org.hwautomation.provisioning.maintenance.MaintenanceWindow}: opens by a cron text
 *       in a time zone, and lasts so long
 *   <li>{@link org.hwautomation.provisioning.maintenance.Maintenance}: all that are configured, and
 *       which is whose
 *   <li>{@link org.hwautomation.provisioning.maintenance.WindowsOfRuns}: what the engine asks
 *       before each point of no return
 * </ul>
 */
@NullMarked
package org.hwautomation.provisioning.maintenance;

import org.jspecify.annotations.NullMarked;
