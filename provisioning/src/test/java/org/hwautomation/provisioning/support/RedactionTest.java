package org.hwautomation.provisioning.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hwautomation.hardware.Secret;
import org.junit.jupiter.api.Test;

class RedactionTest {
  private static String clean(String text) {
    return Redaction.of(List.of(Secret.of("s3cret"), Secret.of("s3cretlonger"), Secret.of("abc")))
        .clean(text);
  }

  @Test
  void known_secrets_are_taken_out_wherever_they_stand() {
    assertThat(clean("xs3cretlongery and s3cret.")).isEqualTo("x***y and ***.");
    assertThat(clean("abc is too short to be looked for")).startsWith("abc");
  }

  @Test
  void what_stands_where_passwords_do_is_taken_out_though_nobody_knows_it() {
    for (var line :
        List.of(
            "password=hunter2",
            "Password: hunter2",
            "\"power_pass\": \"hunter2\"",
            "{\"token\":\"hunter2\"}",
            "api_key = 'hunter2'",
            "X-Auth-Token: hunter2",
            "Authorization: Basic aHVudGVyMg==",
            "Authorization: Bearer hunter2hunter2",
            "postgresql://hwauto:hunter2@db/hwauto",
            "-----BEGIN PRIVATE KEY-----\nhunter2\n-----END PRIVATE KEY-----")) {
      assertThat(clean(line)).as(line).contains("***").doesNotContain("hunter2", "aHVudGVyMg");
      assertThat(clean(clean(line))).as("twice: %s", line).isEqualTo(clean(line));
    }
  }

  @Test
  void a_document_stays_one() {
    var document = new LinkedHashMap<String, Object>();
    document.put("power_pass", "hunter2");
    document.put("token", 7);
    document.put("pin", Map.of("type", "secret"));
    document.put("said", List.of("login as s3cret failed", true));
    var clean = Redaction.of(List.of(Secret.of("s3cret"))).cleanDocument(document);
    assertThat(clean)
        .isEqualTo(
            Map.of(
                "power_pass",
                "***",
                "token",
                7,
                "pin",
                Map.of("type", "secret"),
                "said",
                List.of("login as *** failed", true)));
  }

  @Test
  void what_is_no_secret_stays() {
    var line = "01:02:03 INFO BMC of rack01-u01 at https://10.0.0.5/redfish/v1 says 200, key 7";
    assertThat(clean(line)).isEqualTo(line);
  }
}
