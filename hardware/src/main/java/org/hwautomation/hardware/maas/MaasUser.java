package org.hwautomation.hardware.maas;

/** Who an API key belongs to. */
public record MaasUser(String username, String email, boolean superuser) {}
