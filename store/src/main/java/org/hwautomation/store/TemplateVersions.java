package org.hwautomation.store;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hwautomation.workflow.WorkflowTime;

/** The texts that templates had, numbered from 1 by name. Only added to. Thread-safe. */
public final class TemplateVersions {
  private final Database database;
  private final WorkflowTime time;

  TemplateVersions(Database database, WorkflowTime time) {
    this.database = database;
    this.time = time;
  }

  /**
   * A text that a template had.
   *
   * @param format {@code yaml} or {@code json}
   * @param message why it was changed
   */
  public record TemplateVersion(
      String name,
      int version,
      String format,
      String text,
      String message,
      String actor,
      Instant at) {}

  /**
   * Adds a text, unless it is the newest already.
   *
   * @return the number it has
   */
  public int add(String name, String format, String text, String message, String actor) {
    return database.write(
        session -> {
          var newest = newest(session, name);
          if (newest.filter(v -> v.text().equals(text)).isPresent()) {
            return newest.get().version();
          }
          var next = newest.map(TemplateVersion::version).orElse(0) + 1;
          session.update(
              """
              INSERT INTO template_version (name, version, format, text, message, actor,
                at_utc_micros) VALUES (?,?,?,?,?,?,?)
              """,
              name,
              next,
              format,
              text,
              message,
              actor,
              time.now());
          return next;
        });
  }

  private static Optional<TemplateVersion> newest(Session session, String name)
      throws SQLException {
    return session.first(
        "SELECT * FROM template_version WHERE name = ? ORDER BY version DESC LIMIT 1",
        TemplateVersions::read,
        name);
  }

  /** All of a name, newest first. */
  public List<TemplateVersion> of(String name) {
    return database.read(
        session ->
            session.list(
                "SELECT * FROM template_version WHERE name = ? ORDER BY version DESC",
                TemplateVersions::read,
                name));
  }

  public Optional<TemplateVersion> find(String name, int version) {
    return database.read(
        session ->
            session.first(
                "SELECT * FROM template_version WHERE name = ? AND version = ?",
                TemplateVersions::read,
                name,
                version));
  }

  private static TemplateVersion read(Row row) throws SQLException {
    return new TemplateVersion(
        row.text("name"),
        row.integer("version"),
        row.text("format"),
        row.text("text"),
        row.text("message"),
        row.text("actor"),
        row.instant("at_utc_micros"));
  }
}
