package org.hwautomation.cli;

import java.util.LinkedHashMap;
import org.hwautomation.hardware.HardwareException;
import org.hwautomation.provisioning.UnavailableException;
import org.hwautomation.provisioning.UnknownServerException;
import org.hwautomation.provisioning.configuration.ConfigurationException;
import org.hwautomation.provisioning.device.UnknownDeviceTypeException;
import org.hwautomation.provisioning.safety.RefusedException;
import org.hwautomation.workflow.InvalidValueException;
import org.hwautomation.workflow.LockHeldException;
import org.hwautomation.workflow.RunNotFoundException;
import org.hwautomation.workflow.RunOwnedException;
import org.hwautomation.workflow.WorkflowAlreadyRunningException;
import picocli.CommandLine;

/** Says what went wrong, and ends with the exit code for it. */
final class Failures implements CommandLine.IExecutionExceptionHandler {
  @Override
  public int handleExecutionException(
      Exception error, CommandLine command, CommandLine.ParseResult parsed) {
    var code = exitCode(error);
    var message = error.getMessage() == null ? error.toString() : error.getMessage();
    if (parsed.originalArgs().contains("--json")) {
      var document = new LinkedHashMap<String, Object>();
      document.put("error", message);
      document.put("type", error.getClass().getSimpleName());
      document.put("exit_code", code);
      Screen.of(true).result(document, () -> {});
    }
    command.getErr().println("error: " + message);
    if (System.getenv("HWAUTO_DEBUG") != null) {
      error.printStackTrace(command.getErr());
    }
    command.getErr().flush();
    return code;
  }

  static int exitCode(Throwable error) {
    return switch (error) {
      case ConfigurationException e -> ExitCodes.BAD_INPUT;
      case RefusedException e -> ExitCodes.BAD_INPUT;
      case UnknownServerException e -> ExitCodes.BAD_INPUT;
      case UnknownDeviceTypeException e -> ExitCodes.BAD_INPUT;
      case UnavailableException e -> ExitCodes.BAD_INPUT;
      case InvalidValueException e -> ExitCodes.BAD_INPUT;
      case LockHeldException e -> ExitCodes.BAD_INPUT;
      case RunNotFoundException e -> ExitCodes.BAD_INPUT;
      case RunOwnedException e -> ExitCodes.BAD_INPUT;
      case WorkflowAlreadyRunningException e -> ExitCodes.BAD_INPUT;
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
