package org.hwautomation.definitions;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.hwautomation.definitions.file.BadFileException;
import org.hwautomation.definitions.file.Position;
import org.hwautomation.definitions.file.Problem;
import org.hwautomation.definitions.file.TextFile;
import org.hwautomation.workflow.WorkflowDefinition;
import org.jspecify.annotations.Nullable;

/**
 * Finds definitions by name: files of a folder, and behind them those that are shipped. In names
 * {@code -} and {@code _} are the same. Immutable and thread-safe; a file is read when it is asked
 * for, so that a bad one harms no other, and a change to one is seen at once.
 */
public final class DefinitionLibrary {
  /** How many definitions may run one another, one inside the other. */
  static final int MAX_DEPTH = 8;

  private static final String SHIPPED = "shipped";

  private final DefinitionReader reader;
  private final Map<String, Resource> shipped;
  private final Optional<Path> folder;

  private DefinitionLibrary(
      DefinitionReader reader, Map<String, Resource> shipped, Optional<Path> folder) {
    this.reader = reader.withDefinitions(this::find);
    this.shipped = shipped;
    this.folder = folder;
  }

  /**
   * A definition that there is.
   *
   * @param name with underscores
   * @param origin the file, or {@code shipped}
   * @param shadows what it is used instead of; empty for nothing
   */
  public record Entry(String name, String origin, Optional<String> shadows) {}

  /**
   * The text of a definition.
   *
   * @param file where it stands; empty for a shipped one
   */
  public record DefinitionText(DefinitionFormat format, String text, Optional<Path> file) {}

