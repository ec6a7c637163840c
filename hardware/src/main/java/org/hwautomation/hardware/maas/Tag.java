package org.hwautomation.hardware.maas;

/**
 * A label of machines.
 *
 * @param definition an XPath expression; MAAS itself keeps the members of a tag that has one
 */
public record Tag(String name, String definition, String comment, String kernelOptions) {}
