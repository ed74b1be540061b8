package io.weir.amqp091.connection;

import io.netty.buffer.ByteBuf;
import io.vertx.core.Future;
import io.weir.amqp091.codec.ByteString;
import io.weir.amqp091.codec.ChannelMethod;
import io.weir.amqp091.codec.ContentHeader;
import io.weir.amqp091.codec.Method;
import io.weir.amqp091.codec.MethodId;
import io.weir.amqp091.codec.ReplyCode;
import io.weir.amqp091.command.Client;
import io.weir.amqp091.command.OpenChannel;
import io.weir.amqp091.mapping.AmqpException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The channels of a connection by their numbers. */
final class Channels {
  private final Client client;
  private final Output output;
  private final Intake intake;
  private final Brake brake;
  private final int channelMax;
  private final int maxMessageBytes;
  private final BiConsumer<AmqpException, @Nullable MethodId> refused;
  private final Map<Integer, Channel> byNumber = new HashMap<>();

  /** Bytes of bodies that are not complete. */
  private long assembling;

  /**
   * @param channelMax how many there may be at once
   * @param maxMessageBytes the largest body; all together that are not complete take no more
   * @param refused ends the connection
   */
  Channels(
      Client client,
      Output output,
      Intake intake,
      Brake brake,
      int channelMax,
      int maxMessageBytes,
      BiConsumer<AmqpException, @Nullable MethodId> refused) {
    this.client = client;
    this.output = output;
    this.intake = intake;
    this.brake = brake;
    this.channelMax = channelMax;
    this.maxMessageBytes = maxMessageBytes;
    this.refused = refused;
  }

  // ---- from the client

  void method(int number, Method method) {
    Channel channel = byNumber.get(number);
    if (channel != null) {
      channel.received(method);
    } else if (method instanceof ChannelMethod.Open) {
      open(number);
    } else if (!(method instanceof ChannelMethod.CloseOk)) {
      throw AmqpException.channelError("expected 'channel.open'");
    }
  }

  private void open(int number) {
    if (byNumber.size() >= channelMax) {
      refused.accept(
          AmqpException.notAllowed(
              "number of channels opened (%d) has reached the negotiated channel_max (%d)"
                  .formatted(byNumber.size(), channelMax)),
          null);
      return;
    }
    byNumber.put(number, new Channel(number, this));
    output.method(number, new ChannelMethod.OpenOk(ByteString.of("")));
  }

  void contentHeader(int number, ContentHeader header) {
    Channel channel = byNumber.get(number);
    if (channel == null) {
      throw nothingExpected(number);
    }
    channel.contentHeader(header);
  }

  /**
   * @param piece given away
   */
  void body(int number, ByteBuf piece) {
    Channel channel = byNumber.get(number);
    if (channel == null) {
      piece.release();
      throw nothingExpected(number);
    }
    channel.body(piece);
  }

  private static AmqpException nothingExpected(int number) {
    return new AmqpException(
        ReplyCode.UNEXPECTED_FRAME, "a part of a content on channel " + number + ", not open");
  }

  /** The client takes what it is sent. */
  void roomToWrite() {
    for (Channel channel : List.copyOf(byNumber.values())) {
      OpenChannel open = channel.channel();
      if (open != null) {
        open.roomToWrite();
      }
    }
  }

  /** Ends all of them once all is done that the client has asked for. */
  Future<Void> close() {
    List<Future<Void>> closing = new ArrayList<>();
    for (Channel channel : List.copyOf(byNumber.values())) {
      OpenChannel open = channel.channel();
      if (open != null) {
        closing.add(open.close());
      }
    }
    return Future.join(closing)
        .<Void>mapEmpty()
        .otherwiseEmpty()
        .compose(closed -> client.underWay().whenIdle())
        .compose(closed -> client.queues().ended(client.caller()))
        .otherwiseEmpty();
  }

  /** Lets go of all of them, and of what is the connection's alone. Idempotent. */
  void abandon() {
    List.copyOf(byNumber.values()).forEach(Channel::abandon);
    byNumber.clear();
    var unused =
        client.underWay().whenIdle().compose(idle -> client.queues().ended(client.caller()));
  }

  // ---- for the channels

  Client client() {
    return client;
  }

  Output output() {
    return output;
  }

  Intake intake() {
    return intake;
  }

  Brake brake() {
    return brake;
  }

  int maxMessageBytes() {
    return maxMessageBytes;
  }

  /** So many bytes more of bodies are not complete. */
  void assembling(int bytes) {
    assembling += bytes;
  }

  /** Whether so many bytes more may be. */
  boolean hasRoomFor(int bytes) {
    return assembling + bytes <= maxMessageBytes;
  }

  /** A number is free again. */
  void gone(Channel channel) {
    byNumber.remove(channel.number(), channel);
  }

  void refuse(AmqpException why, MethodId at) {
    refused.accept(why, at);
  }
}
