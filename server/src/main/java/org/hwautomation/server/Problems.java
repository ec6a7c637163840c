package org.hwautomation.server;

import java.util.List;
import org.hwautomation.definitions.UnknownDefinitionException;
import org.hwautomation.definitions.file.BadFileException;
import org.hwautomation.hardware.HardwareException;
import org.hwautomation.provisioning.UnavailableException;
import org.hwautomation.provisioning.UnknownServerException;
import org.hwautomation.provisioning.batch.BatchUnderWayException;
import org.hwautomation.provisioning.batch.UnknownBatchException;
import org.hwautomation.provisioning.device.UnknownDeviceTypeException;
import org.hwautomation.provisioning.safety.RefusedException;
import org.hwautomation.server.access.AccessException;
import org.hwautomation.store.AddressSupply;
import org.hwautomation.workflow.InvalidValueException;
import org.hwautomation.workflow.LockAwaitedException;
import org.hwautomation.workflow.LockHeldException;
import org.hwautomation.workflow.RunFencedException;
import org.hwautomation.workflow.RunNotFoundException;
import org.hwautomation.workflow.RunOwnedException;
import org.hwautomation.workflow.StoreException;
import org.hwautomation.workflow.WorkflowAlreadyRunningException;
import org.hwautomation.workflow.WorkflowException;

/** Which problem an exception is. Stateless. */
final class Problems {
  private Problems() {}

  /** The problem; one of status 500, without a word of the exception, for what nobody foresaw. */
  static Problem of(Throwable error) {
    return switch (error) {
      case ProblemException known -> known.problem();
      case RunNotFoundException e -> problem(e, "run-not-found", 404, "There is no such run");
      case UnknownServerException e ->
          problem(e, "server-not-found", 404, "There is no such server");
      case UnknownDefinitionException e ->
          problem(e, "template-not-found", 404, "There is no such template");
      case UnknownDeviceTypeException e ->
          problem(e, "bad-input", 400, "The device type is not known");
      case UnknownBatchException e -> problem(e, "batch-not-found", 404, "There is no such batch");
      case BatchUnderWayException e ->
          problem(e, "batch-under-way", 409, "Another batch of that name is open")
              .withHint("Wait for it, cancel it, or give another name.");
      case AddressSupply.ExhaustedException e ->
          problem(e, "addresses-exhausted", 409, "The address range is too small")
              .withHint("Give a larger address_range.");
      case RefusedException e ->
          problem(e, "refused", 409, "A safety rule refuses it")
              .withHint("docs/safety.md explains rule %d.".formatted(e.rule()));
      case LockHeldException e ->
          problem(e, "server-taken", 409, "Another run has the server")
              .withHint("Wait for it, cancel or release it, or start with \"queue\": true.");
      case LockAwaitedException e ->
          problem(e, "server-awaited", 409, "Another run waits for the server")
              .withHint("Start with \"queue\": true to wait behind it.");
      case WorkflowAlreadyRunningException e ->
          problem(e, "already-running", 409, "A run of that name is under way")
              .withHint("Wait for it, or give another workflow_id.");
      case RunOwnedException e ->
          problem(e, "run-elsewhere", 409, "Another process executes the run");
      case RunFencedException e -> problem(e, "run-changed", 409, "The run is not as it was");
      case InvalidValueException e -> problem(e, "bad-input", 400, "A value does not fit");
      case BadFileException e ->
          problem(e, "bad-file", 422, "A file is wrong")
              .withFields(
                  e.problems().stream()
                      .limit(50)
                      .map(text -> new Shape.Wrong("file", text))
                      .toList());
      case UnavailableException e -> problem(e, "not-set-up", 409, "It is not set up");
      case StoreException e ->
          problem(e, "database-away", 503, "The database can't be used")
              .withHeader("Retry-After", "5");
      case HardwareException e -> hardware(e);
      case AccessException e -> access(e);
      case WorkflowException e -> problem(e, "not-possible", 409, "That can't be done now");
      case IllegalArgumentException e ->
          problem(e, "bad-input", 400, "A value does not fit")
              .withFields(
                  String.valueOf(e.getMessage())
                      .lines()
                      .map(String::strip)
                      .filter(line -> line.startsWith("input "))
                      .map(Problems::input)
                      .toList());
      default ->
          Problem.of("internal", 500, "Something went wrong here", "the service's log says what")
              .withHint("Try again; if it stays, look into the log for this time.");
    };
  }

  private static Problem access(AccessException e) {
    var problem =
        switch (e.kind()) {
          case NOT_FOUND ->
              problem(e, "account-not-found", 404, "There is no such account or token");
          case EXISTS -> problem(e, "name-taken", 409, "The name is taken");
          case INVALID -> problem(e, "bad-input", 400, "A value does not fit");
          case LAST_ADMIN -> problem(e, "last-admin", 409, "Nobody else could manage accounts");
          case BUSY -> problem(e, "busy", 503, "Too much at once").withHeader("Retry-After", "2");
        };
    return problem.withFields(List.of(new Shape.Wrong(e.field(), String.valueOf(e.getMessage()))));
  }

  private static Problem hardware(HardwareException e) {
    return switch (e.kind()) {
      case CONNECTION, BUSY, TIMEOUT ->
          problem(e, "peer-away", 502, "MAAS or the BMC does not answer")
              .withHeader("Retry-After", "10");
      case AUTHENTICATION, IDENTITY ->
          problem(e, "peer-refused-login", 502, "MAAS or the BMC did not let us in");
      case PROTOCOL, REJECTED, UNAVAILABLE ->
          problem(e, "peer-refused", 502, "MAAS or the BMC refused it");
    };
  }

  /** {@code input NAME...: what is wrong} as a field. */
  private static Shape.Wrong input(String line) {
    var rest = line.substring("input ".length());
    var end = rest.split("[ :]", 2)[0];
    return new Shape.Wrong("inputs." + end, rest.substring(end.length()).replaceFirst("^: *", ""));
  }

  private static Problem problem(Throwable e, String type, int status, String title) {
    return new Problem(
        type, status, title, String.valueOf(e.getMessage()), "", List.of(), java.util.Map.of());
  }
}
