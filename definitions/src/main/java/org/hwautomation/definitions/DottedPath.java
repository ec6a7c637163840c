package org.hwautomation.definitions;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The expressions that need no CEL to be understood: names with dots between them. Words that CEL
 * keeps for itself are left to it.
 */
final class DottedPath {
  private static final Pattern PATH =
      Pattern.compile("[A-Za-z_][A-Za-z0-9_]*(\\.[A-Za-z_][A-Za-z0-9_]*)*");
  private static final Pattern WORD = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  private static final Set<String> RESERVED =
      Set.of(
          "true",
          "false",
          "null",
          "in",
          "as",
          "break",
          "const",
          "continue",
          "else",
          "for",
          "function",
          "if",
          "import",
          "let",
          "loop",
          "package",
          "namespace",
          "return",
          "var",
          "void",
          "while");

  private DottedPath() {}

  /** The path that {@code expression} is, blanks around it apart; empty if it is more. */
  static Optional<Reference> parse(String expression) {
    var path = expression.strip();
    if (!PATH.matcher(path).matches()) {
      return Optional.empty();
    }
    var names = List.of(path.split("\\."));
    return names.stream().anyMatch(RESERVED::contains)
        ? Optional.empty()
        : Optional.of(new Reference(names, expression.indexOf(path)));
  }

  /** True if {@code name} may stand behind a dot. */
  static boolean isWord(String name) {
    return WORD.matcher(name).matches() && !RESERVED.contains(name);
  }
}
