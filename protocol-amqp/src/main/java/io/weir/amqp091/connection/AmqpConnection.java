package io.weir.amqp091.connection;

import io.netty.buffer.ByteBuf;
import io.weir.amqp091.codec.ConnectionMethod;
import io.weir.amqp091.codec.ContentAssembler;
import io.weir.amqp091.codec.ContentHeader;
import io.weir.amqp091.codec.FrameDecoder;
import io.weir.amqp091.codec.FrameHandler;
import io.weir.amqp091.codec.Method;
import io.weir.amqp091.codec.MethodId;
import io.weir.amqp091.codec.ProtocolFault;
import io.weir.amqp091.codec.ProtocolHeader;
import io.weir.amqp091.codec.ProtocolHeaderDecoder;
import io.weir.amqp091.codec.ReplyCode;
import io.weir.amqp091.command.Client;
import io.weir.amqp091.command.Loop;
import io.weir.amqp091.command.UnderWay;
import io.weir.amqp091.connection.ConnectionState.Closing;
import io.weir.amqp091.connection.ConnectionState.Draining;
import io.weir.amqp091.connection.ConnectionState.Greeting;
import io.weir.amqp091.connection.ConnectionState.Leaving;
import io.weir.amqp091.connection.ConnectionState.Over;
import io.weir.amqp091.connection.ConnectionState.Running;
import io.weir.amqp091.connection.ConnectionState.Shaking;
import io.weir.amqp091.mapping.AmqpException;
import io.weir.core.event.Event.Why;
import io.weir.core.queue.Queues;
import io.weir.core.queue.Space;
import io.weir.core.tenant.Caller;
import io.weir.protocol.Authentication;
import io.weir.protocol.Connection;
import io.weir.protocol.ConnectionContext;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** An AMQP 0-9-1 client's connection. */
public final class AmqpConnection implements Connection {
  /** How long a client has to answer that it knows of the connection's end. */
  private static final long CLOSING_MILLIS = 10_000;

  /** The same of one whose frames cannot be told apart any more. */
  private static final long LOST_MILLIS = 3_000;

  /** So that a connection that is open is not taken for idle: heartbeats say whether it lives. */
  private static final int OPEN_COST = 1;

  private final ConnectionContext context;
  private final UUID cluster;
  private final Queues queues;
  private final Loop loop;
  private final Output output;
  private final Intake intake;
  private final Brake brake;
  private final ProtocolHeaderDecoder greeting = new ProtocolHeaderDecoder();
  private final FrameDecoder frames = new FrameDecoder(new Frames());
  private ConnectionState state = new Greeting();
  private @Nullable Handshake handshake;
  private @Nullable Heartbeats heartbeats;
  private @Nullable Session session;
  private final long patience;
  private int channelMax;
  private boolean hearsCancels;
  private Map<String, String> clientTexts = Map.of();

  /** Whether a frame came to its end since this was asked. */
  private boolean frameCompleted;

  /**
   * @param cluster this installation
   */
  public AmqpConnection(ConnectionContext context, UUID cluster, Queues queues) {
    this.context = context;
    this.cluster = cluster;
    this.queues = queues;
    this.loop = new Loop(context);
    this.output = new Output(context, loop);
    this.intake = new Intake(context);
    this.brake = new Brake(loop, intake, output);
    this.patience = loop.after(context.listener().bounds().frameTime().toMillis(), this::late);
  }

  // ---- from the socket

  @Override
  public void received(ByteBuf bytes) {
    if (heartbeats != null) {
      heartbeats.received();
    }
    if (state instanceof Greeting) {
      greeted(greeting.decode(bytes));
    }
    while (bytes.isReadable() && !(state instanceof Greeting || state instanceof Over)) {
      decode(bytes);
    }
    tellClocks();
    output.flush();
  }

  /** A frame that has begun has its time from then on, whatever came before it. */
  private void tellClocks() {
    if (!(state instanceof Greeting || state instanceof Over)) {
      if (frameCompleted) {
        context.frameIncomplete(false);
      }
      frameCompleted = false;
      context.frameIncomplete(frames.inFrame());
    }
  }

  /** All that comes before an open virtual host has its time, too. */
  private void late() {
    String late = "it did not open a virtual host in time";
    if (context.listener().authentication() instanceof Authentication.Credentials
        && !context.session().isIn()) {
      context.session().turnedAway(Why.CREDENTIALS, late);
    }
    hangUp(late);
  }

