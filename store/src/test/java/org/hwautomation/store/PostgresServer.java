package org.hwautomation.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/**
 * A PostgreSQL server of the tests' own: made from the binaries that are installed, in a folder for
 * temporary files, on a free port of 127.0.0.1; one for the whole JVM, stopped when that ends. It
 * runs with fsync off, because nothing here outlives a power cut and the tests make many tables.
 */
final class PostgresServer {
  static final String USER = "hwauto";
  static final String DATABASE = "postgres";

  private static final AtomicInteger SCHEMAS = new AtomicInteger();
  private static final Queue<String> EMPTIED = new ConcurrentLinkedQueue<>();
  private static @Nullable PostgresServer running;

  private final Path binaries;
  private final Path folder;
  private final int port;
  private final String password = UUID.randomUUID().toString();

  private PostgresServer(Path binaries) throws IOException, InterruptedException {
    this.binaries = binaries;
    this.folder = Files.createTempDirectory("hwautomation-postgres");
    this.port = freePort();
    Runtime.getRuntime().addShutdownHook(new Thread(this::stop));
    var user = unprivilegedUser();
    if (user.isPresent()) {
      give(folder, user.get());
    }
    var passwordFile = Files.writeString(passwordFile(), password);
    if (user.isPresent()) {
      give(passwordFile, user.get());
    }
    run(
        "initdb",
        "--pgdata=" + data(),
        "--username=" + USER,
        "--pwfile=" + passwordFile,
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        "--locale=C",
        "--no-sync");
    var certificate = TestCertificate.make(folder, "localhost");
    for (var file : List.of(certificate.key(), certificate.certificate())) {
      if (user.isPresent()) {
        give(file, user.get());
      }
    }
    start();
  }

