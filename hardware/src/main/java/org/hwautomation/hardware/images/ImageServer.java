package org.hwautomation.hardware.images;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A small HTTP server for {@code SimpleUpdate}: files that were offered, at addresses that are
 * signed (HMAC-SHA256) and expire, with {@code Content-Length} and single ranges (RFC 9110 14).
 * Nothing else is served. Plain HTTP: BMCs rarely trust a certificate of ours, and verify the
 * vendor's signature in the image. Thread-safe.
 */
public final class ImageServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ImageServer.class);
  private static final String BASE = "/images/";
  private static final Pattern RANGE = Pattern.compile("bytes=([0-9]{1,18})-([0-9]{0,18})");

  private final HttpServer http;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final InstantSource clock;
  private final String host;
  private final SecretKeySpec key;
  private final Map<String, Offer> offers = new ConcurrentHashMap<>();

  private ImageServer(HttpServer http, InstantSource clock, String host, byte[] key) {
    this.http = http;
    this.clock = clock;
    this.host = host;
    this.key = new SecretKeySpec(key, "HmacSHA256");
  }

  /** What is offered, and how often it was asked for. */
  private record Offer(Path file, @Nullable FileChannel hashed, AtomicInteger asked) {}

  /**
   * Starts a server.
   *
   * @param bind where to listen; port 0 takes a free one. Give one address of the BMC network, not
   *     all
   * @param host the name or address by which BMCs reach it
   * @throws IOException if it can't listen there
   */
  public static ImageServer start(InetSocketAddress bind, String host, InstantSource clock)
      throws IOException {
    var random = new byte[32];
    new SecureRandom().nextBytes(random);
    return start(bind, host, clock, random);
  }

  /**
   * Starts a server whose addresses are signed with a key that is kept elsewhere, so that a later
   * process can serve the same ones.
   *
   * @param key 32 random bytes that nobody else knows
   * @throws IOException if it can't listen there
   */
  public static ImageServer start(
      InetSocketAddress bind, String host, InstantSource clock, byte[] key) throws IOException {
    var http = HttpServer.create(bind, 16);
    var server = new ImageServer(http, clock, host, key);
    http.setExecutor(server.threads);
    http.createContext("/", server::answer);
    http.start();
    return server;
  }

  /**
   * Offers a file for a while.
   *
   * @return where it can be fetched, by whoever knows the address: keep it out of logs
   */
  public URI offer(Path file, Duration validity) {
    var id = UUID.randomUUID().toString();
    offers.put(id, new Offer(file, null, new AtomicInteger()));
    return address(id, clock.instant().plus(validity).getEpochSecond());
  }

  /**
   * Offers a file whose hash is looked at first; what is served comes from the same open file. The
   * same id, end and key give the same address in any process.
   *
   * @param sha256 what its hash must be, lower-case hex
   * @param id letters, digits and {@code -}
   * @return where it can be fetched: keep it out of logs
   * @throws IOException if the file can't be read or has another hash
   */
  public URI offer(Path file, String sha256, String id, Instant until) throws IOException {
    var channel = FileChannel.open(file, StandardOpenOption.READ);
    try {
      var found = hash(channel);
      if (!found.equals(sha256)) {
        throw new IOException(
            "the image %s has SHA-256 %s and not %s; it is not served. Get the image again"
                .formatted(file, found, sha256));
      }
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
    end(offers.put(id, new Offer(file, channel, new AtomicInteger())));
    return address(id, until.getEpochSecond());
  }

  /** How many requests with the right signature came for an offer. */
  public int asked(String id) {
    var offer = offers.get(id);
    return offer == null ? 0 : offer.asked().get();
  }

  private URI address(String id, long until) {
    return URI.create(
        "http://"
            + (host.contains(":") ? "[" + host + "]" : host)
            + ":"
            + http.getAddress().getPort()
            + BASE
            + id
            + "?until="
            + until
            + "&signature="
            + sign(id, Long.toString(until)));
  }

  /** Ends an offer; what is being fetched goes on. */
  public void withdraw(URI offer) {
    end(offers.remove(offer.getPath().substring(BASE.length())));
  }

  private static void end(@Nullable Offer offer) {
    if (offer != null && offer.hashed() != null) {
      try {
        offer.hashed().close();
      } catch (IOException e) {
        LOG.debug("{} could not be closed: {}", offer.file(), e.getMessage());
      }
    }
  }

  private static String hash(FileChannel channel) throws IOException {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      var piece = ByteBuffer.allocate(1 << 16);
      for (var at = 0L; channel.read(piece, at) >= 0; piece.clear()) {
        at += piece.position();
        digest.update(piece.flip());
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java runtime has no SHA-256", e);
    }
  }

  private String sign(String id, String until) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      return HexFormat.of()
          .formatHex(mac.doFinal((id + "\n" + until).getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java runtime has no HmacSHA256", e);
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      var method = exchange.getRequestMethod();
      var path = exchange.getRequestURI().getPath();
      var id = path.startsWith(BASE) ? path.substring(BASE.length()) : "";
      if (!method.equals("GET") && !method.equals("HEAD")) {
        exchange.getResponseHeaders().set("Allow", "GET, HEAD");
        exchange.sendResponseHeaders(405, -1);
      } else if (!allowed(exchange, id)) {
        exchange.sendResponseHeaders(403, -1);
      } else {
        var offer = offers.get(id);
        if (offer == null || !Files.isReadable(offer.file())) {
          exchange.sendResponseHeaders(404, -1);
        } else {
          offer.asked().incrementAndGet();
          serve(exchange, offer, method.equals("HEAD"));
        }
      }
    } catch (IOException e) {
      LOG.debug("an image was not fetched to its end: {}", e.getMessage());
    }
  }

  private boolean allowed(HttpExchange exchange, String id) {
    var fields = new HashMap<String, String>();
    var query = exchange.getRequestURI().getRawQuery();
    for (var pair : query == null ? new String[0] : query.split("&")) {
      var equals = pair.indexOf('=');
      if (equals > 0) {
        fields.put(pair.substring(0, equals), pair.substring(equals + 1));
      }
    }
    var until = fields.getOrDefault("until", "");
    var right = sign(id, until).getBytes(StandardCharsets.US_ASCII);
    var given = fields.getOrDefault("signature", "").getBytes(StandardCharsets.UTF_8);
    return MessageDigest.isEqual(right, given)
        && clock.instant().getEpochSecond() < Long.parseLong(until); // signed, so a number
  }

  private static void serve(HttpExchange exchange, Offer offer, boolean head) throws IOException {
    if (offer.hashed() != null) {
      serve(exchange, offer.hashed(), head);
      return;
    }
    try (var channel = FileChannel.open(offer.file(), StandardOpenOption.READ)) {
      serve(exchange, channel, head);
    }
  }

  private static void serve(HttpExchange exchange, FileChannel channel, boolean head)
      throws IOException {
    var size = channel.size();
    var from = 0L;
    var to = size - 1;
    var headers = exchange.getResponseHeaders();
    headers.set("Accept-Ranges", "bytes");
    headers.set("Content-Type", "application/octet-stream");
    var asked = exchange.getRequestHeaders().getFirst("Range");
    var range = RANGE.matcher(asked == null ? "" : asked.strip());
    var partial = range.matches();
    if (partial) {
      from = Long.parseLong(range.group(1));
      to = range.group(2).isEmpty() ? to : Math.min(to, Long.parseLong(range.group(2)));
      if (from >= size || from > to) {
        headers.set("Content-Range", "bytes */" + size);
        exchange.sendResponseHeaders(416, -1);
        return;
      }
      headers.set("Content-Range", "bytes " + from + "-" + to + "/" + size);
    }
    var status = partial ? 206 : 200;
    if (head) {
      headers.set("Content-Length", Long.toString(to - from + 1));
      exchange.sendResponseHeaders(status, -1);
      return;
    }
    exchange.sendResponseHeaders(status, to - from + 1 == 0 ? -1 : to - from + 1);
    copy(channel, from, to, exchange);
  }

  private static void copy(FileChannel channel, long from, long to, HttpExchange exchange)
      throws IOException {
    var out = Channels.newChannel(exchange.getResponseBody());
    var piece = ByteBuffer.allocate(1 << 16);
    for (var at = from; at <= to; piece.clear()) {
      piece.limit((int) Math.min(piece.capacity(), to - at + 1));
      var count = channel.read(piece, at);
      if (count < 0) {
        throw new IOException("the file became shorter");
      }
      at += count;
      out.write(piece.flip());
    }
    exchange.getResponseBody().close();
  }

  /** Stops at once; what is being fetched breaks off. */
  @Override
  public void close() {
    http.stop(0);
    threads.shutdownNow();
    offers.values().forEach(ImageServer::end);
    offers.clear();
  }
}
