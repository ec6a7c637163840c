package org.hwautomation.hardware.maas;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.hwautomation.hardware.Secret;

/**
 * A MAAS API key, {@code consumer:token:secret}, as {@code maas apikey} prints it. Immutable,
 * thread-safe; printing it shows nothing of it.
 */
public final class MaasKey {
  private static final int SHORTEST = 6;

  private final Secret consumer;
  private final Secret token;
  private final Secret secret;

  private MaasKey(Secret consumer, Secret token, Secret secret) {
    this.consumer = consumer;
    this.token = token;
    this.secret = secret;
  }

  /**
   * Reads a key.
   *
   * @throws IllegalArgumentException if it does not have three parts; the message does not show it
   */
  public static MaasKey parse(Secret key) {
    Objects.requireNonNull(key, "key is null");
    return key.reveal(
        text -> {
          var parts = text.strip().split(":", -1);
          var sound =
              parts.length == 3
                  && java.util.Arrays.stream(parts)
                      .allMatch(
                          part ->
                              !part.isEmpty() && part.chars().allMatch(c -> c > ' ' && c < 127));
          if (!sound) {
            throw new IllegalArgumentException(
                "the MAAS API key is not of the form consumer:token:secret ("
                    + (parts.length == 3
                        ? "a part of it is empty or has odd characters"
                        : "it has " + parts.length + " parts")
                    + "); copy it from the MAAS page 'API keys' or from: maas apikey --username NAME");
          }
          return new MaasKey(Secret.of(parts[0]), Secret.of(parts[1]), Secret.of(parts[2]));
        });
  }

  /** The Authorization header of one request: OAuth 1.0 with the PLAINTEXT signature, RFC 5849. */
  String authorization(Instant now) {
    return "OAuth oauth_version=\"1.0\", oauth_signature_method=\"PLAINTEXT\", oauth_consumer_key=\""
        + consumer.reveal(Form::encode)
        + "\", oauth_token=\""
        + token.reveal(Form::encode)
        + "\", oauth_signature=\"%26"
        + secret.reveal(Form::encode)
        + "\", oauth_nonce=\""
        + UUID.randomUUID()
        + "\", oauth_timestamp=\""
        + now.getEpochSecond()
        + "\"";
  }

  /**
   * Removes the key's parts from a text that came back, should a peer echo them. MAAS's own have 18
   * and 32 characters; a part of a few characters is a typing mistake, and stands in many words.
   */
  String redact(String text) {
    var clean = text;
    for (var part : List.of(consumer, token, secret)) {
      clean = part.reveal(String::length) < SHORTEST ? clean : part.redact(clean);
    }
    return clean;
  }

  @Override
  public String toString() {
    return "MaasKey[***]";
  }
}
