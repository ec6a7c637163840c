package org.hwautomation.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.hwautomation.provisioning.original.FileKind;
import org.hwautomation.provisioning.original.ImportedFiles;
import org.hwautomation.provisioning.original.OriginalFile;
import org.hwautomation.provisioning.original.OriginalFolder;
import org.hwautomation.provisioning.original.OriginalSetup;
import org.hwautomation.provisioning.original.Remark;
import org.hwautomation.provisioning.original.Remark.Verdict;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says what the Python version's files mean here, and writes what does. Contacts nobody. */
@Command(
    name = "import",
    description = {
      "Read the Python version's files: config.yaml, .env, device types, BIOS templates, firmware"
          + " and logging. Says of each what was understood, what has no meaning here and why, and"
          + " what is wrong and what to write instead.",
      "Writes nothing without --output. Exit code 2 if something is wrong; what is right is written"
          + " all the same."
    })
final class ConfigImportCommand implements Callable<Integer> {
  private static final int SHOWN = 20;

  @Mixin private GlobalOptions options = new GlobalOptions();

  @Parameters(paramLabel = "DIR", description = "The folder that holds them, at any depth.")
  private Path folder = Path.of(".");

  @Option(
      names = "--output",
      paramLabel = "NEW_DIR",
      description = "Write hwauto.yaml and device-types.yaml into this folder, which must be new.")
  private @Nullable Path output;

  @Option(
      names = "--with-secrets",
      description = "Write secrets of .env too; without it they are to stay in the environment.")
  private boolean secrets;

  @Override
  public Integer call() {
    var screen = options.screen();
    var setup = OriginalFolder.read(folder, System.getenv());
    var written =
        output == null
            ? Optional.<ImportedFiles>empty()
            : Optional.of(ImportedFiles.write(setup, output, secrets));
    screen.result(document(setup, written), () -> show(screen, setup, written));
    return setup.count(Verdict.WRONG) == 0 ? ExitCodes.DONE : ExitCodes.BAD_INPUT;
  }

  private void show(Screen screen, OriginalSetup setup, Optional<ImportedFiles> written) {
    for (var file : setup.files()) {
      if (file.kind() != FileKind.UNRECOGNISED || !file.remarks().isEmpty()) {
        screen.line(screen.strong(relative(setup, file)) + "  " + screen.faint(file.kind().text()));
        file.remarks().forEach(remark -> screen.line(line(screen, remark)));
      }
    }
    var others = setup.unrecognised().stream().filter(file -> file.remarks().isEmpty()).toList();
    if (!others.isEmpty()) {
      screen.line(screen.strong("not recognised, and left alone"));
      others.stream()
          .limit(SHOWN)
          .forEach(file -> screen.line("         " + relative(setup, file)));
      if (others.size() > SHOWN) {
        screen.line("         and %d more; --json has all".formatted(others.size() - SHOWN));
      }
    }
    screen.line("");
    screen.line(
        "%d files: %s, %d without a meaning here, %s; %d not recognised"
            .formatted(
                setup.files().size(),
                screen.good(setup.count(Verdict.UNDERSTOOD) + " understood"),
                setup.count(Verdict.WITHOUT_MEANING),
                wrong(screen, setup.count(Verdict.WRONG)),
                setup.unrecognised().size()));
    written.ifPresentOrElse(files -> show(screen, setup, files), () -> hint(screen, setup));
  }

  private void show(Screen screen, OriginalSetup setup, ImportedFiles written) {
    written.files().forEach(file -> screen.line("written, and read back the same: " + file));
    if (!written.variables().isEmpty()) {
      screen.line(
          "left out, since they are secret: keep %s set, or in a .env beside it; --with-secrets writes them"
              .formatted(String.join(", ", written.variables())));
    }
    if (setup.count(Verdict.WRONG) > 0) {
      screen.line(
          "what is wrong is not in it, but for BIOS settings, which a plan refuses; correct it, and import again into a new folder");
    }
    screen.line("next: hwauto config check --config " + written.files().getLast());
  }

  private void hint(Screen screen, OriginalSetup setup) {
    if (setup.settings().isEmpty() && setup.deviceTypes().isEmpty()) {
      screen.line("nothing to write: there is no file of the Python version's in it");
    } else {
      screen.line("nothing was written; --output NEW_DIR writes what was understood");
    }
  }

  private static String wrong(Screen screen, int count) {
    return count == 0 ? "0 wrong" : screen.bad(count + " wrong");
  }

  private static String relative(OriginalSetup setup, OriginalFile file) {
    return printable(setup.folder().relativize(file.path()).toString());
  }

  /** With its end to be seen, where it has blanks. */
  private static String printable(String path) {
    var plain = plain(path);
    return plain.contains(" ") ? "'" + plain + "'" : plain;
  }

  /** What files and their names hold may be made for terminals. */
  private static String plain(String text) {
    return text.replaceAll("\\p{Cntrl}", "?");
  }

  private static String line(Screen screen, Remark remark) {
    var sign =
        switch (remark.verdict()) {
          case UNDERSTOOD -> screen.good("ok   ");
          case WITHOUT_MEANING -> screen.faint("-    ");
          case WRONG -> screen.bad("wrong");
        };
    var place = remark.position();
    return "  %s %-7s %s%s%s"
        .formatted(
            sign,
            place.line() == 0 ? "" : place.line() + ":" + place.column(),
            remark.subject().isEmpty() ? "" : plain(remark.subject()) + ": ",
            plain(remark.text()),
            remark.times() == 1 ? "" : " (" + remark.times() + " times)");
  }

  private static Map<String, Object> document(
      OriginalSetup setup, Optional<ImportedFiles> written) {
    var document = new LinkedHashMap<String, Object>();
    document.put("ok", setup.count(Verdict.WRONG) == 0);
    for (var verdict : Verdict.values()) {
      document.put(verdict.name().toLowerCase(Locale.ROOT), setup.count(verdict));
    }
    var files = new ArrayList<Object>();
    for (var file : setup.files()) {
      var entry = new LinkedHashMap<String, Object>();
      entry.put("path", setup.folder().relativize(file.path()).toString());
      entry.put("kind", file.kind().name().toLowerCase(Locale.ROOT));
      entry.put("remarks", file.remarks().stream().map(ConfigImportCommand::entry).toList());
      files.add(entry);
    }
    document.put("files", files);
    document.put(
        "written",
        written.map(ImportedFiles::files).orElse(List.of()).stream().map(Path::toString).toList());
    document.put("keep_set", written.map(ImportedFiles::variables).orElse(List.of()));
    return document;
  }

  private static Map<String, Object> entry(Remark remark) {
    var entry = new LinkedHashMap<String, Object>();
    entry.put("verdict", remark.verdict().name().toLowerCase(Locale.ROOT));
    if (remark.position().line() > 0) {
      entry.put("line", remark.position().line());
      entry.put("column", remark.position().column());
    }
    entry.put("subject", remark.subject());
    entry.put("text", remark.text());
    entry.put("times", remark.times());
    return entry;
  }
}
