package io.weir.amqp091.codec;

/** Class 20 (1.5.2): the life of a channel. */
public sealed interface ChannelMethod extends Method {

  /** The client opens a channel. */
  record Open(String outOfBand) implements ChannelMethod, Synchronous<OpenOk> {
    static Open read(ArgumentReader in) {
      return new Open(in.text());
    }

    @Override
    public MethodId id() {
      return MethodId.CHANNEL_OPEN;
    }

    @Override
    public void writeTo(ArgumentWriter out) {
      out.text(outOfBand);
    }
  }

  /** It is open. */
  record OpenOk(ByteString channelId) implements ChannelMethod {
    static OpenOk read(ArgumentReader in) {
      return new OpenOk(in.longString());
    }

    @Override
    public MethodId id() {
      return MethodId.CHANNEL_OPEN_OK;
    }

    @Override
    public void writeTo(ArgumentWriter out) {
      out.longString(channelId);
    }
  }

  /** Whether the other side may send contents. */
  record Flow(boolean active) implements ChannelMethod, Synchronous<FlowOk> {
    static Flow read(ArgumentReader in) {
      return new Flow(in.bit());
    }

    @Override
    public MethodId id() {
      return MethodId.CHANNEL_FLOW;
    }

    @Override
    public void writeTo(ArgumentWriter out) {
      out.bit(active);
    }
  }

  /** It goes by that. */
  record FlowOk(boolean active) implements ChannelMethod {
    static FlowOk read(ArgumentReader in) {
      return new FlowOk(in.bit());
    }

    @Override
    public MethodId id() {
      return MethodId.CHANNEL_FLOW_OK;
    }

    @Override
    public void writeTo(ArgumentWriter out) {
      out.bit(active);
    }
  }

  /**
   * From either side: nothing but the answer follows on the channel.
   *
   * @param replyCode see {@link ReplyCode}
   * @param classId of the method that is the reason, or 0
   * @param methodId likewise
   */
  record Close(int replyCode, String replyText, int classId, int methodId)
      implements ChannelMethod, Synchronous<CloseOk> {
    static Close read(ArgumentReader in) {
      return new Close(in.shortInt(), in.text(), in.shortInt(), in.shortInt());
    }

    @Override
    public MethodId id() {
      return MethodId.CHANNEL_CLOSE;
    }

    @Override
    public void writeTo(ArgumentWriter out) {
      out.shortInt(replyCode).text(replyText).shortInt(classId).shortInt(methodId);
    }
  }

  /** From either side: the channel is closed. */
  record CloseOk() implements ChannelMethod {
    @Override
    public MethodId id() {
      return MethodId.CHANNEL_CLOSE_OK;
    }
  }
}
