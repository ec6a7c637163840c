package org.hwautomation.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.hwautomation.store.DatabaseStatus;
import org.hwautomation.store.DatabaseStatus.Kind;
import org.jspecify.annotations.Nullable;

/** What a database is, in words and as JSON. */
final class DatabaseView {
  /** The original's last version. */
  private static final int ORIGINALS = 6;

  private final GlobalOptions options;
  private final DatabaseStatus status;

  DatabaseView(GlobalOptions options, DatabaseStatus status) {
    this.options = options;
    this.status = status;
  }

  Map<String, @Nullable Object> document() {
    var document = new LinkedHashMap<String, @Nullable Object>();
    document.put("database", status.database());
    document.put("kind", status.kind().name().toLowerCase(Locale.ROOT));
    document.put("usable", status.kind().isUsable());
    document.put("problem", status.problem().orElse(null));
    document.put("original_version", number(status.originalVersion()));
    document.put("bytes", status.bytes().isPresent() ? status.bytes().getAsLong() : null);
    document.put("rows", status.rows());
    document.put("left_running", status.leftRunning());
    document.put("migrations_applied", status.applied());
    document.put("migrations_pending", status.pending());
    document.put("next_opening", nextOpening());
    document.put("next_command", nextCommand().orElse(null));
    document.put("copies", status.copies().stream().map(Object::toString).toList());
    return document;
  }

  private static @Nullable Integer number(OptionalInt number) {
    return number.isPresent() ? number.getAsInt() : null;
  }

  void tell(Screen screen) {
    screen.line(status.database());
    screen.line("  " + whose());
    if (!status.rows().isEmpty()) {
      screen.line("");
      screen.table(
          List.of("TABLE", "ROWS"),
          status.rows().entrySet().stream()
              .map(each -> List.of(each.getKey(), each.getValue().toString()))
              .toList());
    }
    if (status.leftRunning() > 0) {
      screen.line(
          "%d of workflow_history were left running by the original: shown as interrupted, and not changed"
              .formatted(status.leftRunning()));
    }
    screen.line("");
    screen.line("The next command " + nextOpening());
    nextCommand().ifPresent(command -> screen.line("  " + command + "   # tries it on a copy"));
    if (!status.copies().isEmpty()) {
      screen.line("Beside it:");
      status.copies().forEach(copy -> screen.line("  " + copy.getFileName()));
    }
  }

  private String whose() {
    var size =
        status.bytes().isPresent() ? ", %d KiB".formatted(status.bytes().getAsLong() >> 10) : "";
    return switch (status.kind()) {
      case ABSENT -> "is not there";
      case EMPTY -> "is empty";
      case OURS ->
          "of this hwauto, "
              + (status.pending().isEmpty()
                  ? "all %d migrations applied".formatted(status.applied().size())
                  : "%d migrations applied, %d pending: %s"
                      .formatted(
                          status.applied().size(),
                          status.pending().size(),
                          String.join(", ", status.pending())))
              + size;
      case ORIGINAL ->
          "of the original HWAutomation, version %d of %d%s"
              .formatted(status.originalVersion().orElse(0), ORIGINALS, size);
      case NEWER, FOREIGN, DAMAGED -> status.problem().orElse("can't be used");
    };
  }

  /** What happens when it is opened next, to stand behind "the next command". */
  String nextOpening() {
    return switch (status.kind()) {
      case ABSENT -> "makes it.";
      case EMPTY -> "makes its tables.";
      case OURS ->
          status.pending().isEmpty()
              ? "changes nothing in its tables."
              : "applies the pending migrations, in one transaction.";
      case ORIGINAL ->
          "copies it to %s, brings it to the original's version %d and adds our tables, in one transaction; every row stays."
              .formatted(copyName(), ORIGINALS);
      case NEWER, FOREIGN, DAMAGED -> "is refused, and leaves it as it is.";
    };
  }

  /** How the copy will be called. */
  String copyName() {
    return "%s.original-v%d-TIME".formatted(status.database(), status.originalVersion().orElse(0));
  }

  private Optional<String> nextCommand() {
    return status.kind() == Kind.ORIGINAL
            || (status.kind() == Kind.OURS && !status.pending().isEmpty())
        ? Optional.of(options.next("db migrate --dry-run"))
        : Optional.empty();
  }
}
