package org.hwautomation.simulator;

/**
 * What became of one staged BIOS setting.
 *
 * @param applied whether it is the current value now
 * @param reason why not; empty if applied
 */
public record BiosOutcome(String attribute, Object value, boolean applied, String reason) {}
