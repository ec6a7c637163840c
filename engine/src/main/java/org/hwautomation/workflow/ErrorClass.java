package org.hwautomation.workflow;

import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** What sort of failure an attempt met; a {@link RetryPolicy} decides by it. */
public enum ErrorClass {
  /** Nobody answered, or the connection broke. */
  CONNECTION,
  /** The peer can't now. */
  BUSY,
  /** A time limit passed. */
  TIMEOUT,
  /** Nothing says what it was. */
  UNKNOWN,
  /** The peer, or the step itself by answering {@code false}, refused. */
  REJECTED,
  /** A login was refused; another try could lock the account. */
  AUTHENTICATION,
  /** A mistake in the program. */
  DEFECT;

  /** The name on the wire, lower case. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Classifies what the JDK throws, asking {@code domain} first; causes are looked through from the
   * outside in, and an error that says nothing is {@link #UNKNOWN}.
   */
  static ErrorClass of(Throwable error, Function<Throwable, Optional<ErrorClass>> domain) {
    var depth = 0;
    for (var cause = error; cause != null && depth < 16; cause = cause.getCause(), depth++) {
      var known = ask(domain, cause);
      if (known.isPresent()) {
        return known.get();
      }
      var own = ofJdk(cause);
      if (own != UNKNOWN) {
        return own;
      }
    }
    return UNKNOWN;
  }

  private static Optional<ErrorClass> ask(
      Function<Throwable, Optional<ErrorClass>> domain, Throwable error) {
    try {
      return domain.apply(error);
    } catch (RuntimeException e) {
      // a broken classifier must not end the run's own thread
      WorkflowEngine.LOG.warn("the classifier failed with {}", e.getClass().getName());
      return Optional.empty();
    }
  }

  private static ErrorClass ofJdk(Throwable error) {
    return switch (error) {
      case WorkflowTimeoutException e -> TIMEOUT;
      case ForeignStepException e -> e.errorClass();
      case StepRejectedException e -> REJECTED;
      case InvalidValueException e -> DEFECT;
      case ExpressionException e -> DEFECT;
      case SocketTimeoutException e -> TIMEOUT;
      case TimeoutException e -> TIMEOUT;
      case java.net.http.HttpTimeoutException e -> TIMEOUT;
      case ConnectException e -> CONNECTION;
      case SocketException e -> CONNECTION;
      case java.net.UnknownHostException e -> CONNECTION;
      case NullPointerException e -> DEFECT;
      case ClassCastException e -> DEFECT;
      case IndexOutOfBoundsException e -> DEFECT;
      case AssertionError e -> DEFECT;
      case LinkageError e -> DEFECT;
      default -> UNKNOWN;
    };
  }
}
