package org.hwautomation.store;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.hwautomation.workflow.WorkflowTime;
import org.jspecify.annotations.Nullable;

/**
 * How a {@link PostgresStore} is opened.
 *
 * @param host the server's name or address
 * @param port default 5432
 * @param database the database's name
 * @param user who connects
 * @param password asked for at each connection, never kept, shown or logged; an empty answer leaves
 *     it to {@code ~/.pgpass}
 * @param tls default: {@link PostgresTls#VERIFIED}, and {@link PostgresTls#OFF} to this machine
 *     itself
 * @param rootCertificate a PEM file with the certificates that may sign the server's; without one
 *     the JVM's own are trusted
 * @param schema the schema that holds the tables, made if it is not there; default {@code
 *     hwautomation}
 * @param deadline how long a write waits for other processes, and a call for a server that went
 *     away; default 30 s
 * @param readers how many platform threads read at once; default 2
 * @param time where recorded instants come from
 * @param keyFile the file with the key of secrets; default {@code secret.key} in the working folder
 * @param environment where {@code HWAUTO_SECRET_KEY} is looked up
 */
public record PostgresOptions(
    String host,
    int port,
    String database,
    String user,
    Supplier<String> password,
    PostgresTls tls,
    Optional<Path> rootCertificate,
    String schema,
    Duration deadline,
    int readers,
    WorkflowTime time,
    Path keyFile,
    Function<String, @Nullable String> environment) {
  /** The schema's usual name. */
  public static final String DEFAULT_SCHEMA = "hwautomation";

  /** PostgreSQL's usual port. */
  public static final int DEFAULT_PORT = 5432;

  public PostgresOptions {
    if (host.isBlank() || host.contains("/") || host.contains(",")) {
      throw new IllegalArgumentException("not the name or address of one host: '" + host + "'");
    }
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException("not a port: " + port);
    }
    if (!schema.matches("[a-z_][a-z0-9_]{0,62}") || schema.startsWith("pg_")) {
      throw new IllegalArgumentException(
          "a schema's name is made of a-z, 0-9 and _, up to 63 of them, and does not start with pg_: '"
              + schema
              + "'");
    }
    if (deadline.isNegative() || deadline.isZero() || readers < 1) {
      throw new IllegalArgumentException(
          "the deadline must be positive and there must be a reader: " + deadline + ", " + readers);
    }
  }

  /** The defaults for a database. */
  public static PostgresOptions of(
      String host, int port, String database, String user, Supplier<String> password) {
    return new PostgresOptions(
        host,
        port,
        database,
        user,
        password,
        PostgresTls.defaultFor(host),
        Optional.empty(),
        DEFAULT_SCHEMA,
        Duration.ofSeconds(30),
        2,
        WorkflowTime.system(),
        Path.of("secret.key"),
        System::getenv);
  }

  /** The same with another schema. */
  public PostgresOptions withSchema(String newSchema) {
    return with(tls, rootCertificate, newSchema, deadline, keyFile);
  }

  /** The same with another deadline. */
  public PostgresOptions withDeadline(Duration newDeadline) {
    return with(tls, rootCertificate, schema, newDeadline, keyFile);
  }

  /** The same with TLS as said. */
  public PostgresOptions withTls(PostgresTls newTls, Optional<Path> newRootCertificate) {
    return with(newTls, newRootCertificate, schema, deadline, keyFile);
  }

  /** The same with another place for the key of secrets. */
  public PostgresOptions withKeyFile(Path newKeyFile) {
    return with(tls, rootCertificate, schema, deadline, newKeyFile);
  }

  /** The same with another clock for what is recorded. */
  public PostgresOptions withTime(WorkflowTime newTime) {
    return new PostgresOptions(
        host,
        port,
        database,
        user,
        password,
        tls,
        rootCertificate,
        schema,
        deadline,
        readers,
        newTime,
        keyFile,
        environment);
  }

  private PostgresOptions with(
      PostgresTls newTls,
      Optional<Path> newRootCertificate,
      String newSchema,
      Duration newDeadline,
      Path newKeyFile) {
    return new PostgresOptions(
        host,
        port,
        database,
        user,
        password,
        newTls,
        newRootCertificate,
        newSchema,
        newDeadline,
        readers,
        time,
        newKeyFile,
        environment);
  }

  /** Where it is, for people: never with user or password. */
  @Override
  public String toString() {
    return "%s on %s:%d, schema %s".formatted(database, host, port, schema);
  }
}
