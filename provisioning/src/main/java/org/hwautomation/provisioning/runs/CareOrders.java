package org.hwautomation.provisioning.runs;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.hwautomation.provisioning.WorkflowManager;
import org.hwautomation.store.RunCare.Acknowledgement;
import org.hwautomation.store.RunCare.Care;
import org.hwautomation.store.RunCare.Note;
import org.hwautomation.workflow.RunRecord;
import org.jspecify.annotations.Nullable;

/** Who looks after a run, for front doors: checked, and as JSON has it. Thread-safe. */
public final class CareOrders {
  /** For longer nobody has seen anything. */
  private static final Duration LONGEST = Duration.ofDays(30);

  private final WorkflowManager manager;
  private final String actor;

  /**
   * @param actor who asks, such as {@code cli:alice}
   */
  public CareOrders(WorkflowManager manager, String actor) {
    this.manager = manager;
    this.actor = actor;
  }

  /** Changes who looks after a run. */
  public Care change(RunRecord run, UnaryOperator<Care> change) {
    return manager.store().runCare().change(run, change, actor);
  }

  /**
   * A name or number as it is kept; empty for a blank one.
   *
   * @throws IllegalArgumentException if it is too long, or no line
   */
  public static Optional<String> line(String what, String text, int longest) {
    var line = text.strip();
    if (line.length() > longest || line.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          "%s must be one line of at most %d characters".formatted(what, longest));
    }
    return Optional.of(line).filter(each -> !each.isEmpty());
  }

  /**
   * That the actor has seen it, for a while from now.
   *
   * @throws IllegalArgumentException if that is no time, or longer than 30 days
   */
  public Acknowledgement acknowledged(Duration time) {
    if (time.isNegative() || time.isZero() || time.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("an acknowledgement is for 1s to 30d");
    }
    return new Acknowledgement(actor, manager.engine().time().now().plus(time));
  }

  /**
   * Notes something.
   *
   * @throws IllegalArgumentException if nothing stands in it, or more than 4,000 characters
   */
  public void note(RunRecord run, String text) {
    var note = text.strip();
    if (note.isEmpty() || note.length() > 4_000) {
      throw new IllegalArgumentException("a note has 1 to 4000 characters");
    }
    manager.store().runCare().note(run, note, actor);
  }

  /** As JSON has it. */
  public static Map<String, @Nullable Object> document(WorkflowManager manager, RunRecord run) {
    var document = new LinkedHashMap<String, @Nullable Object>();
    document.put("run_id", run.runId());
    document.putAll(document(manager.store().runCare().of(run), manager.engine().time().now()));
    document.put(
        "notes", manager.store().runCare().notes(run).stream().map(CareOrders::document).toList());
    return document;
  }

  /** Without its notes. */
  public static Map<String, @Nullable Object> document(Care care, Instant now) {
    var document = new LinkedHashMap<String, @Nullable Object>();
    document.put("owner", care.owner().orElse(null));
    document.put("acknowledged_by", care.acknowledgement().map(Acknowledgement::by).orElse(null));
    document.put(
        "acknowledged_until",
        care.acknowledgement().map(each -> each.until().toString()).orElse(null));
    document.put(
        "acknowledged",
        care.acknowledgement().filter(each -> each.until().isAfter(now)).isPresent());
    document.put("ticket", care.ticket().orElse(null));
    return document;
  }

  private static Map<String, @Nullable Object> document(Note note) {
    var document = new LinkedHashMap<String, @Nullable Object>();
    document.put("number", note.number());
    document.put("actor", note.actor());
    document.put("at", note.at().toString());
    document.put("text", note.text());
    return document;
  }
}