  /** The server; the test is skipped where PostgreSQL is not installed. */
  static synchronized PostgresServer running() {
    var server = running;
    if (server == null) {
      var binaries = binaries();
      Assumptions.assumeTrue(
          binaries.isPresent(),
          "PostgreSQL's initdb and pg_ctl are neither on the PATH nor in /usr/lib/postgresql/*/bin");
      try {
        server = new PostgresServer(binaries.get());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      running = server;
    }
    return server;
  }

  private static Optional<Path> binaries() {
    var path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    var folders = new ArrayList<>(Arrays.stream(path.split(":", -1)).map(Path::of).toList());
    var debian = Path.of("/usr/lib/postgresql");
    if (Files.isDirectory(debian)) {
      try (var versions = Files.list(debian)) {
        versions
            .map(version -> version.resolve("bin"))
            .sorted(Comparator.reverseOrder())
            .forEach(folders::add);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return folders.stream()
        .filter(
            folder ->
                Stream.of("initdb", "pg_ctl", "postgres")
                    .allMatch(name -> Files.isExecutable(folder.resolve(name))))
        .findFirst();
  }

  /** What its certificate for {@code localhost} is signed by: itself. */
  Path certificate() {
    return TestCertificate.in(folder).certificate();
  }

  int port() {
    return port;
  }

  String password() {
    return password;
  }

  private Path passwordFile() {
    return folder.resolve("password");
  }

  private Path data() {
    return folder.resolve("data");
  }

  /** A schema that is not there yet. */
  String newSchema() {
    return "test_" + SCHEMAS.incrementAndGet();
  }

  /** A schema without rows; perhaps an earlier test's, because making the tables takes a while. */
  String emptySchema() {
    var emptied = EMPTIED.poll();
    return emptied == null ? newSchema() : emptied;
  }

  /** Gives a schema back; nobody may use it any more. */
  void giveBack(String schema) {
    admin(
        """
        SET session_replication_role = replica; -- no triggers: the audit refuses to be emptied
        DO $$ DECLARE name TEXT; BEGIN
          FOR name IN SELECT tablename FROM pg_tables
            WHERE schemaname = '%1$s' AND tablename <> 'migration'
          LOOP EXECUTE format('DELETE FROM %1$s.%%I', name);
          END LOOP;
        END $$
        """
            .formatted(schema));
    EMPTIED.add(schema);
  }

  PostgresOptions options(String schema) {
    return PostgresOptions.of("127.0.0.1", port, DATABASE, USER, () -> password).withSchema(schema);
  }

  /** What a child JVM is told, for {@link #optionsOf}. */
  String address(String schema) {
    return "postgresql:" + port + ":" + schema + ":" + passwordFile();
  }

  static Optional<PostgresOptions> optionsOf(String address) throws IOException {
    var parts = address.split(":", 4);
    if (!parts[0].equals("postgresql")) {
      return Optional.empty();
    }
    var password = Files.readString(Path.of(parts[3]));
    return Optional.of(
        PostgresOptions.of("127.0.0.1", Integer.parseInt(parts[1]), DATABASE, USER, () -> password)
            .withSchema(parts[2]));
  }

  /** A connection of the administrator's. */
  Connection admin() throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + port + "/" + DATABASE, USER, password);
  }

  void admin(String sql) {
    try (var connection = admin();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The one number that a query answers. */
  long number(String sql) {
    try (var connection = admin();
        var statement = connection.createStatement();
        var result = statement.executeQuery(sql)) {
      result.next();
      return result.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  void start() throws IOException, InterruptedException {
    var options =
        "-c listen_addresses=127.0.0.1 -c port=%d -c unix_socket_directories= -c fsync=off"
                .formatted(port)
            + " -c ssl=on -c ssl_key_file=%s -c ssl_cert_file=%s"
                .formatted(
                    TestCertificate.in(folder).key(), TestCertificate.in(folder).certificate())
            + " -c shared_buffers=32MB -c max_connections=100 -c deadlock_timeout=100ms"
            // a crash loses what no commit has flushed, as it may on any server: nobody else
            // flushes
            + " -c wal_writer_delay=10s -c wal_writer_flush_after=1GB -c autovacuum=off"
            + " -c wal_level=minimal -c max_wal_senders=0";
    run(
        "pg_ctl",
        "--pgdata=" + data(),
        "--wait",
        "--timeout=60",
        "--log=" + data().resolve("log"),
        "--options=" + options,
        "start");
  }

  /** Ends all sessions at once, as a crash of the server. */
  void crash() throws IOException, InterruptedException {
    run("pg_ctl", "--pgdata=" + data(), "--wait", "--mode=immediate", "stop");
  }

  private void stop() {
    try {
      if (Files.exists(data().resolve("postmaster.pid"))) {
        crash();
      }
      try (var files = Files.walk(folder)) {
        for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(file);
        }
      }
    } catch (IOException | InterruptedException | RuntimeException e) {
      System.err.println("the test's PostgreSQL in " + folder + " was not removed: " + e);
    }
  }

  private void run(String program, String... arguments) throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    unprivilegedUser()
        .ifPresent(
            user ->
                command.addAll(
                    List.of(
                        "setpriv", "--reuid=" + user, "--regid=" + group(user), "--clear-groups")));
    command.add(binaries.resolve(program).toString());
    command.addAll(List.of(arguments));
    var log = Files.createTempFile("hwautomation-postgres", ".log");
    try {
      var process =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      if (!process.waitFor(90, TimeUnit.SECONDS) || process.exitValue() != 0) {
        process.destroyForcibly();
        throw new IOException(program + " failed: " + Files.readString(log));
      }
    } finally {
      Files.deleteIfExists(log);
    }
  }

  /** PostgreSQL refuses to run as root. */
  private static Optional<String> unprivilegedUser() {
    if (!"root".equals(System.getProperty("user.name"))) {
      return Optional.empty();
    }
    return Optional.of(exists("postgres") ? "postgres" : "nobody");
  }

  private static boolean exists(String user) {
    try {
      return Files.readAllLines(Path.of("/etc/passwd")).stream()
          .anyMatch(line -> line.startsWith(user + ":"));
    } catch (IOException e) {
      return false;
    }
  }

  private static String group(String user) {
    return user.equals("nobody") ? "nogroup" : user;
  }

  private static void give(Path path, String user) throws IOException {
    var users = path.getFileSystem().getUserPrincipalLookupService();
    Files.setOwner(path, users.lookupPrincipalByName(user));
    Files.setPosixFilePermissions(
        path, PosixFilePermissions.fromString(Files.isDirectory(path) ? "rwx------" : "rw-------"));
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
