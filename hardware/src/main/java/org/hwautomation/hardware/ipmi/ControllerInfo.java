package org.hwautomation.hardware.ipmi;

/**
 * What the BMC says of itself (IPMI 2.0, section 20.1).
 *
 * @param firmwareRevision such as {@code 9.08}
 * @param manufacturerId the IANA enterprise number; 0 if it is not told
 * @param available false while the BMC updates or starts
 */
public record ControllerInfo(
    String firmwareRevision,
    String ipmiVersion,
    long manufacturerId,
    String manufacturerName,
    String productId,
    String productName,
    boolean available) {}
