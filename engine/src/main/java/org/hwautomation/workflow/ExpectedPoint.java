package org.hwautomation.workflow;

import java.time.Duration;

/**
 * A point of no return that an action declares: what is shown before it is run.
 *
 * @param description as {@link StepContext#pointOfNoReturn} says it
 * @param expected how long it usually takes
 */
public record ExpectedPoint(String description, Duration expected) {}
