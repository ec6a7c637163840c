package org.hwautomation.simulator.maas;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import org.hwautomation.simulator.DataCentre;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A small OAuth client of the tests' own. */
public final class MaasCaller implements AutoCloseable {
  static final JsonMapper JSON = new JsonMapper();

  private final HttpClient http = HttpClient.newHttpClient();
  private final String base;
  private final String[] key;

  public MaasCaller(DataCentre dataCentre) {
    this(
        dataCentre.configuration().getOrDefault("maas.url", ""),
        dataCentre.configuration().getOrDefault("maas.api_key", ""));
  }

  MaasCaller(String url, String apiKey) {
    base = url + "/api/2.0/";
    key = apiKey.split(":", -1);
  }

  String authorization() {
    return "OAuth oauth_version=\"1.0\", oauth_signature_method=\"PLAINTEXT\", oauth_consumer_key=\""
        + key[0]
        + "\", oauth_token=\""
        + key[1]
        + "\", oauth_signature=\"%26"
        + key[2]
        + "\", oauth_nonce=\""
        + UUID.randomUUID()
        + "\", oauth_timestamp=\""
        + Instant.now().getEpochSecond()
        + "\"";
  }

  HttpResponse<String> send(String method, String path, String... form) {
    var body = new StringBuilder();
    for (var i = 0; i < form.length; i += 2) {
      body.append(i == 0 ? "" : "&")
          .append(form[i])
          .append('=')
          .append(URLEncoder.encode(form[i + 1], StandardCharsets.UTF_8));
    }
    return sendRaw(method, path, authorization(), body.toString());
  }

  HttpResponse<String> sendRaw(String method, String path, String authorization, String body) {
    var request =
        HttpRequest.newBuilder(URI.create(base + path))
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
            .header("Content-Type", "application/x-www-form-urlencoded");
    if (!authorization.isEmpty()) {
      request.header("Authorization", authorization);
    }
    try {
      return http.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  public JsonNode get(String path) {
    return JSON.readTree(send("GET", path).body());
  }

  public JsonNode post(String path, String... form) {
    var response = send("POST", path, form);
    if (response.statusCode() != 200) {
      throw new AssertionError(path + ": " + response.statusCode() + " " + response.body());
    }
    return JSON.readTree(response.body());
  }

  public String status(String systemId) {
    return get("machines/" + systemId + "/").get("status_name").asString();
  }

  @Override
  public void close() {
    http.close();
  }
}
