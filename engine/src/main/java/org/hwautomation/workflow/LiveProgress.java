package org.hwautomation.workflow;

import java.time.Instant;
import java.util.OptionalInt;

/** What a running step last said of itself. */
public record LiveProgress(String step, String text, OptionalInt percent, Instant at) {}
