package org.hwautomation.provisioning.configuration;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hwautomation.definitions.file.BadFileException;
import org.hwautomation.definitions.file.Position;
import org.hwautomation.definitions.file.Problem;
import org.hwautomation.definitions.file.TextFile;
import org.jspecify.annotations.Nullable;

/**
 * The variables of a {@code .env} file, as python-dotenv reads them: {@code export} before a name,
 * comments, single and double quotes (over lines too) with their escapes, and <code>${NAME}</code>
 * or <code>${NAME:-default}</code> in any value. Nothing of it is ever run. Of several of one name
 * the last counts. Immutable; problems never show a value.
 *
 * @param variables by name, in the order of the file
 * @param problems lines that are none, which are left out
 */
public record DotEnv(Map<String, Variable> variables, List<Problem> problems) {
  /** No variables. */
  public static final DotEnv NONE = new DotEnv(Map.of(), List.of());

  private static final int MAX_BYTES = 1 << 20;
  private static final Pattern NAME = Pattern.compile("[^=#\\s]+");
  private static final Pattern EXPORT = Pattern.compile("export[^\\S\\n]+");
  private static final Pattern BLANKS = Pattern.compile("[^\\S\\n]*");
  private static final Pattern END = Pattern.compile("[^\\S\\n]*(#[^\\n]*)?(\\n|\\z)");
  private static final Pattern REFERENCE =
      Pattern.compile("\\$\\{(?<name>[^}:]*)(?::-(?<default>[^}]*))?}");

  /** One variable; printing it shows its name and place alone. */
  public record Variable(String name, String value, Position position) {
    @Override
    public String toString() {
      return position + ": " + name;
    }
  }

  public DotEnv {
    variables = Collections.unmodifiableMap(new LinkedHashMap<>(variables));
    problems = List.copyOf(problems);
  }

  /** The value of a variable. */
  public Optional<Variable> find(String name) {
    return Optional.ofNullable(variables.get(name));
  }

  /**
   * Reads a file of at most 1 MiB.
   *
   * @param environment the process's, which references in values see before the file's own
   * @throws ConfigurationException if it cannot be read or is no UTF-8 text
   */
  public static DotEnv read(Path file, Map<String, String> environment) {
    try {
      return parse(file.toString(), TextFile.read(file, MAX_BYTES), environment);
    } catch (BadFileException e) {
      throw ConfigurationException.of(e);
    }
  }

  /** Reads a text; {@code file} is what positions name. */
  public static DotEnv parse(String file, String text, Map<String, String> environment) {
    var plain = text.startsWith("\uFEFF") ? text.substring(1) : text;
    return new Reader(file, plain.replace("\r\n", "\n").replace('\r', '\n'), environment).read();
  }

  private static final class Reader {
    private final String file;
    private final String text;
    private final Map<String, String> environment;
    private final Map<String, Variable> variables = new LinkedHashMap<>();
    private final List<Problem> problems = new ArrayList<>();
    private int at;

    /** As far as lines were counted, and how many there were. */
    private int counted;

    private int line = 1;
    private int lineStart;

    Reader(String file, String text, Map<String, String> environment) {
      this.file = file;
      this.text = text;
      this.environment = environment;
    }

    DotEnv read() {
      while (true) {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
          at++;
        }
        if (at == text.length()) {
          return new DotEnv(variables, problems);
        }
        binding();
      }
    }

    private void binding() {
      var position = position();
      take(EXPORT);
      if (take(END) != null) {
        return; // a comment
      }
      var name = name();
      if (name == null) {
        wrong(position, "is no 'NAME=value'; write one, or put '#' before it");
        return;
      }
      take(BLANKS);
      if (!starts('=')) {
        var before = at;
        if (take(END) != null) {
          variables.remove(name); // python-dotenv takes the last word on a name, and this is it
        }
        at = before;
        wrong(position, "has no '=', so it sets nothing; write NAME=value, or put '#' before it");
        return;
      }
      at++;
      take(BLANKS);
      var quote = at < text.length() ? text.charAt(at) : '\n';
      var value = quote == '\'' || quote == '"' ? quoted(quote) : unquoted();
      if (value == null) {
        wrong(position, "the quote behind '" + name + "=' is never closed; close it");
      } else if ((quote == '\'' || quote == '"') && take(END) == null) {
        wrong(
            position,
            "there is more behind the closing quote of '" + name + "'; put all of it in quotes");
      } else {
        var expanded = expanded(value);
        variables.remove(name);
        variables.put(name, new Variable(name, expanded, position));
      }
    }

