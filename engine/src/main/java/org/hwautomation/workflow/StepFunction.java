package org.hwautomation.workflow;

import org.jspecify.annotations.Nullable;

/** The code of a step. */
@FunctionalInterface
public interface StepFunction {
  /**
   * Does the step's work, on its run's virtual thread: it may block, and should end soon when it is
   * interrupted. Steps that follow each other share the thread, so leave nothing in a {@link
   * ThreadLocal}.
   *
   * @return null or anything {@link Value#of} reads for success; {@code false} fails the step as
   *     {@link ErrorClass#REJECTED}
   * @throws Exception to fail the attempt; its class decides whether another follows
   */
  @Nullable Object run(StepContext context) throws Exception;
}
