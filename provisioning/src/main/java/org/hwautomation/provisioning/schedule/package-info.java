/**
 * Runs that start by the clock. {@link org.hwautomation.provisioning.schedule.CronText} is what a
 * person wrote, {@link org.hwautomation.provisioning.schedule.FireTimes} the moments it means in a
 * time zone, and {@link org.hwautomation.provisioning.schedule.Scheduler} starts what is due, once,
 * however many processes try. {@link org.hwautomation.provisioning.schedule.ScheduleCheck} says
 * what is wrong with a schedule before it is kept in {@link org.hwautomation.store.Schedules}.
 */
@NullMarked
package org.hwautomation.provisioning.schedule;

import org.jspecify.annotations.NullMarked;
