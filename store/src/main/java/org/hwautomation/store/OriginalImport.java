package org.hwautomation.store;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hwautomation.workflow.WorkflowTime;

/**
 * Takes the rows of a database that the original wrote into ours, in one transaction. A row that is
 * there already is not added again, whoever added it; what ours says is never overwritten.
 */
public final class OriginalImport {
  private OriginalImport() {}

  /**
   * What became of the rows of a table.
   *
   * @param added were not there
   * @param kept were there and are as they were
   * @param filled were there and said less: servers with empty columns, runs that had not ended
   * @param differing were there and say something else, which stays; a server may be filled too
   */
  public record Counted(long added, long kept, long filled, long differing) {
    static final Counted NONE = new Counted(0, 0, 0, 0);

    Counted add(boolean isAdded, boolean isFilled, boolean isDiffering) {
      return new Counted(
          added + (isAdded ? 1 : 0),
          kept + (isAdded || isFilled || isDiffering ? 0 : 1),
          filled + (isFilled ? 1 : 0),
          differing + (isDiffering ? 1 : 0));
    }
  }

  /**
   * Where the file says something else than the database, which keeps what it says.
   *
   * @param row the server, or what tells a row of another table
   */
  public record Difference(String table, String row, String column, String ours, String theirs) {}

  /**
   * What was taken, or would be.
   *
   * @param version the original's version of the file
   * @param tables by the original's names
   * @param withoutId rows of {@code servers} that have no id, and are not taken
   * @param notTaken what the original's tables have no place for, in words
   */
  public record Imported(
      Path file,
      int version,
      Map<String, Counted> tables,
      List<Difference> differences,
      long withoutId,
      List<String> notTaken) {
    public Imported {
      tables = Collections.unmodifiableMap(new LinkedHashMap<>(tables));
      differences = List.copyOf(differences);
      notTaken = List.copyOf(notTaken);
    }

    /** True if anything was written. */
    public boolean changes() {
      return tables.values().stream().anyMatch(each -> each.added() + each.filled() > 0);
    }
  }

  /** Undoes the transaction of what was only tried. */
  private static final class Tried extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Imported imported;

    Tried(Imported imported) {
      super("tried", null, false, false);
      this.imported = imported;
    }
  }

  /** Imports; see {@link SqlStore#importOriginal}. */
  static Imported run(
      Database database, WorkflowTime time, Path file, String actor, boolean onlyTry) {
    try (var source = OriginalSource.open(file)) {
      return database.write(
          session -> {
            var imported = take(source, session);
            if (onlyTry) {
              throw new Tried(imported);
            }
            if (imported.changes()) {
              Audit.add(
                  session,
                  time.now(),
                  actor,
                  "original_imported",
                  source.file().toString(),
                  words(imported));
            }
            return imported;
          });
    } catch (Tried tried) {
      return tried.imported;
    }
  }

  private static Imported take(OriginalSource source, Session session) throws SQLException {
    var tables = new LinkedHashMap<String, Counted>();
    var differences = new ArrayList<Difference>();
    var servers = new ServerImport(session, differences);
    source.each("servers", servers::take);
    tables.put("servers", servers.counted());
    var history = new HistoryImport(session, differences);
    source.each("workflow_history", history::take);
    tables.put("workflow_history", history.counted());
    var power = new PowerImport(session);
    source.each("power_state_history", power::take);
    tables.put("power_state_history", power.counted());
    return new Imported(
        source.file(), source.version(), tables, differences, servers.withoutId(), source.added());
  }

  private static String words(Imported imported) {
    var words = new ArrayList<String>();
    imported
        .tables()
        .forEach(
            (table, counted) ->
                words.add(
                    "%s: %d added, %d filled".formatted(table, counted.added(), counted.filled())));
    return String.join("; ", words);
  }

  /** The text as the database can hold it. */
  static Optional<String> stored(Session session, Optional<String> text) {
    return session.dialect() == Session.Dialect.POSTGRESQL ? text.map(Unicode::storable) : text;
  }
}
