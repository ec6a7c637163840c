package org.hwautomation.hardware.redfish.planted;

import org.hwautomation.hardware.ssh.HostKeyScope;
import org.hwautomation.workflow.ErrorClass;

/** Breaks rules, so that the test of the architecture has something to find. */
public record BmcUtil(HostKeyScope ofSibling, ErrorClass ofEngine) {}
