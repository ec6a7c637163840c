package org.hwautomation.hardware.maas;

import java.util.List;

/** Which MAAS answers. */
public record MaasVersion(String version, String subversion, List<String> capabilities) {}
