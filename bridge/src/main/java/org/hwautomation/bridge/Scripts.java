package org.hwautomation.bridge;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.hwautomation.workflow.Action;

/**
 * Which session has the functions of which workflow. Made before the manager whose runs are to call
 * them: {@code WorkflowManager.open(…, List.of(scripts.function()))}. Thread-safe.
 */
public final class Scripts {
  private final Map<String, ScriptRun> runs = new ConcurrentHashMap<>();

  /** The action that steps use which are functions of a script. */
  public Action function() {
    return new ScriptFunction(this);
  }

  /**
   * Lets a session carry out the steps of a workflow from here on.
   *
   * @throws RpcException if another does
   */
  void attach(ScriptRun run) {
    var other = runs.putIfAbsent(run.workflowId(), run);
    if (other != null) {
      throw new RpcException(
          RpcError.of(
              RpcError.REFUSED,
              "workflow %s is executed already, for %s".formatted(run.workflowId(), other.who())));
    }
  }

  void detach(ScriptRun run) {
    runs.remove(run.workflowId(), run);
  }

  Optional<ScriptRun> of(String workflowId) {
    return Optional.ofNullable(runs.get(workflowId));
  }
}
