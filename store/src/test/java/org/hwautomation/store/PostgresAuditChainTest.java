package org.hwautomation.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.hwautomation.store.Audit.AuditRecord;
import org.hwautomation.store.AuditVerdict.Intact;
import org.junit.jupiter.api.Test;

class PostgresAuditChainTest extends AuditChainContract {
  private final PostgresServer server = PostgresServer.running();
  private final String schema = server.emptySchema();

  @Override
  SqlStore opened() {
    return PostgresStore.open(server.options(schema).withKeyFile(folder.resolve("secret.key")));
  }

  @Override
  String address() {
    return server.address(schema);
  }

  @Override
  void tamper(SqlStore with, String sql) {
    with.database()
        .change(session -> session.script("SET LOCAL session_replication_role = replica; " + sql));
  }

  @Override
  void removeData() {
    server.giveBack(schema);
  }

  @Test
  void entries_from_before_the_chain_get_their_hashes_at_the_first_opening() {
    var old = server.newSchema();
    server.admin("CREATE SCHEMA " + old);
    var migrations = List.of("1-tables", "2-queues", "3-writers", "4-firmware");
    for (var i = 0; i < migrations.size(); i++) {
      server.admin(
          "SET search_path TO %s; %s; INSERT INTO migration (version, name) VALUES (%d, '%s')"
              .formatted(
                  old, Schema.sql("postgresql/" + migrations.get(i)), i + 1, migrations.get(i)));
    }
    server.admin(
        """
        SET search_path TO %s;
        INSERT INTO audit (at_utc_micros, actor, action, target, reason)
          SELECT i, 'cli:bob', 'tls_pinned', 's' || i, 'reason' FROM generate_series(1, 4) i;
        SELECT nextval('audit_id_seq');
        INSERT INTO audit (at_utc_micros, actor, action, target, reason)
          VALUES (5, 'cli:bob', 'tls_pinned', 's1', 'a number was lost with a rollback');
        """
            .formatted(old));
    try (var store =
        PostgresStore.open(server.options(old).withKeyFile(folder.resolve("secret.key")))) {
      store.audit().add("cli:bob", "tls_pinned", "s1", "after it");
      assertThat(store.audit().of("s1")).extracting(AuditRecord::id).containsExactly(7L, 6L, 1L);
      assertThat(store.audit().verify(Optional.empty()))
          .isEqualTo(new Intact(6, store.audit().head()));
    }
    server.admin("DROP SCHEMA " + old + " CASCADE");
  }
}
