package org.hwautomation.workflow;

import java.time.Instant;

/**
 * A value that a step kept while inside itself.
 *
 * @param stale true if the step's inputs differ from those it was made under: verify or refuse it
 */
public record Checkpoint(String name, Value value, boolean stale, Instant at) {}