  /** A text that came with the program. */
  private record Resource(Class<?> beside, String path) {
    String text() {
      try (var stream = beside.getResourceAsStream(path)) {
        if (stream == null) {
          throw new IllegalStateException(path + " is missing from the installation");
        }
        return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Begins a library whose files are read by {@code reader}. */
  public static Builder reading(DefinitionReader reader) {
    return new Builder(reader);
  }

  /** What there is: the shipped ones in their order, then what only the folder has, by name. */
  public List<Entry> entries() {
    var files = files();
    var entries = new ArrayList<Entry>();
    for (var name : shipped.keySet()) {
      var own = files.remove(name);
      entries.add(
          own == null
              ? new Entry(name, SHIPPED, Optional.empty())
              : new Entry(name, own.getFirst().toString(), Optional.of(SHIPPED)));
    }
    files.forEach(
        (name, own) -> entries.add(new Entry(name, own.getFirst().toString(), Optional.empty())));
    return List.copyOf(entries);
  }

  /** The names of all, as {@link #entries()} has them. */
  public List<String> names() {
    return entries().stream().map(Entry::name).toList();
  }

  /** The entry of a name. */
  public Optional<Entry> find(String name) {
    var wanted = plain(name);
    return entries().stream().filter(entry -> entry.name().equals(wanted)).findFirst();
  }

  /**
   * The definition of a name.
   *
   * @throws UnknownDefinitionException if there is none; names the nearest
   * @throws DefinitionException if its file is wrong
   * @throws BadFileException if its file can't be read, or another one has its name too
   */
  public WorkflowDefinition get(String name) {
    return read(plain(name), List.of())
        .orElseThrow(() -> new UnknownDefinitionException(name, names()));
  }

  /**
   * The text of a definition as it stands in its file, right or wrong.
   *
   * @throws UnknownDefinitionException if there is none; names the nearest
   * @throws BadFileException if its file can't be read, or another one has its name too
   */
  public DefinitionText text(String name) {
    var wanted = plain(name);
    var own = files().get(wanted);
    if (own != null) {
      var file = only(own);
      return new DefinitionText(
          DefinitionFormat.of(file.toString()),
          TextFile.read(file, DefinitionReader.MAX_BYTES),
          Optional.of(file));
    }
    var resource = shipped.get(wanted);
    if (resource == null) {
      throw new UnknownDefinitionException(name, names());
    }
    return new DefinitionText(
        DefinitionFormat.of(resource.path), resource.text(), Optional.empty());
  }

  /** A reader of other files, whose {@code run:} finds the definitions of this library. */
  public DefinitionReader reader() {
    return reader;
  }

  private Definitions.Answer find(String name, List<String> chain) {
    var path = String.join(" -> ", chain) + " -> " + name;
    if (chain.stream().map(DefinitionLibrary::plain).anyMatch(plain(name)::equals)) {
      return new Definitions.Absent("'" + name + "' would run itself: " + path);
    }
    if (chain.size() >= MAX_DEPTH) {
      return new Definitions.Absent(
          "definitions run one another more than " + MAX_DEPTH + " deep: " + path);
    }
    try {
      return read(plain(name), chain)
          .<Definitions.Answer>map(Definitions.Found::new)
          .orElseGet(
              () ->
                  new Definitions.Absent(
                      "unknown definition '" + name + "'" + ReferenceCheck.nearest(name, names())));
    } catch (BadFileException e) {
      var more = e.problems().size() - 1;
      return new Definitions.Absent(
          "'%s' can't be run: %s%s"
              .formatted(
                  name, e.problems().getFirst(), more > 0 ? " (and " + more + " more)" : ""));
    }
  }

  private Optional<WorkflowDefinition> read(String name, List<String> chain) {
    var own = files().get(name);
    if (own != null) {
      return Optional.of(read(name, own, chain));
    }
    var resource = shipped.get(name);
    return resource == null
        ? Optional.empty()
        : Optional.of(
            named(
                name,
                SHIPPED + " " + resource.path,
                reader.read(
                    SHIPPED + " " + resource.path,
                    DefinitionFormat.of(resource.path),
                    resource.text(),
                    chain)));
  }

  private WorkflowDefinition read(String name, List<Path> own, List<String> chain) {
    var path = only(own);
    var file = path.toString();
    var text = TextFile.read(path, DefinitionReader.MAX_BYTES);
    return named(name, file, reader.read(file, DefinitionFormat.of(file), text, chain));
  }

  private static Path only(List<Path> own) {
    if (own.size() > 1) {
      throw new BadFileException(
          "%s and %s have the same name; rename one".formatted(own.get(0), own.get(1)));
    }
    return own.getFirst();
  }

  /** The file's name is the definition's, so that who looks for one finds it. */
  private static WorkflowDefinition named(String name, String file, WorkflowDefinition definition) {
    if (!plain(definition.name()).equals(name)) {
      throw new DefinitionException(
          List.of(
              new Problem(
                  new Position(file, 1, 1),
                  "defines '%s', but the file is called '%s'; give both one name"
                      .formatted(definition.name(), name))));
    }
    return definition;
  }

  /** The files of the folder by name; more than one for a name that two files have. */
  private Map<String, List<Path>> files() {
    var files = new TreeMap<String, List<Path>>();
    if (folder.isEmpty() || !Files.isDirectory(folder.get())) {
      return files;
    }
    try (var list = Files.list(folder.get())) {
      list.sorted()
          .forEach(
              file -> {
                var name = stem(String.valueOf(file.getFileName()));
                if (name != null && !Files.isDirectory(file)) {
                  files.computeIfAbsent(name, key -> new ArrayList<>()).add(file);
                }
              });
      return files;
    } catch (IOException | UncheckedIOException e) {
      throw new BadFileException(
          folder.get() + ": cannot be listed (" + e.getMessage() + "); check its permissions");
    }
  }

  private static @Nullable String stem(String file) {
    return file.matches("[^.].*\\.(yaml|yml|json)")
        ? plain(file.substring(0, file.lastIndexOf('.')))
        : null;
  }

  private static String plain(String name) {
    return name.replace('-', '_');
  }

  /** Collects where definitions are; not thread-safe. */
  public static final class Builder {
    private final DefinitionReader reader;
    private final Map<String, Resource> shipped = new LinkedHashMap<>();
    private Optional<Path> folder = Optional.empty();

    private Builder(DefinitionReader reader) {
      this.reader = reader;
    }

    /** Ships resources that lie beside a class, such as {@code templates/commissioning.yaml}. */
    public Builder shipped(Class<?> beside, List<String> resources) {
      for (var path : resources) {
        var name = stem(path.substring(path.lastIndexOf('/') + 1));
        if (name == null) {
          throw new IllegalArgumentException(path + " is no YAML or JSON file");
        }
        shipped.put(name, new Resource(beside, path));
      }
      return this;
    }

    /**
     * Lets the files {@code *.yaml}, {@code *.yml} and {@code *.json} of a folder come first; the
     * folder may be absent.
     */
    public Builder folder(Path path) {
      folder = Optional.of(path);
      return this;
    }

    public DefinitionLibrary build() {
      return new DefinitionLibrary(reader, new LinkedHashMap<>(shipped), folder);
    }
  }
}
