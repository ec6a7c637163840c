package org.hwautomation.workflow;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A line of nodes of a run, executed one after the other on one thread: the run itself, or one of
 * the branches of a parallel group in it.
 */
final class Branch {
  private final RunScope run;
  private final Mailbox mailbox;
  private final EventBuffer events;
  private final Supervision supervision;
  private final Runnable body;
  private @Nullable StepEnd end;
  private @Nullable Throwable failure;

  /**
   * @param body what its thread does. It may be begun anew, on another thread, when a step keeps
   *     the one that it ran on: then it finds in the journal what is done.
   */
  Branch(RunScope run, Runnable body) {
    this.run = run;
    this.body = body;
    mailbox = run.inbox().open();
    events = new EventBuffer(run.journal());
    supervision = new Supervision(this);
  }

  /**
   * A branch of a group: executes a node, and tells {@code parent} when it is over.
   *
   * @param path the group's
   */
  static Branch member(RunScope run, Node node, String path, Mailbox parent) {
    var member = new AtomicReference<Branch>();
    var branch = new Branch(run, () -> member.get().runMember(node, path, parent));
    member.set(branch);
    return branch;
  }

  void startThread() {
    var state = run.state();
    var threads =
        LogFields.carrying(
            run.settings().threads(), state.runId(), state.serverId(), Optional.empty());
    var thread = threads.newThread(body);
    thread.setName(threadName());
    thread.start();
  }

  String threadName() {
    return "run " + run.state().workflowId();
  }

  RunScope run() {
    return run;
  }

  Mailbox mailbox() {
    return mailbox;
  }

  EventBuffer events() {
    return events;
  }

  Supervision supervision() {
    return supervision;
  }

  /** The nodes below {@code parent}, until one does not complete. */
  StepEnd walk(List<Node> nodes, String parent) {
    for (var node : nodes) {
      var ended = walk(node, parent);
      if (ended != StepEnd.COMPLETED) {
        return ended;
      }
    }
    return StepEnd.COMPLETED;
  }

  private StepEnd walk(Node node, String parent) {
    var path = node.below(parent);
    return switch (node) {
      case WorkflowStep step -> bring(path);
      case Sequence sequence -> {
        var left = leftOut(sequence, parent);
        yield left.isPresent() ? left.get() : walk(sequence.steps(), path);
      }
      case ParallelGroup group -> {
        var left = leftOut(group, parent);
        yield left.isPresent() ? left.get() : new GroupExecution(this, group, path).bring();
      }
    };
  }

  /** Every node below {@code parent}, whether or not those before it complete. */
  void walkAll(List<Node> nodes, String parent) {
    for (var node : nodes) {
      var path = node.below(parent);
      if (node instanceof Sequence sequence) {
        if (leftOut(sequence, parent).isEmpty()) {
          walkAll(sequence.steps(), path);
        }
      } else {
        walk(node, parent);
      }
      events.write();
    }
  }

  /** One step, to its end. */
  StepEnd bring(String path) {
    var step = run.placed().get(path);
    if (step == null) {
      throw new WorkflowException("the definition has no step " + path);
    }
    return new StepExecution(this, step).bring();
  }

  /**
   * Asks the condition of a group or a sequence, once: when none of its steps has begun. Where it
   * is false they are all skipped; where it has no value the first of them fails.
   *
   * @return empty if its steps are to be run
   */
  private Optional<StepEnd> leftOut(Node node, String parent) {
    if (node.when().isEmpty()) {
      return Optional.empty();
    }
    var steps = stepsIn(node, parent);
    var left = Optional.<StepEnd>empty();
    while (left.isEmpty()) {
      var state = run.state();
      var open = steps.stream().filter(step -> !state.step(step.path()).isOver()).toList();
      if (open.isEmpty() || steps.stream().anyMatch(step -> hasBegun(state.step(step.path())))) {
        return Optional.empty();
      }
      events.write(); // so that the condition sees all that came before
      var first = open.getFirst();
      var outer = new PlacedStep(first.path(), first.step(), first.role(), withinOf(parent));
      try {
        if (run.variables(outer).holds(node.when().get())) {
          return Optional.empty();
        }
        left = leaveOut(open, node.when().get());
      } catch (ExpressionException e) {
        left =
            events.writeUnlessOver(first, StepEvents.failedUntried(first, e, run.secrets()))
                ? Optional.of(StepEnd.FAILED)
                : Optional.empty();
      }
    }
    return left;
  }

