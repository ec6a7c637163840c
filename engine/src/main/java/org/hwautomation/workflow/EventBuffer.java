package org.hwautomation.workflow;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Events of a run that ride on its next commit, so that a step costs one. Used by its branch's
 * thread alone.
 */
final class EventBuffer {
  private final RunJournal journal;
  private final List<Event> waiting = new ArrayList<>();

  EventBuffer(RunJournal journal) {
    this.journal = journal;
  }

  /** Keeps an event for the next commit. */
  void add(Event event) {
    waiting.add(event);
  }

  /** Writes what waits, and {@code more}, in one commit. */
  void write(Event... more) {
    var all = new ArrayList<>(waiting);
    all.addAll(List.of(more));
    if (!all.isEmpty()) {
      journal.append("engine", all, false, Optional.empty());
      waiting.clear();
    }
  }

  /**
   * Writes what waits, and {@code more} behind it, if the run stands so that it may; else nothing.
   */
  boolean writeIf(Predicate<RunState> allowed, List<? extends Event> more) {
    var all = new ArrayList<>(waiting);
    all.addAll(more);
    var written = journal.appendIf(allowed, all);
    if (written) {
      waiting.clear();
    }
    return written;
  }

  /** The same for an event of a step, unless a command skipped the step meanwhile. */
  boolean writeUnlessOver(PlacedStep step, Event more) {
    return writeIf(now -> !now.step(step.path()).isOver(), List.of(more));
  }

  /** Parks the run, unless a cancel is in its journal; false then, and nothing is written. */
  boolean park(Event.RunParked parked) {
    var written = journal.park(waiting, parked);
    if (written) {
      waiting.clear();
    }
    return written;
  }

  /** Ends the run, as it stands after what waits. */
  void end(Function<RunState, Event.RunEnded> ending) {
    journal.end(List.copyOf(waiting), ending);
    waiting.clear();
  }
}
