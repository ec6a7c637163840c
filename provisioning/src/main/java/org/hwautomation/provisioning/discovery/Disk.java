package org.hwautomation.provisioning.discovery;

import org.jspecify.annotations.Nullable;

/**
 * A disk.
 *
 * @param name of the kernel, {@code nvme0n1}
 * @param bytes null where the tool did not say
 * @param transport what it is attached by, such as sata or sas; null where the tool did not say
 * @param rotational true for spinning disks; null where the tool did not say
 */
public record Disk(
    String name,
    @Nullable String model,
    @Nullable String serial,
    @Nullable Long bytes,
    @Nullable String transport,
    @Nullable Boolean rotational) {}
