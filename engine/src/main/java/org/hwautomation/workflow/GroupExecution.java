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

  StepEnd bring() throws InterruptedException {
    var run = branch.run();
    branch.events().write(); // what came before is in the journal before anything here begins
    var members = new ArrayList<Branch>();
    for (var node : group.branches()) {
      var member = new Branch(run);
      branch.mailbox().failedSibling().ifPresent(step -> tellOf(step, member));
      members.add(member);
      running.add(member);
      member.startMember(node, path, branch.mailbox());
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
      var failed = failedStep();
      running.forEach(other -> tellOf(failed, other));
    }
  }

  /** The step that failed last: the one that ended its branch. */
  private String failedStep() {
    return branch.run().state().steps().values().stream()
        .filter(step -> step.status() == StepStatus.FAILED)
        .max(Comparator.comparingLong(StepState::endedSeq))
        .map(StepState::path)
        .orElse("a step beside it");
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
        case Throwable e -> throw new WorkflowException("a branch was interrupted", e);
      }
    }
    if (stopped != null) {
      throw stopped;
    }
    return end;
  }
}
