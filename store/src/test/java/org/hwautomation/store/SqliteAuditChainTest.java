package org.hwautomation.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.List;
import java.util.Optional;
import org.hwautomation.store.Audit.AuditRecord;
import org.hwautomation.store.AuditVerdict.Intact;
import org.junit.jupiter.api.Test;

class SqliteAuditChainTest extends AuditChainContract {
  private Path file() {
    return folder.resolve(SqliteStore.DEFAULT_FILE_NAME);
  }

  @Override
  SqlStore opened() {
    return SqliteStore.open(file());
  }

  @Override
  String address() {
    return file().toString();
  }

  @Override
  void tamper(SqlStore with, String sql) {
    with.database()
        .change(
            session ->
                session.script(
                    """
                    DROP TRIGGER IF EXISTS audit_is_not_changed;
                    DROP TRIGGER IF EXISTS audit_is_not_deleted;
                    """
                        + sql));
  }

  @Test
  void entries_from_before_the_chain_get_their_hashes_at_the_first_opening() throws Exception {
    var old = folder.resolve("old.db");
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + old);
        var statement = connection.createStatement()) {
      for (var migration : List.of("1-original-version-6", "2-journal", "3-queues", "4-firmware")) {
        statement.executeUpdate(Schema.sql(migration));
      }
      statement.executeUpdate("PRAGMA user_version = 4");
      statement.executeUpdate("PRAGMA application_id = " + 0x48574155);
      statement.executeUpdate(
          """
          WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1200)
          INSERT INTO audit (at_utc_micros, actor, action, target, reason)
            SELECT i, 'cli:bob', 'tls_pinned', 's' || i, 'reason' FROM n
          """);
    }
    try (var store = SqliteStore.open(old)) {
      store.audit().add("cli:bob", "tls_pinned", "s1", "after it");
      assertThat(store.audit().verify(Optional.empty()))
          .isEqualTo(new Intact(1_201, store.audit().head()));
      assertThat(store.audit().of("s1")).extracting(AuditRecord::id).containsExactly(1_201L, 1L);
      tamper(store, "UPDATE audit SET actor = 'eve' WHERE id = 7");
      assertThat(store.audit().verify(Optional.empty())).isInstanceOf(AuditVerdict.Broken.class);
    }
  }
}
