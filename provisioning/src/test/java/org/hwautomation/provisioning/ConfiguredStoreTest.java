package org.hwautomation.provisioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.hwautomation.provisioning.configuration.Configuration;
import org.hwautomation.store.PostgresOptions;
import org.hwautomation.store.PostgresTls;
import org.hwautomation.store.SqliteStore;
import org.hwautomation.workflow.StoreException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfiguredStoreTest {
  @Test
  void without_a_url_it_is_the_file(@TempDir Path folder) {
    var configuration =
        Configuration.loader().flag("state_dir", "--state", folder.toString()).load();
    try (var store = ConfiguredStore.open(configuration)) {
      assertThat(store).isInstanceOf(SqliteStore.class);
    }
    assertThat(folder.resolve("hw_automation.db")).exists();
  }

  @Test
  void a_url_and_its_siblings_say_how_the_server_is_reached() {
    var remote = options(Map.of("HWAUTO_DATABASE_URL", "postgresql://me@[2001:db8::1]:6432/fleet"));
    assertThat(remote.host()).isEqualTo("2001:db8::1");
    assertThat(remote.port()).isEqualTo(6432);
    assertThat(remote.database()).isEqualTo("fleet");
    assertThat(remote.user()).isEqualTo("me");
    assertThat(remote.tls()).isEqualTo(PostgresTls.VERIFIED);
    assertThat(remote.password().get()).isEmpty();
    assertThat(remote.keyFile()).isEqualTo(Path.of("state/secret.key"));
    var local =
        options(
            Map.of(
                "HWAUTO_DATABASE_URL", "postgresql://me@127.0.0.1/fleet",
                "HWAUTO_DATABASE_PASSWORD", "hunter2",
                "HWAUTO_DATABASE_SCHEMA", "site_b",
                "HWAUTO_DATABASE_ROOT_CERTIFICATE", "ca.pem"));
    assertThat(local.port()).isEqualTo(5432);
    assertThat(local.tls()).isEqualTo(PostgresTls.OFF);
    assertThat(local.schema()).isEqualTo("site_b");
    assertThat(local.rootCertificate()).isEqualTo(Optional.of(Path.of("ca.pem")));
    assertThat(local.password().get()).isEqualTo("hunter2");
    assertThat(local.toString()).doesNotContain("hunter2");
  }

  @Test
  void a_server_that_is_not_there_is_a_clear_error_and_no_file_is_made(@TempDir Path folder) {
    var configuration =
        Configuration.loader()
            .environment(Map.of("HWAUTO_DATABASE_URL", "postgresql://me@127.0.0.1:1/fleet"))
            .flag("state_dir", "--state", folder.toString())
            .load();
    assertThatThrownBy(() -> ConfiguredStore.open(configuration))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("fleet on 127.0.0.1:1")
        .hasMessageContaining("can't be reached");
    assertThat(folder).isEmptyDirectory();
  }

  private static PostgresOptions options(Map<String, String> environment) {
    var configuration =
        Configuration.loader()
            .environment(environment)
            .flag("state_dir", "--state", "state")
            .load();
    return ConfiguredStore.options(
        configuration, configuration.database().postgres().orElseThrow());
  }
}
