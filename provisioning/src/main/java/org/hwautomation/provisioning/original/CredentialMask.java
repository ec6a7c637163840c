package org.hwautomation.provisioning.original;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Takes out what looks like a password, credential, secret or token: the original kept all that it
 * was given in clear. By names, since the values may be anything. Stateless.
 */
public final class CredentialMask {
  /** What stands in its place. */
  public static final String MASK = "***";

  private static final String WORD =
      "passw(?:or)?d|passphrase|passcode|pwd|secret|token|credential|authorization|"
          + "(?:api|private|consumer|access|encryption|ssh)[_-]?key|community";

  private static final Pattern NAME =
      Pattern.compile("(?:%s)|(?:^|[_.\\s-])pass$|[a-z]Pass$".formatted("(?i:" + WORD + ")"));

  /** In a text: a name, then a value, in quotes or without. Linear in the text's length. */
  private static final Pattern NAMED_VALUE =
      Pattern.compile(
          "(?i)((?:"
              + WORD
              + ")[\\w.-]{0,40}\\\\?[\"']?\\s{0,5}[:=]\\s{0,5})"
              + "(?:\\\\?\"[^\"]*\"?|\\\\?'[^']*'?|[^\\s,;)}\\]]+)");

  /** As {@code ipmitool} and others are given one. */
  private static final Pattern ARGUMENT = Pattern.compile("(?<!\\S)(-P|--?password)(\\s+)\\S+");

  private static final Pattern SCHEME =
      Pattern.compile("(?i)\\b(basic|bearer)(\\s+)[\\w+/=.~-]{8,}");
  private static final Pattern USER_OF_URL = Pattern.compile("(://)[^/@\\s]{1,200}@");

  /** Longer texts are cut, in characters. */
  private static final int LONGEST = 20_000;

  private CredentialMask() {}

  /** True if what has such a name is not to be seen. */
  public static boolean hides(String name) {
    return NAME.matcher(name).find();
  }

  /** The text without values that stand behind such names, cut if it is very long. */
  public static String text(String text) {
    var shown =
        text.length() <= LONGEST
            ? text
            : text.substring(0, LONGEST) + " … (%d characters)".formatted(text.length());
    shown = SCHEME.matcher(shown).replaceAll("$1$2" + MASK);
    shown = NAMED_VALUE.matcher(shown).replaceAll("$1" + MASK);
    shown = ARGUMENT.matcher(shown).replaceAll("$1$2" + MASK);
    return USER_OF_URL.matcher(shown).replaceAll("$1" + MASK + "@");
  }

  /**
   * A value that has a name, as JSON has it: maps, lists, texts, numbers. Yes, no and nothing are
   * no secrets.
   */
  public static @Nullable Object value(String name, @Nullable Object value) {
    if (value == null || value instanceof Boolean) {
      return value;
    }
    return hides(name) ? MASK : value(value);
  }

  private static Object value(Object value) {
    return switch (value) {
      case Map<?, ?> map -> {
        var shown = new LinkedHashMap<String, @Nullable Object>();
        map.forEach(
            (key, each) -> shown.put(String.valueOf(key), value(String.valueOf(key), each)));
        yield shown;
      }
      case List<?> list -> {
        var shown = new ArrayList<@Nullable Object>();
        list.forEach(each -> shown.add(each == null ? null : value(each)));
        yield shown;
      }
      case String text -> text(text);
      default -> value;
    };
  }
}
