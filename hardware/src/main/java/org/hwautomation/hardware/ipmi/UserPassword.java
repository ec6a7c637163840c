package org.hwautomation.hardware.ipmi;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.hwautomation.hardware.Secret;

/**
 * The command Set User Password (IPMI 2.0, section 22.30) as {@code ipmitool exec /dev/stdin}.
 *
 * <p>{@code ipmitool user set password} takes the password as an argument, or asks the terminal for
 * it. A script on standard input keeps it out of the argument vector, and as raw bytes it needs no
 * quoting.
 */
final class UserPassword {
  static final int SET = 2;
  static final int TEST = 3;

  private static final int SHORT = 16;
  private static final int LONG = 20;
  private static final int LONG_FORM = 0x80;
  // completion codes 80h (wrong password) and 81h (right, but stored in the other length)
  private static final Pattern DIFFERS = Pattern.compile("rsp=0x8[01]\\b");

  private UserPassword() {}

  static IpmiRequest request(int id, int operation, Secret password, Duration timeLimit) {
    var script = password.reveal(text -> Secret.of(script(id, operation, text)));
    return new IpmiRequest(List.of("exec", "/dev/stdin"), Optional.of(script), timeLimit);
  }

  static boolean differs(IpmiOutput output) {
    return DIFFERS.matcher(output.stderr() + output.stdout()).find();
  }

  private static String script(int id, int operation, String password) {
    var bytes = password.getBytes(StandardCharsets.UTF_8);
    if (bytes.length < 1 || bytes.length > LONG) {
      throw new IllegalArgumentException(
          "an IPMI password has 1 to 20 bytes and this one has " + bytes.length);
    }
    var isLong = bytes.length > SHORT;
    var line = new StringBuilder("raw 0x06 0x47 ");
    line.append(hex(isLong ? id | LONG_FORM : id)).append(' ').append(hex(operation));
    for (var i = 0; i < (isLong ? LONG : SHORT); i++) {
      line.append(' ').append(hex(i < bytes.length ? bytes[i] & 0xff : 0));
    }
    return line.append('\n').toString();
  }

  private static String hex(int value) {
    return String.format(Locale.ROOT, "0x%02x", value);
  }
}
