package io.weir.tests.differential;

import io.weir.amqp091.codec.ChannelMethod;
import io.weir.amqp091.codec.ExchangeMethod;
import io.weir.amqp091.codec.Method;
import io.weir.amqp091.codec.QueueMethod;
import io.weir.amqp091.codec.ReplyCode;
import io.weir.tests.servers.AmqpServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** Takes away what a script has declared, so that the next one may use the same names. */
final class Cleaner {
  private static final Duration POLL = Duration.ofMillis(50);

  private Cleaner() {}

  static void clean(AmqpServer server, Script script, Names names) {
    List<Method> deletions = new ArrayList<>();
    Stream.concat(
            declared(script, "queue"),
            names.all().stream().filter(name -> name.startsWith("amq.gen")))
        .distinct()
        .map(queue -> new QueueMethod.Delete(0, queue, false, false, false))
        .forEach(deletions::add);
    declared(script, "exchange")
        .distinct()
        .map(exchange -> new ExchangeMethod.Delete(0, exchange, false, false))
        .forEach(deletions::add);
    if (!deletions.isEmpty()) {
      try (Wire wire = Wire.connect(server.port()).login()) {
        deletions.forEach(deletion -> delete(wire, deletion));
        wire.leave();
      }
    }
  }

  private static Stream<String> declared(Script script, String kind) {
    return script.lines().stream()
        .filter(line -> line.does() == Line.Does.SEND && line.word().equals(kind + ".declare"))
        .map(line -> Methods.arguments(line.afterWord()))
        .map(name(kind))
        .filter(name -> !name.isEmpty() && !name.startsWith("$") && !name.startsWith("amq."))
        .map(Records::expanded);
  }

  private static Function<Map<String, Term>, String> name(String kind) {
    return arguments -> arguments.get(kind) instanceof Term.Word(var name, var quoted) ? name : "";
  }

  /** What belongs to a connection that has just ended is locked for a moment. */
  private static void delete(Wire wire, Method deletion) {
    Awaitility.await(Methods.text(deletion)).pollInterval(POLL).until(() -> isDone(wire, deletion));
  }

  private static boolean isDone(Wire wire, Method deletion) {
    wire.ask(deletion);
    Method answer = wire.answer(Method.class);
    if (!(answer instanceof ChannelMethod.Close close)) {
      return true;
    }
    wire.ask(new ChannelMethod.CloseOk());
    wire.openChannel();
    return close.replyCode() != ReplyCode.RESOURCE_LOCKED.code();
  }
}