  private void greeted(@Nullable ProtocolHeader header) {
    if (header == null) {
      context.frameIncomplete(true);
    } else if (header.isSpoken()) {
      Handshake begun = new Handshake(context, loop, output, new Host());
      handshake = begun;
      state = new Shaking(begun);
      begun.begin(cluster);
    } else {
      output.protocolHeader(ProtocolHeader.AMQP_0_9_1);
      hangUp(header.fault());
    }
  }

  /** Reads on after a fault, for the client's answer to that. */
  private void decode(ByteBuf bytes) {
    try {
      frames.decode(bytes);
    } catch (ProtocolFault fault) {
      boolean isLost = fault.code() == ReplyCode.FRAME_ERROR;
      refuse(fault.close(), isLost ? LOST_MILLIS : CLOSING_MILLIS);
    }
  }

  @Override
  public void roomToWrite() {
    if (state instanceof Running(Channels channels)) {
      channels.roomToWrite();
    }
  }

  @Override
  public void drain() {
    if (!(state instanceof Running(Channels channels))) {
      if (state instanceof Greeting || state instanceof Shaking) {
        end();
      }
      return;
    }
    state = new Draining(channels);
    loop.then(
        channels.close(),
        done -> refuse(new AmqpException(ReplyCode.CONNECTION_FORCED, "the gateway stops"), null));
  }

  @Override
  public void closed() {
    abandon();
    state = new Over();
    loop.close();
    frames.close();
    output.close();
  }

  // ---- from the client

  /** What a frame holds, as far as the connection's state lets it matter. */
  private final class Frames implements FrameHandler {
    @Override
    public void method(int channel, Method method) {
      frameCompleted = true;
      try {
        if (channel == 0) {
          methodOfConnection(method);
        } else {
          ofChannel(channels -> channels.method(channel, method));
        }
      } catch (AmqpException e) {
        refuse(e, method.id());
      }
    }

    @Override
    public void contentHeader(int channel, ContentHeader header) {
      frameCompleted = true;
      try {
        ofChannel(channels -> channels.contentHeader(channel, header));
      } catch (AmqpException e) {
        refuse(e, null);
      }
    }

    @Override
    public void body(int channel, ByteBuf body) {
      frameCompleted = true;
      if (!(state instanceof Running)) {
        body.release();
      }
      try {
        ofChannel(channels -> channels.body(channel, body));
      } catch (AmqpException e) {
        refuse(e, null);
      }
    }

    @Override
    public void heartbeat() {
      frameCompleted = true;
    }
  }

  private void ofChannel(Consumer<Channels> what) {
    if (state instanceof Running(Channels channels)) {
      what.accept(channels);
    } else if (state instanceof Shaking) {
      throw new AmqpException(
          ReplyCode.UNEXPECTED_FRAME, "a frame of a channel before the connection is open");
    }
  }

  private void methodOfConnection(Method method) {
    boolean closes = method instanceof ConnectionMethod.Close;
    switch (state) {
      case Shaking shaking when closes -> leave();
      case Shaking(Handshake now) -> now.method(method);
      case Running(Channels channels) when closes -> leave(channels);
      case Running running when method instanceof ConnectionMethod.UpdateSecret asked ->
          renew(asked);
      case Running running ->
          throw AmqpException.channelError("unexpected method " + method.id() + " on channel 0");
      case Leaving leaving -> {}
      case Draining(Channels channels) when closes -> leave(channels);
      case Draining draining -> {}
      case Closing closing when closes -> output.method(0, new ConnectionMethod.CloseOk());
      case Closing(String reason) when method instanceof ConnectionMethod.CloseOk -> hangUp(reason);
      case Closing closing -> {}
      case Greeting before -> {}
      case Over over -> {}
    }
  }

  private void renew(ConnectionMethod.UpdateSecret asked) {
    Session by = session;
    if (by != null) {
      by.renew(
          asked.newSecret(),
          isRenewed -> {
            if (isRenewed) {
              output.method(0, new ConnectionMethod.UpdateSecretOk());
            } else {
              refuse(
                  AmqpException.notAllowed("the new secret was refused"),
                  MethodId.CONNECTION_UPDATE_SECRET);
            }
          });
    }
  }

  // ---- the handshake's outcome

  private final class Host implements Handshake.Host {
    @Override
    public void tuned(Tuning agreed, ClientProperties client) {
      frames.frameMax(agreed.frameMax());
      output.frameMax(agreed.frameMax());
      channelMax = agreed.channelMax();
      hearsCancels = client.hearsCancels();
      clientTexts = client.texts();
      brake.tells(client.hearsBlocks());
      heartbeats =
          new Heartbeats(
              loop,
              output,
              agreed.heartbeat(),
              intake::isListening,
              () -> hangUp("no heartbeat for twice " + agreed.heartbeat() + " s"));
    }

