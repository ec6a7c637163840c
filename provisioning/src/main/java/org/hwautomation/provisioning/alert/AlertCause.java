package org.hwautomation.provisioning.alert;

import org.hwautomation.provisioning.configuration.AlertSettings.Event;
import org.hwautomation.store.AlertFacts;

/**
 * A cause as a look finds it. Immutable.
 *
 * @param key alike for all that has one cause, and stays the same while it does
 * @param facts how it stands
 * @param news false if somebody has seen all of it, and nobody else is needed
 */
public record AlertCause(Event event, String key, AlertFacts facts, boolean news) {}
