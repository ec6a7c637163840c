package org.hwautomation.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.hwautomation.provisioning.triage.Cause;
import org.hwautomation.provisioning.triage.LegalAction;
import org.hwautomation.provisioning.triage.Position;
import org.hwautomation.provisioning.triage.Situation;
import org.hwautomation.workflow.Durations;

/** Situations in lines for people. */
final class SituationView {
  private final Screen screen;
  private final GlobalOptions options;

  SituationView(Screen screen, GlobalOptions options) {
    this.screen = screen;
    this.options = options;
  }

  /** One line: rack, name, what, where it is, waited against usual. */
  String headline(Situation s, int nameWidth) {
    var words = new ArrayList<String>();
    words.add("%-8s".formatted(s.rack().orElse("-")));
    words.add(("%-" + nameWidth + "s").formatted(s.name()));
    words.add(kind(s.cause()));
    s.position()
        .ifPresent(
            p -> {
              words.add(place(p) + " " + p.step());
              if (p.attempts() > 1 && p.attempt() > 1) {
                words.add("attempt %d/%d".formatted(p.attempt(), p.attempts()));
              }
            });
    s.waited().ifPresent(waited -> words.add(waited(waited, s)));
    return String.join("  ", words);
  }

  private static String place(Position p) {
    return p.number() == 0 ? "-/" + p.of() : p.number() + "/" + p.of();
  }

  private String waited(Duration waited, Situation s) {
    var usual = s.position().flatMap(Position::usual);
    var text =
        Durations.text(waited) + usual.map(u -> " (usually " + Durations.text(u) + ")").orElse("");
    return usual.filter(u -> waited.compareTo(u) > 0).isPresent() ? screen.warn(text) : text;
  }

  /** The kind of a cause, in its colour. */
  String kind(Cause cause) {
    var words = cause.kind().words();
    return switch (cause.kind().urgency()) {
      case NEEDS_PERSON ->
          switch (cause.kind()) {
            case OVERDUE, UNSETTLED, LINGERING -> screen.grave(words);
            case WAITING_FOR_APPROVAL, PARKED, INTERRUPTED -> screen.warn(words);
            default -> screen.bad(words);
          };
      case SLOW -> screen.warn(words);
      case RUNNING -> screen.running(words);
      case QUIET -> words;
    };
  }

  /** {@code yes (nothing is being written)}, or in red. */
  String power(Situation s) {
    return s.power().safe()
        ? "yes (%s)".formatted(s.power().reason())
        : screen.bad("no, do not power off") + " (%s)".formatted(s.power().reason());
  }

  /** The command lines of what may be done, with what each would do. */
  List<String> actions(Situation s) {
    var width = s.actions().stream().mapToInt(action -> command(action).length()).max().orElse(1);
    return s.actions().stream()
        .map(
            action ->
                width > 70
                    ? "%s%n    %s".formatted(command(action), action.effect())
                    : ("%-" + width + "s  %s").formatted(command(action), action.effect()))
        .toList();
  }

  String command(LegalAction action) {
    return options.next(action.command());
  }
}
