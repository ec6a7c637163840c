import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Builds the web page in {@code ui} with npm and puts it beside the server's classes. Does nothing if the page there is that of the present
 * sources, and says so in one line where there is no Node 20 or newer.
 *
 * <p>Arguments: the folder {@code ui}, and the folder of the server's classes that takes the page.
 */
class PageBuild {
  private static final List<String> SOURCES =
      List.of("src", "public", "index.html", "package.json", "package-lock.json", "vite.config.ts");

  private final Path ui;
  private final Path into;

  PageBuild(Path ui, Path into) {
    this.ui = ui;
    this.into = into;
  }

  public static void main(String[] arguments) throws Exception {
    new PageBuild(Path.of(arguments[0]).toAbsolutePath(), Path.of(arguments[1])).run();
  }

  private void run() throws Exception {
    var built = into.resolveSibling("page.built");
    var wanted = hash(SOURCES);
    if (Files.exists(into.resolve("index.html")) && has(built, wanted)) {
      return;
    }
    if (nodeMajor() < 20) {
      System.out.println("page: not built, there is no Node 20 or newer (Debian: apt-get install nodejs npm)");
      return;
    }
    var installed = ui.resolve("node_modules/.hwauto-lock");
    var lock = hash(List.of("package-lock.json"));
    if (!has(installed, lock)) {
      System.out.println("page: npm ci");
      if (npm("ci", "--no-audit", "--no-fund") != 0) {
        failed("npm ci failed; npm's own settings (registry, proxy, cache) are used");
        return;
      }
      Files.writeString(installed, lock);
    }
    System.out.println("page: npm run build");
    if (npm("run", "--silent", "build") != 0) {
      failed("npm run build failed");
      return;
    }
    copy(ui.resolve("dist"));
    Files.writeString(built, wanted);
  }

  /** Elsewhere the product is built without its page; in CI that must not go unseen. */
  private static void failed(String what) {
    System.out.println("page: not built, " + what + "; -Dpage.skip=true leaves it out");
    if (System.getenv("CI") != null) {
      System.exit(1);
    }
  }

  private int npm(String... words) throws IOException, InterruptedException {
    var windows = System.getProperty("os.name").startsWith("Windows");
    var command = new ArrayList<>(List.of(windows ? "npm.cmd" : "npm"));
    command.addAll(List.of(words));
    return new ProcessBuilder(command).directory(ui.toFile()).inheritIO().start().waitFor();
  }

  private static int nodeMajor() {
    try {
      var node = new ProcessBuilder("node", "--version").redirectErrorStream(true).start();
      var version = new String(node.getInputStream().readAllBytes()).strip();
      return node.waitFor() == 0 && version.matches("v\\d+\\..*")
          ? Integer.parseInt(version.substring(1, version.indexOf('.')))
          : 0;
    } catch (IOException e) {
      return 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 0;
    }
  }

  private static boolean has(Path file, String text) throws IOException {
    return Files.exists(file) && Files.readString(file).equals(text);
  }

  private String hash(List<String> names) throws Exception {
    var digest = MessageDigest.getInstance("SHA-256");
    for (var name : names) {
      var path = ui.resolve(name);
      if (!Files.exists(path)) {
        continue;
      }
      try (var walk = Files.walk(path)) {
        for (var file : walk.filter(Files::isRegularFile).sorted().toList()) {
          digest.update(ui.relativize(file).toString().getBytes());
          digest.update(Files.readAllBytes(file));
        }
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private void copy(Path from) throws IOException {
    if (Files.exists(into)) {
      try (var old = Files.walk(into)) {
        for (var file : old.sorted(java.util.Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
    try (var walk = Files.walk(from)) {
      for (var file : walk.sorted().toList()) {
        var to = into.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(to);
        } else {
          Files.copy(file, to, StandardCopyOption.REPLACE_EXISTING);
        }
      }
    }
  }
}
