package org.hwautomation.simulator;

/**
 * One registry dependency (DSP0268 AttributeRegistry, {@code Dependencies}): while {@code from} has
 * ({@code equal}) or has not ({@code !equal}) the value, {@code property} of {@code to} is {@code
 * result}.
 *
 * @param property {@code ReadOnly}, {@code GrayOut}, {@code Hidden} or {@code CurrentValue}
 */
public record BiosDependency(
    String from, boolean equal, Object value, String to, String property, Object result) {}
