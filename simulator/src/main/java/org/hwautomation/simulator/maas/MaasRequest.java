package org.hwautomation.simulator.maas;

import java.util.List;

/**
 * A request below {@code /MAAS/api/2.0/}.
 *
 * @param method GET, POST, PUT or DELETE
 * @param path segments after the base, such as {@code machines}, {@code abc123}
 * @param query parameters of the URL
 * @param form parameters of the body
 */
record MaasRequest(String method, List<String> path, Form query, Form form) {

  /** The operation asked for, or an empty text; MAAS looks in the URL, then in the body. */
  String op() {
    return query.last("op").orElseGet(() -> form.last("op", ""));
  }

  String segment(int index) {
    return index < path.size() ? path.get(index) : "";
  }

  /** What piston answers where a resource has no such method or op. */
  MaasRefusal unrecognised() {
    return MaasRefusal.badRequest(
        "Unrecognised signature: method=" + method + " op=" + (op().isEmpty() ? "None" : op()));
  }
}
