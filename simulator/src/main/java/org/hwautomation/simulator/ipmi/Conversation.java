package org.hwautomation.simulator.ipmi;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.hwautomation.simulator.Channel;
import org.hwautomation.simulator.SimulatedServer;

/** All that a BMC says on its socket: the way in, and the open sessions. For one thread. */
final class Conversation {
  private static final int SESSIONS = 16;

  private final SimulatedServer server;
  private final Handshake handshake;
  private final Commands commands;
  private final Map<Integer, LanSession> sessions = new LinkedHashMap<>();

  Conversation(SimulatedServer server) {
    this.server = server;
    this.handshake = new Handshake(server);
    this.commands = new Commands(server);
  }

  /** The answer to a datagram; empty where a BMC stays silent. */
  Optional<byte[]> answer(byte[] datagram) {
    var packet = Packet.read(datagram);
    if (packet.isEmpty()) {
      return Optional.empty();
    }
    return switch (packet.get()) {
      case Packet.Sessionless(var message) -> beforeLogin(message).map(Packet::sessionless);
      case Packet.Plus plus ->
          switch (plus.payloadType()) {
            case Packet.OPEN_SESSION ->
                reply(Packet.OPEN_SESSION_ANSWER, handshake.open(plus.payload()));
            case Packet.RAKP1 -> reply(Packet.RAKP2, handshake.rakp1(plus.payload()));
            case Packet.RAKP3 -> {
              var result = handshake.rakp3(plus.payload());
              result.session().ifPresent(this::keep);
              yield reply(Packet.RAKP4, result.answer());
            }
            case Packet.IPMI -> inSession(plus);
            default -> Optional.empty();
          };
    };
  }

  private static Optional<byte[]> reply(int type, Optional<byte[]> payload) {
    return payload.map(bytes -> Packet.plus(type, bytes));
  }

  /** What may be asked without a session (chapter 22.13); everything else has to wait for one. */
  private Optional<byte[]> beforeLogin(byte[] bytes) {
    return Message.read(bytes)
        .map(
            asked ->
                asked.is(Commands.APPLICATION, ApplicationCommands.AUTHENTICATION_CAPABILITIES)
                    ? asked.answer(ApplicationCommands.authenticationCapabilities(asked.data()))
                    : asked.answer(Answer.of(Answer.NEEDS_SESSION)));
  }

  private void keep(LanSession session) {
    if (sessions.size() >= SESSIONS) {
      sessions.remove(sessions.keySet().iterator().next());
    }
    sessions.put(session.id(), session);
  }

  private Optional<byte[]> inSession(Packet.Plus packet) {
    var session = sessions.get(packet.sessionId());
    if (session == null) {
      return Optional.empty();
    }
    var asked = session.open(packet).flatMap(Message::read);
    if (asked.isEmpty()) {
      return Optional.empty();
    }
    var message = asked.get();
    var answer = commands.answer(session, message);
    server
        .dataCentre()
        .recorder()
        .request(
            Channel.IPMI,
            server.hostname(),
            "LAN",
            "netfn 0x%02x command 0x%02x".formatted(message.function(), message.command()),
            answer.code());
    var sealed = session.seal(message.answer(answer));
    if (message.is(Commands.APPLICATION, ApplicationCommands.CLOSE_SESSION)
        && answer.code() == Answer.OK) {
      sessions.remove(session.id());
    }
    return Optional.of(sealed);
  }
}
