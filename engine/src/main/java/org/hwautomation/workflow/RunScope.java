package org.hwautomation.workflow;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What all branches of one execution of a run share. Thread-safe.
 *
 * @param functions the code of steps that name no action, by path
 * @param placed the definition's steps by path
 * @param attempts those whose function has not returned yet
 */
record RunScope(
    EngineSettings settings,
    ActionRegistry registry,
    Map<String, Action> functions,
    LimitQueues limits,
    UsualDurations usual,
    RunJournal journal,
    Map<String, PlacedStep> placed,
    KnownSecrets secrets,
    RunInbox inbox,
    Set<RunAttempt> attempts) {

  WorkflowStore store() {
    return settings.store();
  }

  WorkflowTime time() {
    return settings.time();
  }

  Optional<Action> action(PlacedStep step) {
    return registry.find(step, functions);
  }

  RunState state() {
    return journal.state();
  }

  boolean isCancelled() {
    return journal.state().cancel().isPresent();
  }

  boolean isForced() {
    return journal.state().cancel().filter(Event.CancelRequested::isForced).isPresent();
  }

  /** What expressions in {@code step} speak of. */
  StepVariables variables(PlacedStep step) {
    return new StepVariables(settings.expressions(), journal.state(), step.within());
  }
}
