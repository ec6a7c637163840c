package org.hwautomation.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Rule 8: how long is waited between attempts. */
class RetryPolicyTest {
  @Test
  void a_step_has_three_attempts_in_total_unless_it_says_otherwise() {
    assertThat(WorkflowStep.named("a").uses("x@1").build().retry().attempts()).isEqualTo(3);
  }

  @Test
  void no_attempt_at_all_is_refused_when_the_step_is_made() {
    assertThatThrownBy(() -> WorkflowStep.named("a").uses("x@1").attempts(0).build())
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("counts all attempts, so it is at least 1");
  }

  @Test
  void a_wait_has_a_cap_and_jitter_takes_its_share_off() {
    var policy =
        new RetryPolicy(
            9, Duration.ofSeconds(10), 3, Duration.ofSeconds(60), 0.5, RetryPolicy.TRANSIENT);
    assertThat(policy.delayAfter(1, 0)).isEqualTo(Duration.ofSeconds(10));
    assertThat(policy.delayAfter(2, 0)).isEqualTo(Duration.ofSeconds(30));
    assertThat(policy.delayAfter(3, 0)).isEqualTo(Duration.ofSeconds(60));
    assertThat(policy.delayAfter(400, 0)).isEqualTo(Duration.ofSeconds(60));
    assertThat(policy.delayAfter(1, 1)).isEqualTo(Duration.ofSeconds(5));
    assertThat(policy.delayAfter(1, 0.5)).isEqualTo(Duration.ofMillis(7500));
  }
}
