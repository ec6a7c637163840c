package org.hwautomation.store;

import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import org.hwautomation.workflow.StoreException;
import org.hwautomation.workflow.WorkflowTime;
import org.postgresql.Driver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A schema of a PostgreSQL database: opens sessions with the settings that {@code
 * docs/decisions/0011-postgresql.md} gives reasons for.
 */
final class PostgresConnections implements Connections {
  private static final Logger LOG = LoggerFactory.getLogger(PostgresConnections.class);

  /** Older ones have no updates any more. */
  private static final int OLDEST_VERSION = 13;

  private final PostgresOptions options;
  private final PostgresFailure failure;
  private final long writing;

  // of the session that writes; used by its thread alone
  private String writer = "";
  private long marks;

  PostgresConnections(PostgresOptions options) {
    this.options = options;
    this.failure = new PostgresFailure(options);
    this.writing = lockKey("write");
  }

  @Override
  public String name() {
    return "store " + options.database();
  }

  /** The key of an advisory lock of this schema: locks are numbers, shared by the database. */
  long lockKey(String name) {
    try {
      var text = "hwautomation/" + options.schema() + "/" + name;
      var hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return ByteBuffer.wrap(hash).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  @Override
  public Session writing() throws SQLException {
    var session = open("writer");
    try {
      requireSuitable(session);
      new PostgresSchema(options, lockKey("migrate")).migrate(session);
      writer = UUID.randomUUID().toString();
      WriterTable.open(session, writer);
      return session;
    } catch (SQLException | RuntimeException e) {
      session.close();
      throw e;
    }
  }

  /** No: a socket is closed when the virtual thread that waits at it is interrupted. */
  @Override
  public boolean anyThreadMayWrite() {
    return false;
  }

  @Override
  public Session reading() throws SQLException {
    var session = open("reader");
    session.script("SET default_transaction_read_only = on");
    return session;
  }

  /** What the database is; see {@link PostgresStore#look}. */
  DatabaseStatus look() throws SQLException {
    try (var session = reading()) {
      requireSuitable(session);
      return PostgresLook.at(session, options, new PostgresSchema(options, lockKey("migrate")));
    }
  }

  /** A session of an owner's own, which waits for nobody's transaction. */
  Session owning() throws SQLException {
    return open("owner");
  }

  private Session open(String what) throws SQLException {
    var properties = new Properties();
    properties.setProperty("user", options.user());
    var password = options.password().get();
    if (!password.isEmpty()) {
      properties.setProperty("password", password);
    }
    properties.setProperty("currentSchema", options.schema());
    properties.setProperty("ApplicationName", "hwautomation " + what);
    properties.setProperty("assumeMinServerVersion", Integer.toString(OLDEST_VERSION));
    properties.setProperty("connectTimeout", "10");
    properties.setProperty("loginTimeout", "20");
    properties.setProperty("socketTimeout", Long.toString(options.deadline().toSeconds() + 10));
    properties.setProperty("tcpKeepAlive", "true");
    properties.setProperty("gssEncMode", "disable");
    properties.setProperty("logServerErrorDetail", "false"); // it would quote rows
    properties.setProperty("sslmode", options.tls().mode());
    options
        .rootCertificate()
        .ifPresentOrElse(
            file -> properties.setProperty("sslrootcert", readable(file)),
            () -> properties.setProperty("sslfactory", "org.postgresql.ssl.DefaultJavaSSLFactory"));
    var connection = new Driver().connect(url(), properties);
    if (connection == null) {
      throw new IllegalStateException("the driver does not take its own URL");
    }
    var session = new Session(connection, Session.Dialect.POSTGRESQL);
    try {
      session.script(
          """
          SET lock_timeout = %d;
          SET idle_in_transaction_session_timeout = '10s';
          SET client_min_messages = warning;
          SET tcp_keepalives_idle = 10;
          SET tcp_keepalives_interval = 5;
          SET tcp_keepalives_count = 3;
          SET tcp_user_timeout = '25s';
          """
              .formatted(options.deadline().toMillis()));
      return session;
    } catch (SQLException e) {
      session.close();
      throw e;
    }
  }

  private static String readable(Path certificate) {
    var file = certificate.toAbsolutePath();
    if (!Files.isReadable(file)) {
      throw new StoreException(
          "the database's root certificate " + file + " can't be read; name a PEM file", null);
    }
    return file.toString();
  }

  private String url() {
    var host = options.host().contains(":") ? "[" + options.host() + "]" : options.host();
    var database =
        URLEncoder.encode(options.database(), StandardCharsets.UTF_8).replace("+", "%20");
    return "jdbc:postgresql://" + host + ":" + options.port() + "/" + database;
  }

  private void requireSuitable(Session session) throws SQLException {
    if (setting(session, "server_version_num").compareTo(OLDEST_VERSION + "0000") < 0) {
      throw refused(
          "is of version %s; version %d or later is needed"
              .formatted(setting(session, "server_version"), OLDEST_VERSION));
    }
    if (!setting(session, "server_encoding").equals("UTF8")) {
      throw refused(
          "is encoded in %s; make one with: createdb --encoding=UTF8 --template=template0"
              .formatted(setting(session, "server_encoding")));
    }
    if (setting(session, "synchronous_commit").equals("off")) {
      session.script("SET synchronous_commit = on"); // what returned has been synced
    }
    if (setting(session, "fsync").equals("off")) {
      LOG.warn(
          "the database {} runs with fsync = off: a power cut may lose what was written, or all of"
              + " it",
          options);
    }
  }

  private StoreException refused(String problem) {
    return new StoreException("the database " + options + " " + problem, null);
  }

  private static String setting(Session session, String name) throws SQLException {
    return session
        .first("SELECT current_setting(?) AS setting", row -> row.text("setting"), name)
        .orElseThrow();
  }

  @Override
  public Session reopened(Attempt<Session> opening) throws SQLException {
    var time = WorkflowTime.system();
    var start = time.nanos();
    while (true) {
      try {
        return opening.run();
      } catch (SQLException e) {
        if (!PostgresFailure.isAway(e) || time.nanos() - start > options.deadline().toNanos()) {
          throw e;
        }
      }
      LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(50_000_000, 200_000_000));
    }
  }

  /** At the isolation that lets a statement see what others committed before it. */
  @Override
  public void begin(Session session, boolean synced, boolean alone) throws SQLException {
    session.script("BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE");
    try {
      if (!synced) {
        session.script("SET LOCAL synchronous_commit = off");
      }
      if (alone) {
        // first of all locks, so that it is never waited for by one who holds a row
        session.list("SELECT pg_advisory_xact_lock(?)", row -> true, writing);
      }
    } catch (SQLException e) {
      if (!isLost(e)) {
        session.script("ROLLBACK");
      }
      throw e;
    }
  }

  /** Also finds out a transaction that the server has aborted, whose COMMIT would not complain. */
  @Override
  public Optional<CommitMark> mark(Session session) throws SQLException {
    var mark = new CommitMark(writer, ++marks);
    WriterTable.mark(session, mark);
    return Optional.of(mark);
  }

  @Override
  public void ended(Session session, boolean synced) {}

  /** Waits, within the deadline, for a transaction whose session has not yet noticed its end. */
  @Override
  public Outcome outcome(Session session, CommitMark mark) throws SQLException {
    var last = WriterTable.lastCommit(session, mark.writer());
    if (last.isEmpty() || last.get() > mark.number()) {
      return Outcome.UNKNOWN; // somebody else changed the table
    }
    WriterTable.close(session, mark.writer());
    return last.get() == mark.number() ? Outcome.COMMITTED : Outcome.ABORTED;
  }

  @Override
  public void close(Session session) throws SQLException {
    try (session) {
      WriterTable.close(session, writer);
    }
  }

  @Override
  public <T> T patiently(Attempt<T> attempt) throws SQLException {
    return attempt.run(); // the server itself waits, for lock_timeout
  }

  @Override
  public boolean isLost(SQLException e) {
    return PostgresFailure.isLost(e);
  }

  @Override
  public boolean isConflict(SQLException e) {
    return PostgresFailure.isConflict(e);
  }

  @Override
  public StoreException explain(SQLException e) {
    return failure.explain(e);
  }
}
