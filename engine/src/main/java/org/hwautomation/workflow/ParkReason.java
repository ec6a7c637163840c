package org.hwautomation.workflow;

/** Why nobody executes a run. */
public enum ParkReason {
  /** An action of it, or that major version, is not registered here. */
  ACTION_MISSING,
  /** A secret of it can't be read. */
  SECRET_MISSING,
  /** It was interrupted for longer than its {@code resumeMaxAge}. */
  TOO_OLD,
  /** One step was interrupted five times. */
  INTERRUPTED_TOO_OFTEN,
  /** An attempt was cut off inside a point of no return, and its action can't adopt that. */
  POINT_NOT_ADOPTED,
  /** An attempt that should have ended lives on. */
  ATTEMPT_LINGERS,
  /** Its journal holds an event that this version does not know. */
  UNKNOWN_EVENT,
  /** No maintenance window is ever open long enough for its next step. */
  NO_WINDOW,
  /** The program in which its functions are is gone. */
  SCRIPT_GONE,
  /** The step itself asked for a person. */
  STEP_ASKED,
  /** The engine met an error of its own while it executed the run. */
  ENGINE_ERROR,
  /** Its journal is a copy, and nobody knows what was done after that was made. */
  RESTORED
}
