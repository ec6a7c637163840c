package org.hwautomation.provisioning.original;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.hwautomation.definitions.file.BadFileException;
import org.jspecify.annotations.Nullable;

/**
 * Lists the files of a folder. Links to files are followed, links to folders are not, so that
 * nothing is walked twice or for ever.
 */
final class FolderWalk extends SimpleFileVisitor<Path> {
  /**
   * A file, or a place that was not looked into.
   *
   * @param trouble why it cannot be read; null if nothing is known to stand in the way
   */
  record Found(Path path, @Nullable String trouble) {}

  private static final int MOST = 20_000;
  private static final int DEEPEST = 30;
  private static final Set<String> OTHERS =
      Set.of(".git", ".venv", "venv", "node_modules", "__pycache__", ".tox", ".mypy_cache");

  private final Path root;
  private final List<Found> found = new ArrayList<>();

  private FolderWalk(Path root) {
    this.root = root;
  }

  /** All of it, in the order of the paths. */
  static List<Found> of(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new BadFileException(
          folder
              + (Files.exists(folder)
                  ? ": is no folder; name the one that config.yaml or configs is in"
                  : ": does not exist; check the path"));
    }
    var walk = new FolderWalk(folder);
    try {
      Files.walkFileTree(folder, EnumSet.noneOf(FileVisitOption.class), DEEPEST, walk);
    } catch (IOException e) {
      throw new BadFileException(folder + ": cannot be read (" + e.getMessage() + ")");
    }
    walk.found.sort(
        (a, b) -> {
          var depth = Integer.compare(a.path.getNameCount(), b.path.getNameCount());
          return depth == 0 ? a.path.compareTo(b.path) : depth;
        });
    return walk.found;
  }

  @Override
  public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
    var name = String.valueOf(folder.getFileName());
    if (!folder.equals(root) && OTHERS.contains(name)) {
      return FileVisitResult.SKIP_SUBTREE;
    }
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
    if (found.size() >= MOST) {
      throw new BadFileException(
          "%s: holds more than %d files; name the folder of the configuration alone"
              .formatted(root, MOST));
    }
    if (attributes.isSymbolicLink()) {
      link(file);
    } else if (attributes.isDirectory()) {
      found.add(new Found(file, "nested more than " + DEEPEST + " deep; not looked into"));
    } else {
      found.add(new Found(file, attributes.isRegularFile() ? null : "is no file that can be read"));
    }
    return FileVisitResult.CONTINUE;
  }

  private void link(Path link) {
    try {
      var target = link.toRealPath();
      if (Files.isRegularFile(target)) {
        found.add(new Found(link, null));
      } else if (Files.isDirectory(target)) {
        found.add(new Found(link, "is a link to the folder %s; not followed".formatted(target)));
      } else {
        found.add(new Found(link, "is a link to what is no file"));
      }
    } catch (IOException _) {
      found.add(new Found(link, "is a link to nothing, or to itself; remove it"));
    }
  }

  @Override
  public FileVisitResult visitFileFailed(Path file, IOException e) {
    found.add(new Found(file, "cannot be read (" + e.getClass().getSimpleName() + ")"));
    return FileVisitResult.CONTINUE;
  }
}
