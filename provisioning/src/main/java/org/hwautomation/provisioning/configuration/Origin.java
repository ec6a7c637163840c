package org.hwautomation.provisioning.configuration;

import org.hwautomation.definitions.file.Position;

/** Where a value came from. Later kinds beat earlier ones. */
public sealed interface Origin {
  /** Nobody said anything. */
  record Default() implements Origin {
    @Override
    public String toString() {
      return "default";
    }
  }

  /** The configuration file. */
  record File(Position position) implements Origin {
    @Override
    public String toString() {
      return position.toString();
    }
  }

  /** A variable of the {@code .env} file beside the configuration file. */
  record DotEnv(String name, Position position) implements Origin {
    @Override
    public String toString() {
      return position + ": " + name;
    }
  }

  /** An environment variable. */
  record Variable(String name) implements Origin {
    @Override
    public String toString() {
      return "environment variable " + name;
    }
  }

  /** A configuration that a program gave in place of a file. */
  record Program(Position position) implements Origin {
    @Override
    public String toString() {
      return position.toString();
    }
  }

  /** A flag of the command line, or a value that a program set; {@code name} as it was given. */
  record Flag(String name) implements Origin {
    @Override
    public String toString() {
      return "flag " + name;
    }
  }
}
