package org.hwautomation.provisioning.configuration;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hwautomation.hardware.Secret;

/**
 * MAAS's API key, put together from whichever settings hold it.
 *
 * @param problem why there is no key though something was given
 */
record MaasKey(Optional<Secret> key, Optional<String> problem) {
  private static final List<Key<Secret>> PARTS =
      List.of(Keys.MAAS_CONSUMER_KEY, Keys.MAAS_TOKEN_KEY, Keys.MAAS_TOKEN_SECRET);

  /**
   * The whole key, or its three parts: whichever was given nearer to the user. {@code
   * maas.consumer_key} alone may hold the whole key, as in the Python version's examples.
   */
  static MaasKey assemble(ResolvedValues values) {
    var whole = values.find(Keys.MAAS_API_KEY);
    var wholeRank = rank(values, Keys.MAAS_API_KEY);
    var partsRank = PARTS.stream().mapToInt(part -> rank(values, part)).max().orElse(0);
    if (whole.isPresent() && wholeRank >= partsRank) {
      return new MaasKey(whole, Optional.empty());
    }
    var inConsumer = values.find(Keys.MAAS_CONSUMER_KEY).flatMap(MaasKey::whole);
    if (inConsumer.isPresent()) {
      return new MaasKey(inConsumer, Optional.empty());
    }
    var texts = new ArrayList<String>();
    var missing = new ArrayList<String>();
    for (var part : PARTS) {
      values
          .find(part)
          .ifPresentOrElse(
              secret -> texts.add(secret.reveal(text -> text)), () -> missing.add(part.name()));
    }
    if (texts.isEmpty()) {
      return new MaasKey(Optional.empty(), Optional.empty());
    }
    var joined = whole(Secret.of(String.join(":", texts)));
    if (missing.isEmpty() && joined.isPresent()) {
      return new MaasKey(joined, Optional.empty());
    }
    var given = PARTS.stream().filter(part -> values.find(part).isPresent()).findFirst();
    return new MaasKey(
        Optional.empty(),
        Optional.of(
            "%s: the MAAS key is incomplete or malformed%s; put the whole key, consumer:token:secret, into maas.api_key"
                .formatted(
                    values.origin(given.orElseThrow()),
                    missing.isEmpty() ? "" : " (not set: " + String.join(", ", missing) + ")")));
  }

  private static Optional<Secret> whole(Secret key) {
    try {
      return Optional.of(key.reveal(ValueTypes::apiKey));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static int rank(ResolvedValues values, Key<?> key) {
    return values.find(key).isEmpty()
        ? 0
        : switch (values.origin(key)) {
          case Origin.Default _ -> 0;
          case Origin.File _ -> 1;
          case Origin.DotEnv _ -> 2;
          case Origin.Variable _ -> 3;
          case Origin.Program _ -> 4;
          case Origin.Flag _ -> 5;
        };
  }
}
