package org.hwautomation.workflow;

/** How a step ended, as its run sees it. */
enum StepEnd {
  COMPLETED,
  FAILED,
  CANCELLED
}
