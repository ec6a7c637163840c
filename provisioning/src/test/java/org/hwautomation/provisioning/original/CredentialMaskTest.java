package org.hwautomation.provisioning.original;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialMaskTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "password",
        "ipmi_password",
        "bmcPassword",
        "PASSWD",
        "pass",
        "ipmi_pass",
        "ipmiPass",
        "pwd",
        "credentials",
        "maas_token_secret",
        "consumer_key",
        "apiKey",
        "ssh-key",
        "Authorization"
      })
  void such_names_hide_what_they_have(String name) {
    assertThat(CredentialMask.value(name, "hunter2")).isEqualTo("***");
    assertThat(CredentialMask.value(name, Map.of("any", 1))).isEqualTo("***");
    assertThat(CredentialMask.value(name, 1234)).isEqualTo("***");
    assertThat(CredentialMask.value(name, null)).isNull();
    assertThat(CredentialMask.value(name, true)).isEqualTo(true);
  }

  @ParameterizedTest
  @ValueSource(strings = {"passes", "bypass", "compass", "username", "key", "monkey", "rack", ""})
  void other_names_do_not(String name) {
    assertThat(CredentialMask.value(name, "shown")).isEqualTo("shown");
  }

  @Test
  void what_is_nested_is_found_and_all_else_is_kept() {
    var value =
        Map.of("list", Arrays.asList(Map.of("password", "hunter2", "user", "ADMIN"), null, 7));
    assertThat(CredentialMask.value("metadata", value))
        .isEqualTo(
            Map.of("list", Arrays.asList(Map.of("password", "***", "user", "ADMIN"), null, 7)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "login failed, password=hunter2",
        "{'user': 'ADMIN', 'ipmi_password': 'hunter2'}",
        "{\"bmc\": {\"password\": \"hunter2 and more hunter2\"}}",
        "{\\\"password\\\": \\\"hunter2\\\"}",
        "PASSWORD: \"it's hunter2\", next",
        "ipmitool -I lanplus -U ADMIN -P hunter2 mc info",
        "sum --password hunter2 -c GetBios",
        "GET https://ADMIN:hunter2@10.0.0.7/redfish/v1 failed",
        "Authorization: Basic hunter2hunter2==",
        "bearer hunter2-hunter2",
        "api_key=a:hunter2:c"
      })
  void in_a_text_the_value_goes_and_the_rest_stays(String text) {
    var shown = CredentialMask.text(text);
    assertThat(shown).doesNotContain("hunter2").contains("***");
    assertThat(shown.substring(0, 4)).isEqualTo(text.substring(0, 4));
  }

  @Test
  void an_ordinary_error_is_shown_as_it_is() {
    for (var text :
        List.of(
            "Failed to connect to 10.0.0.7: timed out",
            "mailto:ops@example.com said: no",
            "step 3 of 5: the password was refused",
            "basic setup done")) {
      assertThat(CredentialMask.text(text)).isEqualTo(text);
    }
  }

  @Test
  void long_and_hostile_texts_take_no_time() {
    for (var unit : List.of("a", "password", "://", "-P ", "password=\"", "'", "basic ")) {
      Assertions.assertTimeout(
          Duration.ofSeconds(5), () -> CredentialMask.text(unit.repeat(300_000)), unit);
    }
    assertThat(CredentialMask.text("a".repeat(300_000))).hasSizeLessThan(21_000);
  }
}
