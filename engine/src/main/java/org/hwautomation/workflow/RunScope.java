package org.hwautomation.workflow;

import java.util.Map;
import java.util.Optional;

/**
 * What the parts of one execution of a run share.
 *
 * @param functions the code of steps that name no action
 */
record RunScope(
    EngineSettings settings,
    ActionRegistry registry,
    Map<String, Action> functions,
    RunJournal journal,
    KnownSecrets secrets,
    RunInbox inbox,
    EventBuffer events) {

  WorkflowStore store() {
    return settings.store();
  }

  WorkflowTime time() {
    return settings.time();
  }

  Optional<Action> action(PlacedStep step) {
    return registry.find(step, functions);
  }

  boolean isCancelled() {
    return journal.state().cancel().isPresent();
  }
}