    private @Nullable String name() {
      if (starts('\'')) {
        var end = text.indexOf('\'', at + 1);
        if (end <= at + 1) {
          return null;
        }
        var name = text.substring(at + 1, end);
        at = end + 1;
        return name;
      }
      var name = take(NAME);
      return name == null ? null : name.group();
    }

    /** Up to the end of the line, or a comment that has a blank before it. */
    private String unquoted() {
      var end = text.indexOf('\n', at);
      var value = text.substring(at, end < 0 ? text.length() : end);
      at = end < 0 ? text.length() : end + 1;
      return value.replaceFirst("\\s+#.*", "").stripTrailing();
    }

    /**
     * Up to the first quote without a backslash; if there is none, to the last with one, which is
     * then no escape. Null, at the same place, if it is never closed.
     */
    private @Nullable String quoted(char quote) {
      var start = at + 1;
      var end = -1;
      for (var next = text.indexOf(quote, start); next >= 0; next = text.indexOf(quote, next + 1)) {
        end = next;
        if (next == start || text.charAt(next - 1) != '\\') {
          break;
        }
      }
      if (end < 0) {
        return null;
      }
      at = end + 1;
      return unescaped(text.substring(start, end), quote == '"');
    }

    private static String unescaped(String value, boolean all) {
      var plain = new StringBuilder();
      for (var i = 0; i < value.length(); i++) {
        var sign = value.charAt(i);
        var next = sign == '\\' && i + 1 < value.length() ? value.charAt(i + 1) : '\0';
        var meant =
            switch (next) {
              case '\\', '\'' -> next;
              case '"' -> all ? '"' : '\0';
              case 'a' -> all ? '\u0007' : '\0';
              case 'b' -> all ? '\b' : '\0';
              case 'f' -> all ? '\f' : '\0';
              case 'n' -> all ? '\n' : '\0';
              case 'r' -> all ? '\r' : '\0';
              case 't' -> all ? '\t' : '\0';
              case 'v' -> all ? '\u000b' : '\0';
              default -> '\0';
            };
        plain.append(meant == '\0' ? sign : meant);
        i += meant == '\0' ? 0 : 1;
      }
      return plain.toString();
    }

    /** Once: what a variable's value looks like is not looked at again. */
    private String expanded(String value) {
      return REFERENCE.matcher(value).replaceAll(match -> Matcher.quoteReplacement(of(match)));
    }

    private String of(MatchResult reference) {
      var name = reference.group("name");
      var own = variables.get(name);
      var given = environment.get(name);
      var other = reference.group("default");
      return given != null ? given : own != null ? own.value() : other != null ? other : "";
    }

    /** Notes it and goes on in the next line. */
    private void wrong(Position position, String what) {
      problems.add(new Problem(position, what));
      var end = text.indexOf('\n', at);
      at = end < 0 ? text.length() : end + 1;
    }

    private boolean starts(char sign) {
      return at < text.length() && text.charAt(at) == sign;
    }

    private @Nullable MatchResult take(Pattern pattern) {
      var matcher = pattern.matcher(text).region(at, text.length());
      if (!matcher.lookingAt()) {
        return null;
      }
      at = matcher.end();
      return matcher.toMatchResult();
    }

    private Position position() {
      for (; counted < at; counted++) {
        if (text.charAt(counted) == '\n') {
          line++;
          lineStart = counted + 1;
        }
      }
      return new Position(file, line, at - lineStart + 1);
    }
  }
}
