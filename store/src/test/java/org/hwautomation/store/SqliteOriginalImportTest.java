package org.hwautomation.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.hwautomation.store.OriginalImport.Counted;
import org.junit.jupiter.api.Test;

class SqliteOriginalImportTest extends OriginalImportContract {
  @Override
  SqlStore opened() {
    return SqliteStore.open(folder.resolve(SqliteStore.DEFAULT_FILE_NAME));
  }

  @Test
  void it_is_tried_on_a_copy_where_the_database_is_not_there_yet() throws Exception {
    var original = new OriginalDatabase(folder.resolve("old.db")).make(2);
    var nowhere = folder.resolve("state/hw_automation.db");
    var tried = SqliteStore.tryImporting(nowhere, original.file(), "test");
    assertThat(tried.tables()).containsEntry("servers", new Counted(3, 0, 0, 0));
    assertThat(nowhere.getParent()).doesNotExist();
    assertThatThrownBy(() -> SqliteStore.tryImporting(original.file(), original.file(), "test"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the configured database itself");
  }
}
