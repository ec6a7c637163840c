package org.hwautomation.workflow;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Brings a parallel group to its end: each of its branches on a thread of its own. The first that
 * fails ends the others; all are awaited.
 */
final class GroupExecution {
  private final Branch branch;
  private final ParallelGroup group;
  private final String path;
  private final Set<Branch> running = new LinkedHashSet<>();

  GroupExecution(Branch branch, ParallelGroup group, String path) {
    this.branch = branch;
    this.group = group;
    this.path = path;
  }

  StepEnd bring() {
    var run = branch.run();
    branch.mailbox().hearAll();
    if (branch.mailbox().isStopping()) {
      throw new RunStoppedException();
    }
    branch.events().write(); // what came before is in the journal before anything here begins
    // a failure that is in the journal already, from before a crash, ends the others at once
    var failedBefore = branch.mailbox().failedSibling().or(this::failedHere);
    var members = new ArrayList<Branch>();
    for (var node : group.branches()) {
      var member = Branch.member(run, node, path, branch.mailbox());
      failedBefore.ifPresent(step -> tellOf(step, member));
      members.add(member);
      running.add(member);
      member.startThread();
    }
    while (!running.isEmpty()) {
      switch (branch.mailbox().take()) {
        case Mailbox.Message.BranchOver(var member) -> over(member);
        case Mailbox.Message.SiblingFailed failed -> {
          branch.mailbox().hear(failed, null);
          running.forEach(member -> tellOf(failed.step(), member));
        }
        case Mailbox.Message.SiblingStopped stop -> {
          branch.mailbox().hear(stop, null);
          running.forEach(member -> member.mailbox().put(stop));
        }
        case Mailbox.Message other -> branch.mailbox().hear(other, null);
      }
    }
    return endOf(members);
  }

  private static void tellOf(String failedStep, Branch member) {
    member.mailbox().put(new Mailbox.Message.SiblingFailed(failedStep));
  }

  private void over(Branch member) {
    running.remove(member);
    if (member.failure().isPresent()) {
      var stop = new Mailbox.Message.SiblingStopped(branch.run().settings().drain());
      running.forEach(other -> other.mailbox().put(stop));
    } else if (member.end().equals(Optional.of(StepEnd.FAILED))) {
      var failed = failedHere().orElse("a step beside it");
      running.forEach(other -> tellOf(failed, other));
    }
  }

  /** The step of this group that failed first. */
  private Optional<String> failedHere() {
    var state = branch.run().state();
    return group.branches().stream()
        .flatMap(node -> branch.stepsIn(node, path).stream())
        .map(step -> state.step(step.path()))
        .filter(step -> step.status() == StepStatus.FAILED)
        .min(Comparator.comparingLong(StepState::endedSeq))
        .map(StepState::path);
  }

  private static StepEnd endOf(Iterable<Branch> members) {
    RunStoppedException stopped = null;
    var end = StepEnd.COMPLETED;
    for (var member : members) {
      switch (member.failure().orElse(null)) {
        case null -> {
          var its = member.end().orElseThrow();
          if (its == StepEnd.FAILED || (its == StepEnd.CANCELLED && end == StepEnd.COMPLETED)) {
            end = its;
          }
        }
        case RunStoppedException e -> stopped = stopped == null ? e : stopped.orParkedBy(e);
        case RuntimeException e -> throw e;
        case Error e -> throw e;
        case Throwable e -> throw new WorkflowException("a branch can't go on", e);
      }
    }
    if (stopped != null) {
      throw stopped;
    }
    return end;
  }
}
