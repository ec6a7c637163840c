package org.hwautomation.workflow;

import java.time.Instant;
import java.util.Optional;

/** A lock key and the run that holds it. */
public record LockHolder(
    String key, String runId, String workflowId, Optional<String> serverId, Instant since) {}
