package org.hwautomation.definitions;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.hwautomation.workflow.WorkflowDefinition;

/**
 * Finds definitions by name: files of a folder, and behind them those that are shipped. In names
 * {@code -} and {@code _} are the same. Immutable and thread-safe; a file is read when it is asked
 * for, so that a bad one harms no other.
 */
public final class DefinitionLibrary {
  private DefinitionLibrary() {}

  /**
   * A definition that there is.
   *
   * @param name with underscores
   * @param origin the file, or {@code shipped}
   * @param shadows what it is used instead of; empty for nothing
   */
  public record Entry(String name, String origin, Optional<String> shadows) {}

  /** Begins a library whose files are read by {@code reader}. */
  public static Builder reading(DefinitionReader reader) {
    throw new UnsupportedOperationException("being written");
  }

  /** What there is, the shipped ones first, in their order. */
  public List<Entry> entries() {
    throw new UnsupportedOperationException("being written");
  }

  /** The names of all, as {@link #entries()} has them. */
  public List<String> names() {
    throw new UnsupportedOperationException("being written");
  }

  /** The entry of a name. */
  public Optional<Entry> find(String name) {
    throw new UnsupportedOperationException("being written");
  }

  /**
   * The definition of a name.
   *
   * @throws UnknownDefinitionException if there is none; names the nearest
   * @throws DefinitionException if its file is wrong
   */
  public WorkflowDefinition get(String name) {
    throw new UnsupportedOperationException("being written");
  }

  /** A reader of other files, whose {@code run:} finds the definitions of this library. */
  public DefinitionReader reader() {
    throw new UnsupportedOperationException("being written");
  }

  /** Collects where definitions are; not thread-safe. */
  public static final class Builder {
    private Builder() {}

    /** Ships resources that lie beside a class, such as {@code templates/commissioning.yaml}. */
    public Builder shipped(Class<?> beside, List<String> resources) {
      throw new UnsupportedOperationException("being written");
    }

    /** Lets the files {@code *.yaml}, {@code *.yml} and {@code *.json} of a folder come first. */
    public Builder folder(Path path) {
      throw new UnsupportedOperationException("being written");
    }

    public DefinitionLibrary build() {
      throw new UnsupportedOperationException("being written");
    }
  }
}
