package org.hwautomation.store;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.hwautomation.workflow.Command;
import org.hwautomation.workflow.Value;
import org.hwautomation.workflow.ValueCodec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The table {@code command}: what was asked of runs. Applied rows stay, as a record. */
final class CommandTable {
  private static final Logger LOG = LoggerFactory.getLogger(CommandTable.class);

  private CommandTable() {}

  /** Adds a command; one with the same id is added once. */
  static void add(Session session, Command command) throws SQLException {
    session.update(
        """
        INSERT INTO command
          (command_id, run_id, kind, arguments, expected_seq, actor, reason, at_utc_micros)
        VALUES (?,?,?,?,?,?,?,?) ON CONFLICT (command_id) DO NOTHING
        """,
        command.commandId(),
        command.runId(),
        command.kind().wireName(),
        ValueCodec.write(command.arguments()),
        command.expectedSeq().isPresent() ? command.expectedSeq().getAsLong() : null,
        command.actor(),
        command.reason(),
        command.at());
  }

  static void applied(Session session, String commandId, Instant now) throws SQLException {
    session.update(
        "UPDATE command SET applied_at_utc_micros = ? WHERE command_id = ?", now, commandId);
  }

  static List<Command> pendingOf(Session session, String runId) throws SQLException {
    return known(
        session.list(
            """
            SELECT * FROM command WHERE run_id = ? AND applied_at_utc_micros IS NULL
            ORDER BY position
            """,
            CommandTable::read,
            runId));
  }

  static List<Command> pending(Session session, String owner) throws SQLException {
    return known(
        session.list(
            """
            SELECT command.* FROM command JOIN run ON run.run_id = command.run_id
            WHERE command.applied_at_utc_micros IS NULL AND run.owner = ?
            ORDER BY command.position
            """,
            CommandTable::read,
            owner));
  }

  private static List<Command> known(List<Optional<Command>> commands) {
    return commands.stream().flatMap(Optional::stream).toList();
  }

  private static Optional<Command> read(Row row) throws SQLException {
    Command.Kind kind;
    try {
      kind = Command.Kind.valueOf(row.text("kind").toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      LOG.warn(
          "command {} asks for '{}', which this version does not know: left for a newer one",
          row.text("command_id"),
          row.text("kind"));
      return Optional.empty();
    }
    return Optional.of(
        new Command(
            row.text("command_id"),
            row.text("run_id"),
            kind,
            ValueCodec.read(row.text("arguments")).as(Value.Fields.class),
            row.optionalNumber("expected_seq"),
            row.text("actor"),
            row.text("reason"),
            row.instant("at_utc_micros")));
  }
}
