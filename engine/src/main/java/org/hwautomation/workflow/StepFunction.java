package org.hwautomation.workflow;

import org.jspecify.annotations.Nullable;

/** The code of a step. */
@FunctionalInterface
public interface StepFunction {
  /**
   * Does the step's work.
   *
   * @return null or anything {@link Value#of} reads for success; {@code false} fails the step as
   *     {@link ErrorClass#REJECTED}
   * @throws Exception to fail the attempt; its class decides whether another follows
   */
  @Nullable Object run(StepContext context) throws Exception;
}
