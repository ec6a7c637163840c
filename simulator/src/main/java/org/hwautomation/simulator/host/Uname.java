package org.hwautomation.simulator.host;

import java.util.ArrayList;
import java.util.List;

/** {@code uname}, of Ubuntu 24.04. */
record Uname(String hostname) {

  static final String RELEASE = "6.8.0-49-generic";

  int run(Invocation call) {
    List<String> fields = new ArrayList<>();
    for (String word : call.arguments().isEmpty() ? List.of("-s") : call.arguments()) {
      if (!word.matches("-[asnrvmo]+")) {
        return call.fail(1, "extra operand '" + word + "'");
      }
      String letters = word.equals("-a") ? "snrvmpio" : word.substring(1);
      for (int i = 0; i < letters.length(); i++) {
        fields.add(
            switch (letters.charAt(i)) {
              case 's' -> "Linux";
              case 'n' -> hostname;
              case 'r' -> RELEASE;
              case 'v' -> "#49-Ubuntu SMP PREEMPT_DYNAMIC Mon Nov  4 02:06:24 UTC 2024";
              case 'o' -> "GNU/Linux";
              default -> "x86_64";
            });
      }
    }
    return HostTools.print(call, String.join(" ", fields) + "\n");
  }
}
