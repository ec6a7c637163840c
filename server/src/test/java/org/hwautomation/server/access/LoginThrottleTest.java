package org.hwautomation.server.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import org.hwautomation.testkit.VirtualTime;
import org.junit.jupiter.api.Test;

class LoginThrottleTest {
  private final VirtualTime time = new VirtualTime();
  private final LoginThrottle throttle = new LoginThrottle(time);

  private static LoginThrottle.Key key(String name, String from) {
    return LoginThrottle.Key.of(name, true, from);
  }

  private void wrong(LoginThrottle.Key key) {
    assertThat(throttle.begin(key)).isEmpty();
    throttle.end(key, true);
  }

  @Test
  void the_wait_doubles_from_a_second_to_a_quarter_of_an_hour() {
    var waits = new ArrayList<Long>();
    for (var i = 0; i < 17; i++) {
      var key = key("alice", "10.0.0." + i);
      wrong(key);
      var wait = throttle.begin(key("alice", "10.1.0.1")).orElse(Duration.ZERO);
      if (wait.isZero()) {
        throttle.end(key("alice", "10.1.0.1"), false);
      }
      waits.add(wait.toSeconds());
      time.advance(wait);
    }
    assertThat(waits)
        .containsExactly(
            0L, 0L, 0L, 0L, 1L, 2L, 4L, 8L, 16L, 32L, 64L, 128L, 256L, 512L, 900L, 900L, 900L);
  }

  @Test
  void a_try_in_the_wait_makes_it_no_longer() {
    for (var i = 0; i < 5; i++) {
      wrong(key("alice", "10.0.0." + i));
    }
    for (var i = 0; i < 100; i++) {
      assertThat(throttle.begin(key("alice", "10.9.0.1"))).contains(Duration.ofSeconds(1));
    }
    time.advance(Duration.ofSeconds(1));
    assertThat(throttle.begin(key("alice", "10.9.0.1"))).isEmpty();
  }

  @Test
  void after_a_quiet_hour_all_is_forgotten() {
    for (var i = 0; i < 5; i++) {
      wrong(key("alice", "10.0.0.1"));
    }
    time.advance(Duration.ofHours(1));
    for (var i = 0; i < 4; i++) {
      wrong(key("alice", "10.0.0.1"));
    }
    assertThat(throttle.begin(key("alice", "10.0.0.1"))).isEmpty();
  }

  @Test
  void a_clock_that_is_set_moves_no_wait() {
    for (var i = 0; i < 5; i++) {
      wrong(key("alice", "10.0.0.1"));
    }
    time.stepWallClock(Duration.ofDays(1));
    assertThat(throttle.begin(key("alice", "10.0.0.1"))).isPresent();
  }

  @Test
  void one_client_has_all_of_an_ipv6_network_of_64_bits() {
    for (var i = 1; i <= 5; i++) {
      wrong(key("alice" + i, "2001:db8:1:2::" + i));
    }
    assertThat(throttle.begin(key("bob", "2001:db8:1:2:ffff::1"))).isPresent();
    assertThat(throttle.begin(key("bob", "2001:db8:1:3::1"))).isEmpty();
    assertThat(LoginThrottle.network("::ffff:10.0.0.1")).isEqualTo("10.0.0.1");
    assertThat(LoginThrottle.network("not an address")).isEqualTo("unknown");
  }

  @Test
  void made_up_names_and_addresses_take_no_more_memory_and_push_no_account_out() {
    for (var i = 0; i < 5; i++) {
      wrong(key("alice", "10.0.0.1"));
    }
    for (var i = 0; i < 2 * LoginThrottle.REMEMBERED; i++) {
      var key = LoginThrottle.Key.of("n" + i, false, "10.1.%d.%d".formatted(i >> 8, i & 255));
      throttle.begin(key);
      throttle.end(key, true);
    }
    assertThat(throttle.size()).isLessThanOrEqualTo(2 * LoginThrottle.REMEMBERED + 1);
    assertThat(throttle.begin(key("alice", "10.2.0.1"))).isPresent();
  }
}
