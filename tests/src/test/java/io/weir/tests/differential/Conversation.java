package io.weir.tests.differential;

import io.weir.amqp091.codec.BasicMethod;
import io.weir.amqp091.codec.BasicProperties;
import io.weir.amqp091.codec.Method;
import io.weir.tests.servers.AmqpServer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** A script, held with one server. */
final class Conversation {
  private final AmqpServer server;
  private final Transcript transcript;
  private final Names names = new Names();
  private final Map<Character, Wire> wires = new TreeMap<>();

  private Conversation(AmqpServer server) {
    this.server = server;
    this.transcript = new Transcript(server.name());
  }

  /** All of it, or up to where the server departs from it. Nothing stays on the server. */
  static Transcript of(Script script, AmqpServer server) {
    Conversation conversation = new Conversation(server);
    try {
      conversation.hold(script.lines());
      conversation.leave();
    } catch (Mismatch e) {
      conversation.transcript.fault(e.getMessage());
    } finally {
      conversation.wires.values().forEach(Wire::close);
      Cleaner.clean(server, script, conversation.names);
    }
    return conversation.transcript;
  }

  private void hold(List<Line> lines) {
    for (int at = 0; at < lines.size(); at++) {
      Line line = lines.get(at);
      switch (line.does()) {
        case SEND -> send(line);
        case AWAIT -> await(line);
        case AWAIT_ANY -> {
          List<Line> together = new ArrayList<>(List.of(line));
          while (at + 1 < lines.size() && line.isBeside(lines.get(at + 1))) {
            together.add(lines.get(++at));
          }
          awaitAll(together);
        }
        case OPERATE -> {
          transcript.add(line.text());
          server.operate(line.rest());
        }
      }
    }
  }

  private void leave() {
    wires.values().stream()
        .flatMap(wire -> wire.leave().stream())
        .forEach(
            left -> {
              throw new Mismatch("nobody expected " + left.text());
            });
  }

  // --- What is sent -------------------------------------------------------------------------

  private void send(Line line) {
    transcript.add(line.text());
    switch (line.word()) {
      case "socket" -> wires.put(line.connection(), Wire.connect(server.port()));
      case "header" -> wire(line).send(Wire.header());
      case "bytes" -> wire(line).send(Pieces.bytes(line.afterWord()));
      case "frame" -> wire(line).send(Pieces.frame(line.channel(), line.afterWord()));
      case "content-header" ->
          wire(line).send(Pieces.header(line.channel(), Long.parseLong(line.afterWord())));
      case "content-body" -> wire(line).send(Pieces.body(line.channel(), line.afterWord()));
      case "heartbeat" -> wire(line).sendHeartbeat();
      case "end" -> wire(line).close();
      case "only" -> {
        String[] method = line.afterWord().split(" ", 2);
        wire(line)
            .sendAlone(
                line.channel(),
                (BasicMethod.WithContent)
                    Methods.method(method[0], method.length > 1 ? method[1] : "", names));
      }
      default -> sendMethod(line);
    }
  }

  private void sendMethod(Line line) {
    Parts parts = Parts.of(line.afterWord());
    Method method = Methods.method(line.word(), parts.arguments(), names);
    if (method instanceof BasicMethod.WithContent content) {
      BasicProperties properties =
          (BasicProperties)
              Records.build(BasicProperties.class, Methods.arguments(parts.properties()), names);
      wire(line).send(line.channel(), content, properties, Records.bytes(parts.body()));
    } else {
      wire(line).send(line.channel(), method);
    }
  }

  private Wire wire(Line line) {
    return wires.computeIfAbsent(line.connection(), letter -> Wire.connect(server.port()).login());
  }

  // --- What is awaited ----------------------------------------------------------------------

