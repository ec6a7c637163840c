package org.hwautomation.hardware.ipmi;

/**
 * A line of the BMC's system event log.
 *
 * @param id hexadecimal, as ipmitool prints it
 * @param time as the BMC has it; {@code Pre-Init} and a number before its clock was set
 */
public record EventLogEntry(String id, String time, String sensor, String event) {}
