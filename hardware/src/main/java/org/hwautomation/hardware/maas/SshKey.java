package org.hwautomation.hardware.maas;

/** A public key that MAAS puts on the machines of its owner. */
public record SshKey(long id, String key, String source) {}
