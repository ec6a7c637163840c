package org.hwautomation.server.alerts;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.hwautomation.hardware.Secret;

/**
 * Signs what a web hook gets, as the Standard Webhooks specification says: HMAC-SHA256 over {@code
 * id.seconds.body}. Stateless.
 */
final class WebhookSignature {
  private static final String PREFIX = "whsec_";

  private WebhookSignature() {}

  /**
   * The value of the header {@code webhook-signature}.
   *
   * @param secret {@code whsec_} and the key in base64
   * @param at when it is sent; whole seconds count
   */
  static String of(Secret secret, String id, Instant at, byte[] body) {
    var key =
        secret.<byte[]>reveal(text -> Base64.getDecoder().decode(text.substring(PREFIX.length())));
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      mac.update("%s.%d.".formatted(id, at.getEpochSecond()).getBytes(StandardCharsets.UTF_8));
      return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    }
  }
}
