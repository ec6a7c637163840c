package org.hwautomation.provisioning.triage;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hwautomation.workflow.Action;
import org.hwautomation.workflow.LiveProgress;
import org.hwautomation.workflow.LockHolder;
import org.hwautomation.workflow.RunRecord;
import org.hwautomation.workflow.RunState;

/** What a run is judged with, besides its own journal. */
interface Surroundings {
  Instant now();

  /** True if the process that is to execute the run lives. */
  boolean isExecuted(RunRecord run);

  /** What its running step last said of itself. */
  Optional<LiveProgress> progress(RunRecord run);

  /** Who holds one of these keys and is another run. */
  List<LockHolder> holders(RunState state);

  /** The runs that wait for one of these keys too, and take it first; in order. */
  List<String> ahead(RunState state);

  /** What people call the server of a run. */
  String server(Optional<String> serverId);

  /** The registered actions. */
  Map<String, Action> actions();

  /** How long an action usually takes in runs like this one. */
  Optional<Duration> usual(String action, RunState state);
}
