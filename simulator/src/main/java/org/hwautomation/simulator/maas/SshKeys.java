package org.hwautomation.simulator.maas;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The SSH public keys of the MAAS user; what an ephemeral system boots with, lets them in.
 * Thread-safe.
 */
final class SshKeys {

  private final Map<Integer, String> keys = new LinkedHashMap<>();
  private int next = 1;

  synchronized void add(String line) {
    keys.put(next++, line);
  }

  /** OpenSSH public key lines. */
  synchronized List<String> lines() {
    return List.copyOf(keys.values());
  }

  synchronized List<Map<String, @Nullable Object>> list() {
    return keys.entrySet().stream().map(each -> json(each.getKey(), each.getValue())).toList();
  }

  synchronized Map<String, @Nullable Object> get(String id) {
    int number = number(id);
    return json(number, present(number));
  }

  synchronized Map<String, @Nullable Object> add(Form form) {
    String line = form.last("key", "").strip();
    if (line.isEmpty()) {
      throw MaasRefusal.invalid("key", "This field is required.");
    }
    if (!line.matches("(ssh-(rsa|ed25519)|ecdsa-sha2-nistp(256|384|521)) [A-Za-z0-9+/=]+( .*)?")) {
      throw MaasRefusal.invalid("key", "Invalid SSH public key: Key could not be parsed.");
    }
    if (keys.containsValue(line)) {
      throw MaasRefusal.invalid("key", "This key has already been added for this user.");
    }
    int id = next++;
    keys.put(id, line);
    return json(id, line);
  }

  synchronized void delete(String id) {
    int number = number(id);
    present(number);
    keys.remove(number);
  }

  private String present(int number) {
    String line = keys.get(number);
    if (line == null) {
      throw MaasRefusal.notFound("No SSHKey matches the given query.");
    }
    return line;
  }

  private static int number(String id) {
    try {
      return Integer.parseInt(id);
    } catch (NumberFormatException e) {
      throw MaasRefusal.notFound("No SSHKey matches the given query.");
    }
  }

  private static Map<String, @Nullable Object> json(int id, String line) {
    return MachineJson.ordered(
        "id",
        id,
        "key",
        line,
        "keysource",
        null,
        "resource_uri",
        "/MAAS/api/2.0/account/prefs/sshkeys/" + id + "/");
  }
}