  /** Skips steps; empty if a command skipped one of them meanwhile. */
  private Optional<StepEnd> leaveOut(List<PlacedStep> open, String condition) {
    var skipped =
        open.stream().map(step -> StepEvents.conditionFalse(step.path(), condition)).toList();
    return events.writeIf(
            now -> open.stream().noneMatch(step -> now.step(step.path()).isOver()), skipped)
        ? Optional.of(StepEnd.COMPLETED)
        : Optional.empty();
  }

  /** True if what is around the step was found to be wanted; a command to skip it says nothing. */
  private static boolean hasBegun(StepState step) {
    return !step.attempts().isEmpty()
        || step.approval().isPresent()
        || step.limitAwaited().isPresent()
        || (step.isOver() && !step.skipped().equals(Optional.of(SkipCause.COMMAND)));
  }

  /** The definition inside the run's that the nodes below {@code parent} belong to. */
  private Optional<String> withinOf(String parent) {
    return run.placed().values().stream()
        .flatMap(step -> step.within().stream())
        .filter(path -> parent.equals(path) || parent.startsWith(path + "/"))
        .max(Comparator.comparingInt(String::length));
  }

  /** The steps of a node below {@code parent}. */
  List<PlacedStep> stepsIn(Node node, String parent) {
    var found = new ArrayList<PlacedStep>();
    collect(node, parent, found);
    return found;
  }

  private void collect(Node node, String parent, List<PlacedStep> found) {
    var path = node.below(parent);
    switch (node) {
      case WorkflowStep step -> Optional.ofNullable(run.placed().get(path)).ifPresent(found::add);
      case Sequence sequence -> sequence.steps().forEach(inner -> collect(inner, path, found));
      case ParallelGroup group -> group.branches().forEach(inner -> collect(inner, path, found));
    }
  }

  /** Why this branch ends before its time, if it must: cancelled, or a step beside it failed. */
  Optional<SkipCause> cutShort() {
    if (run.inbox().isCleaning()) {
      return run.isForced() ? Optional.of(SkipCause.CANCELLED) : siblingFailed();
    }
    return run.isCancelled() ? Optional.of(SkipCause.CANCELLED) : siblingFailed();
  }

  /** The same in words. */
  String whyCutShort() {
    return cutShort().equals(Optional.of(SkipCause.SIBLING_FAILED))
        ? "cancelled, because " + mailbox.failedSibling().orElse("a step beside it") + " failed"
        : StepEvents.CANCELLED;
  }

  private Optional<SkipCause> siblingFailed() {
    return mailbox.failedSibling().map(step -> SkipCause.SIBLING_FAILED);
  }

  private void runMember(Node node, String path, Mailbox parent) {
    try {
      end = walk(node, path);
      events.write();
    } catch (Supervision.ThreadGivenUp e) {
      return; // another goes on
    } catch (RunStoppedException e) {
      failure = writtenOr(e);
    } catch (Throwable e) { // its group judges it, whatever it is
      failure = e;
    }
    run.inbox().close(mailbox);
    parent.put(new Mailbox.Message.BranchOver(this));
  }

  private RuntimeException writtenOr(RunStoppedException stopped) {
    try {
      events.write();
      return stopped;
    } catch (RuntimeException e) {
      return e;
    }
  }

  /** How it ended as a member of a group; empty if it met {@link #failure}. */
  Optional<StepEnd> end() {
    return Optional.ofNullable(end);
  }

  Optional<Throwable> failure() {
    return Optional.ofNullable(failure);
  }
}
