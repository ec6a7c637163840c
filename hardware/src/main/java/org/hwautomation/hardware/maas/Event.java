package org.hwautomation.hardware.maas;

import java.time.Instant;
import java.util.Optional;

/**
 * A line of MAAS's event log.
 *
 * @param id grows with time; the place in the log
 * @param level DEBUG, INFO, WARNING, ERROR, CRITICAL or AUDIT
 * @param created empty if MAAS wrote the time in a form that is not known
 */
public record Event(
    long id,
    String systemId,
    String hostname,
    String level,
    String type,
    String description,
    String username,
    Optional<Instant> created) {}
