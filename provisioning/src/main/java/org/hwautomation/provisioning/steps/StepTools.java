package org.hwautomation.provisioning.steps;

import org.hwautomation.provisioning.device.DeviceTypes;
import org.hwautomation.provisioning.server.Connections;

/** What actions are made with. Thread-safe. */
record StepTools(Connections connections, DeviceTypes deviceTypes, Witness witness) {}
