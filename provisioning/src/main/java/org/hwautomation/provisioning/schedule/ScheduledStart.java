package org.hwautomation.provisioning.schedule;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.hwautomation.provisioning.WorkflowManager;
import org.hwautomation.provisioning.runs.RunStart;
import org.hwautomation.provisioning.runs.StartRequest;

/**
 * Starts what a schedule says in this process, with the checks of every front door. Nobody gives
 * leave for a server in use or a dangerous BIOS setting here. Thread-safe.
 */
public final class ScheduledStart implements Starter {
  private final WorkflowManager manager;
  private final Set<String> started = ConcurrentHashMap.newKeySet();

  public ScheduledStart(WorkflowManager manager) {
    this.manager = manager;
  }

  @Override
  public Started start(FiringRequest request) {
    started.removeIf(manager::cleanupWorkflow); // of those that are over; each has its own id
    var work = request.work();
    var run =
        new RunStart(manager)
            .prepare(
                StartRequest.of(manager.library().get(work.template()), request.startedBy())
                    .server(request.server())
                    .deviceType(work.deviceType())
                    .inputs(work.inputs())
                    .workflowId(Optional.of(request.workflowId()))
                    .queues(request.queues())
                    .build())
            .start();
    started.add(request.workflowId());
    return new Started(run.runId());
  }
}
