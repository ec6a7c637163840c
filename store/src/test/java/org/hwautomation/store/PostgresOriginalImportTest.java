package org.hwautomation.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.hwautomation.store.DatabaseStatus.Kind;
import org.junit.jupiter.api.Test;

class PostgresOriginalImportTest extends OriginalImportContract {
  private final PostgresServer server = PostgresServer.running();
  private final String schema = server.emptySchema();

  private PostgresOptions options() {
    return server.options(schema).withKeyFile(folder.resolve("secret.key"));
  }

  @Override
  SqlStore opened() {
    return PostgresStore.open(options());
  }

  @Override
  void removeData() {
    server.giveBack(schema);
  }

  @Test
  void a_look_says_what_the_schema_is_and_makes_none() throws Exception {
    var ours = PostgresStore.look(options());
    assertThat(ours.kind()).isEqualTo(Kind.OURS);
    assertThat(ours.applied()).hasSize(10);
    assertThat(ours.pending()).isEmpty();
    assertThat(ours.rows()).containsEntry("servers", 0L).containsEntry("runs", 0L);
    assertThat(ours.bytes().orElse(0)).isPositive();
    var nowhere = options().withSchema("nowhere_at_all");
    for (var i = 0; i < 2; i++) {
      var absent = PostgresStore.look(nowhere);
      assertThat(absent.kind()).isEqualTo(Kind.ABSENT);
      assertThat(absent.pending()).hasSize(10);
    }
  }
}
