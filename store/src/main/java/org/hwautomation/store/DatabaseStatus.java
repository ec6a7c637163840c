package org.hwautomation.store;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What a database is, found out without changing it. Immutable.
 *
 * @param database the file's absolute path, or the PostgreSQL database's address
 * @param problem why this version does not use it, in a sentence
 * @param originalVersion the original's version of one that the original wrote
 * @param applied our migrations that it has, in order
 * @param pending our migrations that the next opening applies, in order
 * @param bytes its size on disk, without a log beside it
 * @param rows how many rows the tables have that people ask about, by table; of tables that are not
 *     there nothing
 * @param leftRunning rows of {@code workflow_history} that the original left {@code running} or
 *     {@code pending}
 * @param copies of it beside it: what it was before it was taken on, and before a restore
 */
public record DatabaseStatus(
    String database,
    Kind kind,
    Optional<String> problem,
    OptionalInt originalVersion,
    List<String> applied,
    List<String> pending,
    OptionalLong bytes,
    Map<String, Long> rows,
    long leftRunning,
    List<Path> copies) {

  /** Whose it is. */
  public enum Kind {
    /** There is none; the next command makes it. */
    ABSENT,
    /** A file or schema with nothing in it; the next command makes its tables. */
    EMPTY,
    OURS,
    /** The original's, at a version that the next command takes on. */
    ORIGINAL,
    /** Of a newer version of this program or of the original. */
    NEWER,
    /** Of another program, or of the original without a word of which version. */
    FOREIGN,
    /** No database, or one that can't be read as a whole. */
    DAMAGED;

    /** True if a command can work with it. */
    public boolean isUsable() {
      return this == ABSENT || this == EMPTY || this == OURS || this == ORIGINAL;
    }
  }

  public DatabaseStatus {
    applied = List.copyOf(applied);
    pending = List.copyOf(pending);
    rows = Collections.unmodifiableMap(new LinkedHashMap<>(rows));
    copies = List.copyOf(copies);
  }

  /** Nothing is known of it but what it is. */
  static DatabaseStatus of(String database, Kind kind, Optional<String> problem) {
    return new DatabaseStatus(
        database,
        kind,
        problem,
        OptionalInt.empty(),
        List.of(),
        List.of(),
        OptionalLong.empty(),
        Map.of(),
        0,
        List.of());
  }

  /** The same with what stands beside it on disk. */
  DatabaseStatus onDisk(OptionalLong size, List<Path> beside) {
    return new DatabaseStatus(
        database,
        kind,
        problem,
        originalVersion,
        applied,
        pending,
        size,
        rows,
        leftRunning,
        beside);
  }

  /**
   * Nothing if it can be used.
   *
   * @throws UnusableDatabaseException saying why not
   */
  public void requireUsable() {
    if (!kind.isUsable()) {
      throw new UnusableDatabaseException(
          new RefusedDatabase(kind, problem.orElse("the database " + database + " is not usable")));
    }
  }
}
