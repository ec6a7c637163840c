package org.hwautomation.cli;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.hwautomation.store.AuditVerdict;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Looks whether the audit is as it was written. */
@Command(
    name = "verify",
    description = {
      "Read the whole audit and look whether each entry is as it was written. That the last ones",
      "are gone, or all were written anew, shows only against a hash that was kept elsewhere."
    },
    footer = "Exit codes: 0 intact, 1 not, 2 bad input.")
final class AuditVerifyCommand implements Callable<Integer> {
  @Mixin private GlobalOptions options = new GlobalOptions();

  @Option(
      names = "--head",
      paramLabel = "HASH",
      description = "What 'hwauto audit head' said once; it must still be there.")
  private @Nullable String head;

  @Override
  public Integer call() {
    var remembered = Optional.ofNullable(head).map(hash -> hash.strip().toLowerCase(Locale.ROOT));
    if (remembered.isPresent() && !remembered.get().matches("[0-9a-f]{64}")) {
      throw new IllegalArgumentException("--head is not a hash: 64 hexadecimal digits");
    }
    var screen = options.screen();
    try (var manager = options.manager("audit verify")) {
      var verdict = manager.store().audit().verify(remembered);
      var document = new LinkedHashMap<String, @Nullable Object>();
      document.put("intact", verdict instanceof AuditVerdict.Intact);
      switch (verdict) {
        case AuditVerdict.Intact intact -> {
          document.put("entries", intact.entries());
          document.put("head", intact.head().hash());
          screen.result(
              document,
              () ->
                  screen.line(
                      "%s: %d entries, head %s"
                          .formatted(
                              screen.good("intact"), intact.entries(), intact.head().hash())));
          return ExitCodes.DONE;
        }
        case AuditVerdict.Broken broken -> {
          document.put("first_broken", broken.id());
          document.put("damage", broken.damage().name().toLowerCase(Locale.ROOT));
          document.put("text", broken.text());
          screen.result(
              document, () -> screen.line(screen.bad("not intact") + ": " + broken.text()));
          return ExitCodes.FAILED;
        }
      }
    }
  }
}
