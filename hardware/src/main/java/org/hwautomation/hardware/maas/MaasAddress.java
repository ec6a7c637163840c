package org.hwautomation.hardware.maas;

import java.net.URI;
import java.util.Locale;
import org.hwautomation.hardware.AddressMap;

/** Where the API is: what the operator wrote, and what is connected to. */
record MaasAddress(String shown, String apiRoot) {
  private static final String API = "/api/2.0";

  static MaasAddress of(String url, AddressMap addresses) {
    URI uri;
    try {
      uri = URI.create(url.strip());
    } catch (IllegalArgumentException e) {
      throw wrong("it is not a URL");
    }
    var scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    if (!scheme.equals("http") && !scheme.equals("https")) {
      throw wrong("it does not start with http:// or https://");
    }
    if (uri.getHost() == null || uri.getHost().isEmpty()) {
      throw wrong("it has no host");
    }
    if (uri.getRawUserInfo() != null || uri.getRawQuery() != null || uri.getRawFragment() != null) {
      throw wrong("it has a user, a query or a fragment");
    }
    var path = trimmed(uri.getRawPath() == null ? "" : uri.getRawPath());
    if (path.endsWith(API)) {
      path = trimmed(path.substring(0, path.length() - API.length()));
    }
    if (!path.endsWith("/MAAS")) {
      path = path + "/MAAS";
    }
    var host = uri.getHost().replace("[", "").replace("]", "");
    var standardPort = scheme.equals("https") ? 443 : 80;
    var port = uri.getPort() < 0 ? standardPort : uri.getPort();
    var there =
        addresses
            .mapping(host, port)
            .map(Object::toString)
            .orElseGet(() -> uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort()));
    var shown =
        scheme + "://" + uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort()) + path;
    return new MaasAddress(shown, scheme + "://" + there + path + API + "/");
  }

  private static String trimmed(String path) {
    var end = path.length();
    while (end > 0 && path.charAt(end - 1) == '/') {
      end--;
    }
    return path.substring(0, end);
  }

  private static IllegalArgumentException wrong(String why) {
    return new IllegalArgumentException(
        "the MAAS URL can't be used: "
            + why
            + "; expected something like http://maas.example:5240/MAAS");
  }
}
