package org.hwautomation.store;

import java.sql.SQLException;
import java.time.Duration;
import javax.net.ssl.SSLException;
import org.hwautomation.workflow.StoreException;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;

/**
 * Says what PostgreSQL's error codes mean for people. The codes are those of its manual's appendix
 * A.
 */
final class PostgresFailure {
  private final PostgresOptions options;

  PostgresFailure(PostgresOptions options) {
    this.options = options;
  }

  /** Connection exceptions, and what the server says when it ends a session. */
  static boolean isLost(SQLException e) {
    return switch (state(e)) {
      // admin_shutdown, crash_shutdown, database_dropped, idle_session_timeout,
      // idle_in_transaction_session_timeout
      case "57P01", "57P02", "57P04", "57P05", "25P03" -> true;
      default -> state(e).startsWith("08") && !state(e).equals("08P01"); // protocol_violation
    };
  }

  /** serialization_failure, deadlock_detected. */
  static boolean isConflict(SQLException e) {
    return state(e).equals("40001") || state(e).equals("40P01");
  }

  /** Whether a server that went away may be on its way back: not reached, or starting. */
  static boolean isAway(SQLException e) {
    return (isLost(e) && !isTls(e)) || state(e).equals("57P03") || state(e).equals("53300");
  }

  /** True if the database itself is in order, and the same may succeed later. */
  static boolean mayPass(SQLException e) {
    return isAway(e)
        || isConflict(e)
        || state(e).startsWith("53")
        || state(e).startsWith("57")
        || state(e).equals("55P03");
  }

  private static String state(SQLException e) {
    var state = e.getSQLState();
    return state == null ? "" : state;
  }

  /** The driver has no code for it, and its messages speak the user's language. */
  private static boolean isTls(SQLException e) {
    for (@Nullable Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof SSLException) {
        return true;
      }
    }
    // neither the network nor the server ended it: the driver did, for the name or for want of TLS
    return e instanceof PSQLException own
        && own.getCause() == null
        && own.getServerErrorMessage() == null
        && (state(e).equals("08006") || state(e).equals("08004"));
  }

  StoreException explain(SQLException e) {
    return new StoreException(
        "the database " + options + " " + problem(e) + " (PostgreSQL: " + e.getMessage() + ")", e);
  }

  private String problem(SQLException e) {
    if (isTls(e)) {
      return "can't be spoken to over verified TLS; its certificate must bear that name and be signed by one this machine trusts, or be named as root certificate";
    }
    return switch (state(e)) {
      case "28P01", "28000" ->
          "refused user '%s'; check the name, the password and the server's pg_hba.conf"
              .formatted(options.user());
      case "3D000" -> "does not exist; make it with: createdb " + options.database();
      case "08001", "08004" ->
          "can't be reached; nothing committed is lost; check host and port, and that the server runs and listens there";
      case "53300" -> "has no connection left; close some, or raise its max_connections";
      case "53100" ->
          "has no room: its disk is full; nothing committed is lost, free some space and go on";
      case "25006" -> "only reads, as a standby does; name the primary server";
      case "42501" ->
          "does not let user '%s' do that; grant it CREATE on the database, or make the schema %s for it"
              .formatted(options.user(), options.schema());
      case "55P03" ->
          "stayed locked by another process for %d s; see who has it with: SELECT * FROM pg_stat_activity WHERE state <> 'idle'"
              .formatted(Math.max(1, deadline().toSeconds()));
      case "57P03" -> "is starting or stopping; try again shortly";
      default ->
          isLost(e)
              ? "ended the connection; nothing committed is lost, and the next call connects again"
              : "refused a request";
    };
  }

  private Duration deadline() {
    return options.deadline();
  }
}
