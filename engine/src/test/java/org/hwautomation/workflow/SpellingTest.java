package org.hwautomation.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SpellingTest {
  private static final List<String> KNOWN =
      List.of("a1.c5.large", "s2.c2.medium", "s2.c2.small", "verify_ssl");

  @Test
  void a_missing_letter_a_swap_and_another_case_are_understood() {
    assertThat(Spelling.nearest("a1.c5.larg", KNOWN)).contains("a1.c5.large");
    assertThat(Spelling.nearest("a1.c5.lareg", KNOWN)).contains("a1.c5.large");
    assertThat(Spelling.nearest("VERIFY-SSL", KNOWN)).contains("verify_ssl");
  }

  @Test
  void nothing_is_suggested_for_something_else() {
    assertThat(Spelling.nearest("flask_port", KNOWN)).isEmpty();
    assertThat(Spelling.nearest("", KNOWN)).isEmpty();
    assertThat(Spelling.nearest("x".repeat(100_000), KNOWN)).isEmpty();
    assertThat(Spelling.nearest("verify_ssl", List.of("y".repeat(100_000)))).isEmpty();
    assertThat(Spelling.hint("nonsense", List.of())).isEmpty();
  }
}
