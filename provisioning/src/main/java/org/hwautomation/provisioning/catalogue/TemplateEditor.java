package org.hwautomation.provisioning.catalogue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import org.hwautomation.definitions.DefinitionFormat;
import org.hwautomation.definitions.DefinitionLibrary;
import org.hwautomation.definitions.DefinitionReader;
import org.hwautomation.definitions.file.BadFileException;
import org.hwautomation.provisioning.WorkflowManager;
import org.hwautomation.store.TemplateVersions;

/**
 * Changes the templates of the definitions folder, and remembers every text that they had. A text
 * with a mistake is not saved. Thread-safe within one process.
 */
public final class TemplateEditor {
  private static final String NAME = "[a-z][a-z0-9_]{0,63}";

  private final WorkflowManager manager;

  public TemplateEditor(WorkflowManager manager) {
    this.manager = manager;
  }

  /**
   * What a change is based on.
   *
   * @param tag of the text that was read; empty for a template that there is not to be yet
   */
  public record Basis(Optional<String> tag) {}

  /** Somebody else changed the template meanwhile. */
  public static final class ChangedMeanwhileException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ChangedMeanwhileException(String message) {
      super(message);
    }
  }

  /** Tells texts apart. */
  public static String tag(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)),
              0,
              16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /**
   * Writes a text as the template of a name; a shipped one is shadowed, not changed.
   *
   * @param message why, for the versions
   * @return the number of the version
   * @throws IllegalArgumentException if the name is none for a template
   * @throws BadFileException if the text is wrong; nothing is changed then
   * @throws ChangedMeanwhileException if the template is not what {@code basis} says
   */
  public int save(
      String name,
      DefinitionFormat format,
      String text,
      String message,
      Basis basis,
      String actor) {
    var plain = name.replace('-', '_');
    if (!plain.matches(NAME)) {
      throw new IllegalArgumentException(
          "'%s' is no name for a template; use lower-case letters, digits and _, a letter first"
              .formatted(name.length() > 60 ? name.substring(0, 59) + "…" : name));
    }
    synchronized (TemplateEditor.class) {
      var before = manager.library().find(plain).map(e -> manager.library().text(plain));
      requireBasis(plain, before, basis);
      check(plain, format, text);
      var versions = manager.store().templateVersions();
      before.ifPresent(
          old ->
              keep(
                  versions,
                  plain,
                  old,
                  old.file().isEmpty() ? "as shipped" : "as it stood before it was changed here"));
      write(plain, format, text, before.flatMap(DefinitionLibrary.DefinitionText::file));
      var version = versions.add(plain, format.wireName(), text, message, actor);
      manager
          .store()
          .audit()
          .add(actor, "template saved", plain, "version " + version + ": " + message);
      return version;
    }
  }

  /** The first text of a template, which nobody saved here. */
  private static void keep(
      TemplateVersions versions,
      String name,
      DefinitionLibrary.DefinitionText old,
      String message) {
    if (versions.of(name).isEmpty()) {
      versions.add(name, old.format().wireName(), old.text(), message, "files");
    }
  }

  private static void requireBasis(
      String name, Optional<DefinitionLibrary.DefinitionText> before, Basis basis) {
    var tag = before.map(old -> tag(old.text()));
    if (!tag.equals(basis.tag())) {
      throw new ChangedMeanwhileException(
          before.isEmpty()
              ? "there is no template '%s' any more".formatted(name)
              : basis.tag().isEmpty()
                  ? "there is a template '%s' already".formatted(name)
                  : "somebody changed template '%s' since you read it".formatted(name));
    }
  }

  private void check(String name, DefinitionFormat format, String text) {
    if (text.getBytes(StandardCharsets.UTF_8).length > DefinitionReader.MAX_BYTES) {
      throw new BadFileException("the text is larger than a template may be (256 KiB)");
    }
    var definition = manager.library().reader().read(name, format, text);
    if (!definition.name().replace('-', '_').equals(name)) {
      throw new BadFileException(
          "%s:1:1: the text defines '%s'; give it the template's name"
              .formatted(name, definition.name()));
    }
  }

  private void write(String name, DefinitionFormat format, String text, Optional<Path> file) {
    var folder = manager.configuration().definitionsFolder();
    var target =
        file.filter(old -> DefinitionFormat.of(old.toString()) == format)
            .orElseGet(
                () -> folder.resolve(name + (format == DefinitionFormat.JSON ? ".json" : ".yaml")));
    try {
      Files.createDirectories(folder);
      var draft = Files.createTempFile(folder, "." + name, ".draft");
      try {
        Files.writeString(draft, text);
        Files.move(
            draft, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(draft);
      }
      if (file.isPresent() && !file.get().equals(target)) {
        Files.deleteIfExists(file.get()); // the same name in another format
      }
    } catch (IOException e) {
      throw new UncheckedIOException("template " + name + " can't be written to " + folder, e);
    }
  }
}