  private void await(Line line) {
    Inbox inbox = wire(line).inbox();
    try {
      switch (line.word()) {
        case "end" -> inbox.awaitEnd();
        case "heartbeat" -> inbox.nextHeartbeat();
        case "confirms" -> new Confirms(line.afterWord()).await(() -> next(line));
        default -> {
          Received next = next(line);
          if (!matches(line, next, names)) {
            throw new Mismatch("which is not as written");
          }
          return;
        }
      }
      transcript.add(line.text());
    } catch (Mismatch e) {
      throw new Mismatch(e.getMessage() + "; written is\n" + line.text());
    }
  }

  private Received next(Line line) {
    Received next = wire(line).inbox().next(line.channel());
    String place = line.text().substring(0, line.text().indexOf(' '));
    transcript.add(place + " " + next.text());
    return next;
  }

  private void awaitAll(List<Line> together) {
    List<Line> left = new ArrayList<>(together);
    while (!left.isEmpty()) {
      Received next = next(left.getFirst());
      Line found =
          left.stream()
              .filter(line -> learns(line, next))
              .findFirst()
              .orElseThrow(
                  () ->
                      new Mismatch(
                          "which is none of what is written\n"
                              + String.join("\n", left.stream().map(Line::text).toList())));
      left.remove(found);
    }
  }

  /** A line that does not match teaches no names. */
  private boolean learns(Line line, Received received) {
    Names guess = names.copy();
    boolean matches = matches(line, received, guess);
    if (matches) {
      names.learn(guess);
    }
    return matches;
  }

  private static boolean matches(Line line, Received received, Names names) {
    Parts parts = Parts.of(line.afterWord());
    return switch (received) {
      case Received.Told(Method method) ->
          Methods.isOne(line.word())
              && Methods.matches(method, line.word(), parts.arguments(), names);
      case Received.Brought(var method, var properties, byte[] body) ->
          Methods.isOne(line.word())
              && Methods.matches(method, line.word(), parts.arguments(), names)
              && Records.matches(properties, Methods.arguments(parts.properties()), names)
              && isBody(parts.body(), body, names);
      case Received.Header header ->
          names.matches(new Term.Word(line.rest(), false), header.text());
      case Received.Broken broken -> false;
    };
  }

  private static boolean isBody(String expected, byte[] body, Names names) {
    return Arrays.equals(Records.bytes(expected), body)
        || names.matches(new Term.Word(expected, false), new String(body, StandardCharsets.UTF_8));
  }

  /** A line's method, the properties of its content, and the body. */
  private record Parts(String arguments, String properties, String body) {
    static Parts of(String text) {
      String[] parts = (" " + text).split(" \\|(?: |$)", 3);
      return switch (parts.length) {
        case 1 -> new Parts(parts[0], "", "");
        case 2 -> new Parts(parts[0], "", parts[1]);
        default -> new Parts(parts[0], parts[1], parts[2]);
      };
    }
  }

  /** Confirms of publications, one by one or many together, as a server likes. */
  private static final class Confirms {
    private final Map<Long, Boolean> left = new HashMap<>();

    /**
     * @param text {@code 1+ 2-}: the first is confirmed, the second is not
     */
    Confirms(String text) {
      for (String one : text.split(" ")) {
        left.put(Long.valueOf(one.substring(0, one.length() - 1)), one.endsWith("+"));
      }
    }

    void await(Supplier<Received> next) {
      while (!left.isEmpty()) {
        switch (next.get()) {
          case Received.Told(BasicMethod.Ack(long tag, boolean multiple)) ->
              settle(tag, multiple, true);
          case Received.Told(BasicMethod.Nack(long tag, boolean multiple, boolean requeue)) ->
              settle(tag, multiple, false);
          default -> throw new Mismatch("which confirms nothing");
        }
      }
    }

    private void settle(long tag, boolean multiple, boolean well) {
      List<Long> meant =
          left.keySet().stream().filter(one -> multiple ? one <= tag : one == tag).toList();
      if (!meant.contains(tag) || meant.stream().anyMatch(one -> left.get(one) != well)) {
        throw new Mismatch("which is not what becomes of it");
      }
      left.keySet().removeAll(meant);
    }
  }
}
