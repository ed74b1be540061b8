package io.weir.amqp091.connection;

import io.netty.buffer.ByteBuf;
import io.weir.amqp091.codec.ChannelMethod;
import io.weir.amqp091.codec.Content;
import io.weir.amqp091.codec.ContentAssembler;
import io.weir.amqp091.codec.ContentHeader;
import io.weir.amqp091.codec.Method;
import io.weir.amqp091.codec.MethodId;
import io.weir.amqp091.codec.ReplyCode;
import io.weir.amqp091.command.OpenChannel;
import io.weir.amqp091.command.Outlet;
import io.weir.amqp091.mapping.AmqpException;
import org.jspecify.annotations.Nullable;

/**
 * A channel's number while it is in use (1.5): frames become methods and contents, and what ends it
 * does so in order.
 *
 * <pre>
 *   Open --close--> Leaving --all done, close-ok--> gone
 *     \               \
 *      `---refused-----`--> Closing --close-ok--> gone
 * </pre>
 */
final class Channel implements Outlet {
  private sealed interface State {
    record Open(OpenChannel channel) implements State {}

    /** The client has closed it, and hears of it when all is done that it had asked for. */
    record Leaving(OpenChannel channel) implements State {}

    /** The client was told that it is closed; what it sends until it has heard that is ignored. */
    record Closing() implements State {}
  }

  private final int number;
  private final Channels all;
  private final ContentAssembler assembler = new ContentAssembler();
  private State state;

  /** Bytes of a body that is not complete. */
  private int assembled;

  Channel(int number, Channels all) {
    this.number = number;
    this.all = all;
    this.state = new State.Open(new OpenChannel(all.client(), this));
  }

  int number() {
    return number;
  }

  /** What is open or was until now; null once it is closed. */
  @Nullable OpenChannel channel() {
    return switch (state) {
      case State.Open(OpenChannel channel) -> channel;
      case State.Leaving(OpenChannel channel) -> channel;
      case State.Closing closing -> null;
    };
  }

  // ---- from the client

  void received(Method next) {
    switch (state) {
      case State.Open(OpenChannel channel) -> {
        assembler.method(next);
        switch (next) {
          case ChannelMethod.Open again ->
              throw AmqpException.channelError("second 'channel.open' seen");
          case ChannelMethod.Close close -> leave(channel);
          default -> {
            if (!next.hasContent()) {
              channel.offer(next);
            }
          }
        }
      }
      case State.Leaving leaving -> {
        if (next instanceof ChannelMethod.Close) {
          all.output().method(number, new ChannelMethod.CloseOk());
        }
      }
      case State.Closing closing -> {
        if (next instanceof ChannelMethod.Close) {
          all.output().method(number, new ChannelMethod.CloseOk());
        } else if (next instanceof ChannelMethod.CloseOk) {
          all.gone(this);
        }
      }
    }
  }

  void contentHeader(ContentHeader header) {
    if (!(state instanceof State.Open(OpenChannel channel))) {
      return;
    }
    if (Long.compareUnsigned(header.bodySize(), all.maxMessageBytes()) > 0) {
      refuse(
          AmqpException.precondition(
              "message size %s is larger than max size %d"
                  .formatted(Long.toUnsignedString(header.bodySize()), all.maxMessageBytes())),
          MethodId.BASIC_PUBLISH);
      return;
    }
    offer(channel, assembler.header(header));
  }

  /**
   * @param piece given away
   */
  void body(ByteBuf piece) {
    if (!(state instanceof State.Open(OpenChannel channel))) {
      piece.release();
      return;
    }
    int length = piece.readableBytes();
    if (!all.hasRoomFor(length)) {
      piece.release();
      throw new AmqpException(
          ReplyCode.RESOURCE_ERROR,
          "more than " + all.maxMessageBytes() + " bytes of unfinished messages");
    }
    assembled += length;
    all.assembling(length);
    offer(channel, assembler.body(piece));
  }

  private void offer(OpenChannel channel, @Nullable Content content) {
    if (content != null) {
      all.assembling(-assembled);
      assembled = 0;
      channel.offer(content);
    }
  }

  private void leave(OpenChannel channel) {
    state = new State.Leaving(channel);
    all.client()
        .loop()
        .then(
            channel.close(),
            done -> {
              if (state instanceof State.Leaving) {
                all.output().method(number, new ChannelMethod.CloseOk());
                all.gone(this);
              }
            });
  }

  /** Lets go of everything, without a word. */
  void abandon() {
    OpenChannel open = channel();
    state = new State.Closing();
    assembler.close();
    all.assembling(-assembled);
    assembled = 0;
    if (open != null) {
      open.abandon();
    }
  }

  // ---- to the client

  @Override
  public void method(Method method) {
    if (!(state instanceof State.Closing)) {
      all.output().method(number, method);
    }
  }

  @Override
  public void content(Content content) {
    if (state instanceof State.Closing) {
      content.body().release();
    } else {
      all.output().content(number, content);
    }
  }

  @Override
  public boolean hasRoom() {
    return all.output().hasRoom();
  }

  @Override
  public void refuse(AmqpException why, MethodId at) {
    if (state instanceof State.Closing) {
      return;
    }
    if (why.code().closesConnection()) {
      all.refuse(why, at);
      return;
    }
    boolean hasLeft = state instanceof State.Leaving;
    abandon();
    all.output()
        .method(
            number,
            new ChannelMethod.Close(why.code().code(), why.text(), at.classId(), at.methodId()));
    if (hasLeft) {
      all.output().method(number, new ChannelMethod.CloseOk());
    }
  }

  @Override
  public void hold(long millis, String reason) {
    all.brake().hold(millis, reason);
  }

  @Override
  public void taken(int bytes) {
    all.intake().taken(bytes);
  }

  @Override
  public void done(int bytes) {
    all.intake().done(bytes);
  }
}
