package org.hwautomation.server.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.hwautomation.hardware.Secret;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordHashingTest {
  private static final Secret PASSWORD = Secret.of("password");
  private final PasswordHashing hashing = new PasswordHashing(new HashCost(8, 1, 1));

  /** Known answers of the reference implementation of RFC 9106. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
        "$argon2id$v=19$m=256,t=2,p=2$c29tZXNhbHQ$bQk8UB/VmZZF4Oo79iDXuL5/0ttZwg2f/5U52iv1cDc"
      })
  void hashes_of_other_programs_are_understood(String hash) {
    assertThat(hashing.matches(PASSWORD, Optional.of(hash))).isTrue();
    assertThat(hashing.matches(Secret.of("passwore"), Optional.of(hash))).isFalse();
    assertThat(hashing.isOutdated(hash)).isTrue();
  }

  @Test
  void the_same_password_has_another_hash_each_time() {
    var one = hashing.hash(PASSWORD);
    var two = hashing.hash(PASSWORD);
    assertThat(one).startsWith("$argon2id$v=19$m=8,t=1,p=1$").isNotEqualTo(two);
    assertThat(hashing.matches(PASSWORD, Optional.of(one))).isTrue();
    assertThat(hashing.matches(PASSWORD, Optional.of(two))).isTrue();
    assertThat(hashing.isOutdated(one)).isFalse();
  }

  @Test
  void the_usual_cost_is_what_the_page_says() {
    var usual = new PasswordHashing(HashCost.USUAL);
    var hash = usual.hash(PASSWORD);
    assertThat(hash).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
    assertThat(usual.matches(PASSWORD, Optional.of(hash))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "password",
        "$argon2i$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR",
        "$argon2id$v=19$m=0,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR",
        "$argon2id$v=19$m=256,t=2,p=1$c$n"
      })
  void what_is_no_hash_matches_nothing(String hash) {
    assertThat(hashing.matches(PASSWORD, Optional.of(hash))).isFalse();
  }

  @Test
  void where_there_is_no_hash_nothing_matches() {
    assertThat(hashing.matches(PASSWORD, Optional.empty())).isFalse();
    assertThat(hashing.matches(Secret.of(""), Optional.empty())).isFalse();
  }

  @Test
  void a_cost_that_argon2_does_not_know_is_refused() {
    assertThatThrownBy(() -> new HashCost(7, 1, 1)).isInstanceOf(IllegalArgumentException.class);
  }
}
