package org.hwautomation.provisioning.bios;

import org.jspecify.annotations.Nullable;

/**
 * A value that a pass changes without writing it: a dependency forces it along.
 *
 * @param because what forces it, {@code WorkloadProfile is LowLatency}
 */
public record BiosConsequence(
    String attribute, @Nullable BiosValue from, BiosValue to, String because) {}
