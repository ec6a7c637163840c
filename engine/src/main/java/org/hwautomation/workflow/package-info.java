/**
 * The durable step engine. Knows nothing of servers.
 *
 * <p>{@link org.hwautomation.workflow.WorkflowEngine} starts and recovers runs. A {@link
 * org.hwautomation.workflow.WorkflowDefinition} is a frozen list of {@link
 * org.hwautomation.workflow.WorkflowStep}s; each names an {@link org.hwautomation.workflow.Action}
 * or carries a function, which gets a {@link org.hwautomation.workflow.StepContext}. Whatever
 * happens is an {@link org.hwautomation.workflow.Event} in the journal of a {@link
 * org.hwautomation.workflow.WorkflowStore}, and {@link org.hwautomation.workflow.RunState} is the
 * fold over them, live and after a restart alike.
 */
@NullMarked
package org.hwautomation.workflow;

import org.jspecify.annotations.NullMarked;
