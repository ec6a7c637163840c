package org.hwautomation.cli;

import java.util.LinkedHashMap;
import java.util.List;
import org.hwautomation.definitions.file.BadFileException;
import org.hwautomation.hardware.HardwareException;
import org.hwautomation.provisioning.UnavailableException;
import org.hwautomation.provisioning.UnknownServerException;
import org.hwautomation.provisioning.batch.BatchUnderWayException;
import org.hwautomation.provisioning.batch.UnknownBatchException;
import org.hwautomation.provisioning.device.UnknownDeviceTypeException;
import org.hwautomation.provisioning.safety.RefusedException;
import org.hwautomation.server.ServiceStartException;
import org.hwautomation.server.access.AccessException;
import org.hwautomation.store.AddressSupply;
import org.hwautomation.store.UnusableDatabaseException;
import org.hwautomation.workflow.InvalidValueException;
import org.hwautomation.workflow.LockAwaitedException;
import org.hwautomation.workflow.LockHeldException;
import org.hwautomation.workflow.RunNotFoundException;
import org.hwautomation.workflow.RunOwnedException;
import org.hwautomation.workflow.WorkflowAlreadyRunningException;
import picocli.CommandLine;

/**
 * Says what went wrong, and ends with the exit code for it. With {@code --json} the error is the
 * one document on standard output, also where the arguments themselves are wrong.
 */
final class Failures
    implements CommandLine.IExecutionExceptionHandler, CommandLine.IParameterExceptionHandler {
  @Override
  public int handleExecutionException(
      Exception error, CommandLine command, CommandLine.ParseResult parsed) {
    var code = exitCode(error);
    var message = error.getMessage() == null ? error.toString() : error.getMessage();
    tell(command, parsed.originalArgs(), message, error.getClass().getSimpleName(), code);
    if (System.getenv("HWAUTO_DEBUG") != null) {
      error.printStackTrace(command.getErr());
      command.getErr().flush();
    }
    return code;
  }

  @Override
  public int handleParseException(CommandLine.ParameterException error, String[] arguments) {
    var command = error.getCommandLine();
    var message =
        "%s; see: %s --help".formatted(words(error), command.getCommandSpec().qualifiedName());
    tell(command, List.of(arguments), message, "UsageError", ExitCodes.BAD_INPUT);
    return ExitCodes.BAD_INPUT;
  }

  private static void tell(
      CommandLine command, List<String> arguments, String message, String type, int code) {
    if (arguments.contains("--json")) {
      var document = new LinkedHashMap<String, Object>();
      document.put("error", message);
      document.put("type", type);
      document.put("exit_code", code);
      Screen.of(true).result(document, () -> {});
    }
    command.getErr().println("error: " + message);
    command.getErr().flush();
  }

  /** Of what is not known only the options are quoted: the word after one may be a password. */
  private static String words(CommandLine.ParameterException error) {
    if (!(error instanceof CommandLine.UnmatchedArgumentException unmatched)) {
      return String.valueOf(error.getMessage());
    }
    var options =
        unmatched.getUnmatched().stream()
            .filter(word -> word.startsWith("-"))
            .map(word -> "'" + word.replaceFirst("=.*", "") + "'")
            .toList();
    var text =
        options.isEmpty()
            ? "unexpected: '" + String.join("', '", unmatched.getUnmatched()) + "'"
            : "unknown option " + String.join(", ", options);
    var near = unmatched.getSuggestions();
    return near.isEmpty() ? text : text + "; did you mean " + String.join(" or ", near) + "?";
  }

  static int exitCode(Throwable error) {
    return switch (error) {
      case BadFileException e -> ExitCodes.BAD_INPUT;
      case RefusedException e -> ExitCodes.BAD_INPUT;
      case AccessException e -> ExitCodes.BAD_INPUT;
      case UnknownServerException e -> ExitCodes.BAD_INPUT;
      case UnknownDeviceTypeException e -> ExitCodes.BAD_INPUT;
      case UnavailableException e -> ExitCodes.BAD_INPUT;
      case InvalidValueException e -> ExitCodes.BAD_INPUT;
      case LockHeldException e -> ExitCodes.BAD_INPUT;
      case LockAwaitedException e -> ExitCodes.BAD_INPUT;
      case RunNotFoundException e -> ExitCodes.BAD_INPUT;
      case RunOwnedException e -> ExitCodes.BAD_INPUT;
      case WorkflowAlreadyRunningException e -> ExitCodes.BAD_INPUT;
      case UnusableDatabaseException e -> ExitCodes.BAD_INPUT;
      case ServiceStartException e -> ExitCodes.BAD_INPUT;
      case UnknownBatchException e -> ExitCodes.BAD_INPUT;
      case BatchUnderWayException e -> ExitCodes.BAD_INPUT;
      case AddressSupply.ExhaustedException e -> ExitCodes.BAD_INPUT;
      case IllegalArgumentException e -> ExitCodes.BAD_INPUT;
      case HardwareException e ->
          switch (e.kind()) {
            case CONNECTION, TIMEOUT, BUSY, AUTHENTICATION, IDENTITY, UNAVAILABLE ->
                ExitCodes.UNREACHABLE;
            case REJECTED, PROTOCOL -> ExitCodes.FAILED;
          };
      default -> ExitCodes.FAILED;
    };
  }
}