    @Override
    public void open(Identity identity, Caller caller, String virtualHost) {
      AmqpConnection.this.open(identity, caller, virtualHost);
    }

    @Override
    public void refuse(AmqpException why, @Nullable MethodId at) {
      AmqpConnection.this.refuse(why, at);
    }

    @Override
    public void hangUp(String reason) {
      AmqpConnection.this.hangUp(reason);
    }
  }

  private void open(Identity identity, Caller caller, String virtualHost) {
    Space space = space(caller, virtualHost);
    if (space == null || !queues.has(caller, space)) {
      refuse(
          AmqpException.notAllowed("vhost " + virtualHost + " not found"),
          MethodId.CONNECTION_OPEN);
      return;
    }
    if (!queues.mayEnter(caller, space)) {
      refuse(
          AmqpException.notAllowed(
              "access to vhost '" + virtualHost + "' refused for user '" + identity.user() + "'"),
          MethodId.CONNECTION_OPEN);
      return;
    }
    loop.cancel(patience);
    Handshake by = handshake;
    if (by != null) {
      session = new Session(context, loop, by.sasl(), identity, this::expired);
    }
    var client =
        new Client(queues, caller, space, identity.user(), hearsCancels, loop, new UnderWay());
    int maxMessage =
        Math.min(context.listener().bounds().maxFrameBytes(), ContentAssembler.MAX_BODY_SIZE);
    state =
        new Running(
            new Channels(client, output, intake, brake, channelMax, maxMessage, this::refuse));
    intake.taken(OPEN_COST);
    context.session().describe(Map.of("vhost", client.vhost(), "client_properties", clientTexts));
    context.session().dismissedBy(this::dismissed);
    output.method(0, new ConnectionMethod.OpenOk(""));
  }

  private static @Nullable Space space(Caller caller, String virtualHost) {
    if (virtualHost.isEmpty() || virtualHost.equals(Client.FIRST_VHOST)) {
      return Space.of(caller.tenant());
    }
    return Space.isName(virtualHost) ? new Space(caller.tenant(), virtualHost) : null;
  }

  // ---- the end

  /** An operator wants the client to go. */
  private void dismissed(String reason) {
    loop.execute(() -> refuse(new AmqpException(ReplyCode.CONNECTION_FORCED, reason), null));
  }

  private void expired() {
    refuse(new AmqpException(ReplyCode.CONNECTION_FORCED, "credential expired"), null);
  }

  /** The client goes before it was in a virtual host. */
  private void leave() {
    output.method(0, new ConnectionMethod.CloseOk());
    end();
  }

  /** The client goes once all is done that it has asked for. */
  private void leave(Channels channels) {
    state = new Leaving(channels);
    loop.then(
        channels.close(),
        done -> {
          if (state instanceof Leaving) {
            output.method(0, new ConnectionMethod.CloseOk());
            end();
          }
        });
  }

  private void end() {
    abandon();
    state = new Over();
    output.flush();
    context.close();
  }

  private void refuse(AmqpException why, @Nullable MethodId at) {
    refuse(
        new ConnectionMethod.Close(
            why.code().code(),
            why.text(),
            at == null ? 0 : at.classId(),
            at == null ? 0 : at.methodId()),
        CLOSING_MILLIS);
  }

  /** The client has to go, and is told why. */
  private void refuse(ConnectionMethod.Close close, long patienceMillis) {
    if (state instanceof Over) {
      return;
    }
    if (state instanceof Closing(String reason)) {
      hangUp(reason);
      return;
    }
    abandon();
    String reason = close.replyCode() + " " + close.replyText();
    state = new Closing(reason);
    output.method(0, close);
    output.flush();
    loop.after(patienceMillis, () -> hangUp(reason));
  }

  /** The client is left without a word. */
  private void hangUp(String reason) {
    if (!(state instanceof Over)) {
      abandon();
      state = new Over();
      output.flush();
      context.abort(reason);
    }
  }

  /** Lets go of all that hangs on the connection. Idempotent. */
  private void abandon() {
    loop.cancel(patience);
    brake.close();
    switch (state) {
      case Running(Channels channels) -> channels.abandon();
      case Leaving(Channels channels) -> channels.abandon();
      case Draining(Channels channels) -> channels.abandon();
      case Shaking(Handshake now) -> now.close();
      case Greeting before -> {}
      case Closing closing -> {}
      case Over over -> {}
    }
    if (heartbeats != null) {
      heartbeats.close();
      heartbeats = null;
    }
    if (session != null) {
      session.close();
      session = null;
    }
  }
}
