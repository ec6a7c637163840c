import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.ImportOrderer;
import com.google.googlejavaformat.java.JavaFormatterOptions;
import com.google.googlejavaformat.java.RemoveUnusedImports;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Checks (or with {@code --fix} repairs) the format of all Java files below the given folders. Run by the build in the JDK that compiles,
 * because the formatter must know that JDK's language.
 */
class FormatCheck {
  public static void main(String[] arguments) throws Exception {
    var fix = List.of(arguments).contains("--fix");
    var formatter =
        new Formatter(
            JavaFormatterOptions.builder().style(JavaFormatterOptions.Style.GOOGLE).build());
    var wrong = new ArrayList<Path>();
    for (var argument : arguments) {
      var folder = Path.of(argument);
      if (argument.startsWith("--") || !Files.isDirectory(folder)) {
        continue;
      }
      try (var walk = Files.walk(folder)) {
        for (var file : walk.filter(f -> f.toString().endsWith(".java")).sorted().toList()) {
          var source = Files.readString(file);
          var formatted = formatter.formatSource(
              ImportOrderer.reorderImports(
                  RemoveUnusedImports.removeUnusedImports(source), JavaFormatterOptions.Style.GOOGLE));
          if (!formatted.equals(source)) {
            wrong.add(file);
            if (fix) {
              Files.writeString(file, formatted);
            }
          }
        }
      }
    }
    if (!wrong.isEmpty()) {
      wrong.forEach(file -> System.out.println((fix ? "formatted " : "not formatted: ") + file));
      if (!fix) {
        System.out.println("Repair with: build/format");
        System.exit(1);
      }
    }
  }
}
