package org.hwautomation.workflow;

/**
 * A step that wants to be one of so many under a limit.
 *
 * @param limit the limit's name
 * @param max how many attempts may run at once, at least 1
 * @param owner who executes the run
 */
public record LimitClaim(String limit, int max, String runId, String step, String owner) {}
