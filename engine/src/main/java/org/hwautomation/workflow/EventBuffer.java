package org.hwautomation.workflow;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Events of a run that ride on its next commit, so that a step costs one. Used by the run's thread
 * alone.
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
   * Parks the run, unless a cancel is in its journal; false then, and nothing is written.
   *
   * @param before goes before that
   */
  boolean park(List<Event> before, Event.RunParked parked) {
    var all = new ArrayList<>(waiting);
    all.addAll(before);
    var written = journal.park(all, parked);
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
