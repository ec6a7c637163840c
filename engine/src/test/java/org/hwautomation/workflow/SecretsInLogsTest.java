package org.hwautomation.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Rule 13 for the log, down to its finest level. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class SecretsInLogsTest {
  private static final String CLEAR = "hunter2-0xdeadbeef";

  private final Logger logger = (Logger) LoggerFactory.getLogger("org.hwautomation.workflow");
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final AppenderBase<ILoggingEvent> appender =
      new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
          lines.add(
              event.getFormattedMessage()
                  + (event.getThrowableProxy() == null
                      ? ""
                      : ThrowableProxyUtil.asString(event.getThrowableProxy())));
        }
      };

  @BeforeEach
  void listen() {
    appender.start();
    logger.addAppender(appender);
    logger.setLevel(Level.TRACE);
    logger.setAdditive(false);
  }

  @AfterEach
  void stop() {
    logger.setLevel(Level.OFF);
    logger.detachAppender(appender);
  }

  @Test
  void no_log_line_holds_a_secret_whatever_the_step_does_with_it() throws Exception {
    var store = new MemoryStore();
    var context = WorkflowContext.builder().secret("password", CLEAR).build();
    StepFunction throwing =
        c -> {
          c.closing(
              () -> {
                throw new IllegalStateException("closing " + CLEAR);
              });
          throw new IllegalStateException("login " + CLEAR, new RuntimeException(CLEAR));
        };
    try (var engine = WorkflowEngine.builder(store).build()) {
      var definition =
          WorkflowDefinition.of("kit", List.of(WorkflowStep.named("a").attempts(1).run(throwing)));
      assertThat(engine.start("wf", definition, context).await().status())
          .isEqualTo(WorkflowStatus.FAILED);
      var failing =
          WorkflowDefinition.of(
              "kit",
              List.of(
                  WorkflowStep.named("a")
                      .run(
                          c -> {
                            throw new StoreException("can't store " + CLEAR, null);
                          })));
      var handle = engine.start("wf-2", failing, context);
      org.assertj.core.api.Assertions.assertThatThrownBy(handle::await)
          .isInstanceOf(StoreException.class);
    }
    assertThat(lines).anyMatch(line -> line.contains("login ***"));
    assertThat(String.join("\n", lines)).contains("closing a resource").doesNotContain(CLEAR);
  }
}
