package org.hwautomation.simulator.ipmi;

import org.hwautomation.simulator.SimulatedServer;

/** Sends a command to the network function that answers it (table 5-1). */
final class Commands {
  static final int CHASSIS = 0x00;
  static final int APPLICATION = 0x06;
  static final int TRANSPORT = 0x0C;

  private final ApplicationCommands application;
  private final ChassisCommands chassis;
  private final LanCommands lan;

  Commands(SimulatedServer server) {
    this.application = new ApplicationCommands(server);
    this.chassis = new ChassisCommands(server);
    this.lan = new LanCommands(server);
  }

  Answer answer(LanSession session, Message message) {
    try {
      return switch (message.function()) {
        case CHASSIS -> chassis.answer(session, message);
        case APPLICATION -> application.answer(session, message);
        case TRANSPORT -> lan.answer(session, message);
        default -> Answer.of(Answer.INVALID_COMMAND);
      };
    } catch (ArrayIndexOutOfBoundsException tooShort) {
      return Answer.of(Answer.DATA_LENGTH);
    }
  }
}
