package org.hwautomation.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.filter.ThresholdFilter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.FileAppender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.Encoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.hwautomation.provisioning.configuration.Configuration;
import org.hwautomation.provisioning.configuration.ConfigurationException;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * Where this process's log goes: into {@code logging.file} from {@code logging.level} on, beside
 * the errors on standard error; without a file, to standard error from that level on if one was
 * chosen. {@code HWAUTO_LOG} says what standard error shows in any case. With {@code
 * logging.format} json every line is one JSON object.
 */
final class LogSetup {
  private static final String STDERR = "STDERR";
  private static final String FILE = "FILE";
  private static final Level QUIET = Level.ERROR;

  /** What a line is about, such as {@code run=…, server=…, step=…}; nothing if it says nothing. */
  private static final String ABOUT = "%replace( {%mdc}){' \\{\\}$', ''}";

  private LogSetup() {}

  /** What logs through the JDK goes the way of all else. */
  static void bridgeJdk() {
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
  }

  /**
   * Takes effect at once.
   *
   * @throws ConfigurationException if the file can't be written
   */
  static void apply(Configuration.Logging logging) {
    if (!(LoggerFactory.getILoggerFactory() instanceof LoggerContext context)) {
      return; // another binding of slf4j was put in place, and has its own configuration
    }
    var root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    var wanted = Level.toLevel(logging.level());
    var file = logging.file();
    var shown = Level.toLevel(System.getenv("HWAUTO_LOG"), null);
    if (shown == null) {
      shown = logging.chosen() && file.isEmpty() ? wanted : QUIET;
    }
    var console = new ConsoleAppender<ILoggingEvent>();
    console.setTarget("System.err");
    console.addFilter(from(shown));
    var written = file.map(path -> writing(context, path, wanted, logging.json())).orElse(null);
    root.detachAndStopAllAppenders();
    root.addAppender(
        started(
            context,
            console,
            STDERR,
            logging.json() ? json() : text("%d{HH:mm:ss} %-5level %msg" + ABOUT + "%n")));
    if (written != null) {
      root.addAppender(written);
    }
    root.setLevel(written != null && shown.isGreaterOrEqual(wanted) ? wanted : shown);
  }

  private static OutputStreamAppender<ILoggingEvent> writing(
      LoggerContext context, Path path, Level level, boolean json) {
    var file = path.toAbsolutePath().normalize();
    try {
      var folder = file.getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      // logback itself would only complain on standard error, and go on without a log
      Files.newOutputStream(
              file,
              java.nio.file.StandardOpenOption.CREATE,
              java.nio.file.StandardOpenOption.APPEND)
          .close();
    } catch (IOException e) {
      throw new ConfigurationException(
          "logging.file: %s can't be written (%s); name another, or give this user the right"
              .formatted(file, e.getMessage()));
    }
    var appender = new FileAppender<ILoggingEvent>();
    appender.setFile(file.toString());
    appender.addFilter(from(level));
    var pattern = "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level %logger{0} %msg" + ABOUT + "%n";
    return started(context, appender, FILE, json ? json() : text(pattern));
  }

  private static ThresholdFilter from(Level level) {
    var filter = new ThresholdFilter();
    filter.setLevel(level.toString());
    filter.start();
    return filter;
  }

  private static Encoder<ILoggingEvent> text(String pattern) {
    var encoder = new PatternLayoutEncoder();
    encoder.setPattern(pattern);
    return encoder;
  }

  private static Encoder<ILoggingEvent> json() {
    var encoder = new JsonEncoder();
    encoder.setWithSequenceNumber(false);
    encoder.setWithNanoseconds(false);
    encoder.setWithContext(false);
    encoder.setWithMarkers(false);
    encoder.setWithMessage(false);
    encoder.setWithArguments(false);
    encoder.setWithFormattedMessage(true);
    return encoder;
  }

  private static OutputStreamAppender<ILoggingEvent> started(
      LoggerContext context,
      OutputStreamAppender<ILoggingEvent> appender,
      String name,
      Encoder<ILoggingEvent> encoder) {
    encoder.setContext(context);
    encoder.start();
    appender.setContext(context);
    appender.setName(name);
    appender.setEncoder(encoder);
    appender.start();
    return appender;
  }
}
