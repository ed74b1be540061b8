package io.weir.amqp091.connection;

import io.weir.amqp091.codec.ByteString;
import io.weir.amqp091.codec.ConnectionMethod;
import io.weir.amqp091.codec.Method;
import io.weir.amqp091.codec.MethodId;
import io.weir.amqp091.codec.ReplyCode;
import io.weir.amqp091.command.Loop;
import io.weir.amqp091.mapping.AmqpException;
import io.weir.core.auth.Outcome;
import io.weir.core.auth.Outcome.Admitted;
import io.weir.core.auth.SaslExchange;
import io.weir.core.tenant.Caller;
import io.weir.protocol.ConnectionContext;
import io.weir.protocol.ConnectionSession.Entry;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The way from a protocol header to a virtual host (2.2.4): who the client is, what the two sides
 * agree upon, where it wants to be.
 *
 * <pre>
 *   Starting --start-ok--> Verifying --admitted--> Tuning --tune-ok--> Opening --open--> Done
 *                           ^     |                  ^
 *                  secure-ok|     |challenged        |secure-ok
 *                        Securing &lt;                  |
 *                                 `--its last words--> Concluding
 * </pre>
 */
final class Handshake {
  /** How long a client is kept waiting at most that is to come later. */
  private static final long LONGEST_WAIT_MILLIS = 1_000;

  /** How many methods a client may send ahead while its credentials are looked at. */
  private static final int MAX_EARLY_METHODS = 16;

  /** Whom a handshake tells what came of it. */
  interface Host {
    /** This holds from now on. */
    void tuned(Tuning agreed, ClientProperties client);

    /** Somebody is in, and wants to be in a virtual host. */
    void open(Identity identity, Caller caller, String virtualHost);

    /** The connection is to be closed with words. */
    void refuse(AmqpException refusal, @Nullable MethodId at);

    /** It is to be closed without. */
    void hangUp(String reason);
  }

  private sealed interface Step {
    record Starting() implements Step {}

    /** A challenge is out. */
    record Securing(String mechanism, SaslExchange exchange) implements Step {}

    /** What the client showed is looked at. */
    record Verifying(String mechanism, SaslExchange exchange) implements Step {}

    /** The mechanism's last words are out, which the client has to acknowledge. */
    record Concluding(String mechanism, Admitted who) implements Step {}

    record Tuning(Identity identity, Caller caller) implements Step {}

    record Opening(Identity identity, Caller caller) implements Step {}

    record Done() implements Step {}
  }

  private final ConnectionContext context;
  private final Loop loop;
  private final Output output;
  private final Host host;
  private final Sasl sasl;
  private final Tuning proposed;
  private final Deque<Method> early = new ArrayDeque<>();
  private ClientProperties client = ClientProperties.UNKNOWN;
  private Step step = new Step.Starting();

  Handshake(ConnectionContext context, Loop loop, Output output, Host host) {
    this.context = context;
    this.loop = loop;
    this.output = output;
    this.host = host;
    this.sasl = new Sasl(context);
    this.proposed = Tuning.proposed(context.listener().bounds());
  }

  /** How whoever is in by this can renew what it has shown. */
  Sasl sasl() {
    return sasl;
  }

  /**
   * Says the first word.
   *
   * @param cluster this installation
   */
  void begin(UUID cluster) {
    output.method(
        0,
        new ConnectionMethod.Start(
            0,
            9,
            ServerProperties.of(cluster),
            ByteString.of(String.join(" ", sasl.mechanisms())),
            ByteString.of("en_US")));
  }

  /** It is over, however it ended. Idempotent. */
  void close() {
    early.clear();
    step = new Step.Done();
  }

  /**
   * Takes what the client says next.
   *
   * @throws AmqpException if that is not what it may say now
   */
  void method(Method next) {
    switch (step) {
      case Step.Starting now when next instanceof ConnectionMethod.StartOk ok -> start(ok);
      case Step.Securing now when next instanceof ConnectionMethod.SecureOk ok ->
          respond(now.mechanism(), now.exchange(), ok.response());
      case Step.Verifying now -> wait(next);
      case Step.Concluding now when next instanceof ConnectionMethod.SecureOk ok ->
          enter(now.mechanism(), now.who());
      case Step.Tuning now when next instanceof ConnectionMethod.TuneOk ok -> {
        Tuning agreed = proposed.agree(ok);
        step = new Step.Opening(now.identity(), now.caller());
        host.tuned(agreed, client);
      }
      case Step.Opening now when next instanceof ConnectionMethod.Open open -> {
        close();
        host.open(now.identity(), now.caller(), open.virtualHost());
      }
      default -> throw AmqpException.channelError("unexpected method " + next.id());
    }
  }

  private void start(ConnectionMethod.StartOk ok) {
    client = ClientProperties.of(ok.clientProperties());
    SaslExchange exchange = sasl.begin(ok.mechanism());
    if (exchange == null) {
      throw new AmqpException(
          ReplyCode.COMMAND_INVALID,
          "unknown authentication mechanism '%s'; there are %s"
              .formatted(ok.mechanism(), String.join(", ", sasl.mechanisms())));
    }
    respond(ok.mechanism(), exchange, ok.response());
  }

  private void respond(String mechanism, SaslExchange exchange, ByteString response) {
    step = new Step.Verifying(mechanism, exchange);
    loop.then(
        exchange.respond(response.toBytes()), said -> said(mechanism, exchange, said.result()));
  }

  /** What came of what the client showed; nothing thrown here would reach anybody. */
  private void said(String mechanism, SaslExchange exchange, SaslExchange.Step said) {
    if (!(step instanceof Step.Verifying)) {
      return; // It took too long.
    }
    switch (said) {
      case SaslExchange.Step.Challenge challenge -> {
        step = new Step.Securing(mechanism, exchange);
        output.method(0, new ConnectionMethod.Secure(ByteString.copyOf(challenge.bytes())));
      }
      case SaslExchange.Step.Done done -> {
        context.session().turnedAway(done.outcome());
        switch (done.outcome()) {
          case Admitted who when done.bytes().length > 0 -> {
            step = new Step.Concluding(mechanism, who);
            output.method(0, new ConnectionMethod.Secure(ByteString.copyOf(done.bytes())));
          }
          case Admitted who -> enter(mechanism, who);
          case Outcome.Refused refused -> refused(mechanism);
          case Outcome.Later later ->
              loop.after(
                  Math.min(LONGEST_WAIT_MILLIS, later.after().toMillis()),
                  () -> refused(mechanism));
        }
      }
    }
    goOn();
  }

  private void enter(String mechanism, Admitted who) {
    switch (context.session().enter(who)) {
      case Entry.In(Caller caller) -> {
        step = new Step.Tuning(new Identity(sasl.login(), who), caller.withClient(client.name()));
        output.method(0, proposed.toMethod());
      }
      case Entry.Full full ->
          host.refuse(
              AmqpException.notAllowed(String.valueOf(full.reached().failure().getMessage())),
              null);
      case Entry.Lapsed lapsed -> refused(mechanism);
    }
  }

  /** All refusals are alike, whatever their cause. */
  private void refused(String mechanism) {
    String sentence =
        "Login was refused using authentication mechanism "
            + mechanism
            + ": the credentials are not valid here";
    if (client.hearsRefusals()) {
      host.refuse(AmqpException.accessRefused(sentence), null);
    } else {
      host.hangUp(sentence);
    }
  }

  private void wait(Method next) {
    if (early.size() == MAX_EARLY_METHODS) {
      throw AmqpException.channelError("many methods before it is known who sends them");
    }
    early.add(next);
  }

  private void goOn() {
    while (!(step instanceof Step.Verifying) && !early.isEmpty()) {
      Method next = early.remove();
      try {
        method(next);
      } catch (AmqpException refusal) {
        host.refuse(refusal, next.id());
      }
    }
  }
}
